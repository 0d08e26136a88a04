"""The roster as matching reads it, at a revision; and how far it is encoded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.orm import Session

from api.storage.cvs import proposed
from api.storage.experts import expert_of
from api.storage.tables import DeclarationRow, EncodedRow, ExpertRow, RemovedExpertRow
from matching.entities import Expert

LEASE = timedelta(minutes=5)  # a worker that says nothing for so long may be replaced


def people_up_to(session: Session, revision: int) -> list[Expert]:
    """Everyone whose row has not changed after that revision, by id, without names."""
    question = (
        select(ExpertRow, DeclarationRow)
        .outerjoin(DeclarationRow, DeclarationRow.expert_id == ExpertRow.id)
        .where(ExpertRow.revision <= revision)
        .order_by(ExpertRow.id)
    )
    found = session.execute(question).all()
    unconfirmed = proposed(session, (row for row, _ in found))
    return [expert_of(row, declaration, unconfirmed.get(row.id)) for row, declaration in found]


def page_up_to(session: Session, revision: int, after: str, most: int) -> list[Expert]:
    """The next of the people whom `people_up_to` gives, by id; none after the last."""
    question = (
        select(ExpertRow, DeclarationRow)
        .outerjoin(DeclarationRow, DeclarationRow.expert_id == ExpertRow.id)
        .where(ExpertRow.revision <= revision, ExpertRow.id > after)
        .order_by(ExpertRow.id)
        .limit(most)
    )
    found = session.execute(question).all()
    unconfirmed = proposed(session, (row for row, _ in found))
    return [expert_of(row, declaration, unconfirmed.get(row.id)) for row, declaration in found]


def count_up_to(session: Session, revision: int) -> int:
    """How many people `people_up_to` gives."""
    return session.scalar(select(func.count()).select_from(ExpertRow).where(ExpertRow.revision <= revision)) or 0


def changed_after(session: Session, revision: int) -> tuple[frozenset[str], frozenset[str]]:
    """Ids added or changed after a revision, and ids removed after it."""
    changed = session.scalars(select(ExpertRow.id).where(ExpertRow.revision > revision))
    return frozenset(changed), removed_after(session, revision)


def withdrawn_among(session: Session, expert_ids: Collection[str]) -> frozenset[str]:
    """Which of these people no longer agree to be matched."""
    question = select(ExpertRow.id).where(ExpertRow.id.in_(expert_ids), ExpertRow.consent.is_(False))
    return frozenset(session.scalars(question)) if expert_ids else frozenset()


def removed_after(session: Session, revision: int) -> frozenset[str]:
    """Ids removed after a revision."""
    return frozenset(session.scalars(select(RemovedExpertRow.id).where(RemovedExpertRow.revision > revision)))


def last_removal(session: Session) -> int:
    """The revision at which somebody was removed last; 0 where nobody was."""
    return session.scalar(select(func.max(RemovedExpertRow.revision))) or 0


def encoded_up_to(session: Session, fingerprint: str) -> int:
    """The revision up to which every text has its vector by these encoders; 0 where nobody has begun."""
    return session.scalar(select(EncodedRow.revision).where(EncodedRow.fingerprint == fingerprint)) or 0


def begin_encoding(session: Session, fingerprint: str) -> None:
    """Have a row that says how far these encoders came; several may ask for it at once."""
    first = "insert into encoded (fingerprint, revision, planned_revision) values (:f, 0, 0) on conflict do nothing"
    session.execute(text(first), {"f": fingerprint})


def take_lease(session: Session, fingerprint: str, worker: str, now: datetime) -> bool:
    """Become the one who encodes beside a service, unless somebody else is at it."""
    begin_encoding(session, fingerprint)
    taken = session.execute(
        update(EncodedRow)
        .where(EncodedRow.fingerprint == fingerprint)
        .where(or_(EncodedRow.worker.is_(None), EncodedRow.worker == worker, EncodedRow.until < now))
        .values(worker=worker, until=now + LEASE)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def end_lease(session: Session, fingerprint: str, worker: str) -> None:
    """Let others go on."""
    session.execute(
        update(EncodedRow)
        .where(EncodedRow.fingerprint == fingerprint, EncodedRow.worker == worker)
        .values(worker=None, until=None)
    )
