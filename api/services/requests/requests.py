"""Requests: received in any shape, understood at once, judged by people, and led on to an action or closed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from api.errors import Conflict
from api.services.people.profiles import Day
from api.services.requests.request_reading import UnderstoodRequest, read_request
from api.services.requests.request_states import OPEN_TO_CHANGE, Way, check_way, go, refusal
from api.services.requests.scope import doubts_of_country
from api.services.step_dates import check_day, moment_of, step_on
from api.services.steps import steps_of
from api.services.storable import Id, Said, as_data
from api.services.unit import Unit, new_id
from api.services.versions import check_version, found
from api.storage import requests as rows
from api.storage.paging import Part
from api.storage.tables import AssessmentRow, RequestRow, StepRow
from matching.engine import Engine
from matching.entities import MOST_CHARACTERS, Country
from matching.scope import ScopeDoubt

Reason = Annotated[Said, Field(min_length=5, max_length=2000)]
Question = Literal["eligibility", "relevance"]
ANSWERS: dict[tuple[Question, bool], Way] = {
    ("eligibility", True): "find_eligible",
    ("eligibility", False): "find_not_eligible",
    ("relevance", True): "find_relevant",
    ("relevance", False): "find_not_relevant",
}


class RequestFacts(BaseModel):
    """What is known of a request beside its text; nothing of it is required."""

    model_config = ConfigDict(extra="forbid")

    title: Said | None = Field(default=None, max_length=500)
    country: Country | None = Field(
        default=None, description="ISO 3166-1 alpha-2; as the text says, where it is not given"
    )
    institution: Said | None = Field(default=None, max_length=300, description="that asks, and would be the partner")
    received_on: Day | None = Field(default=None, description="the real day; today where it is not given")


class RequestData(RequestFacts):
    """A request as it came: a text of any length and language, or only a title."""

    text: Said = Field(default="", max_length=MOST_CHARACTERS)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and not self.title:
            raise ValueError("give a text, or a title at least")
        return self


class RequestStep(BaseModel):
    """What goes with a step of a request."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason
    on: Day | None = Field(default=None, description="the real day, where it was not today")


class AssessmentData(RequestStep):
    """A person's judgement of a request."""

    question: Question
    answer: StrictBool


class MergeData(RequestStep):
    """A request that is dealt with as part of another one."""

    into: Id = Field(max_length=100, description="id of that request")


def get(unit: Unit, request_id: str) -> RequestRow:
    """One request.

    Raises:
        NotOnRecord: there is none with this id.
    """
    return found(rows.request(unit.session, request_id), "request", request_id)


def listed(
    unit: Unit, *, state: str | None, country: str | None, words: str | None, limit: int, after: str | None
) -> Part[RequestRow]:
    """A page of requests, newest first."""
    return rows.requests(unit.session, state=state, country=country, words=words, limit=limit, after=after)


def understand(engine: Engine, data: RequestData) -> UnderstoodRequest:
    """What a request says. To be called outside a unit of work: encoding takes its time."""
    return read_request(engine, data.title, data.text, country=data.country, institution=data.institution)


def receive(unit: Unit, data: RequestData, understood: UnderstoodRequest) -> RequestRow:
    """A new request, understood beforehand.

    Raises:
        InvalidSetting: it would have been received on a day to come.
    """
    row = RequestRow(id=new_id("request"), state="received", created_at=unit.now, created_by=unit.actor.account_id)
    _keep(row, data, understood, unit.today)
    unit.session.add(row)
    unit.session.flush()
    step_on(unit, "request", row.id, "received", row.received_on)
    unit.record("request.received", "request", row.id, **_facts(row, understood))
    return row


def check_change(unit: Unit, request_id: str, expected: int | None) -> RequestRow:
    """The request, which has to be open to a change from this version.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile: see `get` and `check_version`.
        Conflict: an action was made of it, or it was closed.
    """
    row = get(unit, request_id)
    check_version(row, expected)
    if row.state not in OPEN_TO_CHANGE:
        raise refusal(unit, row, "changed")
    return row


