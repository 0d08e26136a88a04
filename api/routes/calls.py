"""Calls over HTTP: drafted from a text, a document or data, changed while drafts, published, closed, cancelled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from api.errors import invalid
from api.routes import examples
from api.routes.access import takes_form, takes_json
from api.routes.call_parts import PREFIX, CallId, Expected, Officer, Reader, StepAnswer, Team
from api.routes.examples import problems
from api.routes.http import After, Limit, Page, tag
from api.services.calls import calls as use
from api.services.calls.call_states import WAYS, State
from api.services.calls.call_terms import blocking_questions, read_terms, settings_of, terms_of
from api.services.calls.calls import CallChange, CallDetails, Cancellation, Publication
from api.services.calls.cancelling import cancel as cancel_call
from api.services.steps import steps_of
from api.services.storable import Id
from api.services.unit import Unit
from api.storage.tables import CallRow
from matching.entities import MOST_CHARACTERS, Call, Country, Question
from matching.settings import MatchSettings

router = APIRouter(prefix=PREFIX, tags=["calls"])
STATES: tuple[State, ...] = ("draft", "published", "closed", "decided", "cancelled")
CHANGE = {"call": examples.CALL, "activity_id": None, "deadline": "2026-12-14", "reserve_moves_up": True}


class DraftRequest(CallDetails):
    """A call as data or as text."""

    model_config = ConfigDict(json_schema_extra={"example": {**CHANGE, "settings": {"shown": 10}}})

    call: Call | None = Field(default=None, description="the terms as data")
    text: str | None = Field(
        default=None, min_length=1, max_length=MOST_CHARACTERS, description="or the terms of reference as plain text"
    )
    settings: MatchSettings | None = Field(default=None, description="as the office has it where it is not given")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.call is None) == (self.text is None):
            raise ValueError("give either 'call' (the terms as data) or 'text' (the terms of reference), and not both")
        return self


class CallLine(BaseModel):
    """A call in one line."""

    id: str
    state: State
    reference: str | None
    title: str | None
    country: str | None
    activity_id: str | None
    deadline: date | None
    positions: int
    created_at: datetime


class CallAnswer(CallLine):
    """A call on record."""

    reserve_moves_up: bool
    terms: Call
    settings: MatchSettings = Field(description="how candidates are compared; fixed when the call is published")
    open_questions: list[Question] = Field(description="of a draft: what has to be answered before it is published")
    ways: list[str] = Field(description="what can be done with it from here")
    steps: list[StepAnswer]
    created_by: str


def line(row: CallRow) -> CallLine:
    """A row in one line."""
    return CallLine(**_line(row))


def answer(unit: Unit, row: CallRow) -> CallAnswer:
    """A row in the shape of an answer."""
    terms = terms_of(row)
    return CallAnswer(
        **_line(row),
        reserve_moves_up=row.reserve_moves_up,
        terms=terms,
        settings=settings_of(row),
        open_questions=blocking_questions(terms, unit.today) if row.state == "draft" else [],
        ways=list(WAYS[row.state]),
        steps=[StepAnswer.model_validate(step) for step in steps_of(unit, "call", row.id)],
        created_by=row.created_by,
    )


def _line(row: CallRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state,
        "reference": row.reference,
        "title": row.title,
        "country": row.terms["country"],
        "activity_id": row.activity_id,
        "deadline": row.deadline,
        "positions": len(row.terms["positions"]),
        "created_at": row.created_at,
    }


@router.get("", summary="Calls, newest first", responses=problems(401, 403, 422))
def listed(
    permit: Reader,
    limit: Limit = 50,
    after: After = None,
    state: Annotated[list[State] | None, Query(max_length=5, description="one or several; all where not given")] = None,
    country: Annotated[Country | None, Query(max_length=80)] = None,
    activity: Annotated[Id | None, Query(max_length=100, description="id of an activity")] = None,
    q: Annotated[Id | None, Query(max_length=300, description="words in the title or reference")] = None,
) -> Page[CallLine]:
    """A page of calls, past ones included."""
    with permit.reading() as unit:
        found = use.listed(
            unit, states=state or STATES, country=country, activity_id=activity, words=q, limit=limit, after=after
        )
        return Page(items=[line(row) for row in found.rows], next=found.next)


@router.post(
    "",
    status_code=201,
    summary="Draft a call from data or a text",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def draft(permit: Officer, response: Response, request: DraftRequest) -> CallAnswer:
    """A draft, with the questions that its gaps raise."""
    source = request.text or (request.call.model_dump(mode="json", exclude_unset=True) if request.call else {})
    terms = read_terms(permit.office, source)
    with permit.writing() as unit:
        return _made(unit, response, use.draft(unit, terms, request, request.settings))


@router.post(
    "/document",
    status_code=201,
    summary="Draft a call from a document (.docx, .pdf, .odt, .txt, .md, .json)",
    dependencies=[Depends(takes_form)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def draft_from_document(
    permit: Officer,
    response: Response,
    file: Annotated[UploadFile, File(description="the terms of reference")],
    details: Annotated[
        str, Form(max_length=10_000, description="activity, deadline, reserve as JSON", examples=["{}"])
    ] = "{}",
    settings: Annotated[
        str | None, Form(max_length=100_000, description="settings as JSON", examples=['{"shown": 10}'])
    ] = None,
) -> CallAnswer:
    """As above, from a file; what the document does not say comes back as questions."""
    try:
        chosen = MatchSettings.model_validate_json(settings) if settings else None
        kept = CallDetails.model_validate_json(details)
    except ValidationError as error:
        raise invalid(error, f"body.{'details' if error.title == 'CallDetails' else 'settings'}") from error
    terms = read_terms(permit.office, file.file.read(), name=file.filename or "")
    with permit.writing() as unit:
        return _made(unit, response, use.draft(unit, terms, kept, chosen))


@router.get("/{id}", summary="One call", responses=problems(401, 403, 404, 422))
def read(permit: Reader, response: Response, id: CallId) -> CallAnswer:
    """Terms, settings and steps; its ETag is needed to change or publish it."""
    with permit.reading() as unit:
        row = use.get(unit, id)
        tag(response, row)
        return answer(unit, row)


@router.put(
    "/{id}",
    summary="Change a draft",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
)
def change(permit: Officer, response: Response, id: CallId, data: CallChange, expected: Expected) -> CallAnswer:
    """Replace terms and details; a question that is left out, or whose fact has changed, counts as answered."""
    with permit.writing() as unit:
        return _tagged(unit, response, use.change(unit, id, data, expected))


@router.put(
    "/{id}/settings",
    summary="Set how a draft's candidates will be compared",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
)
def set_settings(
    permit: Officer, response: Response, id: CallId, settings: MatchSettings, expected: Expected
) -> CallAnswer:
    """Weights, rules, mode of balance and merit band: fixed beforehand, when the call is published."""
    with permit.writing() as unit:
        return _tagged(unit, response, use.set_settings(unit, id, settings, expected))


@router.post(
    "/{id}/publish",
    summary="Open a draft to applications",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
)
def publish(permit: Officer, response: Response, id: CallId, data: Publication, expected: Expected) -> CallAnswer:
    """Terms and settings are fixed from here on; those who could apply are written to."""
    with permit.writing() as unit:
        return _tagged(unit, response, use.publish(unit, id, data, expected))


@router.post("/{id}/close", summary="Close a call to applications", responses=problems(400, 401, 403, 404, 409, 422))
def close(permit: Officer, response: Response, id: CallId) -> CallAnswer:
    """A call closes by itself when its deadline has passed; this closes it before."""
    with permit.writing() as unit:
        return _tagged(unit, response, use.close(unit, id))


@router.post(
    "/{id}/cancel",
    summary="Cancel a call",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def cancel(permit: Team, response: Response, id: CallId, data: Cancellation) -> CallAnswer:
    """Give a call up, with the reason; whoever took part is told."""
    with permit.writing() as unit:
        return _tagged(unit, response, cancel_call(unit, id, data.reason))


def _made(unit: Unit, response: Response, row: CallRow) -> CallAnswer:
    response.headers["Location"] = f"{PREFIX}/{row.id}"
    return _tagged(unit, response, row)


def _tagged(unit: Unit, response: Response, row: CallRow) -> CallAnswer:
    tag(response, row)
    return answer(unit, row)
