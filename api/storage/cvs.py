"""CVs in the database: those of a person, those of the same document or person, and what matching reads meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.storage.paging import Part, part
from api.storage.tables import CvRow, ExpertRow

TO_CONFIRM, CONFIRMED = "to_confirm", "confirmed"
MOST = 500  # ids in one question


def cv(session: Session, cv_id: str) -> CvRow | None:
    """The CV with this id."""
    return session.get(CvRow, cv_id)


def cvs(session: Session, *, state: str | None, expert_id: str | None, limit: int, after: str | None) -> Part[CvRow]:
    """CVs, the last read first; of one state or person where given."""
    question = select(CvRow)
    if state is not None:
        question = question.where(CvRow.state == state)
    if expert_id is not None:
        question = question.where(CvRow.expert_id == expert_id)
    return part(session, question, (CvRow.read_at, CvRow.id), limit=limit, after=after, newest_first=True)


def of_expert(session: Session, expert_id: str, *states: str) -> list[CvRow]:
    """A person's CVs, the last read first; those in some states where given."""
    question = select(CvRow).where(CvRow.expert_id == expert_id)
    if states:
        question = question.where(CvRow.state.in_(states))
    return list(session.scalars(question.order_by(CvRow.read_at.desc(), CvRow.id.desc())))


def waiting(session: Session, expert_ids: Collection[str]) -> dict[str, int]:
    """How many CVs of each of these people are to be confirmed; those of whom none is are left out."""
    question = select(CvRow.expert_id, func.count()).where(CvRow.expert_id.in_(expert_ids), CvRow.state == TO_CONFIRM)
    return {expert_id: count for expert_id, count in session.execute(question.group_by(CvRow.expert_id))}


def of_document(session: Session, sha256: str) -> list[CvRow]:
    """What was read from the same document before, by whoever sent it."""
    return list(session.scalars(select(CvRow).where(CvRow.sha256 == sha256).order_by(CvRow.read_at, CvRow.id)))


def owners(session: Session, column: InstrumentedAttribute[Any], hashes: Collection[str]) -> set[str]:
    """Ids of the people of whose CVs one of these hashes is on record."""
    wanted = [value for value in hashes if value]
    return set(session.scalars(select(CvRow.expert_id).where(column.in_(wanted)))) if wanted else set()


def by_ids(session: Session, ids: Collection[str]) -> list[CvRow]:
    """These CVs."""
    return list(session.scalars(select(CvRow).where(CvRow.id.in_(ids))))


def proposed(session: Session, people: Iterable[ExpertRow]) -> dict[str, dict[str, Any]]:
    """What the last CV to be confirmed says of those of these people of whom no text is on record, by their id."""
    empty = [row.id for row in people if not row.profile.get("segments")]
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(empty), MOST):
        question = (
            select(CvRow.expert_id, CvRow.proposed)
            .where(CvRow.expert_id.in_(empty[start : start + MOST]), CvRow.state == TO_CONFIRM)
            .order_by(CvRow.read_at, CvRow.id)
        )
        found |= {expert_id: said for expert_id, said in session.execute(question) if said}
    return found


def marks(session: Session, of: Collection[str] | None = None) -> dict[str, list[tuple[str, str]]]:
    """(document or hash, id of the person) of every CV, by what is the same: document, person, e-mail; or of all CVs that
    share it with one of these people's."""
    kinds = {"document": CvRow.sha256, "person": CvRow.same_person, "e-mail": CvRow.email_hash}
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, column in kinds.items():
        question = select(column, CvRow.expert_id).where(column.is_not(None))
        if of is not None:
            question = question.where(column.in_(select(column).where(CvRow.expert_id.in_(of))))
        found[kind] = [(str(value), str(whose)) for value, whose in session.execute(question)]
    return found
