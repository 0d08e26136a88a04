"""Who may go with whom in a call for two people, and the rows that halves of teams do not meet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.allocating import OpenCall, Opening, Season, SeasonExpert, allocate
from matching.allocating.numbers import in_numbers
from matching.allocating.pairs import Pair, exceeded_by
from matching.allocating.programme import programme
from matching.compose import Rules
from tests.matching.allocating.by_hand import NO, people, season
from tests.matching.allocating.seasons import faults, seasons

BALANCED = Rules(min_per_gender={"woman": 1}, max_per_nationality=1)


def for_two(rules: Rules) -> OpenCall:
    return OpenCall("c", (Opening("p"), Opening("q")), rules)


def pair_of(asked: Season) -> tuple[Pair, list[tuple[int, int]]]:
    """The pair of the first call, and who takes which place by column."""
    numbers = in_numbers(asked)
    made = programme(numbers, numbers.all_left(), range(1))
    return made.pairs[0], list(zip(made.opening.tolist(), made.expert.tolist(), strict=True))


@given(seasons(), st.booleans())
def test_two_may_go_together_who_meet_the_rules_between_them(drawn: Season, included: bool) -> None:
    rules = drawn.calls[0].rules if drawn.calls else Rules()
    both = Rules(
        rules.max_per_nationality, rules.min_countries, rules.min_per_gender, rules.min_public, rules.cover_languages,
        rules.distinct_institutions, rules.min_previous, include=frozenset({"e0"} if included else ()),
    )  # fmt: skip
    call = OpenCall("c0", (Opening("p"), Opening("q")), both)
    if not call.whole or not drawn.experts:
        return
    asked = Season((call,), drawn.experts, np.zeros((2, len(drawn.experts)), dtype=np.int32))
    pair, taken = pair_of(asked)
    for i, first in enumerate(pair.columns[0].tolist()):
        for j, second in enumerate(pair.columns[1].tolist()):
            a, b = taken[first][1], taken[second][1]
            kept = "rules of c0" not in faults(asked, [((a,), (b,))])
            assert pair.together[i, j] == (a != b and kept)


def test_half_of_two_men_with_half_of_two_women_is_cut_off_and_no_team_is() -> None:
    men, women = people("al", "bo", gender="man"), people("cy", "di", gender="woman")
    pair, taken = pair_of(season([for_two(BALANCED)], [*men, *women], [[5, NO, 5, NO], [NO, 5, NO, 5]]))
    found = exceeded_by(pair, np.full(len(taken), 0.5), 1e-4)
    assert found is None  # al with di, bo with cy: two whole teams by halves
    alone = pair_of(
        season([for_two(Rules(min_per_gender={"woman": 1}))], [*men, *women], [[5, NO, 5, NO], [NO, 5, NO, NO]])
    )
    share = np.full(len(alone[1]), 0.5)
    share[alone[0].columns[1]] = 1.0
    columns, entries = exceeded_by(alone[0], share, 1e-4) or pytest.fail("nothing is cut off")
    assert {alone[1][at]: entry for at, entry in zip(columns.tolist(), entries.tolist(), strict=True)} == {(0, 0): 1.0}


def test_a_row_says_as_much_as_it_can_of_those_who_are_not_held() -> None:
    men = people("al", "bo", "ed", gender="man")
    women = people("cy", "di", gender="woman")
    rows = [[5, NO, 5, 5, NO], [NO, 5, NO, NO, 5]]
    pair, taken = pair_of(season([for_two(Rules(min_per_gender={"woman": 1}))], [*men, *women], rows))
    share = np.zeros(len(taken))
    for at, one in enumerate(taken):
        share[at] = {(0, 0): 0.7, (0, 3): 0.3, (1, 1): 1.0}.get(one, 0.0)
    columns, entries = exceeded_by(pair, share, 1e-4) or pytest.fail("nothing is cut off")
    said = {taken[at]: entry for at, entry in zip(columns.tolist(), entries.tolist(), strict=True)}
    assert said == {(0, 0): 1.0, (0, 2): 1.0, (1, 4): -1.0}  # men in the one place need the woman in the other


def test_call_after_call_a_call_for_two_takes_the_best_two_that_meet_its_rules() -> None:
    experts = [
        *people("al", "bo", gender="man", nationalities=("FR",)),
        *people("cy", gender="woman", nationalities=("FR",)),
    ]
    experts += people("di", gender="woman", nationalities=("ES",))
    asked = season([for_two(BALANCED)], experts, [[900, 800, 700, 100], [NO, 900, 800, 600]])
    assert [seat.expert_id for seat in allocate(asked).in_turn] == ["al", "di"]


@pytest.mark.parametrize(
    ("nations", "asked", "may"),
    [
        ((("FR",), ("FR",)), 2, False),
        ((("FR",), ("ES",)), 2, True),
        ((("FR", "ES"), ("FR", "ES")), 2, True),  # one stands for the one, one for the other
        (((), ("FR", "ES")), 2, False),  # nobody stands for two
        (((), ("FR",)), 1, True),
    ],
)
def test_two_stand_for_one_country_each(nations: tuple[tuple[str, ...], ...], asked: int, may: bool) -> None:
    experts = [SeasonExpert(f"e{i}", nationalities=own) for i, own in enumerate(nations)]
    pair, _ = pair_of(season([for_two(Rules(min_countries=asked))], experts, [[5, NO], [NO, 5]]))
    assert pair.together.tolist() == [[may]]
