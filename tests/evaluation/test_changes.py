"""What a swap changes, checked by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from evaluation import changes as module
from evaluation.changes import Change, change_figures, changes, value_of
from evaluation.rankings import Ranked
from matching.entities import Call, Position


def ranked(merit: Mapping[str, float]) -> Ranked:
    position = Position(id="1")
    people = tuple(sorted(merit, key=lambda person: -merit[person]))
    return Ranked("c:1", Call(id="c", positions=(position,)), position, people, merit, frozenset())


BEFORE = ranked({"a": 90, "b": 80, "c": 70})
AFTER = ranked({"a": 60, "b": 80, "d": 75})


def test_a_change_is_in_points_and_places_won_and_only_of_people_ranked_both_times() -> None:
    found = {c.person: c for c in changes([BEFORE], [AFTER])}
    assert set(found) == {"a", "b"}
    assert (found["a"].score, found["a"].rank) == (-30, -2)
    assert (found["b"].score, found["b"].rank) == (0, 1)
    assert all(c.position == "c:1" for c in found.values())


def test_changes_of_some_people_leave_the_others_out() -> None:
    assert [c.person for c in changes([BEFORE], [AFTER], {"b", "c"})] == ["b"]


def test_near_is_who_stands_among_the_first_before_or_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NEAR", 1)
    assert {c.person: c.near for c in changes([BEFORE], [AFTER])} == {"a": True, "b": True}
    monkeypatch.setattr(module, "NEAR", 0)
    assert not any(c.near for c in changes([BEFORE], [AFTER]))


def change(person: str, score: float, rank: int = 0, near: bool = True) -> Change:
    return Change("c:1", person, score, rank, near)


def test_figures_take_the_size_of_a_change_whichever_way_it_goes() -> None:
    figures = change_figures("j", [change("a", -4, 2), change("b", 1), change("c", 2)], "g")
    assert value_of(figures, "score change, median", "g") == 2
    assert value_of(figures, "score change, max", "g") == 4
    assert value_of(figures, "score change, p95", "g") == 4
    assert value_of(figures, "rank change, max", "g") == 2
    assert value_of(figures, "rank change, median", "g") == 0
    assert all(f.low <= f.value <= f.high and f.n == 3 and f.higher_is_better is False for f in figures)


def test_intervals_draw_people_not_pairs() -> None:
    """One person in many positions tells as much as one person: the interval has no width."""
    figures = change_figures("j", [change("a", score) for score in (1, 2, 3)], "g")
    assert all(f.low == f.high for f in figures)


def test_only_those_near_the_top_can_be_asked_for() -> None:
    found = [change("a", 5), change("b", 9, near=False)]
    assert value_of(change_figures("j", found, "g", near_only=True), "score change, max", "g") == 5
    assert change_figures("j", found[1:], "g", near_only=True) == []


def test_a_figure_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="score change, max of the whole"):
        value_of([], "score change, max", "")
