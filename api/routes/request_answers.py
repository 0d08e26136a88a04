"""Requests, their assessments and what is like them, in the shapes of answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from api.routes.call_parts import StepAnswer
from api.routes.http import tag
from api.services.requests import requests as use
from api.services.requests.request_reading import UnderstoodRequest
from api.services.requests.request_states import State, ways_from
from api.services.requests.similar import Similar
from api.services.unit import Unit
from api.storage.tables import AssessmentRow, RequestRow
from matching.scope import ScopeDoubt


class RequestSummary(BaseModel):
    """A request in one line."""

    id: str
    state: State
    received_on: date
    title: str | None
    country: str | None
    institution: str | None
    language: str | None
    fields: list[str] = Field(description="codes of fields, the likeliest first")
    doubts: list[ScopeDoubt] = Field(description="why it may be out of scope; a person decides")


class Assessment(BaseModel):
    """A person's judgement."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    question: Literal["eligibility", "relevance"]
    answer: bool
    reason: str
    at: datetime
    by: str


class RequestAnswer(RequestSummary):
    """A request with what was understood of it, and what became of it."""

    text: str
    understood: UnderstoodRequest
    assessments: list[Assessment]
    steps: list[StepAnswer]
    ways: list[str] = Field(description="what can be done with it from here")
    merged_into: str | None
    actions: list[str] = Field(description="ids of the actions made of it")


class SimilarAnswer(BaseModel):
    """An earlier action or request that is near to a request, and why."""

    kind: Literal["action", "request"]
    id: str
    code: str | None
    title: str | None
    country: str | None
    institution: str | None
    state: str
    deliverables: list[str]
    similarity: float = Field(ge=0, le=1, description="of texts and fields: about 0 for unrelated ones, 1 for the same")
    fields_in_common: list[str]
    sentence: str | None = Field(description="of the request, nearest to")
    their_sentence: str | None = Field(description="of the earlier one")
    same_country: bool
    warning: str | None = Field(description="where it may be the same work twice")


def _line(unit: Unit, row: RequestRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state,
        "received_on": row.received_on,
        "title": row.title,
        "country": row.country,
        "institution": row.institution,
        "language": row.language,
        "fields": [proposal["code"] for proposal in row.understood["fields"][:3]],
        "doubts": use.doubts(unit, row),
    }


def summary(unit: Unit, row: RequestRow) -> RequestSummary:
    """A request in one line."""
    return RequestSummary(**_line(unit, row))


def answer(unit: Unit, response: Response, row: RequestRow) -> RequestAnswer:
    """A request whole, under its ETag."""
    tag(response, row)
    return RequestAnswer(
        **_line(unit, row),
        text=row.text,
        understood=use.understood_of(row),
        assessments=[assessment(made) for made in use.assessments(unit, row.id)],
        steps=[StepAnswer.model_validate(step) for step in use.steps(unit, row.id)],
        ways=ways_from(row.state),
        merged_into=row.merged_into,
        actions=use.actions(unit, row.id),
    )


def assessment(row: AssessmentRow) -> Assessment:
    """A judgement on record."""
    return Assessment.model_validate(row)


def similar_answer(found: Similar) -> SimilarAnswer:
    """What is told of one that is near."""
    earlier, likeness = found.earlier, found.likeness
    return SimilarAnswer(
        kind=earlier.kind,
        id=likeness.id,
        code=earlier.code,
        title=earlier.title,
        country=earlier.precedent.country,
        institution=earlier.precedent.institution,
        state=earlier.state,
        deliverables=list(earlier.deliverables),
        similarity=likeness.similarity,
        fields_in_common=list(likeness.fields),
        sentence=likeness.mine,
        their_sentence=likeness.theirs,
        same_country=likeness.same_country,
        warning=found.warning,
    )
