"""What other weights and rules would give, with nothing kept: a call is compared once and then weighed as often as wanted.

The ranking and the teams are those that `Matcher.shortlist` gives for the same call, day and settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.composing import Composition, compose
from matching.entities import Call, Verdict
from matching.gates import VERDICTS
from matching.pipeline import Matcher
from matching.roster import Roster
from matching.scoring import PositionScores, weighed_again
from matching.settings import MatchSettings


@dataclass(frozen=True)
class Basis:
    """A call compared with a roster: points and gates of everybody, which weights, rules and balance leave as they are."""

    call: Call
    scores: tuple[PositionScores, ...]


@dataclass(frozen=True)
class Ranking:
    """Everybody who fails no gate of a position, best first. Ranks count from 1."""

    position_id: str
    ids: tuple[str, ...]
    merit: tuple[float, ...]  # 0 to 100
    confidence: tuple[float, ...]  # 0 to 1
    verdicts: tuple[Verdict, ...]
    brings: dict[str, NDArray[np.float64]]  # (people,) by criterion: points of merit it brings; NaN where not known

    @cached_property
    def rank_of(self) -> dict[str, int]:
        """The rank of each person."""
        return {expert_id: rank for rank, expert_id in enumerate(self.ids, start=1)}


@dataclass(frozen=True)
class Tried:
    """What settings give: a ranking per position, and teams and lists."""

    rankings: tuple[Ranking, ...]
    composition: Composition


def try_settings(basis: Basis, matcher: Matcher, settings: MatchSettings) -> Tried:
    """Rank and compose under other weights, rules or balance.

    Args:
        basis: made with this matcher. What changes who is scored, and with what points, stays as it was there: `pool`,
            `top_segments`.

    Raises:
        UnknownExpert: the rules name somebody who is not on the roster.
        ContradictoryRules: no team whatever could meet the rules.
    """
    matcher.check_ids(settings)
    scores = [weighed_again(one, matcher.roster, settings) for one in basis.scores]
    composition = compose(scores, basis.call, matcher.roster, matcher.engine, settings)
    return Tried(tuple(_ranking(one, matcher.roster) for one in scores), composition)


def _ranking(scores: PositionScores, roster: Roster) -> Ranking:
    order = scores.ranked
    rows = scores.rows[order]
    return Ranking(
        position_id=scores.position.id,
        ids=tuple(roster.ids[row] for row in rows.tolist()),
        merit=tuple(round(points, 2) for points in scores.merit[order].tolist()),
        confidence=tuple(round(share, 3) for share in scores.confidence[order].tolist()),
        verdicts=tuple(VERDICTS[verdict] for verdict in scores.verdicts[rows].tolist()),
        brings=_brings(scores, order),
    )


def _brings(scores: PositionScores, order: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """The points of merit that each criterion brings; they add up to merit. One without weight brings none to anybody."""
    points = {name: found[order].astype(np.float64) for name, found in scores.criteria.items()}
    known = sum((scores.weights[name] * ~np.isnan(found) for name, found in points.items()), np.zeros(len(order)))
    counted = np.maximum(known, 1e-9)
    return {name: 100 * scores.weights[name] * found / counted for name, found in points.items()}
