"""Rows as they are after years of work, for what looks at how old things are: one line for each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from api.services.office import Office
from api.services.unit import SYSTEM, Unit, writing
from api.storage.tables import (
    AccountRow,
    ActionRow,
    ActivityRow,
    ApplicationRow,
    AssessmentRow,
    Base,
    CallRow,
    CvRow,
    DecisionRow,
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

ALL = {"anna", "bert", "cleo", "dino", "ewa", "finn", "gus", "hana"}
OF_A_CALL = ("calls", "decisions", "shortlists", "applications", "invitations", "evaluation_notes", "steps")


def count(office: Office, table: str) -> int:
    with office.database.read() as session:
        return session.query(Base.metadata.tables[table]).count()


def come_back(office: Office, *ids: str) -> None:
    """These people confirmed their profiles a moment ago."""
    with writing(office, SYSTEM) as unit:
        for row in unit.session.query(ExpertRow):
            row.confirmed_at = unit.now if row.id in ids else row.confirmed_at


def add(office: Office, *made: Any) -> None:
    with writing(office, SYSTEM) as unit:
        for one in made:  # one after the other: rows that others belong to come first
            unit.session.add(one)
            unit.session.flush()


def step(unit: Unit, kind: str, subject_id: str, name: str) -> StepRow:
    return StepRow(kind=kind, subject_id=subject_id, step=name, at=unit.now, by="x")


def request(unit: Unit, state: str, request_id: str = "request-1") -> list[Any]:
    return [
        RequestRow(
            id=request_id, state=state, received_on=unit.today, text="We ask.", understood={}, created_at=unit.now,
            created_by="x",
        ),
        AssessmentRow(
            id=f"assessment-{request_id}", request_id=request_id, question="relevance", answer=True, reason="r",
            at=unit.now, by="x",
        ),
        step(unit, "request", request_id, state),
    ]  # fmt: skip


def action(unit: Unit, state: str, request_id: str | None = None) -> list[Any]:
    return [
        ActionRow(
            id="action-1", code="2026-01", request_id=request_id, title="Pensions", fields=[], deliverables=[],
            state=state, created_at=unit.now, created_by="x",
        ),
        ActivityRow(id="activity-1", action_id="action-1", number=1, title="Training", activity_types=[]),
        step(unit, "action", "action-1", state),
    ]  # fmt: skip


def first_look(unit: Unit) -> ShortlistRow:
    return ShortlistRow(
        id="shortlist-look", run_id="r", revision=1, summary={}, content={}, content_hash="h", at=unit.now, by="x"
    )


def small_things(unit: Unit) -> list[Any]:
    """One of everything that is not kept for long."""
    now = unit.now
    return [
        AccountRow(id="account-1", email="a@example.org", name="A", roles=["auditor"], created_at=now),
        AccountRow(id="account-2", email="b@example.org", name="B", roles=["expert"], created_at=now),
        first_look(unit),
        PerformanceNoteRow(id="note-1", expert_id="anna", kind="assignment", grade=4, text="Well.", at=now, by="x"),
        CvRow(
            id="cv-1", expert_id="anna", sha256="h", format="text", pages=1, source="upload", state="to_confirm",
            read_at=now, by="x", read={}, decisions={}, proposed={},
        ),
        NoticeRow(
            id="notice-1", kind="call_published", expert_id="bert", subject_id="x", facts={}, state="sent",
            next_try_at=now, sent_at=now, created_at=now,
        ),
        FailedSignInRow(key="k", at=now),
        SignInRow(id_hash="s", account_id="account-1", created_at=now, seen_at=now, ends_at=now + timedelta(hours=12)),
        OneTimeLinkRow(secret_hash="l", account_id="account-2", ends_at=now + timedelta(days=7)),
        ForgottenVectorsRow(keys=["00"], at=now),
        IdempotencyRow(account_id="account-1", key="k", request_hash="h", status=201, headers={}, body="", at=now),
    ]  # fmt: skip


ACCOUNT = dict(id="account-anna", email="anna@example.org", name="Anna", roles=["expert"], expert_id="anna")
TOKEN = dict(id="t", account_id="account-anna", name="t", secret_hash="h", scopes=[])
CALL = dict(id="call-1", title="t", terms={}, settings={}, created_by="x")
APPLIED = dict(id="a", call_id="call-1", expert_id="anna", positions=[], available=True, no_conflict=True)
INVITED = dict(id="i", call_id="call-1", position_id="1", expert_id="anna", by="x")


def account(now: Any) -> AccountRow:
    return AccountRow(**ACCOUNT, created_at=now - timedelta(days=2000))


def invited(now: Any, state: str, answered: Any) -> InvitationRow:
    long_ago = now - timedelta(days=2000)
    return InvitationRow(**INVITED, state=state, sent_at=long_ago, reply_by=long_ago, answered_at=answered)


def long_ago_call(now: Any, state: str) -> CallRow:
    return CallRow(**CALL, state=state, created_at=now - timedelta(days=2000))


def applied(now: Any, state: str = "submitted", **at: Any) -> ApplicationRow:
    return ApplicationRow(**APPLIED, state=state, at=at.get("at", now - timedelta(days=2000)))


def decided(unit: Unit) -> list[Any]:
    """A call with an application, an invitation, a shortlist and a decision that names it."""
    look = first_look(unit)
    look.id, look.call_id, look.number = "shortlist-1", "call-1", 1
    return [
        CallRow(**CALL, activity_id="activity-1", state="decided", created_at=unit.now),
        step(unit, "call", "call-1", "decided"),
        look,
        applied(unit.now, at=unit.now),
        invited(unit.now, "accepted", unit.now),
        EvaluationNoteRow(id="e", call_id="call-1", position_id="1", expert_id="anna", text="t", at=unit.now, by="x"),
        NoticeRow(
            id="notice-i", kind="invitation", expert_id="anna", subject_id="i", facts={}, state="waiting",
            next_try_at=unit.now, created_at=unit.now,
        ),
        DecisionRow(
            id="d", call_id="call-1", shortlist_id="shortlist-1", chosen={"1": "anna"}, reserve={}, departs=False,
            at=unit.now, by="x",
        ),
    ]  # fmt: skip
