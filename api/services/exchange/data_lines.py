"""What a line of institutions, requests or actions holds: what an export gives out."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from api.services.people.institutions import InstitutionData
from api.services.people.profiles import ID_PATTERN, Code, Day
from matching.entities import MOST_CHARACTERS, Country, Language

RecordId = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
State = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
Title = Annotated[str, Field(max_length=1000)]
Reason = Annotated[str, Field(max_length=20_000)]
_STRICT = ConfigDict(extra="forbid")


class StepLine(BaseModel):
    """When something reached a state."""

    model_config = _STRICT

    step: State
    reason: Reason | None = None
    at: AwareDatetime


class AssessmentLine(BaseModel):
    """Somebody's judgement of a request."""

    model_config = _STRICT

    question: State
    answer: StrictBool
    reason: Reason
    at: AwareDatetime


class InstitutionLine(InstitutionData):
    """An institution on a line."""

    id: RecordId


class RequestLine(BaseModel):
    """A request on a line, with what was judged and when it reached its states."""

    model_config = _STRICT

    id: RecordId
    state: State
    received_on: Day
    title: Title | None = None
    text: str = Field(max_length=MOST_CHARACTERS)
    language: Language | None = None
    country: Country | None = None
    institution: Title | None = None
    understood: dict[str, Any] = {}
    merged_into: RecordId | None = None
    created_at: AwareDatetime
    assessments: list[AssessmentLine] = Field(default=[], max_length=100)
    steps: list[StepLine] = Field(default=[], max_length=500)


class ActionLine(BaseModel):
    """An action on a line."""

    model_config = _STRICT

    id: RecordId
    code: str = Field(min_length=1, max_length=80)
    request_id: RecordId | None = None
    title: Title
    country: Country | None = None
    institution: Title | None = None
    fields: list[Code] = Field(default=[], max_length=100)
    deliverables: list[Reason] = Field(default=[], max_length=200)
    state: State
    created_at: AwareDatetime
    steps: list[StepLine] = Field(default=[], max_length=500)
