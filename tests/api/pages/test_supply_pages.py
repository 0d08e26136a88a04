"""The pages of supply: the heat map that narrows, the next profiles, whom to ask; and what of it is told to whom."""

from __future__ import annotations

import re

import pytest

from api.auth.roles import Role
from api.governance.suppression import SMALL_GROUPS
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import Watchmaker, one_kind
from tests.api.pages.looking import Browsers, Seen, look

pytestmark = one_kind
PAGE = "/supply"
READERS = (Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.STEERING, Role.AUDITOR)
STAFF = READERS[:3]


def told(seen: Seen, after: str, before: str) -> str:
    return seen.text.split(after, 1)[1].split(before, 1)[0]


def test_the_pages_are_for_whom_they_concern(desk: CallDesk, browsers: Browsers) -> None:
    desk.published()
    for role in Role:
        browser = browsers(role)
        for path in (PAGE, "/supply/next"):
            seen = look(browser, path, 200 if role in READERS else 403)
            assert (PAGE in seen.links) is (role in READERS)
            assert ("/supply/promotion" in seen.links) is (role in STAFF)
        look(browser, "/supply/promotion", 200 if role in STAFF else 403)


def test_without_a_call_the_page_says_so(browsers: Browsers) -> None:
    seen = look(browsers(Role.BUSINESS), PAGE)
    assert "No call has been published yet." in seen.text and "/supply?when=forecast" in seen.links and not seen.tables
    assert "No call has been published yet." in look(browsers(Role.BUSINESS), "/supply/next").text


def test_a_cell_leads_to_the_page_narrowed_to_it_and_to_the_calls_behind(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.published()
    business = browsers(Role.BUSINESS)
    seen = look(business, PAGE)
    assert "Social Protection, French: 2 1 position" in seen.text
    assert f"{PAGE}?field=E&language=fr" in seen.links
    cell = look(business, f"{PAGE}?field=E&language=fr")
    assert "Field of expertise: Social Protection remove" in cell.text and f"{PAGE}?language=fr" in cell.links
    assert "Social Security, C1: 2" in cell.text  # one step below, by level
    assert f"/calls/{call_id}" in cell.links and "Expert on pensions: 2 people eligible" in cell.text
    assert "there is no third." in cell.text
    deeper = look(business, f"{PAGE}?field=E.10.07&language=fr&level=C1")
    assert "By field and" not in deeper.text and "Status of the people" in deeper.text
    assert "No call asks for this." in look(business, f"{PAGE}?field=B").text


def test_what_is_typed_into_the_address_is_answered_in_words(desk: CallDesk, browsers: Browsers) -> None:
    desk.published()
    for path in (PAGE, "/supply/next", "/supply/promotion"):
        assert "nothing" in look(browsers(Role.OFFICER), f"{path}?field=nothing", 422).text
    look(browsers(Role.OFFICER), f"{PAGE}?when=forecast&change=nothing", 422)


def test_no_number_of_one_to_four_people_is_on_the_page_of_who_may_not_see_persons(
    desk: CallDesk, browsers: Browsers
) -> None:
    desk.published()
    steering, auditor = (look(browsers(role), PAGE) for role in (Role.STEERING, Role.AUDITOR))
    assert "Social Protection, French: fewer than 5 1 position" in steering.text
    assert "Social Protection, French: 2 1 position" in auditor.text
    assert "Fewest for a position fewer than 5" in steering.text and "Eligible for one of them 5" in steering.text
    assert "Positions with fewer than 5 2 of 2" in steering.text  # no finer step than five is asked for
    assert "You may not see persons." in steering.text and "The calls behind it" not in steering.text
    assert "lawful team 0" not in steering.text and "lawful team 0 of 1" in auditor.text
    people = told(steering, "groups of fewer than five stand together.", "How to read this")
    assert "civil servant" not in people.lower() and "Spain" not in people and "women" not in people
    assert not re.search(r"\d", people.replace("together5", "")) and people.count("together5") == 3


def test_what_people_declared_is_told_to_staff_of_groups_alone(desk: CallDesk, browsers: Browsers) -> None:
    desk.published()
    officer, auditor = (look(browsers(role), PAGE) for role in (Role.OFFICER, Role.AUDITOR))
    own = told(officer, "Gender of the people", "The calls behind it")
    assert "women" not in own and "France" not in own and own.count("groups of fewer than five, together5") == 2
    assert SMALL_GROUPS not in officer.text
    assert "women212 of 2" in auditor.text and "France312 of 2" in auditor.text  # people, fewest, thin


def test_the_next_profile_says_what_it_opens_and_that_it_is_proven(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.published(terms={"languages": [{"language": "fr", "speaking": "C2"}]})
    seen = look(browsers(Role.BUSINESS), "/supply/next")
    assert "As it is, 0 of 1 call can be staffed within its rules." in seen.text
    assert "Proven best" in seen.text and f"/calls/{call_id}" in seen.links
    assert any(link.startswith("/supply/promotion?") and "language=fr" in link for link in seen.links)
    steering = look(browsers(Role.STEERING), "/supply/next")
    assert f"/calls/{call_id}" not in steering.links and "Depth would grow" not in steering.text
    assert "There are fewer than five such calls" in steering.text and "0 of 0" not in steering.text


@pytest.mark.parametrize(("language", "words"), [("fr", "Offre et demande"), ("es", "Oferta y demanda")])
def test_the_pages_speak_to_their_reader(desk: CallDesk, browsers: Browsers, language: str, words: str) -> None:
    desk.published()
    business = browsers(Role.BUSINESS)
    business.headers["Accept-Language"] = language
    assert words in look(business, PAGE, language=language).text
    for path in ("/supply/next", "/supply/promotion?field=E&language=fr"):
        look(business, path, language=language)


def test_whom_to_ask_names_institutions_countries_and_a_draft(
    desk: CallDesk, browsers: Browsers, clock: Watchmaker
) -> None:
    desk.published()
    seen = look(browsers(Role.BUSINESS), "/supply/promotion?field=E.10.07&language=fr")
    assert "Institution cleo" in seen.text and "none named" in seen.text and "Austria" in seen.text
    drafts = [link for link in seen.links if "/promotion/draft?" in link]
    assert len(drafts) == 6
    assert "Choose a field, a language, or both." in look(browsers(Role.BUSINESS), "/supply/promotion").text
