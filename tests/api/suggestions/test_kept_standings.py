"""What is kept of standings: those of the last question, and of others the last asked for, while there is room."""

from __future__ import annotations

from datetime import date

import numpy as np

from api.services.suggestions.kept_standings import KeptStandings, size_of
from matching.entities import Call
from matching.suggesting.standing import CallStanding, Offer, PositionStanding

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def standing(people: int) -> CallStanding:
    call = Call.model_validate({"id": "c", "text": "x", "positions": [{"id": "1"}]})
    verdicts, merit = np.zeros(people, dtype=np.int8), np.zeros(people, dtype=np.float32)
    position = PositionStanding(call.positions[0], (), verdicts, merit, merit, None)
    return CallStanding(Offer(call), (position,), None)


def left(kept: KeptStandings, *keys: str, day: date = TUESDAY) -> list[str]:
    return [key for key in keys if kept.get((key, day)) is not None]


def test_those_asked_for_longest_ago_go_when_there_is_no_room() -> None:
    kept = KeptStandings()
    for key in "abcd":
        kept.put((key, TUESDAY), standing(10))
    assert kept.get(("a", TUESDAY)) is not None  # now the last
    kept.tidy([("b", TUESDAY)], TUESDAY, room=20)
    assert left(kept, *"abcd") == ["a", "b", "d"]
    kept.tidy([], TUESDAY, room=0)
    assert left(kept, *"abcd") == []


def test_what_is_of_an_earlier_day_goes() -> None:
    kept = KeptStandings()
    kept.put(("a", MONDAY), standing(10))
    kept.put(("a", TUESDAY), standing(10))
    kept.tidy([], TUESDAY)
    assert left(kept, "a") == ["a"] and left(kept, "a", day=MONDAY) == []


def test_the_size_is_people_times_positions() -> None:
    assert size_of(standing(7)) == 7
