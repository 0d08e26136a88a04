"""A person taken out of the database, table by table."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Text, cast, delete, func, or_, select, update
from sqlalchemy.orm import Session

from api.storage.tables import (
    AccountRow,
    ApplicationRow,
    ConsentRow,
    CvRow,
    DeclarationRow,
    DigestRow,
    EvaluationNoteRow,
    ExpertRow,
    IdentityRow,
    InvitationRow,
    NoticeRow,
    PerformanceNoteRow,
    ProfileTermRow,
    RemovedExpertRow,
    ShortlistRow,
)

MERGED = "merged"  # why the record of somebody is no longer there who goes on under another id
OWN: dict[str, Any] = {
    "identities": IdentityRow,
    "declarations": DeclarationRow,
    "digests": DigestRow,
    "consents": ConsentRow,
    "performance_notes": PerformanceNoteRow,
    "applications": ApplicationRow,
    "invitations": InvitationRow,
    "evaluation_notes": EvaluationNoteRow,
    "cvs": CvRow,
    "profile_terms": ProfileTermRow,
}


def notices_of(session: Session, expert_id: str, accounts: Collection[str]) -> list[str]:
    """Ids of the notices to this person."""
    mine = (NoticeRow.expert_id == expert_id) | NoticeRow.account_id.in_(accounts)
    return list(session.scalars(select(NoticeRow.id).where(mine)))


def delete_rows(session: Session, expert_id: str, accounts: Collection[str]) -> dict[str, int]:
    """Delete every row that is about this person, with their accounts; rows by table."""
    notices = notices_of(session, expert_id, accounts)
    counts = {
        name: session.scalar(select(func.count()).select_from(row).where(row.expert_id == expert_id)) or 0
        for name, row in OWN.items()
    }
    session.execute(delete(NoticeRow).where(NoticeRow.id.in_(notices)))
    for row in OWN.values():
        session.execute(delete(row).where(row.expert_id == expert_id))
    session.execute(delete(AccountRow).where(AccountRow.id.in_(accounts)))
    session.execute(delete(ExpertRow).where(ExpertRow.id == expert_id))
    return counts | {"notices": len(notices), "accounts": len(accounts), "experts": 1}


def read_again(session: Session, expert_ids: Collection[str], revision: int) -> None:
    """Let every serving process read these people again."""
    session.execute(update(ExpertRow).where(ExpertRow.id.in_(expert_ids)).values(revision=revision))


def others_wrote(session: Session, expert_id: str, words: str) -> bool:
    """Whether somebody else's profile or CV holds the same words: they are not this person's alone."""
    profile, read = cast(ExpertRow.profile, Text), cast(CvRow.read, Text)
    profiles = select(ExpertRow.id).where(ExpertRow.id != expert_id, profile.contains(words, autoescape=True))
    cvs = select(CvRow.id).where(CvRow.expert_id != expert_id, read.contains(words, autoescape=True))
    return any(session.scalar(question.limit(1)) is not None for question in (profiles, cvs))


def shortlists_with(session: Session, ids: Collection[str]) -> list[ShortlistRow]:
    """Shortlists in whose content one of these ids stands."""
    content = cast(ShortlistRow.content, Text)
    held = or_(*(content.contains(f'"{expert_id}"', autoescape=True) for expert_id in sorted(ids)))
    return list(session.scalars(select(ShortlistRow).where(held)))


def merged_into(session: Session, expert_id: str) -> set[str]:
    """Ids of the records that were made one with this person's, and with those in turn."""
    merged = session.scalars(select(RemovedExpertRow).where(RemovedExpertRow.why == MERGED))
    into = {row.id: row.proof.get("into") for row in merged}
    found: set[str] = set()
    while more := {one for one, where in into.items() if where in found | {expert_id}} - found:
        found |= more
    return found


def note_removal(session: Session, row: RemovedExpertRow) -> None:
    """Remember that somebody with this id is gone, and with which proof."""
    session.merge(row)


def set_proof(session: Session, expert_id: str, proof: dict[str, Any]) -> None:
    """What was found when everything was searched."""
    session.execute(update(RemovedExpertRow).where(RemovedExpertRow.id == expert_id).values(proof=proof))


def held(session: Session) -> dict[str, dict[str, Any]]:
    """By id, the proofs of those erased of whom removed rows were still kept on disk for somebody."""
    return {row.id: row.proof for row in session.scalars(select(RemovedExpertRow)) if row.proof.get("held_by")}


def unsearched(session: Session) -> list[str]:
    """Ids of those whose erasure came to its end without a search of every file: which words to look for was forgotten."""
    rows = [row for row in session.scalars(select(RemovedExpertRow)) if row.proof.get("searched") is False]
    return [row.id for row in rows if not row.proof.get("held_by")]


def without_proof(session: Session) -> list[str]:
    """Ids of those removed whose erasure was cut off before it was proved."""
    return [row.id for row in session.scalars(select(RemovedExpertRow)) if not row.proof]
