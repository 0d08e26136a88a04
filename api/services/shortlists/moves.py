"""From one ranking to another: who moves up or down, by how much, and which criteria make the difference."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from matching.entities import Verdict
from matching.trying import Ranking

WORTH_SAYING = 0.05  # points of merit: below what is shown
MOST_REASONS = 2


@dataclass(frozen=True)
class Reason:
    """A criterion that changed what somebody's merit is made of, in points, beside the mean of those listed before."""

    criterion: str
    points: float
    others: float


@dataclass(frozen=True)
class Move:
    """One person in both rankings. `listed`: whether they are among those shown."""

    expert_id: str
    rank_before: int
    rank: int
    merit_before: float
    merit: float
    confidence: float
    verdict: Verdict
    listed_before: bool
    listed: bool
    reasons: tuple[Reason, ...]

    @property
    def places(self) -> int:
        """How many places up; below 0: down."""
        return self.rank_before - self.rank


def moves(before: Ranking, after: Ranking, *, listed: int) -> tuple[Move, ...]:
    """Everybody who is listed in the one or the other, in the order of the later; who is not listed any more comes last.

    Args:
        before, after: of the same position and the same people.
        listed: how many are listed of each.
    """
    top, old = after.ids[:listed], before.ids[:listed]
    shown = (*top, *sorted((one for one in old if one not in top), key=after.rank_of.__getitem__))
    changes = _changes(before, after)
    mean = {
        name: float(np.mean([found[before.rank_of[one] - 1] for one in old])) if old else 0.0
        for name, found in changes.items()
    }
    return tuple(_move(one, before, after, listed, changes, mean) for one in shown)


def _changes(before: Ranking, after: Ranking) -> dict[str, np.ndarray]:
    """By criterion, how many points more it brings each person than before, in the order of the earlier ranking."""
    order = [after.rank_of[one] - 1 for one in before.ids]
    return {
        name: np.nan_to_num(after.brings[name])[order] - np.nan_to_num(before.brings[name]) for name in before.brings
    }


def _move(
    expert_id: str,
    before: Ranking,
    after: Ranking,
    listed: int,
    changes: dict[str, np.ndarray],
    mean: dict[str, float],
) -> Move:
    was, now = before.rank_of[expert_id], after.rank_of[expert_id]
    own = {name: float(found[was - 1]) for name, found in changes.items()}
    return Move(
        expert_id=expert_id,
        rank_before=was,
        rank=now,
        merit_before=before.merit[was - 1],
        merit=after.merit[now - 1],
        confidence=after.confidence[now - 1],
        verdict=after.verdicts[now - 1],
        listed_before=was <= listed,
        listed=now <= listed,
        reasons=_reasons(own, mean, math.copysign(1, was - now)) if was != now else (),
    )


def _reasons(own: dict[str, float], mean: dict[str, float], way: float) -> tuple[Reason, ...]:
    """The criteria that move somebody their way against the others, strongest first."""
    against = sorted(own, key=lambda name: -way * (own[name] - mean[name]))
    found = [name for name in against if way * (own[name] - mean[name]) >= WORTH_SAYING][:MOST_REASONS]
    return tuple(Reason(name, round(own[name], 2), round(mean[name], 2)) for name in found)
