"""Counts of people: no small group by name or number, and none to be found by subtraction."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from api.governance.roster_facts import GENDER, LANGUAGES, NATIONALITY, roster_facts
from api.governance.suppression import FEW, NOT_SAID, SMALL_GROUPS, breakdown, count, known, share
from matching.vocabulary import load_vocabulary
from tests.people import person


def test_no_small_group_is_named_or_counted_by_itself() -> None:
    cells = breakdown("Status", {"a": 41, "b": 4, "c": 1, NOT_SAID: 12}, 58).cells
    assert [(c.label, c.people) for c in cells] == [("a", "40"), (SMALL_GROUPS, "5"), (NOT_SAID, "10")]


def test_a_single_small_group_has_no_number_and_the_rest_does_not_give_it() -> None:
    cells = breakdown("Gender", {"men": 462, "women": 319, "other": 4, NOT_SAID: 33}, 818).cells
    shown = {c.label: c.people for c in cells}
    assert shown == {"men": "460", "women": "320", SMALL_GROUPS: FEW, NOT_SAID: "35"}
    rest = 818 - sum(int(n) for n in shown.values() if n.isdigit())
    assert rest != 4


def test_groups_that_print_alike_are_in_the_order_of_their_names() -> None:
    assert [c.label for c in breakdown("x", {"b": 7, "a": 6}, 13).cells] == ["a", "b"]


def test_nobody_is_nobody_and_everyone_is_everyone() -> None:
    assert (count(0), count(1), count(4), count(5), count(8)) == ("0", FEW, FEW, "5", "10")
    assert known("status", 7, 7).known == "everyone" and known("status", 7, 7).not_said == "0"
    assert known("status", 6, 7).not_said == FEW


def test_a_share_tells_no_more_than_the_number() -> None:
    assert share(3, 818) == share(1, 818) == "under 1 %"
    assert share(33, 818) == share(37, 818)
    assert share(3, 4) == "–"


@given(st.dictionaries(st.text("abcdefgh", min_size=1), st.integers(0, 60)))
def test_what_is_printed_is_never_a_number_below_five(counts: dict[str, int]) -> None:
    people = sum(counts.values())
    small = {name for name, n in counts.items() if 0 < n < 5}
    for cell in breakdown("x", counts, people).cells:
        assert cell.label not in small
        assert cell.people == FEW or int(cell.people.replace(",", "")) % 5 == 0


def test_nationalities_of_few_people_are_not_named() -> None:
    people = [person(f"fr{i}", declared={"gender": "woman", "nationalities": ["FR"]}) for i in range(6)]
    people += [person(f"mt{i}", declared={"gender": "man", "nationalities": ["MT", "IT"]}) for i in range(2)]
    facts = roster_facts(people, load_vocabulary(), content_hash="x")
    assert [c.label for c in facts.breakdown(NATIONALITY).cells] == ["France", SMALL_GROUPS]
    assert [c.label for c in facts.breakdown(GENDER).cells] == ["women", SMALL_GROUPS]


def test_who_declared_nothing_is_counted_as_not_said() -> None:
    people = [person(f"p{i}", languages=[]) for i in range(7)]
    facts = roster_facts(people, load_vocabulary(), content_hash="x")
    for title in (GENDER, NATIONALITY, LANGUAGES):
        assert [(c.label, c.people) for c in facts.breakdown(title).cells] == [(NOT_SAID, "5")]


def test_the_sample_prints_no_small_group() -> None:
    from fixtures.load import load_experts

    experts = load_experts()
    facts = roster_facts(experts, load_vocabulary(), content_hash="x")
    truth = Counter(code for expert in experts for code in expert.declared.nationalities)
    shown = [c for c in facts.breakdown(NATIONALITY).cells if c.label not in (SMALL_GROUPS, NOT_SAID)]
    assert len(shown) == sum(n >= 5 for n in truth.values())
    assert {c.label for c in shown}.isdisjoint({"Mongolia", "Armenia", "Tajikistan"})
