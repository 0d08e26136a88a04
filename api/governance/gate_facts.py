"""Facts of the gates, by asking them: three invented people meet a call that states every rule, and each gate answers.

One person is known to meet everything, of one nothing is known, and one is known to fall short of everything. What the
gates say of them is what they say of everybody: the documents quote it.
"""

from __future__ import annotations

from datetime import date, timedelta

from api.governance.facts import GateFact
from matching.columns import build_columns
from matching.entities import Call, Expert, Verdict
from matching.gates import GateColumn, apply_gates
from matching.vocabulary import Vocabularies

LANGUAGE, OTHER_LANGUAGE = "fr", "en"
YEARS = 8
PARTNER = "Partner institution"
SEGMENT = {"text": "Adviser.", "kind": "post", "language": LANGUAGE}


def gate_facts(vocabularies: Vocabularies, today: date) -> tuple[GateFact, ...]:
    """Every gate with its rule and what it says to those who pass, are unknown or fail, in the order of a run."""
    statuses = [term.code for term in vocabularies.statuses]
    people = [_suitable(statuses[0], today), _silent(), _unsuitable(statuses[-1], today)]
    columns = build_columns(people, vocabularies)
    strict, bare = _call(today, stated=True, status=statuses[0]), _call(today, stated=False)
    always = {gate.name for gate in apply_gates(columns, bare, bare.positions[0], vocabularies, today)}
    gates = apply_gates(columns, strict, strict.positions[0], vocabularies, today)
    return tuple(_fact(gate, people, gate.name in always) for gate in gates)


def _fact(gate: GateColumn, people: list[Expert], always: bool) -> GateFact:
    met = [gate.of(row, person) for row, person in enumerate(people)]
    found = {one.verdict: one.found for one in met}
    return GateFact(
        name=gate.name,
        rule=gate.rule,
        always=always,
        passes=found.get(Verdict.PASS),
        asks=next((one.question for one in met if one.question), None),
        fails=found.get(Verdict.FAIL),
    )


def _call(today: date, *, stated: bool, status: str = "") -> Call:
    if not stated:
        return Call.model_validate({"id": "bare", "positions": [{"id": "1"}]})
    start = today + timedelta(days=60)
    stay = {"name": "on site", "start": start, "end": start + timedelta(days=11), "on_site": True}
    return Call.model_validate(
        {
            "id": "strict",
            "institution": PARTNER,
            "phases": [stay],
            "languages": [{"language": LANGUAGE, "speaking": "C1", "writing": "C1"}],
            "positions": [{"id": "1", "min_years": YEARS, "statuses": [status]}],
        }
    )


def _suitable(status: str, today: date) -> Expert:
    return Expert.model_validate(
        {
            "id": "suitable",
            "status": status,
            "languages": [{"language": LANGUAGE, "speaking": "C1", "writing": "C2"}],
            "absences": [],
            "conflicts": [],
            "validated": True,
            "consent": True,
            "segments": [SEGMENT | {"start": today - timedelta(days=366 * (YEARS + 4))}],
        }
    )


def _silent() -> Expert:
    return Expert.model_validate({"id": "silent", "segments": [SEGMENT]})


def _unsuitable(status: str, today: date) -> Expert:
    start = today + timedelta(days=60)
    return Expert.model_validate(
        {
            "id": "unsuitable",
            "status": status,
            "languages": [{"language": OTHER_LANGUAGE, "native": True}],
            "absences": [{"start": start, "end": start + timedelta(days=4)}],
            "conflicts": [PARTNER],
            "validated": False,
            "consent": False,
            "excluded": True,
            "segments": [SEGMENT | {"start": today - timedelta(days=400)}],
        }
    )
