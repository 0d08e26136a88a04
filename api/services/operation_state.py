"""How the service stands, for whoever operates it: readiness, letters by state, and when it was last looked after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.services.health import particulars
from api.services.readiness import Readiness, readiness
from api.services.unit import Unit
from api.storage import log, notices_state

LETTER_STATES = ("waiting", "sending", "sent", "failed")
LOOKED_AFTER = ("backup.made", "backup.restored", "data.purged")  # events of which the last is told


@dataclass(frozen=True)
class OperationState:
    """Counts and moments; nothing of any person."""

    readiness: Readiness
    particulars: Mapping[str, Any]
    letters: Mapping[str, int]  # by state
    failed: Mapping[str, int]  # letters that failed, by the kind of error
    last: Mapping[str, datetime | None]  # by event


def operation_state(unit: Unit) -> OperationState:
    """The state of the service as this process sees it."""
    return OperationState(
        readiness(unit.office),
        particulars(unit),
        {state: notices_state.count(unit.session, state) for state in LETTER_STATES},
        notices_state.failed_by_problem(unit.session),
        {event: _last(unit, event) for event in LOOKED_AFTER},
    )


def _last(unit: Unit, event: str) -> datetime | None:
    rows = log.found_entries(unit.session, limit=1, events=[event]).rows
    return rows[0].at if rows else None
