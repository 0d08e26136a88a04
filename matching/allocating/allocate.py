"""A season's open calls at once: the flow from the season to the allocation with its proof and its difference."""

from __future__ import annotations

import math
import time

import numpy as np

from matching.allocating.in_turn import Taken, call_after_call
from matching.allocating.lacking import lacks
from matching.allocating.numbers import Numbers, in_numbers
from matching.allocating.programme import programme
from matching.allocating.solving import best
from matching.allocating.values import Allocation, Difference, Moved, Season, Seat

TURNS, WORDS = 0.25, 0.1  # shares of the time: for call after call, and for why places stay empty


def allocate(season: Season, *, deadline_s: float | None = None) -> Allocation:
    """The allocation that fills most places of a season and, among those, has the highest sum of merit.

    Never worse than call after call, which is worked out beside it. Among equally good allocations one that keeps most
    of the people whom call after call has: nobody changes for nothing.

    Args:
        season: calls, people, merit and caps.
        deadline_s: seconds for branch and bound, where rules couple; None for no limit. A quarter of them is for call
            after call, a tenth for what stays empty. What is found by then is answered with its bounds: `optimal` says
            whether it is proven, `compared` whether call after call came to its end.

    Raises:
        InvalidSetting: an id comes twice, a number is below what it may be, or merit has another shape or range.
        ContradictoryRules: no group at all could meet the rules of a call.
    """
    begun, seconds = time.monotonic(), math.inf if deadline_s is None else deadline_s
    numbers = in_numbers(season)
    in_turn, compared = call_after_call(numbers, begun + TURNS * seconds)
    at_once = programme(numbers, numbers.all_left())
    start = np.searchsorted(_keys(numbers, at_once.opening, at_once.expert), _keys_of(numbers, in_turn))
    stays = np.zeros(len(at_once.merit))
    stays[start] = 1.0 / (season.places + 1)  # all of them together weigh less than a tenth of a point
    found = best(at_once, at_once.merit + stays, start, begun + (1 - WORDS) * seconds)
    taken = sorted(zip(at_once.opening[found.chosen].tolist(), at_once.expert[found.chosen].tolist(), strict=True))
    merit = int(at_once.merit[found.chosen].sum())
    most_merit = max(math.floor(found.most_gain + 1e-4), merit)
    seats, before = _seats(numbers, taken), _seats(numbers, in_turn)
    return Allocation(
        seats=seats,
        filled=len(taken),
        places=season.places,
        merit=merit,
        optimal=found.most_filled == len(taken) and most_merit == merit,
        most_filled=found.most_filled,
        most_merit=most_merit,
        proof=found.proof,
        in_turn=before,
        difference=difference(before, seats),
        compared=compared,
        lacks=lacks(numbers, taken, found.most_filled, begun + seconds),
    )


def difference(before: tuple[Seat, ...], after: tuple[Seat, ...]) -> Difference:
    """What the second allocation has more than the first, and where other people go."""
    openings: dict[tuple[str, str], tuple[dict[str, int], dict[str, int]]] = {}
    for turn, seats in enumerate((before, after)):
        for seat in seats:
            openings.setdefault((seat.call_id, seat.opening_id), ({}, {}))[turn][seat.expert_id] = seat.merit
    moved = []
    for (call_id, opening_id), (old, new) in openings.items():
        if old.keys() != new.keys():
            leave, come = tuple(sorted(old.keys() - new.keys())), tuple(sorted(new.keys() - old.keys()))
            moved.append(Moved(call_id, opening_id, leave, come, sum(new.values()) - sum(old.values())))
    gained = sum(seat.merit for seat in after) - sum(seat.merit for seat in before)
    return Difference(len(after) - len(before), gained, tuple(moved))


def _keys(numbers: Numbers, opening: np.ndarray, expert: np.ndarray) -> np.ndarray:
    return np.asarray(opening * len(numbers.season.experts) + expert)


def _keys_of(numbers: Numbers, taken: list[Taken]) -> np.ndarray:
    pairs = np.array(taken, dtype=np.int64).reshape(-1, 2)
    return _keys(numbers, pairs[:, 0], pairs[:, 1])


def _seats(numbers: Numbers, taken: list[Taken]) -> tuple[Seat, ...]:
    season, found = numbers.season, []
    for opening, expert in sorted(taken):
        c = int(numbers.call[opening])
        call = season.calls[c]
        found.append(
            Seat(
                call.id,
                call.openings[opening - int(numbers.first[c])].id,
                season.experts[expert].id,
                int(season.merit[opening, expert]),
            )
        )
    return tuple(found)
