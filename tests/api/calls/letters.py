"""Letters that wait in the queue of notices, and where they went."""

from __future__ import annotations

import dataclasses
import email
import email.policy
from email.message import EmailMessage
from typing import Any

from api.services.notices.notices_queue import queue
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import NoticeRow
from tests.api.notices.mail_servers import HERE

FACTS = {
    "call_title": "Support to Togo",
    "reference": "2026/1",
    "link": "/calls/call-1",
    "position": "Trainer",
    "reply_by": "2026-11-26",
}


def waiting(office: Office, expert_id: str | None = "anna", **changed: Any) -> str:
    """One invitation in the queue; its id."""
    with writing(office, SYSTEM) as unit:
        return queue(unit, "invitation", subject_id="call-1", facts=FACTS | changed, expert_id=expert_id).id


def row_of(office: Office, notice_id: str) -> NoticeRow:
    with office.database.read() as session:
        row = session.get_one(NoticeRow, notice_id)
        session.expunge(row)
        return row


def outbox(office: Office) -> dict[str, EmailMessage]:
    """What lies in the outbox folder, by the id of the notice."""
    found = {}
    for path in sorted((office.settings.data / "outbox").glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        found[path.stem] = message
    return found


def by_smtp(office: Office, port: int) -> Office:
    changed = {"smtp_host": HERE, "smtp_port": port, "smtp_security": "none", "mail_from": "office@facility.example"}
    return dataclasses.replace(office, settings=office.settings.model_copy(update=changed))
