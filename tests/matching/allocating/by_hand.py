"""Seasons small enough to be written down in a line."""

from __future__ import annotations

import numpy as np

from matching.allocating import NOT_ELIGIBLE, OpenCall, Opening, Rotation, Season, SeasonExpert, Seat
from matching.compose import Rules
from tests.matching.allocating.seasons import Groups

NO = NOT_ELIGIBLE


def season(calls: list[OpenCall], experts: list[SeasonExpert], merit: list[list[int]], **more: Rotation) -> Season:
    return Season(tuple(calls), tuple(experts), np.array(merit, dtype=np.int32), **more)


def people(*names: str, **facts: object) -> list[SeasonExpert]:
    return [SeasonExpert(name, **facts) for name in names]  # type: ignore[arg-type]


def one(name: str, rules: Rules | None = None, places: int = 1, days: float = 0.0) -> OpenCall:
    return OpenCall(name, (Opening("p", places, days),), rules or Rules())


def groups_of(asked: Season, seats: tuple[Seat, ...]) -> list[Groups]:
    index = {expert.id: i for i, expert in enumerate(asked.experts)}
    return [
        tuple(
            tuple(index[s.expert_id] for s in seats if (s.call_id, s.opening_id) == (call.id, opening.id))
            for opening in call.openings
        )
        for call in asked.calls
    ]
