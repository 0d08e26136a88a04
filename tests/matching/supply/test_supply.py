"""The next profile and the best five: equal to trying everything on small rosters, and as little as is needed."""

from __future__ import annotations

from itertools import combinations_with_replacement, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.compose import Member, Rules
from matching.errors import InvalidSetting
from matching.supply import Bounds, Demand, Need, Profile, best_additions
from tests.matching.compose.brute import misses

SMALL = Bounds(fields=1, languages=1, regions=1)
PUBLIC = ("civil servant",)
LEVELS = (4, 5)


@st.composite
def demands(draw: st.DrawFn) -> list[Demand]:
    """Up to three calls of two positions over two fields, two languages, two statuses and two regions."""
    return [draw(_demand(f"c{i}")) for i in range(draw(st.integers(1, 3)))]


@st.composite
def _demand(draw: st.DrawFn, name: str) -> Demand:
    one_of = st.sets(st.sampled_from(["X", "Y"])).map(frozenset)
    needs = tuple(
        Need(
            f"p{i}",
            draw(one_of),
            {(draw(st.sampled_from(["fr", "es"])), "writing"): draw(st.sampled_from(LEVELS))}
            if draw(st.booleans())
            else {},
            draw(st.sampled_from([frozenset(), frozenset(PUBLIC), frozenset({"retired"})])),
            draw(st.sampled_from([frozenset(), frozenset({"EG"}), frozenset({"TN", "EG"})])),
            draw(st.sampled_from([1, 1, 2])) if i == 0 else 1,
        )
        for i in range(draw(st.integers(1, 2)))
    )
    people = tuple(
        Member(
            f"e{i}",
            dict.fromkeys(draw(st.sets(st.sampled_from([need.id for need in needs]))), 50.0),
            draw(st.sampled_from([None, "woman", "man"])),
            tuple(draw(st.sets(st.sampled_from(["FR", "ES"]), max_size=2))),
            draw(st.sampled_from([None, True, False])),
            draw(st.sampled_from([None, "I"])),
            frozenset(draw(st.sets(st.sampled_from(["fr:writing:C1"])))),
        )
        for i in range(draw(st.integers(0, 3)))
    )
    if draw(st.booleans()):
        return Demand(name, needs, people)
    size = sum(need.places for need in needs)
    few = st.none() | st.integers(0, min(2, size))
    rules = Rules(
        max_per_nationality=draw(st.none() | st.just(1)),
        min_countries=draw(few),
        min_per_gender={draw(st.sampled_from(["woman", "man"])): draw(st.integers(0, 1))},
        min_public=draw(few),
        cover_languages=frozenset(draw(st.sets(st.sampled_from(["fr:writing:C1"])))),
        distinct_institutions=draw(st.booleans()),
    )
    return Demand(name, needs, people, rules)


def meets(profile: Profile, need: Need) -> bool:
    spoken = {(language, skill): rank for language, skill, rank in profile.languages}
    return (
        (not need.fields or bool(need.fields & profile.fields))
        and all(spoken.get(skill, -1) >= rank for skill, rank in need.languages.items())
        and (not need.statuses or profile.status in need.statuses)
        and (not need.regions or bool(need.regions & profile.regions))
    )


def worth(asked: list[Demand], people: list[Profile]) -> tuple[int, int]:
    """Calls made feasible and depth gained, by trying every team."""
    made = depth = 0
    for demand in asked:
        added = [_member(profile, demand, i) for i, profile in enumerate(people)]
        made += team(demand, [*demand.people, *added]) and not team(demand, list(demand.people))
        for need in demand.needs:
            before = sum(need.id in one.scores for one in demand.people)
            depth += min(3, before + sum(need.id in one.scores for one in added)) - min(3, before)
    return made, depth


def _member(profile: Profile, demand: Demand, number: int) -> Member:
    spoken = {(language, skill): rank for language, skill, rank in profile.languages}
    return Member(
        f"new {number}",
        {need.id: 0.0 for need in demand.needs if meets(profile, need)},
        profile.gender,
        (f"other {number}",),
        profile.status in PUBLIC or None,
        languages=frozenset({"fr:writing:C1"} if spoken.get(("fr", "writing"), 0) >= 5 else ()),
    )


def team(demand: Demand, people: list[Member]) -> bool:
    seats = [need.id for need in demand.needs for _ in range(need.places)]
    return any(
        all(seat in one.scores for seat, one in zip(seats, group, strict=True)) and not misses(group, demand.rules)
        for group in permutations(people, len(seats))
    )


