"""The log as a page: for whom, what it tells, and what the verification of its chain says."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from api.auth.roles import Role
from api.record.events import EVENTS
from api.services.unit import SYSTEM, writing
from api.speech.wording import read
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, look

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

PAGE, VERIFY = "/log", "/log/verification"


@pytest.fixture
def call_id(desk: CallDesk) -> str:
    """A published call: something that happened."""
    return desk.published()


def test_the_log_is_for_auditors_and_administrators(browsers: Browsers) -> None:
    for role in Role:
        reads = role in (Role.AUDITOR, Role.ADMINISTRATOR)
        for path in (PAGE, VERIFY):
            look(browsers(role), path, 200 if reads else 403)
        assert (PAGE in look(browsers(role), "/account").links) is reads


def test_every_event_of_the_log_has_its_sentence(desk: CallDesk) -> None:
    assert {f"event.{event}" for event in EVENTS} == {
        key for page in ("log", "own_log") for key in read(page) if key.startswith("event.")
    }


def test_an_entry_tells_what_happened_to_what_and_by_whom(browsers: Browsers, call_id: str) -> None:
    auditor, administrator = look(browsers(Role.AUDITOR), PAGE), look(browsers(Role.ADMINISTRATOR), PAGE)
    for seen in (auditor, administrator):
        assert "A call was published; its settings are fixed from then on." in seen.text
        assert f"About: call {call_id} · By: account-" in seen.text and "16 Nov 2026" in seen.text
    assert f"/calls/{call_id}" in auditor.links and f"/calls/{call_id}" not in administrator.links
    accounts = {one for one in administrator.links if one.startswith("/accounts/")}
    assert accounts and not {one for one in auditor.links if one.startswith("/accounts")}


def test_an_administrator_is_not_told_who_of_the_roster_it_was_about(
    browsers: Browsers, desk: CallDesk, call_id: str
) -> None:
    desk.apply(call_id, "anna")
    with writing(browsers.office, SYSTEM) as unit:
        unit.record("personal.viewed", "expert", "bert", part="cv")
        unit.record("setting.changed", "setting", "scope", version=7)
    auditor, administrator = look(browsers(Role.AUDITOR), PAGE), look(browsers(Role.ADMINISTRATOR), PAGE)
    assert "Personanna" in auditor.text.replace(" ", "") and "About: person bert" in auditor.text
    assert not {"anna", "bert"} & set(re.findall(r"\w+", administrator.text))
    assert not [one for one in administrator.links if "bert" in one or "anna" in one]
    assert "An expert applied." in administrator.text and "Version7" in administrator.text.replace(" ", "")


def test_what_was_noted_is_told_in_words(browsers: Browsers, desk: CallDesk) -> None:
    with writing(browsers.office, SYSTEM) as unit:
        unit.record("personal.viewed", "shortlist", "s", part="names", people=1600, roles=["auditor", "team_leader"])
        unit.record(
            "selection.decided", "call", "c", chosen={"1": "bert"}, reserve={"1": ["anna"], "2": []}, departs=True
        )
        unit.record("notice.failed", "notice", "n", letter="invitation", problem="This is not written down anywhere.")
    auditor = browsers(Role.AUDITOR)
    english = look(auditor, PAGE).text
    assert "PartnamesPeople1,600Rolesauditor, team leader" in english.replace("\n", "").replace("names ", "names")
    auditor.headers["Accept-Language"] = "fr"
    french = look(auditor, PAGE, language="fr").text
    for words in ("Partie noms", "Personnes 1 600", "S’écarte du classement oui", "1 : bert", "2 : rien", "Invitation"):
        assert words.replace(" ", "") in "".join(french.split()), words


def test_a_kind_that_is_told_of_as_a_whole_has_no_id(browsers: Browsers, desk: CallDesk) -> None:
    with writing(browsers.office, SYSTEM) as unit:
        unit.record("personal.viewed", "focal_points", "list", part="contact", ids=2)
    auditor = browsers(Role.AUDITOR)
    assert "About: focal points · By: system" in look(auditor, PAGE).text.replace("the service itself", "system")
    assert "/log?subject=list" in look(auditor, PAGE).links


def test_the_log_is_narrowed_to_an_event_a_subject_who_acted_and_days(browsers: Browsers, call_id: str) -> None:
    auditor, published = browsers(Role.AUDITOR), "A call was published; its settings are fixed from then on. About"
    for query, is_there in (
        ("event=call.published", True), ("event=call.closed", False),
        (f"subject={call_id}", True), ("subject=call-other", False), ("actor=system", False),
        ("from=2026-11-16&to=2026-11-16", True), ("to=2026-11-15", False), ("from=2026-11-17", False),
        ("to=9999-12-31", True), ("subject=%00", True),
    ):  # fmt: skip
        seen = look(auditor, f"{PAGE}?{query}")
        assert (published in seen.text) is is_there, query
        assert ("Nothing of this is in the log." in seen.text) is (not is_there and "actor" not in query), query
    assert "The log knows no such event." in look(auditor, f"{PAGE}?event=call.danced", 422).text
    assert "period-from-problem" in look(auditor, f"{PAGE}?from=soon", 422).described


def test_the_log_goes_on_page_by_page_with_its_filter(browsers: Browsers, desk: CallDesk) -> None:
    with writing(browsers.office, SYSTEM) as unit:
        for number in range(60):
            unit.record("notice.sent", "notice", f"notice-{number}")
    auditor = browsers(Role.AUDITOR)
    first = look(auditor, f"{PAGE}?event=notice.sent")
    assert "notice-59" in first.text and "notice-9 " not in first.text
    second = look(auditor, next(one for one in first.links if "after=" in one))
    assert "notice-9 " in second.text and "notice-59" not in second.text
    assert f"{PAGE}?event=notice.sent" in second.links


def test_a_verified_chain_says_how_many_entries_hold_and_names_the_last_seal(
    browsers: Browsers, desk: CallDesk, call_id: str
) -> None:
    auditor = browsers(Role.AUDITOR)
    told = desk.doors(Role.AUDITOR).get("/api/v1/log/verification").json()
    seen = look(auditor, VERIFY).text
    assert f"The chain holds: {told['entries']} entries were computed again" in seen and told["head"] in seen


def test_a_changed_entry_is_found_and_named(browsers: Browsers, call_id: str) -> None:
    with browsers.office.database.write() as session:
        session.execute(text("UPDATE log_entries SET subject_id = 'call-other' WHERE event = 'call.published'"))
    seen = look(browsers(Role.AUDITOR), VERIFY).text
    assert "The chain does not hold from entry" in seen and "was changed after it was written" in seen
    assert "The chain holds" not in seen
