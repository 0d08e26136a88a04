"""Irreducible conflicts and smallest changes, where what cannot go together is simply given."""

from __future__ import annotations

from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.compose import Rules
from matching.compose.conflicts import Conflicts
from matching.compose.steps import Item, items

PEOPLE = tuple("abcd")
ASKED = 2
RULES = Rules(exclude=frozenset(PEOPLE), min_public=ASKED, min_previous=ASKED)
CHANGEABLE = items(RULES, 5, PEOPLE)
# a conflict goes away once one of these has given so many steps
CONFLICTS = st.frozensets(
    st.one_of(
        st.tuples(st.sampled_from([item for item in CHANGEABLE if item.rule == "exclude"]), st.just(1)),
        st.tuples(st.sampled_from([item for item in CHANGEABLE if item.rule != "exclude"]), st.integers(1, ASKED)),
    ),
    min_size=1,
    max_size=4,
)


def given_steps(rules: Rules, item: Item) -> int:
    if item.rule == "exclude":
        return int(item.subject not in rules.exclude)
    return ASKED - ((rules.min_public or 0) if item.rule == "min_public" else rules.min_previous)


@settings(max_examples=200, deadline=None)
@given(st.lists(CONFLICTS, min_size=1, max_size=7))
def test_all_smallest_changes_are_found_and_no_other(conflicts: list[frozenset[tuple[Item, int]]]) -> None:
    def possible(rules: Rules) -> bool:
        return all(any(given_steps(rules, item) >= steps for item, steps in conflict) for conflict in conflicts)

    asked = Conflicts(RULES, CHANGEABLE, possible)
    assume(not asked.possible({}))
    core, changes = asked.smallest_changes()
    assert not asked.possible_with(core)
    assert all(asked.possible_with([other for other in core if other != one]) for one in core)
    costs: dict[tuple[int, int], list[dict[Item, int]]] = {}
    for steps in product(*(range(item.most + 1) for item in CHANGEABLE)):
        change = {item: by for item, by in zip(CHANGEABLE, steps, strict=True) if by}
        if asked.possible(change):
            costs.setdefault((len(change), sum(steps)), []).append(change)
    assert {frozenset(change.items()) for change in changes} == {frozenset(one.items()) for one in costs[min(costs)]}
    assert len(changes) == len(costs[min(costs)])