def change(
    unit: Unit, request_id: str, data: RequestData, understood: UnderstoodRequest, expected: int | None
) -> RequestRow:
    """A request's text and facts, replaced, and understood anew.

    Raises:
        NotOnRecord, VersionNeeded, ChangedMeanwhile, Conflict: see `check_change`.
        InvalidSetting: the day it was received is to come, or after the next step.
    """
    row = check_change(unit, request_id, expected)
    _keep(row, data, understood, row.received_on)
    first, *later = steps(unit, row.id)
    if row.received_on != first.at.date():
        check_day(unit, row.received_on, latest=later[0].at.date() if later else None)
        first.at = moment_of(unit, row.received_on)
    unit.session.flush()
    unit.record("request.changed", "request", row.id, version=row.version, **_facts(row, understood))
    return row


def assess(unit: Unit, request_id: str, data: AssessmentData) -> AssessmentRow:
    """Judge whether a request is eligible, or relevant. The machine's doubts decide nothing.

    Raises:
        NotOnRecord: there is no such request.
        Conflict: the question does not stand, as the request stands.
        InvalidSetting: the day is to come, or before the last step.
    """
    row = get(unit, request_id)
    judged = row.version
    go(unit, row, ANSWERS[data.question, data.answer], on=data.on, reason=data.reason)
    assessment = AssessmentRow(
        id=new_id("assessment"),
        request_id=row.id,
        question=data.question,
        answer=data.answer,
        reason=data.reason,
        at=unit.now,
        by=unit.actor.account_id,
    )
    unit.session.add(assessment)
    unit.session.flush()
    unit.record(
        "request.assessed",
        "request",
        row.id,
        question=data.question,
        answer=data.answer,
        judged=judged,
        state=row.state,
    )
    return assessment


def withdraw(unit: Unit, request_id: str, data: RequestStep) -> RequestRow:
    """Note that the partner took a request back.

    Raises:
        NotOnRecord, Conflict, InvalidSetting: see `assess`.
    """
    row = get(unit, request_id)
    go(unit, row, "withdraw", on=data.on, reason=data.reason)
    unit.record("request.closed", "request", row.id, state=row.state)
    return row


def merge(unit: Unit, request_id: str, data: MergeData) -> RequestRow:
    """Deal with a request as part of another one, which goes on alone.

    Raises:
        NotOnRecord: one of the two is not there.
        Conflict: it cannot be merged as it stands, the other one goes nowhere, or both are the same.
        InvalidSetting: see `assess`.
    """
    row, other = get(unit, request_id), get(unit, data.into)
    check_way(unit, row, "merge")
    if other.id == row.id or other.state in ("withdrawn", "merged", "not_eligible", "not_relevant"):
        why = "It is the same one." if other.id == row.id else f"The state of that one is '{other.state}'."
        raise Conflict("The request cannot be merged into that one.", why, "Give one that goes on.")
    row.merged_into = other.id
    go(unit, row, "merge", on=data.on, reason=data.reason)
    unit.record("request.closed", "request", row.id, state=row.state, into=other.id)
    return row


def assessments(unit: Unit, request_id: str) -> list[AssessmentRow]:
    """Every judgement of a request, in the order in which they were given."""
    return rows.assessments(unit.session, request_id)


def actions(unit: Unit, request_id: str) -> list[str]:
    """Ids of the actions that were made of a request."""
    return rows.actions_of(unit.session, request_id)


def steps(unit: Unit, request_id: str) -> list[StepRow]:
    """The steps of a request, in order of time."""
    return steps_of(unit, "request", request_id)


def understood_of(row: RequestRow) -> UnderstoodRequest:
    """What was understood of a request on record."""
    return UnderstoodRequest.model_validate(row.understood)


def doubts(unit: Unit, row: RequestRow) -> tuple[ScopeDoubt, ...]:
    """Why a request may be out of scope: its country, by the office's rules as they stand, and its text."""
    return (*doubts_of_country(unit, row.country), *understood_of(row).doubts)


def _keep(row: RequestRow, data: RequestData, understood: UnderstoodRequest, usual: date) -> None:
    row.title, row.text = data.title or None, data.text
    row.country = data.country or understood.country
    row.institution = data.institution or understood.institution
    row.received_on = data.received_on or usual
    row.language = understood.language
    row.understood = as_data(understood)


def _facts(row: RequestRow, understood: UnderstoodRequest) -> dict[str, object]:
    return {
        "characters": len(row.text),
        "questions": len(understood.questions),
        "doubts": [doubt.kind for doubt in understood.doubts],
    }
