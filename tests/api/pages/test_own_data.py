"""An expert's own data: who looked, how long it is kept, consent, everything as a download, and erasure in two steps."""

from __future__ import annotations

import pytest

from tests.api.calls.a_call import CallDesk
from tests.api.conftest import wanted_kinds
from tests.api.pages.looking import Browsers, check, done, look, send

# Pages show what the services give, which are tried on both databases.
pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)
EXPERTS = "/api/v1/experts"


def test_who_looked_is_told_by_role_and_part_and_the_own_look_is_not(desk: CallDesk, browsers: Browsers) -> None:
    anna = browsers.expert("anna")
    assert "Nobody else has looked" in look(anna, "/me/data").text
    desk.officer.get(f"{EXPERTS}/anna")
    desk.leader.get(f"{EXPERTS}/anna/identity")
    seen = look(anna, "/me/data")
    assert "action officer your profile" in seen.text and "team leader your name and contact" in seen.text
    assert "Account" not in seen.text.split("Who looked at it")[1]  # nobody's name


def test_older_looks_stand_on_further_pages(desk: CallDesk, browsers: Browsers) -> None:
    for _ in range(21):
        desk.clock.pass_(seconds=1)
        desk.officer.get(f"{EXPERTS}/anna")
    anna = browsers.expert("anna")
    first = look(anna, "/me/data")
    older = next(link for link in first.links if "after=" in link)
    assert look(anna, older.split("#")[0]).text.count("action officer") == 1


def test_consent_is_withdrawn_and_given_again_with_its_version(desk: CallDesk, browsers: Browsers) -> None:
    anna = browsers.expert("anna")
    after = done(send(anna, "/me/data", "/consent/withdrawal"), "withdrawn")
    seen = look(anna, after)
    assert "You withdrew your agreement on 16 November 2026." in seen.text and "What we keep" in seen.text
    assert desk.officer.get(f"{EXPERTS}/anna").json()["consent"] is False
    assert not any(address.endswith("/withdrawal") for address in seen.controls.hidden)
    desk.clock.pass_(seconds=1)
    given = look(anna, done(send(anna, "/me/data", "/consent"), "consented"))
    assert "You agreed to version 1 of the privacy notice" in given.text and "Every yes and no" in given.text
    token = given.controls.hidden["/me/consent/withdrawal"]
    old = check(anna.post("/me/consent", data=token | {"notice": "0"}), 409)
    assert "is not in force" in old.text


def test_how_long_things_are_kept_is_told_in_years_and_days(browsers: Browsers) -> None:
    seen = look(browsers.expert("anna"), "/me/data")
    assert "3 years after you last confirmed" in seen.text and "90 days after they were sent" in seen.text
    assert f"{EXPERTS}/anna/data?format=zip" in seen.links
    assert browsers.expert("anna").get(f"{EXPERTS}/anna/data?format=zip").content[:2] == b"PK"


def test_an_erasure_takes_a_tick_and_a_word(desk: CallDesk, browsers: Browsers) -> None:
    anna = browsers.expert("anna")
    neither = check(send(anna, "/me/erasure", "/me/erasure"), 422)
    assert {"erase-understood-problem", "erase-word-problem"} <= set(neither.described)
    wrong = check(send(anna, "/me/erasure", "/me/erasure", understood="on", word="erase it"), 422)
    assert "erase-understood-problem" not in wrong.described and wrong.fields["word"] == "erase it"
    assert desk.officer.get(f"{EXPERTS}/anna").status_code == 200


def test_an_erasure_removes_the_person_and_ends_the_sign_in(desk: CallDesk, browsers: Browsers) -> None:
    anna = browsers.expert("anna")
    seen = check(send(anna, "/me/erasure", "/me/erasure", understood="on", word="erase"))
    assert "Your record is erased" in seen.text and "Sign in" in seen.text
    assert desk.officer.get(f"{EXPERTS}/anna").status_code == 404
    check(anna.get("/me"), 401)


def test_a_token_does_not_erase(desk: CallDesk) -> None:
    refused = desk.expert("anna").post("/me/erasure", data={"understood": "on", "word": "ERASE"})
    check(refused, 403)
    assert desk.officer.get(f"{EXPERTS}/anna").status_code == 200
