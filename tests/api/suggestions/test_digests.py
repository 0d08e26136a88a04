"""Letters about calls that suit: where the office wants them, once a week at most, never twice about a call, by choice."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.notices import compose
from api.services.notices.notice_parts import letterhead
from api.services.periodic import run_periodic
from api.services.suggestions.digests import KIND, queue_due
from api.services.unit import SYSTEM, reading
from api.storage.tables import NoticeRow
from matching.entities import Call
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import Doors, Watchmaker, one_kind, problem
from tests.api.pages.looking import Browsers, done, look, send

EXPERTS = "/api/v1/experts"


@pytest.fixture
def desk(doors: Doors, call: Call, clock: Watchmaker) -> CallDesk:
    return CallDesk(doors, call, clock)


def turn_on(desk: CallDesk) -> None:
    path = "/api/v1/settings/suggestions"
    answer = desk.doors(Role.ADMINISTRATOR).put(path, json={"letters": True}, headers={"If-Match": '"0"'})
    assert answer.status_code == 200, answer.text


def letters(desk: CallDesk) -> dict[str, list[dict[str, list[str]]]]:
    """The letters so far: what each named, by person, in the order of time."""
    found: dict[str, list[dict[str, list[str]]]] = {}
    with reading(desk.doors.office, SYSTEM) as unit:
        for row in unit.session.query(NoticeRow).filter_by(kind=KIND).order_by(NoticeRow.created_at):
            facts = {name: value for name, value in row.facts.items() if name != "link"}
            found.setdefault(str(row.expert_id), []).append(facts)
    return found


def test_who_a_call_suits_is_told_once_and_of_another_call_a_week_later(desk: CallDesk, clock: Watchmaker) -> None:
    desk.published(terms={"reference": "R1"})
    assert queue_due(desk.doors.office) == 0 and letters(desk) == {}
    turn_on(desk)
    desk.change_expert("dino", profile={"conflicts": None})
    assert queue_due(desk.doors.office) == 4
    named = "Support to the public employment service – R1"
    assert letters(desk) == {
        **{expert_id: [{"fitting_calls": [named]}] for expert_id in ("anna", "bert", "cleo")},
        "dino": [{"nearly_calls": [named]}],
    }
    clock.pass_(days=1)
    desk.published(terms={"reference": "R2"})
    assert queue_due(desk.doors.office) == 0
    clock.pass_(days=7)
    assert queue_due(desk.doors.office) == 4
    assert [each.get("fitting_calls") for each in letters(desk)["anna"]] == [[named], [named.replace("R1", "R2")]]
    clock.pass_(days=8)
    assert queue_due(desk.doors.office) == 0


@one_kind
def test_nobody_is_told_again_of_what_a_letter_or_their_application_shows_they_know(
    desk: CallDesk, clock: Watchmaker
) -> None:
    turn_on(desk)
    call_id = desk.draft().json()["id"]
    assert desk.publish(call_id).status_code == 200  # everybody who could apply is told
    assert run_periodic(desk.doors.office).as_facts()["suggested"] == 0
    clock.pass_(days=1)
    other = desk.published(terms={"reference": "R2"})
    desk.apply(other, "anna")
    assert queue_due(desk.doors.office) == 3 and "anna" not in letters(desk)


@one_kind
def test_who_does_not_want_them_says_so_and_gets_none(desk: CallDesk) -> None:
    turn_on(desk)
    desk.published()
    anna, path = desk.expert("anna"), f"{EXPERTS}/anna/digest"
    assert anna.get(path).json() == {"wanted": True}
    assert anna.put(path, json={"wanted": False}).json() == anna.get(path).json() == {"wanted": False}
    problem(anna.put(path, json={"wanted": "no"}), 422, "invalid_request")
    problem(desk.officer.put(path, json={"wanted": True}), 403, "not_allowed")
    queue_due(desk.doors.office)
    assert "anna" not in letters(desk) and "bert" in letters(desk)
    assert anna.get(f"{EXPERTS}/anna/data").json()["digest"]["wanted"] is False


@one_kind
def test_a_letter_is_written_in_the_language_of_the_person(desk: CallDesk) -> None:
    turn_on(desk)
    desk.published(terms={"reference": "R1"})
    queue_due(desk.doors.office)
    facts = {**letters(desk)["anna"][0], "link": "/me/suggested", "name": "Anna"}
    head = letterhead(desk.doors.office.settings)
    assert "You meet every rule: Support" in compose(KIND, "en", facts, head).text.replace("\u2068", "")
    assert compose(KIND, "fr", facts, head).subject == "Des appels qui vous correspondent"
    assert "/me/suggested" in compose(KIND, "ar", facts, head).text


@one_kind
def test_the_page_tells_every_call_and_takes_the_choice_of_letters(desk: CallDesk) -> None:
    desk.published(terms={"reference": "R1"})
    browsers = Browsers(desk)
    anna = browsers.expert("anna")
    seen = look(anna, "/me/suggested")
    assert "You meet every rule of a position." in seen.text and "Letters about calls" not in seen.text
    turn_on(desk)
    assert "You are written to once a week" in look(anna, "/me/suggested").text
    page = done(send(anna, "/me/suggested", "/me/suggested/letters"), "no_letters")
    assert "you get no letters about calls" in look(anna, page).text
    done(send(anna, "/me/suggested", "/me/suggested/letters"), "letters")
    assert "Les appels qui me correspondent" in _french(browsers)


def _french(browsers: Browsers) -> str:
    anna = browsers.expert("anna")
    anna.cookies.set("expertmatch_language", "fr")
    return look(anna, "/me/suggested", language="fr").text


@one_kind
@pytest.mark.parametrize(
    ("expert_id", "told"),
    [
        ("ewa", ["A change is needed", "It takes speaking C1 and writing C1 (French)", "Send a CV"]),
        ("gus", ["Be free 8 March 2027 to 19 March 2027", "Change it in your profile"]),
        ("hana", ["Not for now", "You are excluded by a decision on record"]),
        ("finn", ["An answer is missing", "Ask the office to look at your profile", "Say that you are free"]),
    ],
)
def test_the_page_says_why_not_and_the_smallest_change(desk: CallDesk, expert_id: str, told: list[str]) -> None:
    desk.published()
    seen = look(Browsers(desk).expert(expert_id), "/me/suggested")
    assert [words for words in told if words not in seen.text] == []


@one_kind
def test_the_page_says_why_a_call_stands_above_the_next_and_leads_on(desk: CallDesk) -> None:
    for number in range(11):
        desk.published(terms={"reference": f"R{number}"}, deadline=f"2026-12-{10 + number}")
    anna = Browsers(desk).expert("anna")
    seen = look(anna, "/me/suggested")
    assert "because its deadline is earlier" in seen.text and "merit" in seen.text and "R10" not in seen.text
    following = next(link for link in seen.links if link.startswith("/me/suggested?after="))
    assert "R10" in look(anna, following).text
