"""The best shortlist is the one found by trying everything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compose import Member, Position, Rules, best_shortlist, shortfalls
from tests.matching.compose import brute


@st.composite
def questions(draw: st.DrawFn) -> tuple[list[Member], int, Rules]:
    size = draw(st.integers(1, 4))
    return draw(brute.pools([Position("p"), Position("q")], most=9)), size, draw(brute.rule_sets(size))


def check(members: list[Member], size: int, rules: Rules) -> None:
    found = best_shortlist(members, "p", size, rules)
    expected = brute.shortlists(members, "p", size, rules)
    assert found.optimal and found.gap == 0
    assert found.found == bool(expected)
    assert found.total == pytest.approx(expected[0] if expected else 0.0, abs=1e-6)
    by_id = {member.id: member for member in members}
    people = [by_id[one] for one in found.ids]
    assert found.scores == tuple(member.scores["p"] for member in people)
    assert list(found.scores) == sorted(found.scores, reverse=True)
    if expected:
        assert len(people) == size and not brute.misses(people, rules) and not shortfalls(people, rules)


@settings(max_examples=400, deadline=None)
@given(questions())
def test_the_best_shortlist_is_the_one_found_by_trying_everything(question: tuple[list[Member], int, Rules]) -> None:
    check(*question)


@settings(max_examples=250, deadline=None)
@given(questions(), st.sampled_from([1, 3]))
def test_a_few_columns_with_prices_for_the_others_give_the_same_answer(
    question: tuple[list[Member], int, Rules], top: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matching.compose.exact.FEW", 0)
        patch.setattr("matching.compose.exact.TOP", top)
        patch.setattr("matching.compose.exact.JOIN", 1)
        check(*question)
