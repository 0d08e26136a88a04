"""An office to be moved."""

from __future__ import annotations

import pytest

from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import StepRow
from tests.api.moving.a_move import a_request


@pytest.fixture
def filled(staffed: Office) -> Office:
    """Eight people, a log, a counted row, and a request merged into one that comes after it by its id."""
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(a_request("request-2", None, staffed))
        unit.session.flush()
        unit.session.add(a_request("request-1", "request-2", staffed))
        unit.session.add(StepRow(kind="call", subject_id="call-1", step="drafted", at=unit.now, by="system"))
        unit.record("call.drafted", "call", "call-1", title_length=12)
    return staffed
