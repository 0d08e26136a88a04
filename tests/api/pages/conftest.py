"""The desk on which the calls of these tests lie, and a browser for every role."""

from __future__ import annotations

import pytest

from matching.entities import Call
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import Doors, Watchmaker
from tests.api.pages.looking import Browsers


@pytest.fixture
def desk(doors: Doors, call: Call, clock: Watchmaker) -> CallDesk:
    """The small roster's call, on the desk."""
    return CallDesk(doors, call, clock)


@pytest.fixture
def browsers(desk: CallDesk) -> Browsers:
    """`browsers(Role.OFFICER)` is a browser in which an officer signed in."""
    return Browsers(desk)
