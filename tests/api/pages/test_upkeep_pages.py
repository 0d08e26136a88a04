"""The page of the roster's upkeep, the expert's own one click, and the rule behind both."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.services.office_settings import UpkeepRules, setting
from api.services.unit import SYSTEM, reading, writing
from api.storage.tables import EntryRow, ExpertRow, NoticeRow
from matching.entities import Call
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import Watchmaker, wanted_kinds
from tests.api.pages.filled import send_filled
from tests.api.pages.looking import Browsers, check, done, look, send
from tests.api.pages.test_house_operation import PAGE as OPERATION

# Pages show what the services give, which are tried on both databases.
pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)

PATH, OWN = "/upkeep", "/me/still-true"


def grow_old(browsers: Browsers, days: int) -> None:
    """Everybody came to the roster so long ago, and was not heard of since."""
    with writing(browsers.office, SYSTEM) as unit:
        for row in unit.session.query(ExpertRow):
            row.created_at = row.changed_at = unit.now.replace(year=unit.now.year - days // 365)


def test_the_page_counts_lists_and_asks_with_one_button(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    assert PATH in look(officer, "/experts").links
    grow_old(browsers, 365)
    seen = look(officer, f"{PATH}?of=incomplete")
    assert "Of 8 people on the roster." in seen.text and "Ask 8 people whether it is still true" in seen.text
    assert "finn" in seen.text and "Conflicts of interest" in seen.text and "Surname" not in seen.text
    answer = send(officer, PATH, "/outdated/letters")
    assert answer.headers["location"] == f"{PATH}?of=outdated&asked=8"
    after = look(officer, answer.headers["location"])
    assert "8 letters were put into the queue." in after.text and "0 people could be asked now." in after.text
    with reading(browsers.office, SYSTEM) as unit:
        assert {row.kind for row in unit.session.query(NoticeRow)} == {"still_true"}


def test_names_are_shown_on_demand_and_noted(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    assert "Finn Surname" in look(officer, f"{PATH}?of=incomplete&blind=false").text
    with reading(browsers.office, SYSTEM) as unit:
        views = unit.session.query(EntryRow).filter_by(event="personal.viewed")
        assert [(one.subject_id, one.facts["part"]) for one in views] == [("finn", "upkeep")]


def test_who_may_not_ask_reads_how_many_could_be_asked(browsers: Browsers) -> None:
    seen = look(browsers(Role.BUSINESS), PATH)
    assert "1 person could be asked now." in seen.text
    assert not any(form.startswith(PATH) for form in seen.controls.hidden)
    for role in (Role.STEERING, Role.AUDITOR, Role.ADMINISTRATOR):
        assert browsers(role).get(PATH).status_code == 403
    assert browsers(Role.OFFICER).get(f"{PATH}?of=other").status_code == 422


def test_a_list_goes_on_page_by_page(browsers: Browsers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.roster.upkeep.SHOWN", 5)
    grow_old(browsers, 365)
    officer = browsers(Role.OFFICER)
    following = next(link for link in look(officer, PATH).links if "after=" in link)
    assert [word for word in ("ewa", "finn", "gus") if word in look(officer, following.split("#")[0]).text] == [
        "finn",
        "gus",
    ]


def test_one_click_says_that_everything_is_still_true(browsers: Browsers, desk: CallDesk, clock: Watchmaker) -> None:
    anna = browsers.expert("anna")
    assert OWN in look(anna, "/me").links
    seen = look(anna, OWN)
    assert "You have not said so yet." in seen.text and "Institution anna" in seen.text
    after = look(anna, done(send(anna, OWN, OWN), "yes"))
    assert "You last said so on 16 November 2026." in after.text
    with reading(browsers.office, SYSTEM) as unit:
        assert unit.session.get_one(ExpertRow, "anna").confirmed_at == unit.now
    assert browsers(Role.OFFICER).get(OWN).status_code == 403


@pytest.mark.parametrize("language", ["fr", "es", "ar", "pt", "ru"])
def test_the_page_speaks_the_languages_of_experts(browsers: Browsers, language: str) -> None:
    anna = browsers.expert("anna")
    anna.headers["accept-language"] = language
    assert look(anna, OWN, language=language).title


def test_the_administrator_sets_when_a_profile_is_outdated(browsers: Browsers) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    sent = send_filled(administrator, OPERATION, f"{OPERATION}/upkeep", outdated_after="180", letters="on")
    assert "Everybody with consent whose profile is outdated" in look(administrator, done(sent, "upkeep")).text
    with reading(browsers.office, SYSTEM) as unit:
        assert setting(unit, UpkeepRules) == UpkeepRules(outdated_after=180, letters=True)
    wrong = send_filled(administrator, OPERATION, f"{OPERATION}/upkeep", outdated_after="soon")
    assert "Write a whole number of days." in check(wrong, 422).text
    assert "once in each such period" in look(browsers(Role.OFFICER), PATH).text


def test_what_an_answer_would_bring_counts_open_calls(browsers: Browsers, desk: CallDesk, call: Call) -> None:
    desk.published()
    desk.change_expert("dino", profile={"conflicts": None})
    text = look(browsers(Role.OFFICER), PATH).text
    assert "Conflicts of interest 2 1 1" in " ".join(text.split())