def every_profile() -> list[Profile]:
    """As much as the small bounds allow; less never meets more."""
    languages = [((one, "writing", 5),) for one in ("fr", "es")]
    genders = ("woman", "man")
    return [
        Profile(frozenset({f}), language, status, frozenset({region}), gender)
        for f, language, status, region, gender in product(
            ("X", "Y"), languages, ("civil servant", "retired"), ("EG", "TN"), genders
        )
    ]


@settings(max_examples=60, deadline=None)
@given(demands())
def test_the_next_profile_equals_trying_every_profile(asked: list[Demand]) -> None:
    found = best_additions(asked, 1, bounds=SMALL, public_statuses=PUBLIC)
    assert found.optimal
    assert (len(found.made_feasible), found.depth_gained) == max(worth(asked, [one]) for one in every_profile())
    assert worth(asked, [one.profile for one in found.people]) == (len(found.made_feasible), found.depth_gained)


@settings(max_examples=15, deadline=None)
@given(demands(), st.integers(2, 3))
def test_the_best_few_together_equal_trying_every_group(asked: list[Demand], how_many: int) -> None:
    found = best_additions(asked, how_many, bounds=SMALL, public_statuses=PUBLIC)
    distinct = _told_apart(asked, every_profile())
    best = max(worth(asked, list(group)) for group in combinations_with_replacement(distinct, how_many))
    assert found.optimal and (len(found.made_feasible), found.depth_gained) == best
    assert worth(asked, [one.profile for one in found.people]) == best


@st.composite
def plain_demands(draw: st.DrawFn) -> list[Demand]:
    """Up to five calls of which eight kinds of profiles can be told apart: two fields, two languages, two genders."""
    return [draw(_plain_demand(f"c{i}")) for i in range(draw(st.integers(1, 5)))]


@st.composite
def _plain_demand(draw: st.DrawFn, name: str) -> Demand:
    needs = tuple(
        Need(
            f"p{i}",
            draw(st.sampled_from([frozenset("X"), frozenset("Y")])),
            {(draw(st.sampled_from(["fr", "es"])), "writing"): 5} if draw(st.booleans()) else {},
        )
        for i in range(draw(st.integers(1, 2)))
    )
    people = tuple(
        Member(f"e{i}", dict.fromkeys(draw(st.sets(st.sampled_from([need.id for need in needs]))), 50.0), "man")
        for i in range(draw(st.integers(0, 2)))
    )
    rules = Rules(min_per_gender={"woman": draw(st.integers(0, len(needs)))})
    return Demand(name, needs, people, rules)


@settings(max_examples=12, deadline=None)
@given(plain_demands())
def test_the_best_five_together_equal_trying_every_five(asked: list[Demand]) -> None:
    found = best_additions(asked, 5, bounds=SMALL, public_statuses=PUBLIC)
    distinct = list({str([_seen_as(one, demand) for demand in asked]): one for one in every_profile()}.values())
    assert len(distinct) <= 8
    seen: dict[object, tuple[int, int]] = {}

    def known(group: tuple[Profile, ...], demand: Demand) -> tuple[int, int]:
        """What a group is worth to one call, worked out once for all groups that it sees alike."""
        key = (demand.id, str(sorted(_seen_as(one, demand) for one in group)))
        if key not in seen:
            seen[key] = worth([demand], list(group))
        return seen[key]

    every = ([known(group, demand) for demand in asked] for group in combinations_with_replacement(distinct, 5))
    best = max((sum(made for made, _ in own), sum(depth for _, depth in own)) for own in every)
    assert found.optimal and (len(found.made_feasible), found.depth_gained) == best
    assert (found.most_made_feasible, found.most_depth_gained) == best
    assert worth(asked, [one.profile for one in found.people]) == best


def _seen_as(one: Profile, demand: Demand) -> tuple[str, str]:
    return str(sorted(_member(one, demand, 0).scores)), str(one.gender)


def _told_apart(asked: list[Demand], every: list[Profile]) -> list[Profile]:
    """One of those that all the calls see alike."""
    seen: dict[object, Profile] = {}
    for one in every:
        members = [_member(one, demand, 0) for demand in asked]
        seen.setdefault(str([(sorted(m.scores), m.gender, m.public, sorted(m.languages)) for m in members]), one)
    return list(seen.values())


