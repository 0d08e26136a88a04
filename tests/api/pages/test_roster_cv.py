"""A person's CV as the office works on it: facts beside their words, decided on, confirmed, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import STAFF, Role
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.cvs.documents import CV, NEWER, confirm, profile, sent, whole
from tests.api.pages.looking import Browsers, check, done, look

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

WRONG: tuple[tuple[str, str, dict[str, str], str], ...] = (
    ("card-entries-0", "entries.0.dates", {"start": "2016", "end": "2010"}, "Write dates as 2015"),
    ("card-entries-0", "entries.0.country", {"value": "Atlantis"}, "name of a country"),
    ("card-languages-1", "languages.1", {"language": "Klingon"}, "name of a language"),
    ("card-who-0", "emails.0", {"value": "nowhere"}, "Write an address"),
    ("card-work-0", "institution", {"name": "X" * 301}, "name of the institution"),
)


@pytest.fixture
def made(desk: CallDesk) -> dict[str, Any]:
    """A CV of somebody new."""
    return sent(desk.officer, CV)


def page_of(made: dict[str, Any]) -> str:
    return f"/experts/{made['expert_id']}/cvs/{made['id']}"


def decide(client: TestClient, page: str, card: str, **values: Any) -> Any:
    """Send the form of a card."""
    hidden = look(client, page).controls.hidden[f"{page}/facts"]
    return client.post(f"{page}/facts", data=hidden | {"card": card} | values)


def states(client: TestClient, made: dict[str, Any]) -> dict[str, str]:
    return {one["path"]: one["state"] for one in whole(client, made)["items"]}


def test_a_cv_is_shown_to_staff_beside_the_words_it_was_read_from(browsers: Browsers, made: dict[str, Any]) -> None:
    for role in Role:
        answer = look(browsers(role), page_of(made), 200 if role in STAFF else 403)
        assert ("Labour Inspectorate" in answer.text) == (role in STAFF)
    page = browsers(Role.OFFICER).get(page_of(made)).text
    assert (
        "<mark>Odile Tremblay</mark>" in page and '<mark title="Employer or school">Labour Inspectorate</mark>' in page
    )
    seen = look(browsers(Role.OFFICER), page_of(made)).text
    assert "since 2015, to this day" in seen and "date or place of birth" in seen
    assert "1974" not in page and "Nationality: French" not in page
    assert "nationalities.0" not in page  # what a person declares is theirs alone to say
    assert look(browsers(Role.OFFICER), f"/experts/anna/cvs/{made['id']}", 404)


def test_a_card_is_accepted_as_it_stands(desk: CallDesk, browsers: Browsers, made: dict[str, Any]) -> None:
    officer, page = browsers(Role.OFFICER), page_of(made)
    answer = decide(officer, page, "card-entries-0", all="accepted")
    assert answer.status_code == 303 and answer.headers["location"] == f"{page}?done=decided#card-entries-0"
    found = states(desk.officer, made)
    entry = {path: state for path, state in found.items() if path.startswith("entries.0")}
    assert set(entry.values()) == {"accepted"} and found["entries.1"] == "proposed"
    assert check(officer.get(page)).controls.hidden  # still to be confirmed
    assert profile(desk.officer, made["expert_id"])["segments"] == []


def test_facts_are_corrected_or_taken_out_each_by_itself(
    desk: CallDesk, browsers: Browsers, made: dict[str, Any]
) -> None:
    officer, page = browsers(Role.OFFICER), page_of(made)
    said = {
        "entries.0.employer.state": "corrected", "entries.0.employer.value": "Inspectorate of Labour",
        "entries.0.dates.state": "corrected", "entries.0.dates.start": "2016-03", "entries.0.dates.ongoing": "on",
        "entries.0.country.state": "removed",
        "entries.0.title.value": "left as it is, for nothing was chosen",
    }  # fmt: skip
    assert decide(officer, page, "card-entries-0", **said).status_code == 303
    found = {one["path"]: one for one in whole(desk.officer, made)["items"]}
    assert found["entries.0.employer"]["value"] == "Inspectorate of Labour"
    assert found["entries.0.dates"]["value"] == {"start": "2016-03", "end": None, "ongoing": True}
    assert found["entries.0.country"]["state"] == "removed" and found["entries.0.title"]["state"] == "proposed"
    seen = look(officer, page).text
    assert "Read as: Labour Inspectorate" in seen and "since March 2016, to this day" in seen
    undone = decide(officer, page, "card-entries-0", **{"entries.0.country.state": "proposed"})
    assert undone.status_code == 303 and states(desk.officer, made)["entries.0.country"] == "proposed"


def test_a_value_that_cannot_be_is_said_beside_its_fact_and_nothing_is_lost(
    desk: CallDesk, browsers: Browsers, made: dict[str, Any]
) -> None:
    for card, path, values, says in WRONG:
        typed = {f"{path}.state": "corrected"} | {f"{path}.{name}": value for name, value in values.items()}
        answer = decide(browsers(Role.OFFICER), page_of(made), card, **typed)
        seen = check(answer, 422)
        assert f"{card}-{path}-problem" in seen.described and says in seen.text
        assert all(value in answer.text for value in values.values())
    assert set(states(desk.officer, made).values()) == {"proposed"}


def test_an_answer_without_a_choice_or_from_an_old_page_changes_nothing(
    desk: CallDesk, browsers: Browsers, made: dict[str, Any]
) -> None:
    officer, page = browsers(Role.OFFICER), page_of(made)
    assert "Choose at least one answer" in check(decide(officer, page, "card-entries-0"), 422).text
    old = look(officer, page).controls.hidden[f"{page}/facts"]
    assert decide(officer, page, "card-entries-0", all="accepted").status_code == 303
    late = officer.post(f"{page}/facts", data=old | {"card": "card-entries-1", "all": "accepted"})
    assert check(late, 412) and states(desk.officer, made)["entries.1"] == "proposed"


def test_of_codes_what_is_ticked_holds_and_the_rest_is_taken_out(
    desk: CallDesk, browsers: Browsers, made: dict[str, Any]
) -> None:
    codes = [one["path"] for one in whole(desk.officer, made)["items"] if one["kind"] == "field"]
    assert len(codes) > 1
    answer = decide(browsers(Role.OFFICER), page_of(made), "card-fields-0", keep=codes[:1])
    assert answer.status_code == 303
    found = states(desk.officer, made)
    assert [found[path] for path in codes] == ["accepted", *["removed"] * (len(codes) - 1)]


def test_a_cv_is_confirmed_and_the_profile_says_what_it_said(
    desk: CallDesk, browsers: Browsers, made: dict[str, Any]
) -> None:
    officer, page = browsers(Role.OFFICER), page_of(made)
    hidden = look(officer, page).controls.hidden[f"{page}/confirm"]
    person = done(officer.post(f"{page}/confirm", data=hidden | {"rest": "accepted"}), "confirmed")
    assert "Labour Inspectorate" in look(officer, person).text
    assert len(profile(desk.officer, made["expert_id"])["segments"]) == 2
    after = look(officer, page)
    assert "This CV is confirmed" in after.text and f"{page}/facts" not in after.controls.hidden


def test_a_newer_cv_shows_what_it_changes_and_what_goes_is_chosen(
    desk: CallDesk, browsers: Browsers, made: dict[str, Any]
) -> None:
    confirm(desk.officer, made)
    newer = sent(desk.officer, NEWER)
    officer, page = browsers(Role.OFFICER), page_of(newer)
    seen = look(officer, page)
    assert all(words in seen.text for words in ("Said differently", "New in this CV", "On record, but not in this CV"))
    gone = next(one for one in seen.controls.seen if one.startswith("record.segments."))
    assert decide(officer, page, "gone-1", offered=gone, gone=gone).status_code == 303
    hidden = look(officer, page).controls.hidden[f"{page}/confirm"]
    done(officer.post(f"{page}/confirm", data=hidden | {"rest": "accepted"}), "confirmed")
    employers = {one["employer"] for one in profile(desk.officer, newer["expert_id"])["segments"]}
    assert employers == {"Labour Inspectorate", "Ministry of Labour"}  # the fund was taken out


def test_a_cv_is_taken_back(desk: CallDesk, browsers: Browsers, made: dict[str, Any]) -> None:
    officer, page = browsers(Role.OFFICER), page_of(made)
    hidden = look(officer, page).controls.hidden[f"{page}/withdraw"]
    done(officer.post(f"{page}/withdraw", data=hidden), "withdrawn")
    after = look(officer, page)
    assert "taken back" in after.text and "Labour Inspectorate" not in after.text
