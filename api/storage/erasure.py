"""A person taken out of the database, table by table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text, cast, delete, func, select, update
from sqlalchemy.orm import Session

from api.storage.tables import (
    AccountRow,
    ApplicationRow,
    ConsentRow,
    DeclarationRow,
    EvaluationNoteRow,
    ExpertRow,
    IdentityRow,
    InvitationRow,
    NoticeRow,
    PerformanceNoteRow,
    RemovedExpertRow,
    ShortlistRow,
)

OWN: dict[str, Any] = {
    "identities": IdentityRow,
    "declarations": DeclarationRow,
    "consents": ConsentRow,
    "performance_notes": PerformanceNoteRow,
    "applications": ApplicationRow,
    "invitations": InvitationRow,
    "evaluation_notes": EvaluationNoteRow,
}


def notices_of(session: Session, expert_id: str, account_id: str | None) -> list[str]:
    """Ids of the notices to this person."""
    mine = NoticeRow.expert_id == expert_id
    if account_id is not None:
        mine = mine | (NoticeRow.account_id == account_id)
    return list(session.scalars(select(NoticeRow.id).where(mine)))


def account_of(session: Session, expert_id: str) -> AccountRow | None:
    """The account of this person, if they have one."""
    return session.scalar(select(AccountRow).where(AccountRow.expert_id == expert_id))


def delete_rows(session: Session, expert_id: str) -> dict[str, int]:
    """Delete every row that is about this person, with their account; rows by table."""
    account = account_of(session, expert_id)
    notices = notices_of(session, expert_id, account.id if account else None)
    counts = {
        name: session.scalar(select(func.count()).select_from(row).where(row.expert_id == expert_id)) or 0
        for name, row in OWN.items()
    }
    session.execute(delete(NoticeRow).where(NoticeRow.id.in_(notices)))
    for row in OWN.values():
        session.execute(delete(row).where(row.expert_id == expert_id))
    if account is not None:
        session.delete(account)
        session.flush()
    session.execute(delete(ExpertRow).where(ExpertRow.id == expert_id))
    return counts | {"notices": len(notices), "accounts": int(account is not None), "experts": 1}


def others_wrote(session: Session, expert_id: str, words: str) -> bool:
    """Whether somebody else's profile holds the same words: they are not this person's alone."""
    profile = cast(ExpertRow.profile, Text)
    question = select(ExpertRow.id).where(ExpertRow.id != expert_id, profile.contains(words, autoescape=True))
    return session.scalar(question.limit(1)) is not None


def shortlists_with(session: Session, expert_id: str) -> list[ShortlistRow]:
    """Shortlists in whose content this id stands."""
    content = cast(ShortlistRow.content, Text)
    return list(session.scalars(select(ShortlistRow).where(content.contains(f'"{expert_id}"', autoescape=True))))


def note_removal(session: Session, row: RemovedExpertRow) -> None:
    """Remember that somebody with this id is gone, and with which proof."""
    session.merge(row)


def set_proof(session: Session, expert_id: str, proof: dict[str, Any]) -> None:
    """What was found when everything was searched."""
    session.execute(update(RemovedExpertRow).where(RemovedExpertRow.id == expert_id).values(proof=proof))


def without_proof(session: Session) -> list[str]:
    """Ids of those removed whose erasure was cut off before it was proved."""
    return [row.id for row in session.scalars(select(RemovedExpertRow)) if not row.proof]
