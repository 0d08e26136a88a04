"""What is older than its retention period: found, counted and removed. People are erased elsewhere, one by one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, inspect, or_, select, true
from sqlalchemy.orm import Session

from api.storage.accounts import is_unfinished
from api.storage.cvs import TO_CONFIRM
from api.storage.tables import (
    AccountRow,
    ActionRow,
    ActivityRow,
    ApplicationRow,
    Base,
    CallRow,
    CvRow,
    DecisionRow,
    EntryRow,
    EvaluationNoteRow,
    ExpertRow,
    FailedSignInRow,
    ForgottenVectorsRow,
    IdempotencyRow,
    InvitationRow,
    NoticeRow,
    OneTimeLinkRow,
    PerformanceNoteRow,
    RequestRow,
    ShortlistRow,
    SignInRow,
    StepRow,
)
from api.storage.use_of_roster import is_inactive

ENDED_REQUESTS = (
    "not_eligible",
    "not_relevant",
    "withdrawn",
    "merged",
    "action",
)  # the last where its actions are over
ENDED_ACTIONS, ENDED_CALLS = ("completed", "cancelled"), ("closed", "decided", "cancelled")
ENDED_NOTICES = ("sent", "failed")
UNDECIDED = ("draft", "published", "closed")
PLAIN = (
    "first_looks",
    "performance_notes",
    "unconfirmed_cvs",
    "notices",
    "failed_sign_ins",
    "sign_ins",
    "one_time_links",
    "idempotency_keys",
    "unfinished_registrations",
    "forgotten_vectors",
)
# From the top down: what stands above is over only where everything under it is, and so it is to be looked at first.
SELECTION = ("requests", "actions", "calls")


@dataclass(frozen=True)
class Moments:
    """For each kind of data the moment before which it is no longer needed."""

    experts: datetime
    selection_records: datetime
    first_looks: datetime
    performance_notes: datetime
    unconfirmed_cvs: datetime
    notices: datetime
    short_lived: datetime  # attempts to sign in, answers kept for repeated posts
    registrations: datetime  # that nobody confirmed
    forgotten: datetime  # vectors that every machine is to let go of
    now: datetime


def over(kind: str, at: Moments) -> tuple[type[Base], ColumnElement[bool]]:
    """The table of a kind, and which of its rows are no longer needed."""
    sent = func.coalesce(NoticeRow.sent_at, NoticeRow.created_at)
    kinds: dict[str, tuple[type[Base], ColumnElement[bool]]] = {
        "first_looks": (ShortlistRow, and_(ShortlistRow.call_id.is_(None), ShortlistRow.at < at.first_looks)),
        "performance_notes": (
            PerformanceNoteRow,
            and_(PerformanceNoteRow.at < at.performance_notes, ~_says_why_excluded()),
        ),
        "unconfirmed_cvs": (CvRow, and_(CvRow.state == TO_CONFIRM, CvRow.read_at < at.unconfirmed_cvs)),
        "notices": (NoticeRow, and_(NoticeRow.state.in_(ENDED_NOTICES), sent < at.notices)),
        "failed_sign_ins": (FailedSignInRow, FailedSignInRow.at < at.short_lived),
        "sign_ins": (SignInRow, SignInRow.ends_at <= at.now),
        "one_time_links": (OneTimeLinkRow, OneTimeLinkRow.ends_at <= at.now),
        "idempotency_keys": (IdempotencyRow, IdempotencyRow.at < at.short_lived),
        "unfinished_registrations": (AccountRow, is_unfinished(at.registrations, at.now)),
        "forgotten_vectors": (ForgottenVectorsRow, ForgottenVectorsRow.at < at.forgotten),
        "requests": (RequestRow, _request_is_over(at.selection_records)),
        "actions": (ActionRow, _action_is_over(at.selection_records)),
        "calls": (CallRow, _call_is_over(at.selection_records)),
        "experts": (ExpertRow, is_inactive(at.experts, _is_under_way(at.selection_records))),
    }
    return kinds[kind]


def count(session: Session, kind: str, at: Moments) -> int:
    """How many of a kind are no longer needed."""
    table, condition = over(kind, at)
    return session.scalar(select(func.count()).select_from(table).where(condition)) or 0


def keys(
    session: Session, kind: str, at: Moments, *, most: int | None = None, among: Collection[Any] = ()
) -> list[Any]:
    """Keys of those that are no longer needed; where `among` is given, those of them alone."""
    table, condition = over(kind, at)
    key = _key(table)
    wanted = key.in_(among) if among else true()
    return list(session.scalars(select(key).where(condition, wanted).order_by(key).limit(most)))


def remove(session: Session, kind: str, at: Moments, gone: Collection[Any]) -> int:
    """Remove rows of one of the PLAIN kinds by their keys, where they are still over; how many went."""
    table, condition = over(kind, at)
    return _deleted(session, table, _key(table).in_(gone), condition)


def remove_with_all(session: Session, kind: str, given_id: str) -> dict[str, int]:
    """Remove one of the SELECTION kinds with everything that belongs to it; rows by table."""
    if kind == "calls":
        return _remove_call(session, given_id)
    if kind == "actions":
        counts = {"activities": _deleted(session, ActivityRow, ActivityRow.action_id == given_id)}
        counts |= _remove_story(session, "action", [given_id])
        return counts | {"actions": _deleted(session, ActionRow, ActionRow.id == given_id)}
    counts = _remove_story(session, "request", [given_id])
    return counts | {"requests": _deleted(session, RequestRow, RequestRow.id == given_id)}


def last_purge(session: Session, subject: str) -> datetime | None:
    """When the log says that everything was last purged."""
    question = select(func.max(EntryRow.at)).where(EntryRow.event == "data.purged", EntryRow.subject_id == subject)
    return session.scalar(question)


def _remove_call(session: Session, call_id: str) -> dict[str, int]:
    asked = select(InvitationRow.id).where(InvitationRow.call_id == call_id)
    applied = select(ApplicationRow.id).where(ApplicationRow.call_id == call_id)
    counts = _remove_story(session, "call", [call_id, *session.scalars(asked), *session.scalars(applied)])
    # The decision before the shortlists: it names one of them.
    for table in (DecisionRow, EvaluationNoteRow, InvitationRow, ApplicationRow, ShortlistRow):
        counts[table.__tablename__] = _deleted(session, table, table.call_id == call_id)
    return counts | {"calls": _deleted(session, CallRow, CallRow.id == call_id)}


def _remove_story(session: Session, kind: str, ids: Collection[str]) -> dict[str, int]:
    """Steps and letters, which are bound to their subject by its id alone."""
    return {
        "steps": _deleted(session, StepRow, StepRow.kind == kind, StepRow.subject_id.in_(ids)),
        "notices": _deleted(session, NoticeRow, NoticeRow.subject_id.in_(ids)),
    }


def _says_why_excluded() -> ColumnElement[bool]:
    """A note that is the reason for an exclusion in force is needed as long as that is."""
    person = select(1).where(ExpertRow.id == PerformanceNoteRow.expert_id, ExpertRow.excluded.is_(True))
    return and_(PerformanceNoteRow.kind == "exclusion", person.correlate(PerformanceNoteRow).exists())


def _request_is_over(before: datetime) -> ColumnElement[bool]:
    going_on = select(1).where(ActionRow.request_id == RequestRow.id, ~_action_is_over(before))
    return and_(
        RequestRow.state.in_(ENDED_REQUESTS),
        RequestRow.created_at < before,
        ~_moved_since("request", RequestRow, before),
        ~going_on.correlate(RequestRow).exists(),
    )


def _action_is_over(before: datetime) -> ColumnElement[bool]:
    its_calls = select(1).where(CallRow.activity_id == ActivityRow.id, ActivityRow.action_id == ActionRow.id)
    return and_(
        ActionRow.state.in_(ENDED_ACTIONS),
        ActionRow.created_at < before,
        ~_moved_since("action", ActionRow, before),
        ~its_calls.where(~_call_is_over(before)).correlate(ActionRow).exists(),
    )


def _call_is_over(before: datetime) -> ColumnElement[bool]:
    later = or_(InvitationRow.sent_at >= before, InvitationRow.answered_at >= before, InvitationRow.state == "sent")
    return and_(
        CallRow.state.in_(ENDED_CALLS),
        CallRow.created_at < before,
        ~_moved_since("call", CallRow, before),
        ~select(1).where(InvitationRow.call_id == CallRow.id, later).correlate(CallRow).exists(),
    )


def _is_under_way(before: datetime) -> ColumnElement[bool]:
    """A call that is still to be decided on; one that was left so for the whole period will not be."""
    return and_(CallRow.state.in_(UNDECIDED), ~_call_is_over(before))


def _moved_since(kind: str, table: Any, moment: datetime) -> ColumnElement[bool]:
    steps = select(1).where(StepRow.kind == kind, StepRow.subject_id == table.id, StepRow.at >= moment)
    return steps.correlate(table).exists()


def _key(table: type[Base]) -> Any:
    return inspect(table).primary_key[0]


def _deleted(session: Session, table: type[Base], *conditions: ColumnElement[bool]) -> int:
    gone = session.execute(delete(table).where(*conditions).execution_options(synchronize_session=False))
    return int(gone.rowcount)  # type: ignore[attr-defined]
