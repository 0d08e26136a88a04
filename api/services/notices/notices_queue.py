"""The queue of notices: put in with what happens, sent afterwards, never twice, and given up only in the open."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from api.errors import Conflict
from api.notices import (
    Mailbox,
    MailServerUnusable,
    NoticeError,
    TemporaryDeliveryError,
    Transport,
    check_facts,
    compose,
)
from api.services.notices.notice_parts import letterhead, transport_of
from api.services.office import Office
from api.services.storable import storable
from api.services.unit import SYSTEM, Unit, new_id, reading, writing
from api.services.versions import found
from api.storage import notices_queue as rows
from api.storage.paging import Part
from api.storage.tables import NoticeRow

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440, 1440))  # before the next try, in order
SERVER_PAUSE = timedelta(minutes=15)  # where the mail server takes nothing at all
CLAIMED_FOR = timedelta(minutes=30)  # longer than any server is waited for: whoever took a notice is gone
MOST = 500  # notices in one round
REST = 0.02  # seconds between two: whoever waits for the turn to write, or for the interpreter, has it then
NO_ADDRESS, INTERRUPTED, GIVEN_UP = "no_address", "interrupted", "given_up"


@dataclass
class Round:
    """What one round of sending did, counted."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


def queue(
    unit: Unit,
    kind: str,
    *,
    subject_id: str,
    facts: Mapping[str, Any],
    expert_id: str | None = None,
    account_id: str | None = None,
) -> NoticeRow:
    """Put a notice to a person of the roster or to an account into the queue; it leaves after the unit is kept.

    Args:
        kind: one of `api.notices.KINDS`, whose facts these have to be; the name of the person is added on sending.

    Raises:
        NoticeError: the facts are not those of the kind.
    """
    kept = {name: value for name, value in storable(dict(facts)).items() if value is not None}
    check_facts(kind, kept)
    row = NoticeRow(
        id=new_id("notice"),
        kind=kind,
        expert_id=expert_id,
        account_id=account_id,
        subject_id=subject_id,
        facts=kept,
        state="waiting",
        next_try_at=unit.now,
        created_at=unit.now,
    )
    unit.session.add(row)
    return row


def listed(unit: Unit, *, state: str | None, subject_id: str | None, limit: int, after: str | None) -> Part[NoticeRow]:
    """A page of notices, newest first."""
    return rows.notices(unit.session, state=state, subject_id=subject_id, limit=limit, after=after)


def try_again(unit: Unit, notice_id: str) -> NoticeRow:
    """Put a notice that failed back into the queue, when what stood in its way is mended.

    Raises:
        NotOnRecord: there is no such notice.
        Conflict: it did not fail.
    """
    row = found(rows.notice(unit.session, notice_id), "notice", notice_id)
    if row.state != "failed":
        raise Conflict("The notice cannot be tried again.", f"It is {row.state}.", "Only notices that failed can be.")
    row.state, row.tries, row.next_try_at, row.problem = "waiting", 0, unit.now, None
    unit.record("notice.queued_again", "notice", row.id, letter=row.kind)
    return row


def send_waiting(office: Office, transport: Transport | None = None) -> Round:
    """Send what is due, one notice after the other; may run in several processes at once.

    A notice is taken in a transaction of its own before it is handed over, so that nobody else sends it, and marked
    in another one afterwards. What was taken and never marked may have been sent: it fails in the open and a person
    decides.

    Args:
        transport: how notices leave; that of the settings where it is not given.
    """
    out = transport or transport_of(office.settings)
    done = Round()
    done.failed += _fail_interrupted(office)
    with office.database.read() as session:
        due = rows.due(session, office.clock.now(), MOST)
    for notice_id in due:
        with office.database.write() as session:
            taken = rows.claim(session, notice_id, office.clock.now())
        if taken and not _send(office, out, notice_id, done):
            break
        time.sleep(REST)
    return done


def _send(office: Office, transport: Transport, notice_id: str, done: Round) -> bool:
    """Send one notice that was taken; False where the mail server takes nothing at all."""
    letter = _letter(office, notice_id)
    if letter is None:
        return True  # erased with the person since it was taken
    if not letter.address:
        _mark_failed(office, notice_id, NO_ADDRESS, done)
        return True
    try:
        notice = compose(letter.kind, letter.language, letter.facts, letterhead(office.settings))
        transport.send(notice_id, Mailbox(letter.address, letter.name), notice)
    except MailServerUnusable as error:
        _postpone(office, notice_id, error.code, SERVER_PAUSE, done, counts=False)
        return False
    except TemporaryDeliveryError as error:
        if letter.tries > len(PAUSES):
            _mark_failed(office, notice_id, GIVEN_UP, done)
        else:
            _postpone(office, notice_id, error.code, PAUSES[letter.tries - 1], done)
    except NoticeError as error:
        _mark_failed(office, notice_id, error.code, done)
    else:
        _mark_sent(office, notice_id, done)
    return True


WITH_A_SECRET = ("account_created", "password_reset")  # their link sets a password


@dataclass(frozen=True)
class _Letter:
    """What is needed of a notice to send it; `address` is None where nobody can be written to."""

    kind: str
    facts: dict[str, Any]
    tries: int
    address: str | None
    name: str
    language: str | None


def _letter(office: Office, notice_id: str) -> _Letter | None:
    with reading(office, SYSTEM) as unit:
        row = rows.notice(unit.session, notice_id)
        if row is None:
            return None
        address, name, language = rows.recipient(unit.session, row) or (None, "", None)
        facts = row.facts | ({"name": name} if name.strip() else {})
        return _Letter(row.kind, facts, row.tries, address, name, language)


def _mark_sent(office: Office, notice_id: str, done: Round) -> None:
    with writing(office, SYSTEM) as unit:
        row = rows.notice(unit.session, notice_id)
        if row is not None:
            row.state, row.sent_at, row.problem = "sent", unit.now, None
            if row.kind in WITH_A_SECRET:  # whoever reads the row, a backup or a download could sign in with it
                row.facts = {name: fact for name, fact in row.facts.items() if name != "link"}
            unit.record("notice.sent", "notice", row.id, letter=row.kind, about=row.subject_id, tries=row.tries)
    done.sent += 1


def _postpone(
    office: Office, notice_id: str, problem: str, pause: timedelta, done: Round, *, counts: bool = True
) -> None:
    with office.database.write() as session:
        row = rows.notice(session, notice_id)
        if row is not None:
            row.state, row.problem, row.next_try_at = "waiting", problem, office.clock.now() + pause
            row.tries -= 0 if counts else 1
    done.postponed += 1


def _mark_failed(office: Office, notice_id: str, problem: str, done: Round) -> None:
    with writing(office, SYSTEM) as unit:
        row = rows.notice(unit.session, notice_id)
        if row is not None:
            _fail(unit, row, problem)
    done.failed += 1


def _fail(unit: Unit, row: NoticeRow, problem: str) -> None:
    row.state, row.problem = "failed", problem
    unit.record("notice.failed", "notice", row.id, letter=row.kind, about=row.subject_id, problem=problem)


def _fail_interrupted(office: Office) -> int:
    before = office.clock.now() - CLAIMED_FOR
    with office.database.read() as session:
        if not rows.interrupted(session, before):
            return 0
    with writing(office, SYSTEM) as unit:
        left = rows.interrupted(unit.session, before)
        for row in left:
            _fail(unit, row, INTERRUPTED)
        return len(left)
