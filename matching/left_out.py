"""People whom a run leaves out for a reason that lies outside their profile, as a gate of its own.

Such as those whose profile changed a moment ago and is being read again, or, where a call ranks its applicants alone,
everybody who did not apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.gates import FAIL, PASS, GateColumn


@dataclass(frozen=True)
class LeftOut:
    """People left out: the name of the gate, its rule, what is found for each of them, and who they are.

    Args:
        others: what is found for everybody else.
        listed: whether they may be named among those who are not eligible. Who was erased may not.
        outside: whether they are not of the pool that is compared: then they are counted apart, not among those who
            are not eligible, and not listed with them.
        but_for: ids of the positions in which one of them takes part all the same, by id; of all others they are
            left out.
    """

    name: str
    rule: str
    found: str
    ids: frozenset[str]
    listed: bool = True
    others: str = "not concerned"
    outside: bool = False
    but_for: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, position_id: str) -> frozenset[str]:
        """Ids of those who are left out of one position."""
        return (
            frozenset(i for i in self.ids if position_id not in self.but_for.get(i, ())) if self.but_for else self.ids
        )


def left_out_gates(left_out: Sequence[LeftOut], ids: Sequence[str], position_id: str) -> list[GateColumn]:
    """One gate of a position for each reason that concerns anyone of the roster; `ids` are those of its rows."""
    concerned = ((one, one.of(position_id)) for one in left_out)
    return [_gate(one, who, ids) for one, who in concerned if who and not who.isdisjoint(ids)]


def _gate(one: LeftOut, who: frozenset[str], ids: Sequence[str]) -> GateColumn:
    verdicts = np.fromiter((FAIL if i in who else PASS for i in ids), dtype=np.int8, count=len(ids))
    return GateColumn(
        one.name,
        one.rule,
        verdicts,
        lambda expert: (one.found if expert.id in who else one.others, None),
        of_profile=False,
    )


def outside(left_out: Iterable[LeftOut], ids: Sequence[str], position_id: str) -> NDArray[np.bool_] | None:
    """(roster,) who is not of the pool that is compared for a position; None where the whole roster is."""
    groups = [one for one in left_out if one.outside]
    if not groups:
        return None
    who = frozenset[str]().union(*(one.of(position_id) for one in groups))
    return np.fromiter((i in who for i in ids), dtype=np.bool_, count=len(ids))


def unlisted(left_out: Iterable[LeftOut]) -> frozenset[str]:
    """Ids that may not be named at all."""
    return frozenset[str]().union(*(one.ids for one in left_out if not one.listed))


def as_input(left_out: Sequence[LeftOut]) -> list[list[Any]]:
    """What of it decides the result, for the id of the run."""
    return [[one.name, *sorted(one.ids), *_exceptions(one)] for one in left_out if one.ids or one.outside]


def _exceptions(one: LeftOut) -> list[list[str]]:
    return [[i, *sorted(one.but_for[i])] for i in sorted(one.but_for)]
