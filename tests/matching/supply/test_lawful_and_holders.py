"""Calls without a lawful team with what stands in the way, supply read from a roster, and where the nearest people are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matching.compose import Member, Rules
from matching.composing import binding_rules
from matching.engine import Engine
from matching.entities import Call, Cefr, Expert
from matching.pipeline import Matcher
from matching.settings import Balance, MatchSettings, TeamRules
from matching.suggesting.standing import Offer, stand
from matching.supply import Demand, Need, Sought, only, positions_of, supply_of, with_merit, without_team
from matching.supply.holders import holders
from matching.supply.sought import NOT_SAID

TWO = (Need("p"), Need("q"))


def pair(name: str, *people: Member, rules: Rules | None = None) -> Demand:
    return Demand(name, TWO, people, rules or Rules())


def member(name: str, *positions: str, **facts: object) -> Member:
    return Member(name, dict.fromkeys(positions, 1.0), **facts)  # type: ignore[arg-type]


def test_a_call_lacks_people_or_its_rules_stand_in_the_way() -> None:
    men = (member("ana", "p", gender="man"), member("ben", "p", "q", gender="man"))
    women = Rules(min_per_gender={"woman": 1})
    demands = [
        pair("fine", *men),
        pair("alone", men[1]),
        pair("men", *men, rules=women),
        pair("never", *men, rules=Rules(min_countries=3)),
    ]
    found = {one.call: one for one in without_team(demands)}
    assert set(found) == {"alone", "men", "never"}
    assert found["alone"].people and not found["men"].people and not found["never"].people
    assert "woman" in found["men"].in_the_way[0] and "woman" in found["men"].sentence
    assert found["never"].sentence


def test_several_places_of_one_position_need_different_people() -> None:
    need = Need("p", places=2)
    ana, ben = member("ana", "p"), member("ben", "p")
    assert without_team([Demand("a", (need,), (ana, ben))]) == []
    assert [one.people for one in without_team([Demand("a", (need,), (ana,))])] == [True]


def test_rules_on_gender_and_nationality_bind_as_a_target_alone(call: Call) -> None:
    rules = TeamRules(min_per_gender={"woman": 1}, max_per_nationality=1, min_public=2, cover_languages=True)
    reported = binding_rules(call, MatchSettings(rules=rules))
    assert (reported.min_per_gender, reported.max_per_nationality, reported.min_public) == ({}, None, 2)
    assert "fr:speaking:C1" in reported.cover_languages
    target = Balance(mode="target", legal_basis="Article 1 of the statute.", saving_clause="Unless it is undue.")
    assert binding_rules(call, MatchSettings(rules=rules, balance=target)).min_per_gender == {"woman": 1}


def test_supply_is_who_passes_the_gates_and_covers_a_field(
    matcher: Matcher, engine: Engine, call: Call, today: date
) -> None:
    roster, vocabularies = matcher.roster, engine.vocabularies
    sought = [
        Sought(call, "open", today),
        Sought(call.model_copy(update={"id": "empty", "positions": ()}), "open", today),
    ]
    supply = supply_of(sought, roster, vocabularies)
    assert [one.call.id for one in supply.sought] == ["call"] and supply.size == 8
    first = supply.asks.iloc[0]
    assert (first["needs"], first["region"], first["season"]) == ((("fr", "C1"),), "Africa", "Q1")
    own = supply.able[supply.able["ask"] == 0]
    anna = own[own["row"] == roster.row_of["anna"]].iloc[0]
    assert (anna["status"], anna["gender"], anna["nationalities"]) == ("civil_servant", "woman", ("FR",))
    finn = own[own["row"] == roster.row_of["finn"]].iloc[0]  # of whom hardly anything is known
    assert (finn["status"], finn["gender"], finn["nationalities"]) == (NOT_SAID, NOT_SAID, (NOT_SAID,))
    sure = supply_of(sought, roster, vocabularies, sure=True, without=["anna"])
    assert {roster.ids[row] for row in sure.able["row"]} == {"bert", "cleo", "dino"}
    assert supply_of(sought, None, vocabularies).able.empty


def test_merit_is_that_of_the_calls_own_comparison(matcher: Matcher, engine: Engine, call: Call, today: date) -> None:
    supply = supply_of([Sought(call, "open", today)], matcher.roster, engine.vocabularies)
    (standing,) = stand(matcher, [Offer(call)], today)
    merits = {("call", one.position.id): one.merit for one in standing.positions}
    behind = positions_of(with_merit(supply, merits), engine.vocabularies.fields)
    for line in behind:
        able = supply.able[supply.able["ask"] == line.ask]["row"].to_numpy()
        ranked = np.sort(merits["call", line.position][able])[::-1]
        assert line.best == pytest.approx(ranked[0])
        assert line.third == (pytest.approx(ranked[2]) if len(ranked) > 2 else None)
    other = only(supply, [])
    assert other.asks.empty and other.able.empty and not other.demands and not other.sought


def test_institutions_come_by_how_many_of_their_people_have_both(matcher: Matcher, engine: Engine) -> None:
    found = holders(matcher.roster, engine.vocabularies, "E.10.07", "fr", Cefr.C1).sources()
    assert found and sum(one.people for one in found) == 7  # hana is excluded
    assert [one.both for one in found] == sorted((one.both for one in found), reverse=True)
    assert sum(one.both for one in found) == sum(one.field for one in found) >= 2  # cleo and dino
    assert sum(one.language for one in found) == 5  # neither ewa's French nor what is not known of finn
    assert found[0].nearest == 1.0
    any_of_it = holders(matcher.roster, engine.vocabularies, None, None).sources()
    assert sum(one.both for one in any_of_it) == 7
    assert all(not one.language for one in holders(matcher.roster, engine.vocabularies, None, "zh").sources())


def test_institutions_of_one_name_in_two_countries_are_two(matcher: Matcher, engine: Engine) -> None:
    homes = {"anna": "FR", "bert": "MA", "cleo": None, "dino": "FR"}

    def moved(one: Expert) -> Expert:
        if one.id not in homes:
            return one
        return one.model_copy(update={"institution": "Ministry of Labour", "institution_country": homes[one.id]})

    def found() -> list[tuple[str | None, int]]:
        roster = replace(matcher.roster, experts=[moved(one) for one in matcher.roster.experts])
        every = holders(roster, engine.vocabularies, None, None).sources()
        return sorted((one.country or "", one.people) for one in every if one.name == "Ministry of Labour")

    assert found() == [("", 1), ("FR", 2), ("MA", 1)], "where cleo works is not said"
    homes["bert"] = "FR"
    assert found() == [("FR", 4)], "where only one country is said, it is that one"


def test_everybody_is_read_once_for_institutions_and_countries(matcher: Matcher, engine: Engine) -> None:
    read: list[str] = []

    class Watched(list[Expert]):
        def __iter__(self) -> Iterator[Expert]:
            for one in super().__iter__():
                read.append(one.id)
                yield one

    roster = replace(matcher.roster, experts=Watched(matcher.roster.experts))
    found = holders(roster, engine.vocabularies, "E.10.07", "fr")
    assert found.sources() and found.represented(["FR"])
    assert sorted(read) == sorted(roster.ids)


def test_countries_with_fewest_people_come_first(matcher: Matcher, engine: Engine) -> None:
    found = holders(matcher.roster, engine.vocabularies, "A.35", None).represented(["FR", "MT", "ES"])
    assert {one.country for one in found} == {"FR", "MT", "ES"}
    assert [one.field for one in found] == sorted(one.field for one in found)
    malta = next(one for one in found if one.country == "MT")
    assert malta.few and not malta.people
