"""People whom a run leaves out for a reason that lies outside their profile, as a gate of its own.

Such as those whose profile changed a moment ago and is being read again, or, where a call ranks its applicants alone,
everybody who did not apply.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from matching.gates import FAIL, PASS, GateColumn


@dataclass(frozen=True)
class LeftOut:
    """People left out: the name of the gate, its rule, what is found for each of them, and who they are.

    Args:
        others: what is found for everybody else.
        listed: whether they may be named among those who are not eligible. Who was erased may not.
    """

    name: str
    rule: str
    found: str
    ids: frozenset[str]
    listed: bool = True
    others: str = "not concerned"


def left_out_gates(left_out: Sequence[LeftOut], ids: Sequence[str]) -> list[GateColumn]:
    """One gate for each reason that concerns anyone of the roster; `ids` are those of its rows."""
    return [_gate(one, ids) for one in left_out if not one.ids.isdisjoint(ids)]


def _gate(one: LeftOut, ids: Sequence[str]) -> GateColumn:
    verdicts = np.fromiter((FAIL if i in one.ids else PASS for i in ids), dtype=np.int8, count=len(ids))
    return GateColumn(
        one.name, one.rule, verdicts, lambda expert: (one.found if expert.id in one.ids else one.others, None)
    )


def unlisted(left_out: Iterable[LeftOut]) -> frozenset[str]:
    """Ids that may not be named at all."""
    return frozenset[str]().union(*(one.ids for one in left_out if not one.listed))


def as_input(left_out: Sequence[LeftOut]) -> list[list[str]]:
    """What of it decides the result, for the id of the run."""
    return [[one.name, *sorted(one.ids)] for one in left_out if one.ids]
