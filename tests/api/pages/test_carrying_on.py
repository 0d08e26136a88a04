"""A form whose sign-in ended meanwhile: what was typed comes back, and is taken once somebody signed in sends it again."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.cookies import SIGN_IN
from api.auth.entrance import FORM_FIELD
from api.auth.roles import Role
from api.services.accounts.sign_in import begin
from api.services.unit import SYSTEM, writing
from api.storage.tables import AccountRow
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import wanted_kinds
from tests.api.pages.filled import fill
from tests.api.pages.looking import Browsers, check, done, look
from tests.api.test_requests import TEXT
from tests.api.web_pages import outline

pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)

LIST = "/requests"


def sign_in_anew(desk: CallDesk, client: Any) -> None:
    """As somebody does in another window: the cookie is another, the page that is open has the old token."""
    client.cookies.clear()
    with writing(desk.doors.office, SYSTEM) as unit:
        account = next(row for row in unit.session.query(AccountRow) if Role.OFFICER in row.roles)
        client.cookies.set(SIGN_IN, begin(unit, account).sealed)


def test_what_was_typed_outlives_the_sign_in(desk: CallDesk, browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    typed = fill(officer.get(LIST).text, LIST, text=TEXT + "\n\nTwo lines.", country="TG", received_on="2026-11-10")
    officer.cookies.clear()
    ended = check(officer.post(LIST, data=typed), 401)
    assert "You were signed out meanwhile" in ended.text and "Two lines." in ended.text
    assert "It is for: Requests /requests" in ended.text and "in the name of" not in ended.text
    assert ended.controls.hidden[LIST]["text"] == typed["text"] and FORM_FIELD not in ended.controls.hidden[LIST]
    sign_in_anew(desk, officer)
    again = check(officer.post(LIST, data=ended.controls.hidden[LIST]), 403)
    assert "in the name of Account account-" in again.text and "It is for: Requests /requests" in again.text
    assert "Is this still to be sent?" in again.text and officer.get(LIST).text.count("<tbody") == 0
    taken = officer.post(LIST, data=again.controls.hidden[LIST])
    assert TEXT in look(officer, done(taken, "received")).text


def test_it_is_told_in_the_language_of_the_reader(browsers: Browsers) -> None:
    said = browsers().post(LIST, data={"text": TEXT}, headers={"Accept-Language": "ar"})
    assert "انتهت جلستك في هذه الأثناء" in check(said, 401, "ar").text


@pytest.mark.parametrize(
    ("address", "told"), [("/duplicates/two?after=a", "Roster /duplicates/two?after=a"), ("/sign-out", "/sign-out")]
)
def test_it_is_told_which_page_a_form_is_for(browsers: Browsers, address: str, told: str) -> None:
    assert f"It is for: {told}" in check(browsers().post(address, data={"text": TEXT}), 401).text


def test_markup_that_was_typed_stays_words(browsers: Browsers) -> None:
    hostile = 'words of mine "><script>alert(1)</script>'
    seen = check(browsers().post(LIST, data={"text": hostile, "x y": hostile}), 401)
    assert "script" not in seen.tags and hostile in seen.text


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/account/password", {"current": "four words without a meaning", "new": "gravel cinema lantern of mine"}),
        (LIST, {"text": "laptops"}),
        (LIST, {"text": "a word " * 100_000}),
    ],
)
def test_passwords_choices_and_what_is_too_long_are_only_told(
    browsers: Browsers, address: str, data: dict[str, str]
) -> None:
    answer = browsers().post(address, data=data)
    assert answer.status_code == 401
    assert not any(value[:40] in answer.text for value in data.values())


def test_a_form_that_cannot_be_read_is_only_told(browsers: Browsers) -> None:
    answer = browsers().post(LIST, content=b"no form", headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 401 and "Sign in" in outline(answer.text).text
