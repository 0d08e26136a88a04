"""Letters about a person's own profile and data: when an officer has judged it, and when it was erased."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import api.services
from api.auth.roles import Role
from api.notices import KINDS
from api.services.erasure import erasure
from api.services.notices.notices_queue import send_waiting
from api.services.office import Office
from api.services.unit import SYSTEM, reading, writing
from api.storage.log import entries
from api.storage.tables import IdentityRow, NoticeRow
from tests.api.conftest import Doors
from tests.api.entrance.people import browser, put_account, sign_in
from tests.api.notices.mail_servers import HERE, Postbox, mail_server

WHERE = "/api/v1/experts/anna/validation"


def judge(officer: TestClient, **data: Any) -> None:
    version = officer.get("/api/v1/experts/anna").headers["etag"]
    answer = officer.put(WHERE, json=data, headers={"If-Match": version})
    assert answer.status_code == 200, answer.text


def letters(office: Office) -> list[tuple[str, str | None, list[str] | None]]:
    with office.database.read() as session:
        rows = session.query(NoticeRow).order_by(NoticeRow.kind).all()
        return [(row.kind, row.expert_id, row.facts.get("questions")) for row in rows]


def test_every_kind_of_letter_has_somebody_who_sends_it() -> None:
    folder = Path(str(api.services.__file__)).parent
    said = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    assert [kind for kind in KINDS if not re.search(rf'"{kind}"', said)] == []


def test_a_person_is_told_that_their_profile_is_validated_and_not_twice(staffed: Office, officer: TestClient) -> None:
    judge(officer, validated=False, reason="No dates.")
    judge(officer, validated=True)
    judge(officer, validated=True)
    assert letters(staffed) == [("profile_needs_answer", "anna", ["No dates."]), ("profile_validated", "anna", None)]
    assert send_waiting(staffed).sent == 2
    outbox = [path.read_bytes() for path in (staffed.settings.data / "outbox").iterdir()]
    written = [message_from_bytes(content, policy=policy.default) for content in outbox]
    assert sorted(letter["Subject"] for letter in written) == [
        "Your profile is validated",
        "Your profile: we need an answer",
    ]
    assert {letter["To"] for letter in written} == {"Anna Surname <anna@example.org>"}


def test_each_line_of_what_is_asked_stands_for_itself_and_nothing_harmful_stays(
    staffed: Office, officer: TestClient
) -> None:
    judge(officer, validated=False, reason="Since when are you in this post?\n\n \x1b[1mWhich grade?\u2028Until when?")
    [(_, _, asked)] = letters(staffed)
    assert asked == ["Since when are you in this post?", "[1mWhich grade?", "Until when?"]
    assert send_waiting(staffed).sent == 1


def test_who_has_no_address_is_no_failure(staffed: Office, officer: TestClient) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(IdentityRow, "anna").email = None
    judge(officer, validated=False, reason="No dates.")
    assert letters(staffed) == []


# --- erased ---


def with_mail(office: Office, port: int) -> Office:
    settings = office.settings.model_copy(update={"smtp_host": HERE, "smtp_port": port, "smtp_security": "none"})
    return replace(office, settings=settings)


def about_letters(office: Office) -> list[tuple[str, dict[str, Any]]]:
    with reading(office, SYSTEM) as unit:
        return [(entry.event, entry.facts) for entry in entries(unit.session) if entry.kind == "notice"]


def test_an_erased_person_gets_a_last_letter_in_their_language_and_nothing_of_it_is_kept(staffed: Office) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(IdentityRow, "anna").language = "fr"
    box = Postbox()
    with mail_server(box) as port:
        proof = erasure.erase(with_mail(staffed, port), SYSTEM, "anna")
    assert (proof.clean, proof.told) == (True, True)
    assert box.from_to[0][1] == ["anna@example.org"]
    letter = message_from_bytes(box.received[0], policy=policy.default)
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    for words in ("Bonjour Anna Surname", "16 novembre 2026", "Référence de l’effacement"):
        assert words in text
    assert about_letters(staffed) == [("notice.sent", {"letter": "erasure_done", "about": "anna", "tries": 1})]
    assert letters(staffed) == [] and not (staffed.settings.data / "outbox").exists()
    with reading(staffed, SYSTEM) as unit:
        assert "anna@" not in str([entry.facts for entry in entries(unit.session)])


def test_an_erasure_stands_when_the_letter_cannot_leave_and_the_letter_is_not_kept(staffed: Office) -> None:
    with mail_server(Postbox(RCPT="451 later")) as port:
        proof = erasure.erase(with_mail(staffed, port), SYSTEM, "anna")
    assert (proof.clean, proof.told) == (True, False)
    [(event, facts)] = about_letters(staffed)
    assert (event, facts["about"], facts["problem"]) == ("notice.failed", "anna", "delivery_postponed")
    assert letters(staffed) == []


def test_without_a_mail_server_no_letter_is_left_lying_with_the_address_of_somebody_erased(
    staffed: Office, doors: Doors
) -> None:
    put_account(staffed, Role.ADMINISTRATOR)
    administrator = browser(doors.app)
    assert sign_in(administrator).status_code == 200  # no token erases anybody
    erased = administrator.delete("/api/v1/experts/anna", params={"confirm": "anna"}).json()
    assert (erased["clean"], erased["told"]) == (True, False)
    assert not (staffed.settings.data / "outbox").exists()
    assert about_letters(staffed) == []


@pytest.mark.parametrize("left", ["Anna Surname", "anna@example.org"])
def test_who_left_traces_is_not_told_that_all_is_gone(staffed: Office, left: str) -> None:
    staffed.settings.data.mkdir(parents=True, exist_ok=True)
    (staffed.settings.data / "notes.txt").write_text(left, encoding="utf-8")
    box = Postbox()
    with mail_server(box) as port:
        proof = erasure.erase(with_mail(staffed, port), SYSTEM, "anna")
    assert (proof.clean, proof.told, box.received) == (False, False, [])
