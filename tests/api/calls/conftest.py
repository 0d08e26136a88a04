"""The desk on which the calls of these tests lie."""

from __future__ import annotations

import pytest

from matching.entities import Call
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import Doors, Watchmaker


@pytest.fixture
def desk(doors: Doors, call: Call, clock: Watchmaker) -> CallDesk:
    """The small roster's call, on the desk."""
    return CallDesk(doors, call, clock)
