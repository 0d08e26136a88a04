"""From the request to the decision: requests, actions, activities, calls, and everything that happens to a call."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables.base import Base, about

SELECTION = "as the rules for selection records ask, ten years by default"
CALL, EXPERT = "calls.id", "experts.id"


class RequestRow(Base):
    """What a partner institution asked for."""

    __tablename__ = "requests"
    __table_args__ = about(
        "what partners ask for",
        personal="names that a request may hold",
        kept=SELECTION,
        notes=("text",),
        prose=("title", "institution", "understood"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(index=True)
    received_on: Mapped[date]
    title: Mapped[str | None]
    text: Mapped[str]
    language: Mapped[str | None]
    country: Mapped[str | None]
    institution: Mapped[str | None]
    understood: Mapped[dict[str, Any]]  # fields, competences, languages, questions, out of scope: as read from the text
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("requests.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AssessmentRow(Base):
    """A person's judgement of a request: eligible or not, relevant or not, and why."""

    __tablename__ = "assessments"
    __table_args__ = about("why a request went on or not", kept=SELECTION, notes=("reason",))

    id: Mapped[str] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    question: Mapped[str]  # "eligibility" or "relevance"
    answer: Mapped[bool]
    reason: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[str]


class ActionRow(Base):
    """An action formulated from a request."""

    __tablename__ = "actions"
    __table_args__ = about("what is done for a partner", kept=SELECTION, prose=("title", "institution", "deliverables"))

    id: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("requests.id", ondelete="SET NULL"), index=True)
    title: Mapped[str]
    country: Mapped[str | None]
    institution: Mapped[str | None]
    fields: Mapped[list[str]]
    deliverables: Mapped[list[str]]
    state: Mapped[str] = mapped_column(index=True)  # open, completed, cancelled
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ActivityRow(Base):
    """One of up to four activities of an action."""

    __tablename__ = "activities"
    __table_args__ = (
        UniqueConstraint("action_id", "number"),
        about("what is done for a partner", kept=SELECTION, prose=("title",)),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    action_id: Mapped[str] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]  # 1 to 4
    title: Mapped[str]
    activity_types: Mapped[list[str]]
    start: Mapped[date | None]
    end: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CallRow(Base):
    """A call for experts; `terms` is a `matching.entities.Call`, `settings` a `MatchSettings`, fixed when published."""

    __tablename__ = "calls"
    __table_args__ = about("calls for experts", kept=SELECTION, prose=("title", "terms"))

    id: Mapped[str] = mapped_column(primary_key=True)
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activities.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(index=True)  # draft, published, closed, decided, cancelled
    reference: Mapped[str | None]
    title: Mapped[str | None]
    terms: Mapped[dict[str, Any]]
    settings: Mapped[dict[str, Any]]
    deadline: Mapped[date | None]  # the last day on which one may apply
    reserve_moves_up: Mapped[bool] = mapped_column(default=True)  # who is next is invited when somebody declines
    to_announce: Mapped[bool] = mapped_column(default=False)  # those who could apply are still to be told
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class StepRow(Base):
    """When a request, action or call reached a state."""

    __tablename__ = "steps"
    __table_args__ = about("dates per step and median times", kept=SELECTION, notes=("reason",))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str]  # "request", "action", "call"
    subject_id: Mapped[str] = mapped_column(index=True)
    step: Mapped[str]
    reason: Mapped[str | None]  # where the step needs one
    at: Mapped[datetime]
    by: Mapped[str]


