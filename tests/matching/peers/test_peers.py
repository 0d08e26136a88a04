"""A question to peers on a roster one can check by hand."""

from __future__ import annotations

from datetime import date

import pytest

from matching.engine import Engine
from matching.entities import Expert
from matching.errors import InvalidCall
from matching.left_out import LeftOut
from matching.peers import (
    FoundInstitution,
    Interest,
    PeerAnswer,
    Profile,
    ask,
    build_profiles,
    find_corridor,
    find_peers,
    group_interests,
    interests,
)
from matching.peers.finding import LEAST
from matching.peers.regions import region_of
from matching.roster import build_roster

PENSIONS = "Reform of old-age pensions: retirement age and pension fund projections."
FUND = Profile(
    id="fund", name="Pension Fund", kind="institution", country="FR", form="agency", countries=("MA",),
    text="The fund pays old-age pensions. It runs projections of the pension fund. A canteen is open at noon.",
)  # fmt: skip
CITY = Profile(
    id="city", name="City of Rabat", kind="institution", country="MA", form="city", countries=("FR",),
    text="The city looks after housing of seasonal workers.",
)  # fmt: skip
SILENT = Profile(id="silent", name="Silent Ministry", kind="institution", country="MA")
NETWORK = Profile(
    id="network", name="Pension network", kind="community", countries=("MA", "FR"), fields=("E.10.07",),
    text="Officials of pension funds exchange on retirement age and projections.", topics=("pension reform",),
)  # fmt: skip
GARDEN = Profile(id="garden", name="Gardens", kind="community", countries=("PE",), text="Flowers, bees and honey.")
PROFILES = (FUND, CITY, SILENT, NETWORK, GARDEN)


@pytest.fixture(scope="module")
def at_work(people: list[Expert]) -> list[Expert]:
    """The small roster with two of it at the fund, and one at a house that is not on record."""
    where = {"cleo": ("Pension fund", "FR"), "dino": ("Pension Fund", "FR"), "anna": ("Inspectorate", "ES")}
    return [
        one.model_copy(update={"institution": where[one.id][0], "institution_country": where[one.id][1]})
        if one.id in where
        else one
        for one in people
    ]


def answer_to(
    people: list[Expert], engine: Engine, today: date, text: str = PENSIONS, country: str | None = None,
    left_out: tuple[LeftOut, ...] = (), limit: int = 10,
) -> PeerAnswer:  # fmt: skip
    roster = build_roster(people, engine)
    profiles = build_profiles(PROFILES, engine)
    return find_peers(
        ask(text, engine), roster, profiles, engine, today=today, country=country, left_out=left_out, limit=limit
    )


def test_who_did_the_work_stands_first_with_the_sentence_that_says_so(
    at_work: list[Expert], engine: Engine, today: date
) -> None:
    found = answer_to(at_work, engine, today)
    assert {one.expert_id for one in found.people[:2]} == {"cleo", "dino"}
    first = found.people[0]
    assert first.evidence is not None and "pension fund" in first.evidence.text
    assert "E.10.07" in first.fields and 0 < first.confidence <= 1
    assert any(proposal.code == "E.10.07" for proposal in found.fields)


def test_only_consent_and_confirmation_hold_somebody_back(at_work: list[Expert], engine: Engine, today: date) -> None:
    changed = [one.model_copy(update={"consent": False}) if one.id == "cleo" else one for one in at_work]
    asked = (PENSIONS, "Profiling of jobseekers in the public employment service.")
    answers = [answer_to(changed, engine, today, text=text) for text in asked]
    found = {one.expert_id: one.verdict for answer in answers for one in answer.people}
    assert "cleo" not in found
    assert found["gus"] == "pass", "away, which does not matter for a question"
    assert found["hana"] == "pass", "excluded from missions, not from being asked"
    assert found["finn"] == "unknown", "nothing is confirmed"


def test_whoever_takes_no_part_is_not_named(at_work: list[Expert], engine: Engine, today: date) -> None:
    gone = LeftOut("current profile", "read again", "changed", frozenset({"dino"}))
    found = answer_to(at_work, engine, today, left_out=(gone,))
    assert "dino" not in {one.expert_id for one in found.people}
    assert "dino" not in {person for one in found.institutions for person in one.people}


def test_an_institution_is_known_by_what_it_says_and_by_its_people(
    at_work: list[Expert], engine: Engine, today: date
) -> None:
    found = answer_to(at_work, engine, today)
    fund = found.institutions[0]
    assert (fund.id, fund.name, fund.form) == ("fund", "Pension Fund", "agency")
    assert set(fund.people) == {"cleo", "dino"}, "the same house, however its name is written"
    assert fund.own is not None and fund.evidence is not None and "canteen" not in fund.evidence.text
    alone = find_peers(ask(PENSIONS, engine), None, build_profiles(PROFILES, engine), engine, today=today).institutions
    assert [one.id for one in alone] == ["fund"] and alone[0].people == ()


def of_the_fund(
    people: list[Expert], engine: Engine, today: date, *more: Profile, **cleo: str | None
) -> list[FoundInstitution]:
    """What is found of institutions that are called Pension Fund, with cleo changed."""
    changed = [one.model_copy(update=cleo) if one.id == "cleo" else one for one in people]
    profiles = build_profiles((*PROFILES, *more), engine)
    found = find_peers(ask(PENSIONS, engine), build_roster(changed, engine), profiles, engine, today=today)
    return [one for one in found.institutions if one.name.casefold() == "pension fund"]


