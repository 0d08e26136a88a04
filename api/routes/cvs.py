"""CVs over HTTP: sent, read, looked through fact by fact, compared with the profile, confirmed, taken back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, File, Path, Query, Response, UploadFile

from api.auth.access import Permit
from api.routes.access import takes_form, takes_json
from api.routes.cv_answers import (
    CvAnswer,
    CvMade,
    CvSummary,
    DifferencesAnswer,
    answer,
    differences,
    made,
    summary,
    where,
)
from api.routes.examples import problems
from api.routes.http import After, Limit, Page, tag
from api.routes.people import PREFIX, Expected, ExpertId, StaffOrOwn, StaffPersonal
from api.services.cvs import cv_confirming, cv_differences, cv_vectors
from api.services.cvs import cvs as use
from api.services.cvs.cv_confirming import ConfirmationData, DecisionsData
from api.services.cvs.cvs import CvState
from api.services.storable import Id

router = APIRouter(tags=["CVs"])
ALL, ONE = "/api/v1/cvs", PREFIX + "/{id}/cvs/{cv_id}"
OF_PERSON = PREFIX + "/{id}/cvs"
CvId = Annotated[Id, Path(max_length=100)]
Document = Annotated[
    UploadFile,
    File(description="the CV: PDF, DOCX, ODT, RTF, HTML, text, Markdown, Europass, EuropeAid form, JSON Resume"),
]
StateOf = Annotated[CvState | None, Query(description="only those in this state")]
DECISIONS: dict[str, Any] = {
    "decisions": [
        {"path": "entries.0.employer", "state": "corrected", "value": "Public Employment Service"},
        {"path": "languages.0", "state": "accepted"},
        {"path": "fields.2", "state": "removed"},
    ]
}
UPLOAD = (400, 401, 403, 409, 413, 415, 422)
CHANGE = (400, 401, 403, 404, 409, 412, 413, 415, 422, 428)


@router.post(
    ALL,
    status_code=201,
    summary="Send the CV of somebody",
    dependencies=[Depends(takes_form)],
    responses=problems(*UPLOAD),
)
def send(permit: StaffPersonal, response: Response, file: Document) -> CvMade:
    """The person is recognised by e-mail address, or by name and birth date, and put on the roster where they are not
    known. Nothing reaches a profile before it is confirmed; the document is not kept."""
    return _sent(permit, response, file, None)


@router.get(ALL, summary="CVs, the last read first", responses=problems(401, 403, 422))
def everybodys(permit: StaffPersonal, limit: Limit = 50, after: After = None, state: StateOf = None) -> Page[CvSummary]:
    """One line each, without what they say."""
    with permit.reading() as unit:
        found = use.listed(unit, state=state, expert_id=None, limit=limit, after=after)
        return Page(items=[summary(row) for row in found.rows], next=found.next)


@router.post(
    OF_PERSON,
    status_code=201,
    summary="Send a person's CV",
    dependencies=[Depends(takes_form)],
    responses=problems(*UPLOAD, 404),
)
def send_own(permit: StaffOrOwn, response: Response, id: ExpertId, file: Document) -> CvMade:
    """By the person, or by staff who know whose it is. A newer one is shown beside the profile as a difference."""
    with permit.reading() as unit:
        use.check_person(unit, id)
    return _sent(permit, response, file, id)


@router.get(OF_PERSON, summary="A person's CVs, the last read first", responses=problems(401, 403, 404, 422))
def listed(
    permit: StaffOrOwn, id: ExpertId, limit: Limit = 50, after: After = None, state: StateOf = None
) -> Page[CvSummary]:
    """One line each, without what they say."""
    with permit.reading() as unit:
        found = use.listed(unit, state=state, expert_id=id, limit=limit, after=after)
        return Page(items=[summary(row) for row in found.rows], next=found.next)


@router.get(ONE, summary="A CV with its text and facts", responses=problems(401, 403, 404, 422))
def read(permit: StaffOrOwn, response: Response, id: ExpertId, cv_id: CvId) -> CvAnswer:
    """Each fact with the words that show it; that another looked at them is noted. What a person declares of themselves
    (nationality, gender) is shown to them alone, and covered in the text for others."""
    with permit.reading() as unit:
        row = use.shown(unit, id, cv_id)
        tag(response, row)
        return answer(unit, row)


@router.patch(
    ONE + "/facts",
    summary="Accept, correct or remove facts",
    dependencies=[Depends(takes_json)],
    responses=problems(*CHANGE),
)
def decide(
    permit: StaffOrOwn,
    response: Response,
    id: ExpertId,
    cv_id: CvId,
    data: Annotated[DecisionsData, Body(examples=[DECISIONS])],
    expected: Expected,
) -> CvAnswer:
    """One or many at once, all of them or none. The profile changes when the CV is confirmed."""
    with permit.reading() as unit:
        before = cv_vectors.readings(unit, id)
    with permit.writing() as unit:
        row = cv_confirming.decide(unit, id, cv_id, data, expected)
        tag(response, row)
        found = answer(unit, row)
    cv_vectors.let_go(permit.office, permit.actor, before, [id])
    return found


@router.get(ONE + "/differences", summary="A CV beside the profile", responses=problems(401, 403, 404, 422))
def compare(permit: StaffOrOwn, response: Response, id: ExpertId, cv_id: CvId) -> DifferencesAnswer:
    """What the CV adds, says differently, no longer tells of, and says as it is on record."""
    with permit.reading() as unit:
        found = cv_differences.differences(unit, id, cv_id)
        tag(response, found.row)
        return differences(found)


@router.post(
    ONE + "/confirmation",
    summary="Confirm a CV as a whole",
    dependencies=[Depends(takes_json)],
    responses=problems(*CHANGE),
)
def confirm(
    permit: StaffOrOwn, response: Response, id: ExpertId, cv_id: CvId, data: ConfirmationData, expected: Expected
) -> CvAnswer:
    """What is confirmed goes into the profile; an officer then validates that, as after every change by its owner."""
    with permit.reading() as unit:
        before = cv_vectors.readings(unit, id)
    with permit.writing() as unit:
        row = cv_confirming.confirm(unit, id, cv_id, data, expected)
        tag(response, row)
        found = answer(unit, row)
    cv_vectors.let_go(permit.office, permit.actor, before, [id])
    return found


@router.delete(
    ONE, status_code=204, summary="Take a CV back", responses=problems(400, 401, 403, 404, 409, 412, 422, 428)
)
def withdraw(permit: StaffOrOwn, id: ExpertId, cv_id: CvId, expected: Expected) -> None:
    """What was read from it is emptied; what was confirmed before stays in the profile."""
    with permit.reading() as unit:
        before = cv_vectors.readings(unit, id)
    with permit.writing() as unit:
        cv_confirming.withdraw(unit, id, cv_id, expected)
    cv_vectors.let_go(permit.office, permit.actor, before, [id])


def _sent(permit: Permit, response: Response, file: UploadFile, expert_id: str | None) -> CvMade:
    read = use.read(permit.office, file.file.read(), file.filename or "")
    with cv_vectors.kept_or_forgotten(permit.office, read), permit.writing() as unit:
        kept = use.keep(unit, read, source="upload", expert_id=expert_id)
        row = use.get(unit, kept.expert_id, kept.cv_id)
        tag(response, row)
        response.headers["Location"] = where(row)
        return made(unit, row, kept.outcome)
