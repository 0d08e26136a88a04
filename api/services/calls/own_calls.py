"""The calls that are open today as they concern one person: what each asks, and how the rules stand for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.services.calls import calls
from api.services.calls.call_terms import terms_of
from api.services.calls.eligibility import Gates, gates_of
from api.services.people import experts
from api.services.unit import Unit
from api.storage import applications, candidates
from api.storage.tables import CallRow
from matching.entities import Call, Verdict
from matching.results import Gate

AT_ONCE = 100  # calls read at once
APPLIED = "submitted"
_WORST = {Verdict.PASS: 0, Verdict.UNKNOWN: 1, Verdict.FAIL: 2}


@dataclass(frozen=True)
class OpenCall:
    """A call that one may apply to today."""

    id: str
    title: str | None
    reference: str | None
    deadline: date | None
    terms: Call
    gates: dict[str, Gates]  # by position, as of today
    applied: bool

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """How the rules stand for each position: the worst of its gates."""
        return {position: worst(gates) for position, gates in self.gates.items()}

    @property
    def verdict(self) -> Verdict:
        """How they stand for the position that stands best: one is enough to take part."""
        return min(self.verdicts.values(), key=_WORST.__getitem__, default=Verdict.UNKNOWN)


@dataclass(frozen=True)
class OpenPoint:
    """Something that is not known of a person, and what an answer would bring. `gate`: the name of the rule."""

    gate: str
    calls: int  # open calls that ask for it
    settles: int  # of these, where nothing else is open for some position


def open_calls(unit: Unit, expert_id: str) -> list[OpenCall]:
    """Every call that is open today, the next deadline first; nothing of it is a ranking.

    Raises:
        NotOnRecord: there is no such person.
    """
    experts.get(unit, expert_id)
    person = candidates.experts(unit.session, [expert_id])[expert_id]
    found = []
    for row in open_rows(unit):
        terms = terms_of(row)
        gates = gates_of([person], terms, unit.office.engine.vocabularies, unit.today)[expert_id]
        application = applications.application(unit.session, row.id, expert_id)
        applied = application is not None and application.state == APPLIED
        found.append(OpenCall(row.id, row.title, row.reference, row.deadline, terms, gates, applied))
    return sorted(found, key=lambda call: (call.deadline or date.max, call.id))


def open_points(found: Sequence[OpenCall]) -> list[OpenPoint]:
    """What these calls ask and nobody knows of the person, what most of them ask first."""
    asking: dict[str, set[str]] = {}
    settling: dict[str, set[str]] = {}
    for call in found:
        for gates in call.gates.values():
            if worst(gates) is not Verdict.UNKNOWN:  # what fails anyway, no answer would settle
                continue
            names = {gate.name for gate in gates if gate.verdict is Verdict.UNKNOWN}
            for name in names:
                asking.setdefault(name, set()).add(call.id)
                if len(names) == 1:
                    settling.setdefault(name, set()).add(call.id)
    points = [OpenPoint(name, len(ids), len(settling.get(name, ()))) for name, ids in asking.items()]
    return sorted(points, key=lambda point: (-point.calls, point.gate))


def open_rows(unit: Unit) -> Iterator[CallRow]:
    """Every call that one may apply to today, newest first."""
    after = None
    while True:
        part = calls.listed(unit, states=["published"], limit=AT_ONCE, after=after)
        yield from (row for row in part.rows if row.deadline is None or row.deadline >= unit.today)
        after = part.next
        if after is None:
            return


def worst(gates: Sequence[Gate]) -> Verdict:
    """How several rules stand together: as the worst of them."""
    return max((gate.verdict for gate in gates), key=_WORST.__getitem__, default=Verdict.PASS)
