"""Requests over HTTP: received as text, title or document; understood at once; judged, merged or withdrawn by people."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, File, Form, Path, Query, Response, UploadFile
from pydantic import ValidationError

from api.auth.access import May, Permit
from api.auth.roles import TEAM, Role
from api.errors import invalid
from api.routes.access import OfficerPermit, takes_form, takes_json
from api.routes.examples import problems
from api.routes.http import After, Limit, Page, expected_version
from api.routes.request_answers import (
    Assessment,
    RequestAnswer,
    RequestSummary,
    SimilarAnswer,
    answer,
    assessment,
    similar_answer,
    summary,
)
from api.services.people.profiles import Day
from api.services.requests import requests as use
from api.services.requests.request_states import State
from api.services.requests.requests import AssessmentData, MergeData, RequestData, RequestStep
from api.services.requests.similar import similar
from api.services.storable import Id
from matching.entities import Country
from matching.reading import extract_text

PREFIX = "/api/v1/requests"
router = APIRouter(prefix=PREFIX, tags=["requests"])
Reader = Annotated[Permit, Depends(May(*TEAM, Role.BUSINESS, Role.AUDITOR))]
Expected = Annotated[int | None, Depends(expected_version)]
RequestId = Annotated[Id, Path(max_length=100)]
Words = Annotated[Id | None, Query(max_length=200, description="in the title or the name of the institution")]
EXAMPLE: dict[str, Any] = {
    "title": "Appui au service public de l'emploi",
    "text": "L'agence souhaite former ses conseillers à l'accompagnement des jeunes. Exchange with another agency welcome.",
    "country": "TG",
    "institution": "Agence nationale pour l'emploi",
}


@router.get("", summary="Requests, newest first", responses=problems(401, 403, 422))
def listed(
    permit: Reader,
    limit: Limit = 50,
    after: After = None,
    state: State | None = None,
    country: Country | None = None,
    words: Words = None,
) -> Page[RequestSummary]:
    """A page of requests."""
    with permit.reading() as unit:
        found = use.listed(unit, state=state, country=country, words=words, limit=limit, after=after)
        return Page(items=[summary(unit, row) for row in found.rows], next=found.next)


@router.post(
    "",
    status_code=201,
    summary="Receive a request",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 409, 413, 415, 422),
)
def receive(
    permit: OfficerPermit, response: Response, data: Annotated[RequestData, Body(examples=[EXAMPLE])]
) -> RequestAnswer:
    """A text of any length, or only a title; what it does not say comes back as questions to ask."""
    return _received(permit, response, data)


@router.post(
    "/document",
    status_code=201,
    summary="Receive a request as a document (.docx, .pdf, .txt, .md)",
    dependencies=[Depends(takes_form)],
    responses=problems(400, 401, 403, 409, 413, 415, 422),
)
def receive_document(
    permit: OfficerPermit,
    response: Response,
    file: Annotated[UploadFile, File(description="the partner's letter")],
    title: Annotated[str | None, Form(max_length=500)] = None,
    country: Annotated[str | None, Form(max_length=100)] = None,
    institution: Annotated[str | None, Form(max_length=300)] = None,
    received_on: Annotated[Day | None, Form(description="the real day; today where it is not given")] = None,
) -> RequestAnswer:
    """As above, from a file."""
    document = extract_text(file.file.read(), file.filename or "")
    given = {"title": title, "country": country or None, "institution": institution, "received_on": received_on}
    try:
        data = RequestData.model_validate({"text": document.text, **given})
    except ValidationError as error:
        raise invalid(error, "body") from error
    return _received(permit, response, data)


@router.get("/{id}", summary="One request", responses=problems(401, 403, 404, 422))
def read(permit: Reader, response: Response, id: RequestId) -> RequestAnswer:
    """What came, what was understood, how it was judged and what can be done next."""
    with permit.reading() as unit:
        return answer(unit, response, use.get(unit, id))


@router.put(
    "/{id}",
    summary="Change a request",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428),
)
def change(
    permit: OfficerPermit, response: Response, id: RequestId, data: RequestData, expected: Expected
) -> RequestAnswer:
    """Replace text and facts, as more becomes known; the request is understood anew."""
    with permit.reading() as unit:
        use.check_change(unit, id, expected)
    understood = use.understand(permit.office.engine, data)
    with permit.writing() as unit:
        return answer(unit, response, use.change(unit, id, data, understood, expected))


@router.post(
    "/{id}/assessments",
    status_code=201,
    summary="Judge a request: eligible or not, relevant or not",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def assess(permit: OfficerPermit, id: RequestId, data: AssessmentData) -> Assessment:
    """A person answers, with a reason; a later answer may take it back as long as no action was made of the request."""
    with permit.writing() as unit:
        return assessment(use.assess(unit, id, data))


@router.post(
    "/{id}/withdraw",
    summary="Note that the partner took a request back",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def withdraw(permit: OfficerPermit, response: Response, id: RequestId, data: RequestStep) -> RequestAnswer:
    """The request ends here."""
    with permit.writing() as unit:
        return answer(unit, response, use.withdraw(unit, id, data))


@router.post(
    "/{id}/merge",
    summary="Deal with a request as part of another one",
    dependencies=[Depends(takes_json)],
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
)
def merge(permit: OfficerPermit, response: Response, id: RequestId, data: MergeData) -> RequestAnswer:
    """The request ends here, and the other one goes on."""
    with permit.writing() as unit:
        return answer(unit, response, use.merge(unit, id, data))


@router.get(
    "/{id}/similar", summary="Earlier actions and requests that are near", responses=problems(401, 403, 404, 422)
)
def similar_ones(permit: Reader, id: RequestId, limit: Annotated[int, Query(ge=1, le=20)] = 5) -> list[SimilarAnswer]:
    """In any language, the nearest first: what they delivered can be reused, and need not be done twice."""
    return [similar_answer(one) for one in similar(permit.office, permit.actor, id, limit)]


def _received(permit: Permit, response: Response, data: RequestData) -> RequestAnswer:
    understood = use.understand(permit.office.engine, data)
    with permit.writing() as unit:
        made = answer(unit, response, use.receive(unit, data, understood))
    response.headers["Location"] = f"{PREFIX}/{made.id}"
    return made
