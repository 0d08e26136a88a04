"""What waits for the team, in the order of the flow: counts of what stands half-way, and nobody's id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from api.services.unit import Unit
from api.storage import waiting as rows

Kind = Literal["request_received", "request_eligible", "request_relevant", "call_draft", "call_closed", "answer"]
REQUESTS: dict[str, Kind] = {  # by their states: to be found eligible, relevant, and led to an action
    "received": "request_received",
    "eligible": "request_eligible",
    "relevant": "request_relevant",
}
CALLS: dict[str, Kind] = {"draft": "call_draft", "closed": "call_closed"}  # to publish, to decide on


@dataclass(frozen=True)
class Waiting:
    """So many of a kind wait, at least one. `by`: the first day on which one of them is due, where they have one."""

    kind: Kind
    count: int
    by: date | None = None


def waiting(unit: Unit) -> tuple[Waiting, ...]:
    """Requests to judge or to act on, calls to publish or to decide on, and people who have not answered yet."""
    requests, calls = rows.requests(unit.session, REQUESTS), rows.calls(unit.session, CALLS)
    answers, first = rows.answers(unit.session)
    found = [
        *(Waiting(kind, requests.get(state, 0)) for state, kind in REQUESTS.items()),
        *(Waiting(kind, calls.get(state, 0)) for state, kind in CALLS.items()),
        Waiting("answer", answers, first.date() if first else None),
    ]
    return tuple(one for one in found if one.count)