class ApplicationRow(Base):
    """An expert who applies, with the two declarations that go with it."""

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("call_id", "expert_id"),
        about(
            "who applied",
            personal="application, availability, conflicts of interest",
            kept=SELECTION,
            notes=("message",),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey(CALL, ondelete="CASCADE"), index=True)
    expert_id: Mapped[str] = mapped_column(ForeignKey(EXPERT, ondelete="CASCADE"), index=True)
    positions: Mapped[list[str]]  # ids; empty: any
    available: Mapped[bool]
    no_conflict: Mapped[bool]
    message: Mapped[str | None]
    state: Mapped[str]  # submitted, withdrawn
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class InvitationRow(Base):
    """An expert who was asked, the day by which to answer, and the answer."""

    __tablename__ = "invitations"
    __table_args__ = about(
        "who was asked and answered", personal="invitation, answer", kept=SELECTION, notes=("reason",)
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey(CALL, ondelete="CASCADE"), index=True)
    position_id: Mapped[str]
    expert_id: Mapped[str] = mapped_column(ForeignKey(EXPERT, ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(index=True)  # sent, accepted, declined, expired, cancelled
    offer: Mapped[bool] = mapped_column(default=False)  # of the place itself, after the decision
    shortlist_id: Mapped[str | None]  # whose order the reserve follows, before the decision
    from_reserve: Mapped[bool] = mapped_column(default=False)
    replaces: Mapped[str | None]  # the invitation whose place it takes
    sent_at: Mapped[datetime]
    reply_by: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    available: Mapped[bool | None]  # declared with the answer, as with an application
    no_conflict: Mapped[bool | None]
    reason: Mapped[str | None]
    by: Mapped[str]


class ShortlistRow(Base):
    """One version of a call's shortlist, whole, with its run record; without a call: made for a first look."""

    __tablename__ = "shortlists"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        about(
            "rankings with their reasons",
            personal="scores and sentences of CVs",
            kept=SELECTION,
            prose=("summary", "content"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    call_id: Mapped[str | None] = mapped_column(ForeignKey(CALL, ondelete="CASCADE"), index=True)
    number: Mapped[int | None]  # 1, 2, 3... within the call
    pool: Mapped[list[str] | None]  # ids of those who were compared; None: the whole roster
    named: Mapped[dict[str, Any]] = mapped_column(default=dict)  # position ids by expert; who is not in it wants any
    run_id: Mapped[str] = mapped_column(index=True)
    revision: Mapped[int]  # of the roster that was read
    summary: Mapped[dict[str, Any]]  # an `api.schemas.ShortlistSummary`: lists read it, not the content
    content: Mapped[dict[str, Any]]  # a `matching.results.Shortlist`, without names
    content_hash: Mapped[str]  # as made; erasure changes the content and sets `redacted_at`
    redacted_at: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str]


class EvaluationNoteRow(Base):
    """What an evaluator wrote about a person for one position."""

    __tablename__ = "evaluation_notes"
    __table_args__ = about("why a person was chosen or not", personal="assessment", kept=SELECTION, notes=("text",))

    id: Mapped[str] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey(CALL, ondelete="CASCADE"), index=True)
    position_id: Mapped[str]
    expert_id: Mapped[str] = mapped_column(ForeignKey(EXPERT, ondelete="CASCADE"), index=True)
    text: Mapped[str]
    points: Mapped[int | None]  # 0 to 100
    at: Mapped[datetime]
    by: Mapped[str]


class DecisionRow(Base):
    """The selection decision of a team leader."""

    __tablename__ = "decisions"
    __table_args__ = about(
        "who was chosen, by whom and why", personal="selection, ids of people", kept=SELECTION, notes=("reason",)
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey(CALL, ondelete="CASCADE"), unique=True)
    shortlist_id: Mapped[str] = mapped_column(ForeignKey("shortlists.id"))
    chosen: Mapped[dict[str, Any]]  # position id -> expert id
    reserve: Mapped[dict[str, Any]]  # position id -> expert ids, in order
    departs: Mapped[bool]  # from the ranking
    reason: Mapped[str | None]  # required where it departs
    at: Mapped[datetime]
    by: Mapped[str]


class NoticeRow(Base):
    """A notice to somebody, until it is sent and for a while after."""

    __tablename__ = "notices"
    __table_args__ = about(
        "writing to people", personal="address, letter", kept="ninety days after it was sent", prose=("facts",)
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    expert_id: Mapped[str | None] = mapped_column(ForeignKey(EXPERT, ondelete="CASCADE"), index=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    subject_id: Mapped[str | None]  # the call, invitation... that it is about
    facts: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(index=True)  # waiting, sending, sent, failed
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    problem: Mapped[str | None]  # kind of error, without addresses
    created_at: Mapped[datetime]