@settings(max_examples=20, deadline=None)
@given(demands())
def test_nothing_can_be_taken_from_the_next_profile(asked: list[Demand]) -> None:
    found = best_additions(asked, 1, bounds=SMALL, public_statuses=PUBLIC)
    aim = (len(found.made_feasible), found.depth_gained)
    for one in (person.profile for person in found.people):
        for less in _less(one):
            assert worth(asked, [less]) < aim


def _less(one: Profile) -> list[Profile]:
    parts = (one.fields, one.languages, one.status, one.regions, one.gender)
    empty = (frozenset(), (), None, frozenset(), None)
    return [Profile(*parts[:i], empty[i], *parts[i + 1 :]) for i in range(5) if parts[i]]  # type: ignore[arg-type]


def call(name: str, *fields: str, people: tuple[Member, ...] = (), **facts: object) -> Demand:
    return Demand(name, (Need("p", frozenset(fields), **facts),), people)  # type: ignore[arg-type]


def test_one_person_with_two_fields_opens_two_calls() -> None:
    asked = [call("a", "X"), call("b", "Y"), call("c", "Z", people=(Member("ana", {"p": 1.0}),))]
    found = best_additions(asked, 1)
    assert (found.feasible_before, found.made_feasible) == (("c",), ("a", "b"))
    assert found.people[0].profile == Profile(fields=frozenset({"X", "Y"}))
    assert found.people[0].meets == (("a", "p"), ("b", "p"))
    assert best_additions(asked, 1, bounds=SMALL).made_feasible in (("a",), ("b",))


def test_calls_made_feasible_come_before_depth() -> None:
    thin = tuple(call(f"thin {i}", "X", people=(Member("ana", {"p": 1.0}),)) for i in range(5))
    found = best_additions([call("none", "Y"), *thin], 1, bounds=SMALL)
    assert (found.made_feasible, found.depth_gained) == (("none",), 1)


def test_depth_counts_up_to_the_third() -> None:
    found = best_additions([call("a", "X")], 5)
    assert (len(found.people), found.depth_before, found.depth_gained) == (3, 0, 3)


def test_two_people_who_only_help_together_are_found_together() -> None:
    needs = (Need("p", frozenset({"X"})), Need("q", frozenset({"Y"})))
    rules = Rules(min_per_gender={"woman": 2})
    asked = [Demand("pair", needs, (Member("ben", {"p": 1.0, "q": 1.0}, "man"),), rules)]
    assert best_additions(asked, 1).made_feasible == ()
    found = best_additions(asked, 2)
    assert found.made_feasible == ("pair",) and [one.profile.gender for one in found.people] == ["woman", "woman"]


def test_a_gender_is_named_only_where_a_rule_needs_it() -> None:
    ana = Member("ana", {"p": 1.0}, "woman", ("FR",))
    needs = (Need("p"), Need("q", frozenset({"X"})))
    asked = [Demand("a", needs, (ana,), Rules(min_per_gender={"woman": 1}, min_countries=2))]
    (one,) = best_additions(asked, 1).people
    assert one.profile == Profile(fields=frozenset({"X"})) and one.nationality_matters


def test_a_position_with_people_enough_still_asks_for_whom_the_rules_lack() -> None:
    men = tuple(Member(f"e{i}", {"p": 1.0}, "man") for i in range(4))
    asked = [Demand("a", (Need("p", frozenset({"X"})),), men, Rules(min_per_gender={"woman": 1}))]
    found = best_additions(asked, 1)
    assert (found.made_feasible, found.depth_gained) == (("a",), 0)
    assert found.people[0].profile == Profile(fields=frozenset({"X"}), gender="woman")


def test_a_level_is_the_highest_that_what_is_met_asks_for() -> None:
    asked = [call("a", "X", languages={("fr", "writing"): 4}), call("b", "X", languages={("fr", "writing"): 5})]
    assert best_additions(asked, 1).people[0].profile.languages == (("fr", "writing", 5),)


def test_where_nothing_lacks_nobody_is_to_be_added() -> None:
    people = tuple(Member(f"e{i}", {"p": 1.0}) for i in range(3))
    found = best_additions([call("a", "X", people=people)])
    assert found.people == () and found.optimal and found.candidates == 0


def test_what_cannot_be_read_is_refused_in_words() -> None:
    with pytest.raises(InvalidSetting, match="id of one call"):
        best_additions([call("a"), call("a")])
    with pytest.raises(InvalidSetting, match="1 place"):
        best_additions([call("a", places=0)])
    with pytest.raises(InvalidSetting, match="At least 1 person"):
        best_additions([call("a")], 0)
