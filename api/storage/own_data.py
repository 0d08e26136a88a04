"""Everything in the database that is about one person, for that person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlalchemy.orm import Session

from api.storage.tables import (
    AccountRow,
    ApplicationRow,
    CallRow,
    CommunityMemberRow,
    CommunityRow,
    CvRow,
    DecisionRow,
    EntryRow,
    EvaluationNoteRow,
    FocalPointRow,
    InterestRow,
    InvitationRow,
    NoticeRow,
    ShortlistRow,
    SignInRow,
    TokenRow,
)

ENTRIES = 1000  # of the log, fetched at a time


def account(session: Session, expert_id: str) -> AccountRow | None:
    """The account of a person, where they have one."""
    return session.scalar(select(AccountRow).where(AccountRow.expert_id == expert_id))


def sign_ins(session: Session, account_id: str) -> Sequence[SignInRow]:
    """Browsers signed in with an account."""
    return session.scalars(
        select(SignInRow).where(SignInRow.account_id == account_id).order_by(SignInRow.created_at)
    ).all()


def tokens(session: Session, account_id: str) -> Sequence[TokenRow]:
    """Tokens made in the name of an account."""
    return session.scalars(
        select(TokenRow).where(TokenRow.account_id == account_id).order_by(TokenRow.created_at)
    ).all()


def applications(session: Session, expert_id: str) -> Sequence[ApplicationRow]:
    """What a person applied for."""
    question = select(ApplicationRow).where(ApplicationRow.expert_id == expert_id)
    return session.scalars(question.order_by(ApplicationRow.at, ApplicationRow.id)).all()


def invitations(session: Session, expert_id: str) -> Sequence[InvitationRow]:
    """What a person was invited to."""
    question = select(InvitationRow).where(InvitationRow.expert_id == expert_id)
    return session.scalars(question.order_by(InvitationRow.sent_at, InvitationRow.id)).all()


def evaluation_notes(session: Session, expert_id: str, states: Collection[str]) -> Sequence[EvaluationNoteRow]:
    """What evaluators wrote about a person, on calls in one of these states."""
    question = select(EvaluationNoteRow).join(CallRow, CallRow.id == EvaluationNoteRow.call_id)
    question = question.where(EvaluationNoteRow.expert_id == expert_id, CallRow.state.in_(states))
    return session.scalars(question.order_by(EvaluationNoteRow.at, EvaluationNoteRow.id)).all()


def cvs(session: Session, expert_id: str) -> Sequence[CvRow]:
    """What was read from a person's CVs."""
    return session.scalars(select(CvRow).where(CvRow.expert_id == expert_id).order_by(CvRow.read_at, CvRow.id)).all()


def notices(session: Session, expert_id: str, account_id: str | None) -> Sequence[NoticeRow]:
    """Letters to a person."""
    mine = NoticeRow.expert_id == expert_id
    if account_id is not None:
        mine = or_(mine, NoticeRow.account_id == account_id)
    return session.scalars(select(NoticeRow).where(mine).order_by(NoticeRow.created_at, NoticeRow.id)).all()


def focal_points(session: Session, email: str) -> Sequence[FocalPointRow]:
    """Where the person with this address answers, or answered, for an institution."""
    question = select(FocalPointRow).where(func.lower(FocalPointRow.email) == email.lower())
    return session.scalars(question.order_by(FocalPointRow.since, FocalPointRow.id)).all()


def communities(session: Session, focal_point_ids: Collection[str]) -> Sequence[CommunityRow]:
    """Communities to which one of these focal points belongs."""
    theirs = select(CommunityMemberRow.community_id).where(CommunityMemberRow.focal_point_id.in_(focal_point_ids))
    return session.scalars(select(CommunityRow).where(CommunityRow.id.in_(theirs)).order_by(CommunityRow.id)).all()


def interests(session: Session, focal_point_ids: Collection[str], account_id: str | None) -> Sequence[InterestRow]:
    """Answers to the survey that one of these focal points gave, or that were noted with an account."""
    given = InterestRow.focal_point_id.in_(focal_point_ids)
    mine = given if account_id is None else or_(given, InterestRow.by == account_id)
    return session.scalars(select(InterestRow).where(mine).order_by(InterestRow.at, InterestRow.id)).all()


def shortlists(session: Session, expert_id: str, states: Collection[str]) -> Iterator[ShortlistRow]:
    """Shortlists of calls in one of these states in whose content a person stands, newest first and one at a time."""
    return _one_by_one(session, expert_id, CallRow.state.in_(states))


def shortlists_to_tell(session: Session, expert_id: str, states: Collection[str]) -> Iterator[ShortlistRow]:
    """The same, with those that were made for no call on record."""
    return _one_by_one(session, expert_id, or_(ShortlistRow.call_id.is_(None), CallRow.state.in_(states)))


def _one_by_one(session: Session, expert_id: str, of_call: ColumnElement[bool]) -> Iterator[ShortlistRow]:
    """Each is hundreds of kilobytes."""
    question = select(ShortlistRow).outerjoin(CallRow, CallRow.id == ShortlistRow.call_id)
    question = question.where(of_call, _says(ShortlistRow.content, expert_id))
    ordered = question.order_by(ShortlistRow.at.desc(), ShortlistRow.id.desc()).execution_options(yield_per=1)
    for row in session.scalars(ordered):
        yield row
        session.expunge(row)


def shortlist(session: Session, shortlist_id: str, states: Collection[str]) -> ShortlistRow | None:
    """The shortlist with this id, where its call is in one of these states."""
    question = select(ShortlistRow).join(CallRow, CallRow.id == ShortlistRow.call_id)
    return session.scalar(question.where(ShortlistRow.id == shortlist_id, CallRow.state.in_(states)))


def decisions(session: Session, expert_id: str, call_ids: Collection[str]) -> Sequence[DecisionRow]:
    """Decisions that name a person, and those on some calls."""
    named = or_(_says(DecisionRow.chosen, expert_id), _says(DecisionRow.reserve, expert_id))
    question = select(DecisionRow).where(or_(named, DecisionRow.call_id.in_(call_ids)))
    return session.scalars(question.order_by(DecisionRow.at, DecisionRow.id)).all()


def calls(session: Session, call_ids: Collection[str]) -> dict[str, CallRow]:
    """These calls, by id."""
    return {row.id: row for row in session.scalars(select(CallRow).where(CallRow.id.in_(call_ids)))}


def entries(session: Session, expert_id: str, account_id: str | None) -> Iterator[EntryRow]:
    """Entries of the log that are about a person, that mention them, or that say what they did themselves."""
    about = [EntryRow.subject_id == expert_id, _says(EntryRow.facts, expert_id)]
    if account_id is not None:
        about += [EntryRow.subject_id == account_id, EntryRow.actor == account_id]
    question = select(EntryRow).where(or_(*about)).order_by(EntryRow.number)
    for row in session.scalars(question.execution_options(yield_per=ENTRIES)):
        yield row
        session.expunge(row)


def shown_in(expert_id: str) -> tuple[Select[Any], ...]:
    """Questions for the ids of what others look at with a person in it: shortlists, and calls they took part in."""
    return (
        select(ShortlistRow.id).where(_says(ShortlistRow.content, expert_id)),
        select(ApplicationRow.call_id).where(ApplicationRow.expert_id == expert_id),
        select(InvitationRow.call_id).where(InvitationRow.expert_id == expert_id),
    )


def _says(column: Any, expert_id: str) -> ColumnElement[bool]:
    """Whether an id stands in a JSON column as a text of its own; who reads it looks where."""
    return cast(column, Text).contains(f'"{expert_id}"', autoescape=True)
