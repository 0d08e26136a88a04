"""When something was asked for, and in which languages: requests and published calls as plain rows, nobody in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.tables import CallRow, RequestRow, StepRow


class RequestAsked(NamedTuple):
    """A request: the day it was received, the language of its text, and the working languages that it names."""

    id: str
    day: date
    language: str | None
    working: list[str] | None


class CallAsked(NamedTuple):
    """A call: the moment it was first published, and the language needs of the call and, in them, of its positions."""

    id: str
    at: datetime
    languages: list[dict[str, Any]] | None
    positions: list[dict[str, Any]] | None


def requests(session: Session) -> list[RequestAsked]:
    """Every request but those that were merged into another one, which asks for the same."""
    row = RequestRow
    question = select(row.id, row.received_on, row.language, row.understood["working_languages"])
    question = question.where(row.merged_into.is_(None)).order_by(row.received_on, row.id)
    return [RequestAsked(*found) for found in session.execute(question)]


def calls(session: Session) -> list[CallAsked]:
    """Every call that was ever published, whatever became of it."""
    first = (
        select(StepRow.subject_id, func.min(StepRow.at).label("at"))
        .where(StepRow.kind == "call", StepRow.step == "published")
        .group_by(StepRow.subject_id)
        .subquery()
    )
    said = (CallRow.terms["languages"], CallRow.terms["positions"])
    question = select(CallRow.id, first.c.at, *said).join(first, first.c.subject_id == CallRow.id)
    return [CallAsked(*found) for found in session.execute(question.order_by(first.c.at, CallRow.id))]
