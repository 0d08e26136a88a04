"""The calls and results of an expert: how each rule stands for them, why, and what would change it."""

from __future__ import annotations

import pytest

from tests.api.calls.a_call import CALLS, CallDesk
from tests.api.conftest import wanted_kinds
from tests.api.pages.looking import Browsers, look

# Pages show what the services give, which are tried on both databases.
pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)


def test_calls_stand_by_how_their_rules_stand_and_lead_to_the_application(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.published()
    seen = look(browsers.expert("anna"), "/me/calls")
    assert "Every rule is met" in seen.text and "apply until 14 December 2026" in seen.text
    assert "A rule is not met" not in seen.text and f"/calls/{call_id}" in seen.links


@pytest.mark.parametrize(
    ("expert_id", "told"),
    [
        (
            "ewa",
            ["speaking C1 and writing C1", "speaking B1 and writing A2", "It would take speaking C1 and writing C1"],
        ),
        ("gus", ["8 March 2027 to 19 March 2027", "away 1 March 2027 to 31 March 2027", "If your absence has moved"]),
        ("hana", ["excluded by a decision on record", "Ask the office for the reasons"]),
    ],
)
def test_who_is_not_eligible_reads_what_is_asked_what_is_known_and_what_would_change_it(
    desk: CallDesk, browsers: Browsers, expert_id: str, told: list[str]
) -> None:
    desk.published()
    seen = look(browsers.expert(expert_id), "/me/calls")
    assert "A rule is not met" in seen.text and [words for words in told if words not in seen.text] == []


def test_every_rule_that_is_open_is_told_with_where_to_answer_it(desk: CallDesk, browsers: Browsers) -> None:
    desk.published(terms={"positions": [desk.terms["positions"][0] | {"statuses": ["civil_servant"]}]})
    desk.change_expert("finn", profile={"segments": [{"text": "Adviser.", "kind": "post"}]})
    seen = look(browsers.expert("finn"), "/me/calls")
    asked = (
        "no language is listed", "Say when you are free", "Say your present status", "no post is dated",
        "Say whether you have one", "Until then you cannot apply", "Agree to the privacy notice",
    )  # fmt: skip
    assert [words for words in asked if words not in seen.text] == []
    assert {"/me#availability", "/me/cv", "/me/data#consent"} <= set(seen.links)


def test_conflict_release_and_experience_are_told_with_their_figures(desk: CallDesk, browsers: Browsers) -> None:
    desk.published()
    late = {"release_days": 300, "conflicts": ["National employment agency"]}
    short = {"segments": [{"text": "Adviser.", "kind": "post", "start": "2024-11-16"}]}
    desk.change_expert("anna", profile=late | short)
    seen = look(browsers.expert("anna"), "/me/calls")
    assert "300 days' notice" in seen.text.replace("’", "'") and "112 days are left" in seen.text
    assert "a conflict is declared: National employment agency" in seen.text
    assert "at least 8 years in dated posts" in seen.text and "2.0 years in dated posts" in seen.text


def test_a_language_without_levels_or_not_listed_is_told_as_such(desk: CallDesk, browsers: Browsers) -> None:
    desk.published()
    desk.change_expert("anna", profile={"languages": [{"language": "fr"}]})
    assert "Say your level in each skill (French)" in look(browsers.expert("anna"), "/me/calls").text
    desk.change_expert("cleo", profile={"languages": [{"language": "fr", "speaking": "C1", "writing": "B1"}]})
    assert "It would take writing C1 (French)." in look(browsers.expert("cleo"), "/me/calls").text
    desk.change_expert("bert", profile={"languages": [{"language": "en", "native": True}]})
    seen = look(browsers.expert("bert"), "/me/calls")
    assert "not among your languages" in seen.text and "add it to your profile with speaking C1" in seen.text


def test_calls_in_which_one_has_a_part_stand_first(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.published()
    desk.invite(call_id, "anna")
    seen = look(browsers.expert("anna"), "/me/calls")
    assert "Your answer is waited for until 26 November 2026" in seen.text
    desk.apply(call_id, "bert")
    assert "change your application" in look(browsers.expert("bert"), "/me/calls").text


def test_without_an_open_call_the_page_says_so(browsers: Browsers) -> None:
    assert "No call is open today." in look(browsers.expert("anna"), "/me/calls").text
    assert "No call is open at present" in look(browsers.expert("anna"), "/me").text


def test_a_result_is_told_once_the_call_is_closed_and_holds_nobody_else(desk: CallDesk, browsers: Browsers) -> None:
    anna = browsers.expert("anna")
    assert "You stand on no shortlist" in look(anna, "/me/results").text
    call_id = desk.closed("anna", "bert", "ewa")
    desk.shortlist(call_id)
    listed = look(anna, "/me/results")
    assert "Support to the public employment service" in listed.text and "rank" in listed.text
    result = next(link for link in listed.links if link.startswith("/me/results/"))
    seen = look(anna, result)
    assert "Merit, 0 to 100" in seen.text and "What would change it" in seen.text and "Fields of expertise" in seen.text
    assert not {"bert", "ewa"} & set(seen.text.lower().split())
    why_not = look(browsers.expert("ewa"), result)
    assert "Why not: rules of eligibility" in why_not.text and "Language: French" in why_not.text
    look(browsers.expert("cleo"), result, 404)
    assert f"{CALLS}/{call_id}".removeprefix("/api/v1") in seen.links


def test_reasons_that_were_written_in_english_are_said_anew_on_a_page_in_french(
    desk: CallDesk, browsers: Browsers
) -> None:
    desk.shortlist(desk.closed("anna"))
    anna = browsers.expert("anna")
    anna.cookies.set("expertmatch_language", "fr")
    listed = look(anna, "/me/results", language="fr")
    assert "rang 1" in listed.text
    result = next(link for link in listed.links if link.startswith("/me/results/"))
    seen = look(anna, result, language="fr")
    assert "des mots de l’appel retrouvés" in seen.text and "en anglais." not in seen.text
    assert '<span lang="en" dir="ltr">' not in anna.get(result).text