def test_whoever_says_no_country_works_for_the_only_institution_of_that_name(
    at_work: list[Expert], engine: Engine, today: date
) -> None:
    (fund,) = of_the_fund(at_work, engine, today, institution_country=None)
    assert (fund.id, fund.country, set(fund.people)) == ("fund", "FR", {"cleo", "dino"})
    other = Profile(id="other", name="Pension Fund", kind="institution", country="MA")
    found = of_the_fund(at_work, engine, today, other, institution_country=None)
    assert {(one.id, one.country, one.people) for one in found} == {
        ("fund", "FR", ("dino",)),
        (None, None, ("cleo",)),  # of which of the two is not said
    }


def test_an_institution_without_a_country_has_that_of_its_people(
    at_work: list[Expert], engine: Engine, today: date
) -> None:
    bare = FUND.model_copy(update={"country": None})
    changed = build_profiles((bare,), engine)
    roster = build_roster(at_work, engine)
    (fund,) = [
        one
        for one in find_peers(ask(PENSIONS, engine), roster, changed, engine, today=today).institutions
        if one.name.casefold() == "pension fund"
    ]
    assert (fund.id, fund.country, set(fund.people)) == ("fund", "FR", {"cleo", "dino"})
    apart = of_the_fund(at_work, engine, today, institution_country="MA")
    assert {(one.id, one.country, one.people) for one in apart} == {("fund", "FR", ("dino",)), (None, "MA", ("cleo",))}


def test_two_profiles_of_one_name_are_told_each_by_its_own_words(
    at_work: list[Expert], engine: Engine, today: date
) -> None:
    twin = FUND.model_copy(
        update={"id": "twin", "name": "Pension fund", "text": "Retirement age is told to pensioners."}
    )
    found = {one.id: one for one in of_the_fund(at_work, engine, today, twin)}
    assert set(found) == {"fund", "twin"}
    said = {id: one.evidence.text for id, one in found.items() if one.evidence is not None}
    assert "projections" in said["fund"] or "old-age" in said["fund"]
    assert "Retirement age" in said["twin"] and found["fund"].own != found["twin"].own
    assert (found["fund"].people, found["twin"].people) == (("dino",), ("cleo",)), "each as they write it"


def test_communities_are_found_by_their_words_and_topics(at_work: list[Expert], engine: Engine, today: date) -> None:
    found = answer_to(at_work, engine, today)
    assert [one.id for one in found.communities] == ["network"]
    assert found.communities[0].fields == ("E.10.07",)


def test_what_lies_in_another_region_is_marked_and_limits_count_for_each_side(
    at_work: list[Expert], engine: Engine, today: date
) -> None:
    found = answer_to(at_work, engine, today, country="MA", limit=1)
    assert {one.elsewhere for one in found.people} <= {True, False, None}
    assert sum(one.elsewhere is True for one in found.people) == 1
    assert found.institutions[0].elsewhere is True, "France is not in North Africa"
    assert found.communities[0].elsewhere is False, "one of its countries is"
    assert all(one.elsewhere is None for one in answer_to(at_work, engine, today).people)


def test_a_question_without_words_or_fields_is_refused(engine: Engine) -> None:
    for nothing in ("  ", "???", "12 34", "\ufffd"):
        with pytest.raises(InvalidCall, match="no question"):
            ask(nothing, engine)
    assert ask("", engine, fields=["E.10.07"]).call.positions[0].fields == ("E.10.07",)


def test_a_corridor_names_both_sides_with_those_who_work_with_the_other_first(
    at_work: list[Expert], engine: Engine, today: date
) -> None:
    profiles = build_profiles(PROFILES, engine)
    roster = build_roster(at_work, engine)
    found = find_corridor(
        ask("seasonal workers and housing", engine), "MA", "FR", roster, profiles, engine, today=today
    )
    assert [one.id for one in found.at_origin] == ["city"] and found.at_origin[0].linked
    assert found.at_destination[0].id == "fund" and found.at_destination[0].linked
    assert all(one.country == "FR" for one in found.at_destination)
    assert [one.id for one in found.communities] == ["network"]


def test_answers_to_a_survey_are_grouped_by_what_they_speak_of(engine: Engine) -> None:
    answers = [
        Interest(id="1", fields=("E.10.07",), country="MA"),
        Interest(id="2", text="pension reform, retirement age and pension fund", country="PE"),
        Interest(id="3", fields=("A.35",), country="PE"),
    ]
    first, *others = group_interests(answers, engine)
    assert (first.code, first.answers) == ("E.10.07", ("1", "2"))
    assert first.regions == {"America": 1, "Mena": 1} and first.countries == ("MA", "PE")
    assert "A.35" in {topic.code for topic in others}
    assert group_interests([], engine) == ()


def test_answers_of_which_no_field_can_be_told_stand_apart(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interests, "LIKELY", 1.0)
    found = group_interests([Interest(id="1", text="pension reform"), Interest(id="2", fields=("A.35",))], engine)
    assert [(topic.code, topic.answers) for topic in found] == [("A.35", ("2",)), (None, ("1",))]
    assert found[1].regions == {"unknown": 1}


def test_regions_are_those_that_officials_share() -> None:
    assert region_of("JO") == region_of("MA") != region_of("SN")
    assert region_of("UZ") == region_of("GE") != region_of("VN")
    assert (region_of("FR"), region_of("PE"), region_of("XX")) == ("Europe", "America", None)


def test_who_has_little_to_do_with_a_question_is_not_named(at_work: list[Expert], engine: Engine, today: date) -> None:
    found = answer_to(at_work, engine, today)
    assert found.people and all(one.score >= LEAST for one in (*found.people, *found.institutions, *found.communities))
    assert "gus" not in {one.expert_id for one in found.people}, "a counsellor, asked about pensions"
