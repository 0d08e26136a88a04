"""Shortlists over HTTP: make one from a call, a text or a document; read, explain and export those on record."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Body, Depends, File, Form, Query, Response, UploadFile
from pydantic import ValidationError

from api.auth.access import May, Permit
from api.auth.roles import TEAM, Role
from api.errors import invalid
from api.explanations import PersonExplanation
from api.exports import FORMATS, export_bytes
from api.routes import examples
from api.routes.access import TeamPermit, takes_form, takes_json
from api.routes.call_parts import Blind, FileLanguage
from api.routes.http import After, Limit, Page
from api.schemas import Links, ShortlistRequest, StoredAnswer, Summary
from api.services.people.profiles import IsoDate
from api.services.shortlists import explaining
from api.services.shortlists import shortlists as use
from api.services.shortlists.shortlists import ListedShortlist, StoredShortlist
from api.services.storable import Id
from matching.settings import MatchSettings

PREFIX = "/api/v1/shortlists"
router = APIRouter(prefix=PREFIX, tags=["shortlists"])
ExportFormat = Literal["html", "json", "xlsx", "docx", "pdf"]
FILES = examples.files({f.media_type.split(";")[0]: f.label for f in FORMATS.values()}, 401, 403, 404, 422)
FILES[200]["content"]["application/json"]["schema"] = {"$ref": "#/components/schemas/Shortlist"}
Maker = Annotated[Permit, Depends(May(Role.OFFICER, personal=True))]
Reader = Annotated[Permit, Depends(May(*TEAM, personal=True))]


@router.post(
    "",
    status_code=201,
    summary="Make a shortlist from a call or a text",
    dependencies=[Depends(takes_json)],
    responses=examples.problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
)
def create(
    permit: Maker,
    response: Response,
    request: Annotated[ShortlistRequest, Body(openapi_examples=examples.REQUESTS)],
    blind: Blind = False,
) -> StoredAnswer:
    """A call in, a ranked, balanced, explained shortlist out. The same input again gives what is on record."""
    source = request.text or (request.call.model_dump(mode="json", exclude_unset=True) if request.call else {})
    stored = use.make(permit.office, permit.actor, source, settings=request.settings, today=request.today)
    return _made(permit, response, stored, blind)


@router.post(
    "/document",
    status_code=201,
    summary="Make a shortlist from a document (.docx, .pdf, .txt, .md)",
    dependencies=[Depends(takes_form)],
    responses=examples.problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
)
def create_from_document(
    permit: Maker,
    response: Response,
    file: Annotated[UploadFile, File(description="the terms of reference")],
    settings: Annotated[
        str, Form(description="settings as JSON", examples=['{"balance": {"mode": "tie_break"}}'])
    ] = "{}",
    today: Annotated[IsoDate | None, Form(description="day on which availability is judged")] = None,
    blind: Blind = False,
) -> StoredAnswer:
    """As above, from a file; what the document does not say comes back as questions."""
    try:
        chosen = MatchSettings.model_validate_json(settings)
    except ValidationError as error:
        raise invalid(error, "body.settings") from error
    content, name = file.file.read(), file.filename or ""
    stored = use.make(permit.office, permit.actor, content, name=name, settings=chosen, today=today)
    return _made(permit, response, stored, blind)


@router.get("", summary="Shortlists on record, newest first", responses=examples.problems(401, 403, 422))
def listed(
    permit: TeamPermit,
    limit: Limit = 50,
    after: After = None,
    call: Annotated[Id | None, Query(max_length=100, description="only those of this call on record")] = None,
) -> Page[Summary]:
    """One line each; the whole is at the link."""
    with permit.reading() as unit:
        part = use.listed(unit, limit=limit, after=after, call_id=call)
        return Page(items=[summary(found) for found in part.rows], next=part.next)


@router.get("/{id}", summary="One shortlist", responses=examples.problems(401, 403, 404, 422))
def read(permit: Reader, id: Id, blind: Blind = False) -> StoredAnswer:
    """Everything on record: ranking, evidence, who was not eligible, teams, and the record of the run."""
    with permit.reading() as unit:
        return answer(use.get(unit, id, names=not blind))


@router.get(
    "/{id}/export",
    summary="A shortlist as a file",
    response_class=Response,
    responses=FILES,
)
def export(
    permit: Reader, id: Id, format: ExportFormat, blind: Blind = False, language: FileLanguage = None
) -> Response:
    """A page to print (html), data (json), a workbook (xlsx) or the selection record (docx, pdf)."""
    with permit.reading() as unit:
        stored = use.export(unit, id, format, names=not blind)
    name = re.sub(r"[^A-Za-z0-9_-]", "-", stored.id)[:80]
    return Response(
        export_bytes(stored.shortlist, format, language or permit.language),
        media_type=FORMATS[format].media_type,
        headers={"Content-Disposition": f'attachment; filename="shortlist-{name}.{format}"'},
    )


@router.get(
    "/{id}/experts/{expert_id:path}",
    summary="One person's result, with reasons and what would change it",
    responses=examples.problems(401, 403, 404, 409, 422),
)
def explain(permit: Reader, id: Id, expert_id: Id, blind: Blind = False) -> PersonExplanation:
    """Where a person stands for each position, whether or not they were listed."""
    return explaining.explain(permit.office, permit.actor, id, expert_id, names=not blind)


def links(id: str) -> Links:
    """Where a shortlist is found."""
    path = f"{PREFIX}/{quote(id, safe='')}"
    exports = {name: f"{path}/export?format={name}" for name in FORMATS}
    return Links(itself=path, page=f"/shortlists/{quote(id, safe='')}", exports=exports)


def answer(stored: StoredShortlist) -> StoredAnswer:
    """A shortlist on record in the shape of an answer."""
    return StoredAnswer(
        id=stored.id,
        created=stored.created,
        call_id=stored.call_id,
        number=stored.number,
        links=links(stored.id),
        shortlist=stored.shortlist,
    )


def summary(listed: ListedShortlist) -> Summary:
    """A shortlist on record in one line."""
    return Summary(
        id=listed.id,
        created=listed.created,
        call_id=listed.call_id,
        number=listed.number,
        links=links(listed.id),
        **listed.summary.model_dump(),
    )


def _made(permit: Permit, response: Response, stored: StoredShortlist, blind: bool) -> StoredAnswer:
    response.headers["Location"] = links(stored.id).itself
    with permit.reading() as unit:
        return answer(use.opened(unit, stored, names=not blind))
