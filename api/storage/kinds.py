"""Whole kinds of data in the database, read as a stream of records and never all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.experts import expert_of
from api.storage.tables import (
    ActionRow,
    ActivityRow,
    ApplicationRow,
    AssessmentRow,
    CallRow,
    CommunityMemberRow,
    CommunityRow,
    ConsentRow,
    DecisionRow,
    EntryRow,
    EvaluationNoteRow,
    ExpertRow,
    FocalPointRow,
    IdentityRow,
    InstitutionProfileRow,
    InstitutionRow,
    InterestRow,
    InvitationRow,
    PerformanceNoteRow,
    RequestRow,
    StepRow,
)

Record = dict[str, Any]
AT_ONCE = 200  # rows fetched together
KINDS: dict[str, Any] = {
    "experts": ExpertRow,
    "identities": IdentityRow,
    "institutions": InstitutionRow,
    "consents": ConsentRow,
    "focal_points": FocalPointRow,
    "institution_profiles": InstitutionProfileRow,
    "communities": CommunityRow,
    "community_members": CommunityMemberRow,
    "interests": InterestRow,
    "requests": RequestRow,
    "actions": ActionRow,
    "activities": ActivityRow,
    "calls": CallRow,
    "applications": ApplicationRow,
    "invitations": InvitationRow,
    "evaluation_notes": EvaluationNoteRow,
    "decisions": DecisionRow,
    "performance_notes": PerformanceNoteRow,
    "log": EntryRow,
}
STEPPED = {"requests": "request", "actions": "action", "calls": "call"}  # kinds whose steps go with them
INSIDE = {"version", "created_by", "to_announce"}  # what only this installation can do something with
EXPERT_PARTS = (
    "id", "segments", "status", "institution", "institution_country", "languages", "fields", "competences",
    "activity_types", "countries", "absences", "release_days", "conflicts", "validated", "consent", "excluded", "missions",
)  # fmt: skip


def columns(kind: str) -> tuple[str, ...]:
    """The keys of a kind's records, in order."""
    if kind == "experts":
        return EXPERT_PARTS
    own = tuple(column.key for column in KINDS[kind].__table__.columns if column.key not in INSIDE)
    return own + (("assessments",) if kind == "requests" else ()) + (("steps",) if kind in STEPPED else ())


def count(session: Session, kind: str) -> int:
    """How many records of a kind there are."""
    return session.scalar(select(func.count()).select_from(KINDS[kind])) or 0


def records(session: Session, kind: str) -> Iterator[Record]:
    """Every record of a kind, in the order of its key."""
    row = KINDS[kind]
    question = select(row).order_by(*row.__table__.primary_key.columns).execution_options(yield_per=AT_ONCE)
    for some in session.scalars(question).partitions():
        yield from _told(session, kind, some)
        for one in some:
            session.expunge(one)


def records_by_id(session: Session, kind: str, ids: Collection[str]) -> dict[str, Record]:
    """These records of a kind whose key is `id`."""
    row = KINDS[kind]
    return {
        made["id"]: made for made in _told(session, kind, session.scalars(select(row).where(row.id.in_(ids))).all())
    }


def has_action_code(session: Session, code: str) -> bool:
    """Whether an action has this code."""
    return session.scalar(select(ActionRow.id).where(ActionRow.code == code)) is not None


def _told(session: Session, kind: str, some: Sequence[Any]) -> list[Record]:
    if kind == "experts":
        return [expert_of(row, None).model_dump(mode="json", include=set(EXPERT_PARTS)) for row in some]
    own = [column.key for column in KINDS[kind].__table__.columns if column.key not in INSIDE]
    made = [{name: getattr(row, name) for name in own} for row in some]
    ids = [row.id for row in some] if kind in STEPPED else []
    if kind == "requests":
        _put(made, "assessments", _assessments(session, ids))
    if kind in STEPPED:
        _put(made, "steps", _steps(session, STEPPED[kind], ids))
    return made


def _put(made: list[Record], name: str, belonging: dict[str, list[Record]]) -> None:
    for record in made:
        record[name] = belonging.get(record["id"], [])


def _steps(session: Session, kind: str, ids: Sequence[str]) -> dict[str, list[Record]]:
    question = select(StepRow).where(StepRow.kind == kind, StepRow.subject_id.in_(ids))
    found = defaultdict(list)
    for row in session.scalars(question.order_by(StepRow.at, StepRow.id)):
        found[row.subject_id].append({"step": row.step, "reason": row.reason, "at": row.at})
    return found


def _assessments(session: Session, ids: Sequence[str]) -> dict[str, list[Record]]:
    question = select(AssessmentRow).where(AssessmentRow.request_id.in_(ids))
    found = defaultdict(list)
    for row in session.scalars(question.order_by(AssessmentRow.at, AssessmentRow.id)):
        told = {"question": row.question, "answer": row.answer, "reason": row.reason, "at": row.at}
        found[row.request_id].append(told)
    return found
