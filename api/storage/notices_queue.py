"""The queue of notices in the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import AccountRow, IdentityRow, NoticeRow


def notice(session: Session, notice_id: str) -> NoticeRow | None:
    """The notice with this id."""
    return session.get(NoticeRow, notice_id)


def due(session: Session, now: datetime, most: int) -> list[str]:
    """Ids of the notices that are to be sent now, those that wait longest first."""
    question = select(NoticeRow.id).where(NoticeRow.state == "waiting", NoticeRow.next_try_at <= now)
    return list(session.scalars(question.order_by(NoticeRow.next_try_at, NoticeRow.id).limit(most)))


def claim(session: Session, notice_id: str, now: datetime) -> bool:
    """Take a waiting notice to send it; False where somebody else was faster."""
    taken = session.execute(
        update(NoticeRow)
        .where(NoticeRow.id == notice_id, NoticeRow.state == "waiting")
        .values(state="sending", tries=NoticeRow.tries + 1, next_try_at=now)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def interrupted(session: Session, before: datetime) -> list[NoticeRow]:
    """Notices that somebody took to send them before a moment, and of which nothing was heard since."""
    question = select(NoticeRow).where(NoticeRow.state == "sending", NoticeRow.next_try_at < before)
    return list(session.scalars(question.order_by(NoticeRow.id)))


def recipient(session: Session, row: NoticeRow) -> tuple[str | None, str, str | None] | None:
    """Address, name and language of whom a notice is for; None where there is nobody of that id."""
    if row.expert_id is not None:
        person = session.get(IdentityRow, row.expert_id)
        return (person.email, person.name, person.language) if person else None
    account = session.get(AccountRow, row.account_id) if row.account_id else None
    return (account.email, account.name, account.language) if account and account.active else None


def told(session: Session, kind: str, subject_id: str, among: Collection[str]) -> set[str]:
    """Ids of those among some people who have a notice of a kind about a subject, sent or not."""
    question = select(NoticeRow.expert_id).where(NoticeRow.kind == kind, NoticeRow.subject_id == subject_id)
    return {expert_id for expert_id in session.scalars(question.where(NoticeRow.expert_id.in_(among))) if expert_id}


def count(session: Session, kind: str, subject_id: str) -> int:
    """How many notices of a kind there are about a subject, sent or not."""
    question = select(func.count()).select_from(NoticeRow)
    return session.scalar(question.where(NoticeRow.kind == kind, NoticeRow.subject_id == subject_id)) or 0


def notices(
    session: Session, *, state: str | None, subject_id: str | None, limit: int, after: str | None
) -> Part[NoticeRow]:
    """A page of notices, newest first, in one state or about one subject where given."""
    question = select(NoticeRow)
    if state is not None:
        question = question.where(NoticeRow.state == state)
    if subject_id is not None:
        question = question.where(NoticeRow.subject_id == subject_id)
    return part(session, question, (NoticeRow.created_at, NoticeRow.id), limit=limit, after=after, newest_first=True)


def active_officers(session: Session) -> list[str]:
    """Ids of the accounts of action officers that are in use."""
    rows = session.scalars(select(AccountRow).where(AccountRow.active.is_(True)).order_by(AccountRow.id))
    return [row.id for row in rows if "action_officer" in row.roles]
