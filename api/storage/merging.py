"""Two records of one person made one: every row of the one that goes follows to the one that stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Text, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from api.storage.tables import (
    AccountRow,
    ApplicationRow,
    CallRow,
    ConsentRow,
    CvRow,
    DecisionRow,
    DeclarationRow,
    DigestRow,
    EvaluationNoteRow,
    ExpertRow,
    IdentityRow,
    InvitationRow,
    NoticeRow,
    PerformanceNoteRow,
)

FOLLOW = (ConsentRow, CvRow, EvaluationNoteRow, InvitationRow, NoticeRow, PerformanceNoteRow)
SUBMITTED, ENDED = "submitted", ("decided", "cancelled")


def follow(session: Session, goes: str, stays: str) -> dict[str, int]:
    """Everything that belongs to one person now belongs to the other; rows by table."""
    counts = {"applications": _applications(session, goes, stays), "decisions": _decisions(session, goes, stays)}
    counts["calls"] = _calls(session, goes, stays)
    for table in FOLLOW:
        moved = session.execute(update(table).where(table.expert_id == goes).values(expert_id=stays))
        counts[table.__tablename__] = int(moved.rowcount)  # type: ignore[attr-defined]
    session.expire_all()
    return {name: count for name, count in counts.items() if count}


def move_declaration(session: Session, goes: str, stays: str) -> None:
    """What was declared on the one record, where nothing is on the other."""
    _move(session, DeclarationRow, goes, stays)


def move_digest(session: Session, goes: str, stays: str) -> None:
    """Whether letters are wanted and what they told of, where nothing is on record for the one that stays."""
    _move(session, DigestRow, goes, stays)


def move_identity(session: Session, goes: str, stays: str) -> str | None:
    """Who it is, where the one that stays does not say; else what it leaves open is filled in.

    Returns:
        the address that is on record no longer; None where none is lost.
    """
    gone = session.get(IdentityRow, goes)
    kept = session.get(IdentityRow, stays)
    if gone is None or kept is None:
        _move(session, IdentityRow, goes, stays)
        return None
    found = {part: getattr(gone, part) for part in ("email", "phone", "language") if getattr(kept, part) is None}
    session.delete(gone)
    session.flush()  # an address is on record once
    for part, value in found.items():
        setattr(kept, part, value)
    return None if "email" in found else gone.email


def accounts(session: Session, *expert_ids: str) -> dict[str, AccountRow]:
    """The accounts of these people, by the person."""
    question = select(AccountRow).where(AccountRow.expert_id.in_(expert_ids))
    return {row.expert_id: row for row in session.scalars(question) if row.expert_id}


def last_consent(session: Session, *expert_ids: str) -> bool | None:
    """The last yes or no on these records; None where none is."""
    question = select(ConsentRow.given).where(ConsentRow.expert_id.in_(expert_ids))
    return session.scalar(question.order_by(ConsentRow.at.desc(), ConsentRow.given).limit(1))


def remove(session: Session, expert_id: str) -> None:
    """The record that goes, of which nothing is left."""
    session.execute(delete(ExpertRow).where(ExpertRow.id == expert_id))
    session.expire_all()


def _move(session: Session, table: Any, goes: str, stays: str) -> None:
    if session.get(table, stays) is None:
        session.execute(update(table).where(table.expert_id == goes).values(expert_id=stays))
    session.expire_all()


def _applications(session: Session, goes: str, stays: str) -> int:
    """One application a call: where both applied, the one that stands, else that of the record that stays."""
    own = {row.call_id: row for row in session.scalars(select(ApplicationRow).where(ApplicationRow.expert_id == stays))}
    moved = 0
    for row in session.scalars(select(ApplicationRow).where(ApplicationRow.expert_id == goes)).all():
        other = own.get(row.call_id)
        if other is not None and (other.state == SUBMITTED or row.state != SUBMITTED):
            session.delete(row)
        else:
            if other is not None:
                session.delete(other)
                session.flush()
            row.expert_id = stays
            moved += 1
        session.flush()
    return moved


def _decisions(session: Session, goes: str, stays: str) -> int:
    """Who was chosen and who is in reserve goes on under the id that stays; what was decided is the same."""
    held = or_(_says(DecisionRow.chosen, goes), _says(DecisionRow.reserve, goes))
    found = session.scalars(select(DecisionRow).where(held)).all()
    for row in found:
        row.chosen, row.reserve = _renamed(row.chosen, goes, stays), _renamed(row.reserve, goes, stays)
    return len(found)


def _calls(session: Session, goes: str, stays: str) -> int:
    """Calls under way that name the person: as a member before, or in the rules for their team."""
    held = or_(_says(CallRow.terms, goes), _says(CallRow.settings, goes))
    found = session.scalars(select(CallRow).where(held, CallRow.state.not_in(ENDED))).all()
    for row in found:
        row.terms, row.settings = _renamed(row.terms, goes, stays), _renamed(row.settings, goes, stays)
    return len(found)


def _says(column: Any, expert_id: str) -> Any:
    return cast(column, Text).contains(f'"{expert_id}"', autoescape=True)


def _renamed(value: Any, goes: str, stays: str) -> Any:
    """A value in which one id stands for the other; in a list that then names it twice, once."""
    if isinstance(value, str):
        return stays if value == goes else value
    if isinstance(value, Mapping):
        return {key: _renamed(one, goes, stays) for key, one in value.items()}
    if isinstance(value, list) and goes in value:
        return list(dict.fromkeys(_renamed(one, goes, stays) for one in value))
    return [_renamed(one, goes, stays) for one in value] if isinstance(value, list) else value
