"""The queue of notices: each is sent once, in the person's language, tried again with pauses, given up in the open."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from api.auth.roles import Role
from api.notices import MissingFact, OutboxFolder
from api.services.notices.notices_queue import queue, send_waiting
from api.services.office import Office
from api.services.periodic import run_periodic
from api.services.unit import SYSTEM, writing
from api.storage.tables import AccountRow, IdentityRow, NoticeRow
from tests.api.calls.a_call import CallDesk
from tests.api.calls.letters import FACTS, by_smtp, outbox, row_of, waiting
from tests.api.command_line import run
from tests.api.conftest import Doors, problem
from tests.api.notices.mail_servers import Postbox, mail_server


def test_a_letter_goes_out_once_in_the_language_of_the_person(staffed: Office) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(IdentityRow, "anna").language = "fr"
    ids = [waiting(staffed), waiting(staffed, "bert")]
    assert send_waiting(staffed).sent == 2
    sent = outbox(staffed)
    assert list(sent) == sorted(ids)
    french, english = sent[ids[0]], sent[ids[1]]
    assert french["To"] == "Anna Surname <anna@example.org>" and french["Subject"].startswith(
        "Invitation à une mission"
    )
    assert english["Subject"].startswith("Invitation to a mission")
    assert french["Message-ID"].startswith(f"<{ids[0]}@")
    body = english.get_body(("plain",))
    assert body is not None and "http://127.0.0.1:8000/calls/call-1" in body.get_content()
    assert send_waiting(staffed).sent == 0
    kept = row_of(staffed, ids[0])
    assert (kept.state, kept.tries, kept.sent_at, kept.problem) == ("sent", 1, staffed.clock.now(), None)


def test_letters_leave_through_a_mail_server_where_one_is_set(staffed: Office) -> None:
    waiting(staffed)
    with mail_server(box := Postbox()) as port:
        assert send_waiting(by_smtp(staffed, port)).sent == 1
    assert box.from_to == [("office@facility.example", ["anna@example.org"])]
    assert outbox(staffed) == {}


def test_letters_are_signed_answered_and_dated_as_the_office_wishes(staffed: Office) -> None:
    chosen = {"office_name": "Bureau des experts", "contact": "aide@facility.example", "timezone": "Europe/Brussels"}
    office = dataclasses.replace(staffed, settings=staffed.settings.model_copy(update=chosen))
    with writing(office, SYSTEM) as unit:
        facts = {"link": "/link/x", "valid_until": "2026-11-16T11:00:00+00:00"}
        unit.session.add(AccountRow(id="a", email="a@example.org", name="A", roles=["auditor"], created_at=unit.now))
        unit.session.flush()
        notice_id = queue(unit, "password_reset", subject_id="a", facts=facts, account_id="a").id
    send_waiting(office)
    sent = outbox(office)[notice_id]
    body = sent.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert sent["From"] == "Bureau des experts <expertmatch@localhost>"
    assert sent["Reply-To"] == "aide@facility.example"
    assert "aide@facility.example" in text and "Bureau des experts" in text
    assert "12:00" in text and "GMT+01:00" in text


def test_where_nothing_is_said_letters_are_as_they_were(staffed: Office) -> None:
    notice_id = waiting(staffed)
    send_waiting(staffed)
    sent = outbox(staffed)[notice_id]
    assert sent["From"] == "expertmatch <expertmatch@localhost>"
    assert sent["Reply-To"] is None


def test_through_a_mail_server_answers_go_to_the_contact_too(staffed: Office) -> None:
    with mail_server(box := Postbox()) as port:
        office = by_smtp(staffed, port)
        settings = office.settings.model_copy(update={"contact": "aide@facility.example"})
        waiting(office)
        assert send_waiting(dataclasses.replace(office, settings=settings)).sent == 1
    assert b"\r\nReply-To: <aide@facility.example>\r\n" in box.received[0]


def test_who_has_no_address_is_shown_and_can_be_written_to_when_that_is_mended(
    desk: CallDesk, staffed: Office, doors: Doors
) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(IdentityRow, "anna").email = None
    notice = waiting(staffed)
    assert send_waiting(staffed).failed == 1
    failed = desk.officer.get("/api/v1/notices", params={"state": "failed", "about": "call-1"}).json()["items"]
    assert [(n["id"], n["problem"], n["expert_id"]) for n in failed] == [(notice, "no_address", "anna")]
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(IdentityRow, "anna").email = "anna@institution.example"
    again = f"/api/v1/notices/{notice}/try-again"
    problem(desk.leader.post(again), 403, "not_allowed")
    assert desk.officer.post(again).json()["state"] == "waiting"
    problem(desk.officer.post(again), 409, "conflict")
    problem(desk.officer.post("/api/v1/notices/none/try-again"), 404, "not_on_record")
    assert send_waiting(staffed).sent == 1
    log = doors(Role.AUDITOR).get("/api/v1/log", params={"subject_id": notice}).json()["items"]
    assert [entry["event"] for entry in log] == ["notice.sent", "notice.queued_again", "notice.failed"]
    assert "@" not in str(log) and "Surname" not in str(log)


def test_an_account_that_is_out_of_use_gets_no_letter(staffed: Office, doors: Doors) -> None:
    doors(Role.OFFICER)
    with writing(staffed, SYSTEM) as unit:
        account = unit.session.query(AccountRow).one()
        account.active = False
        facts = {k: FACTS[k] for k in ("call_title", "reference", "link")} | {"decided_on": "2026-11-16"}
        queue(unit, "decision_recorded", subject_id="call-1", facts=facts, account_id=account.id)
    assert send_waiting(staffed).failed == 1


def test_a_person_erased_since_gets_no_letter_and_stops_no_other(staffed: Office) -> None:
    class Erases(OutboxFolder):
        def send(self, message_id: str, *rest: Any) -> None:
            with staffed.database.write() as session:
                session.delete(session.get_one(NoticeRow, message_id))
            super().send(message_id, *rest)

    waiting(staffed)
    waiting(staffed, "bert")
    assert send_waiting(staffed, Erases(staffed.settings.data / "outbox")).sent == 2


def test_facts_that_would_make_no_letter_are_refused_when_it_is_queued(staffed: Office) -> None:
    with pytest.raises(MissingFact), writing(staffed, SYSTEM) as unit:
        queue(unit, "invitation", subject_id="call-1", facts={"call_title": "x"}, expert_id="anna")


def test_titles_of_calls_that_no_letter_could_hold_are_made_fit(desk: CallDesk) -> None:
    call_id = desk.published(terms={"title": "Line\none \x07\u202e two", "reference": "\x00"})
    assert desk.apply(call_id, "anna").status_code == 201
    assert send_waiting(desk.doors.office).sent == 1
    (letter,) = outbox(desk.doors.office).values()
    assert "Line one two" in letter["Subject"]


# --- new calls ---


def test_a_new_call_is_told_once_to_everybody_who_could_apply(desk: CallDesk) -> None:
    desk.change_expert("bert", consent=None)
    call_id = desk.draft().json()["id"]
    assert desk.publish(call_id).status_code == 200
    office = desk.doors.office
    done = run_periodic(office)
    assert (done.announced, done.letters.sent) == (3, 3)
    assert desk.letters() == [("call_published", i) for i in ("anna", "cleo", "dino")]
    assert run_periodic(office).announced == 0
    entry = desk.doors(Role.AUDITOR).get("/api/v1/log", params={"event": "call.announced"}).json()["items"][0]
    assert entry["facts"] == {"people": 3}


def test_after_a_kill_nobody_is_told_of_a_call_a_second_time(desk: CallDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.services.calls import announcing

    call_id = desk.draft().json()["id"]
    desk.publish(call_id)
    monkeypatch.setattr(announcing, "PORTION", 2)
    told, begun = announcing._tell, []

    def dies(*arguments: Any) -> int:
        begun.append(arguments)
        if len(begun) == 2:
            raise KeyboardInterrupt
        return told(*arguments)

    monkeypatch.setattr(announcing, "_tell", dies)
    with pytest.raises(KeyboardInterrupt):
        announcing.announce_due(desk.doors.office)
    assert len(desk.letters("call_published")) == 2
    assert announcing.announce_due(desk.doors.office) == 2
    assert desk.letters() == [("call_published", i) for i in ("anna", "bert", "cleo", "dino")]


def test_a_call_may_be_published_without_telling_anybody(desk: CallDesk) -> None:
    desk.published()
    ticked, letters = ("closed", "reminded", "expired", "moved_up"), ("sent", "postponed", "failed")
    assert run_periodic(desk.doors.office).as_facts() == dict.fromkeys(
        (*ticked, "announced", "suggested", "asked", *letters), 0
    )


def test_the_command_sends_what_waits(staffed: Office, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("DATA", staffed.settings.data), ("DATABASE", database_url), ("MODEL", "hashing")):
        monkeypatch.setenv(f"EXPERTMATCH_{name}", str(value))
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(IdentityRow, "bert").email = None
        for row in (queue(unit, "invitation", subject_id="c", facts=FACTS, expert_id=i) for i in ("anna", "bert")):
            row.next_try_at -= timedelta(days=3650)  # the command goes by the clock on the wall
    done = run("notices", "send")
    assert done.exit_code == 1
    assert "Sent: 1. To be tried again: 0. Given up: 1." in done.stdout
    assert run("notices", "send").exit_code == 0
