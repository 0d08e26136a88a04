"""People who look right for a position and are not, by kind, and whether true matches stand above them.

A near-miss person counts for a position where all of this holds:
- they are of the kind, by the truth of the sample (`kind`, or a near-miss of theirs);
- their CV shows the position: a main field of the position is among the fields that the truth says the CV presents
  (`apparent`, what it only seems to be about, and `fields`, what was really done); main are the fields of the position's
  truth that weigh at least half as much as its heaviest;
- their grade for the position is 0;
- they fail no gate of the position.
A pair is such a person and one of grade 2 or 3 who fails no gate either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from evaluation.measures import GOOD, above
from evaluation.rankings import Ranked
from fixtures.calls import truth_of
from fixtures.load import load_truth

# Every kind of near-miss that the truth knows and that is no gate, hardest on words first.
KINDS = ("stuffer", "wrong_role", "neighbour", "former_official", "junior", "cannot_draft")


@dataclass(frozen=True)
class PairCounts:
    """Per position, in the order of the rankings: pairs in the right order, and all pairs."""

    right: tuple[int, ...]
    total: tuple[int, ...]


def count_pairs(kind: str, ranked: Sequence[Ranked], judged: Mapping[str, Mapping[str, int]]) -> PairCounts:
    """Pairs of a true match and a near-miss of this kind, per position, by the ranking given."""
    right, total = [], []
    for position in ranked:
        grades = judged.get(position.id, {})
        good = [person for person in position.people if grades.get(person, 0) >= GOOD]
        near = near_misses(kind, position, grades)
        found = list(above(position.people, good, near))
        right.append(sum(found))
        total.append(len(found))
    return PairCounts(tuple(right), tuple(total))


def near_misses(kind: str, position: Ranked, grades: Mapping[str, int]) -> list[str]:
    """Ids of the near-misses of one kind for one position, best placed first."""
    fields = main_fields(position.call.id, position.position.id)
    return [p for p in position.people if not grades.get(p) and _is(kind, p) and fields & _shown()[p]]


@cache
def main_fields(call_id: str, position_id: str) -> frozenset[str]:
    """The fields that weigh at least half as much as the heaviest in what a position of the sample truly needs."""
    weights = _weights(call_id)[position_id]
    return frozenset(code for code, weight in weights.items() if weight >= max(weights.values()) / 2)


def main_field(call_id: str, position_id: str) -> str:
    """The field that a position of the sample needs most; the first in the order of codes where several do."""
    weights = _weights(call_id)[position_id]
    return min(weights, key=lambda code: (-weights[code], code))


@cache
def _weights(call_id: str) -> dict[str, dict[str, float]]:
    return {position: truth["fields"] for position, truth in truth_of(call_id).items()}


@cache
def _truth() -> dict[str, dict[str, Any]]:
    return {person["id"]: person for person in load_truth()}


@cache
def _shown() -> dict[str, frozenset[str]]:
    return {i: frozenset([*person["apparent"], *person["fields"]]) for i, person in _truth().items()}


def _is(kind: str, person: str) -> bool:
    return kind == _truth()[person]["kind"] or kind in _truth()[person]["near_misses"]
