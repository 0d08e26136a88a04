"""What hangs on a person in the database: declaration, consents, performance, and who looked at their data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from api.storage.own_data import shown_in
from api.storage.paging import Part, part
from api.storage.tables import (
    AccountRow,
    ConsentRow,
    DeclarationRow,
    EntryRow,
    ExpertRow,
    PerformanceNoteRow,
)

NOTHING: list[str | None] = [None]


def declaration(session: Session, expert_id: str) -> DeclarationRow | None:
    """What a person declared of themselves; None: nothing."""
    return session.get(DeclarationRow, expert_id)


def declared_counts(session: Session) -> tuple[int, Counter[str | None], Counter[str | None]]:
    """How many people there are, and how many declared each gender and each nationality; None: nothing declared."""
    genders: Counter[str | None] = Counter()
    nationalities: Counter[str | None] = Counter()
    people = 0
    question = select(DeclarationRow.gender, DeclarationRow.nationalities).select_from(ExpertRow)
    joined = question.outerjoin(DeclarationRow, DeclarationRow.expert_id == ExpertRow.id)
    for gender, countries in session.execute(joined):
        people += 1
        genders[gender] += 1
        nationalities.update(countries or NOTHING)
    return people, genders, nationalities


def consents(session: Session, expert_id: str) -> list[ConsentRow]:
    """Every yes and no of a person, the last one first."""
    question = select(ConsentRow).where(ConsentRow.expert_id == expert_id)
    return list(session.scalars(question.order_by(ConsentRow.at.desc(), ConsentRow.id)))


def performance_notes(session: Session, expert_id: str) -> list[PerformanceNoteRow]:
    """What was noted about a person's work, the last one first."""
    question = select(PerformanceNoteRow).where(PerformanceNoteRow.expert_id == expert_id)
    return list(session.scalars(question.order_by(PerformanceNoteRow.at.desc(), PerformanceNoteRow.id)))


def views(
    session: Session,
    expert_id: str,
    *,
    events: Collection[str],
    exports: Collection[str],
    since: datetime,
    limit: int,
    after: str | None,
) -> Part[EntryRow]:
    """Entries of the log that say who looked at a person's data, newest first.

    Args:
        events: those that name the person.
        exports: kinds of data in which the person was, when they were exported after `since`.
    """
    named = and_(EntryRow.subject_id == expert_id, EntryRow.event.in_(events))
    among = [EntryRow.subject_id.in_(question) for question in shown_in(expert_id)]
    shown = and_(EntryRow.event == "personal.viewed", or_(*among))
    taken = and_(EntryRow.event == "data.exported", EntryRow.subject_id.in_(exports), EntryRow.at >= since)
    question = select(EntryRow).where(or_(named, shown, taken))
    return part(session, question, (EntryRow.number,), limit=limit, after=after, newest_first=True)


def roles_of(session: Session, account_ids: Collection[str]) -> dict[str, list[str]]:
    """The roles of these accounts."""
    question = select(AccountRow.id, AccountRow.roles).where(AccountRow.id.in_(account_ids))
    return {account: roles for account, roles in session.execute(question)}
