"""The roster as matching reads it, at a revision; and how far it is encoded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
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


def people_after(session: Session, revision: int, most: int) -> tuple[list[Expert], int]:
    """People changed after a revision, oldest change first, and the revision up to which they are all among them.

    Revisions are never cut: everyone who changed in the last one is there, even beyond `most`.
    """
    revisions = list(
        session.scalars(
            select(ExpertRow.revision).where(ExpertRow.revision > revision).order_by(ExpertRow.revision).limit(most)
        )
    )
    if not revisions:
        return [], revision
    last = revisions[-1]
    question = select(ExpertRow).where(ExpertRow.revision > revision, ExpertRow.revision <= last)
    found = session.scalars(question.order_by(ExpertRow.revision, ExpertRow.id)).all()
    unconfirmed = proposed(session, found)
    return [expert_of(row, None, unconfirmed.get(row.id)) for row in found], last


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


def encoded_up_to(session: Session, fingerprint: str) -> int:
    """The revision up to which every text has its vector by these encoders; 0 where nobody has begun."""
    return session.scalar(select(EncodedRow.revision).where(EncodedRow.fingerprint == fingerprint)) or 0


def take_lease(session: Session, fingerprint: str, worker: str, now: datetime) -> bool:
    """Become the one who encodes, unless somebody else is at it."""
    if session.get(EncodedRow, fingerprint) is None:
        session.add(EncodedRow(fingerprint=fingerprint, revision=0))
        session.flush()
    taken = session.execute(
        update(EncodedRow)
        .where(EncodedRow.fingerprint == fingerprint)
        .where(or_(EncodedRow.worker.is_(None), EncodedRow.worker == worker, EncodedRow.until < now))
        .values(worker=worker, until=now + LEASE)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def mark_encoded(session: Session, fingerprint: str, worker: str, revision: int) -> None:
    """Note how far the encoding came, and let others go on."""
    session.execute(
        update(EncodedRow)
        .where(EncodedRow.fingerprint == fingerprint, EncodedRow.worker == worker)
        .values(revision=revision, worker=None, until=None)
    )
