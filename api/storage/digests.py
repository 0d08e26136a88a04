"""Letters about calls that suit, in the database: who wants them, and what they told of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.storage.tables import DigestRow, ExpertRow, IdentityRow, NoticeRow


def digest(session: Session, expert_id: str) -> DigestRow | None:
    """What is on record of a person's letters; None: nothing."""
    return session.get(DigestRow, expert_id)


def due(session: Session, before: datetime) -> list[str]:
    """Ids of everyone who may be written to: with consent and an address, not excluded, not written to since then."""
    wants = or_(DigestRow.expert_id.is_(None), DigestRow.wanted.is_(True))
    rested = or_(DigestRow.sent_at.is_(None), DigestRow.sent_at <= before)
    question = (
        select(ExpertRow.id)
        .join(IdentityRow, IdentityRow.expert_id == ExpertRow.id)
        .outerjoin(DigestRow, DigestRow.expert_id == ExpertRow.id)
        .where(
            ExpertRow.consent.is_(True), ExpertRow.excluded.is_(False), IdentityRow.email.is_not(None), wants, rested
        )
    )
    return list(session.scalars(question.order_by(ExpertRow.id)))


def announced(session: Session, kind: str, among: Collection[str]) -> dict[str, set[str]]:
    """For each of some people the calls about which they have a notice of a kind."""
    question = select(NoticeRow.expert_id, NoticeRow.subject_id)
    found: dict[str, set[str]] = {}
    for expert_id, call_id in session.execute(question.where(NoticeRow.kind == kind, NoticeRow.expert_id.in_(among))):
        found.setdefault(str(expert_id), set()).add(str(call_id))
    return found
