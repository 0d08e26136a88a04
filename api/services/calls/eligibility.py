"""Who may take part in a call today: the gates of matching, applied to people as they are in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from api.services.unit import Unit
from api.storage import candidates
from matching.columns import build_columns
from matching.entities import Call, Expert, Verdict
from matching.gates import apply_gates, shared_gates
from matching.results import Gate
from matching.vocabulary import Vocabularies

Gates = tuple[Gate, ...]
CONFLICT, AVAILABILITY = "conflict of interest", "availability"


def gates_of(
    people: Sequence[Expert], call: Call, vocabularies: Vocabularies, today: date
) -> dict[str, dict[str, Gates]]:
    """Every gate of every position for a few people: {expert id: {position id: gates}}."""
    columns = build_columns(people, vocabularies)
    shared = shared_gates(columns, call, today)
    found: dict[str, dict[str, Gates]] = {person.id: {} for person in people}
    for position in call.positions:
        gates = apply_gates(columns, call, position, vocabularies, today, shared)
        for row, person in enumerate(people):
            found[person.id][position.id] = tuple(gate.of(row, person) for gate in gates)
    return found


def gates_today(unit: Unit, call: Call, expert_ids: Iterable[str]) -> dict[str, dict[str, Gates]]:
    """The same for people by their ids, as they are in the database now; who is not on the roster is left out."""
    people = candidates.experts(unit.session, set(expert_ids))
    return gates_of([people[i] for i in sorted(people)], call, unit.office.engine.vocabularies, unit.today)


def failed(gates: Iterable[Gate]) -> list[Gate]:
    """The gates that say no."""
    return [gate for gate in gates if gate.verdict is Verdict.FAIL]


def with_declarations(gates: Gates, *, available: bool, no_conflict: bool, on: date) -> Gates:
    """Gates that the profile leaves open, answered by what a person declared for this very call."""
    said = {
        AVAILABILITY: available and f"declared available for this call on {on}",
        CONFLICT: no_conflict and f"declared no conflict with this call on {on}",
    }
    return tuple(
        gate.model_copy(update={"verdict": Verdict.PASS, "found": words, "question": None})
        if gate.verdict is Verdict.UNKNOWN and (words := said.get(gate.name))
        else gate
        for gate in gates
    )


def in_words(gates: Iterable[Gate]) -> str:
    """Gates that say no, as the facts they found."""
    return "; ".join(f"{gate.name}: {gate.found}" for gate in gates)
