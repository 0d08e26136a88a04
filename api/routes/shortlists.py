"""Shortlists over HTTP: make one from a call, a text or a document; read, explain and export those on record."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Body, Depends, File, Form, Query, Response, UploadFile
from pydantic import ValidationError

from api.errors import invalid
from api.exports import FORMATS, export_bytes
from api.exports.labels import call_title
from api.routes import examples
from api.routes.access import Service, takes_form, takes_json
from api.schemas import Links, Recent, ShortlistRequest, StoredAnswer, Summary
from api.services import PersonExplanation, StoredShortlist
from matching.settings import MatchSettings

PREFIX = "/api/v1/shortlists"
router = APIRouter(prefix=PREFIX, tags=["shortlists"])
ExportFormat = Literal["html", "json", "xlsx", "docx"]


@router.post(
    "",
    status_code=201,
    summary="Make a shortlist from a call or a text",
    dependencies=[Depends(takes_json)],
    responses=examples.problems(400, 403, 413, 415, 422, 503),
)
def create(
    service: Service, response: Response, request: Annotated[ShortlistRequest, Body(openapi_examples=examples.REQUESTS)]
) -> StoredAnswer:
    """A call in, a ranked, balanced, explained shortlist out. The same input again gives what is on record."""
    source = request.text or (request.call.model_dump(mode="json", exclude_unset=True) if request.call else {})
    stored = service.shortlist(source, settings=request.settings, today=request.today)
    response.headers["Location"] = links(stored.id).itself
    return answer(stored)


@router.post(
    "/document",
    status_code=201,
    summary="Make a shortlist from a document (.docx, .pdf, .txt, .md)",
    dependencies=[Depends(takes_form)],
    responses=examples.problems(400, 403, 413, 415, 422, 503),
)
def create_from_document(
    service: Service,
    response: Response,
    file: Annotated[UploadFile, File(description="the terms of reference")],
    settings: Annotated[
        str, Form(description="settings as JSON", examples=['{"balance": {"mode": "tie_break"}}'])
    ] = "{}",
    today: Annotated[date | None, Form(description="day on which availability is judged")] = None,
) -> StoredAnswer:
    """As above, from a file; what the document does not say comes back as questions."""
    try:
        chosen = MatchSettings.model_validate_json(settings)
    except ValidationError as error:
        raise invalid(error, "body.settings") from error
    stored = service.shortlist(file.file.read(), name=file.filename or "", settings=chosen, today=today)
    response.headers["Location"] = links(stored.id).itself
    return answer(stored)


@router.get("", summary="Shortlists on record, newest first", responses=examples.problems(422))
def recent(service: Service, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Recent:
    """One line each; the whole is at the link."""
    return Recent(shortlists=[summary(stored) for stored in service.recent(limit)])


@router.get("/{id}", summary="One shortlist", responses=examples.problems(404, 503))
def read(service: Service, id: str) -> StoredAnswer:
    """Everything on record: ranking, evidence, who was not eligible, teams, and the record of the run."""
    return answer(service.get(id))


@router.get(
    "/{id}/export",
    summary="A shortlist as a file",
    response_class=Response,
    responses=examples.files({f.media_type.split(";")[0]: f.label for f in FORMATS.values()}, 404, 422, 503),
)
def export(service: Service, id: str, format: ExportFormat) -> Response:
    """A page to print (html), data (json), a workbook (xlsx) or the selection record (docx)."""
    stored = service.get(id)
    name = re.sub(r"[^A-Za-z0-9_-]", "-", stored.id)[:80]
    return Response(
        export_bytes(stored.shortlist, format),
        media_type=FORMATS[format].media_type,
        headers={"Content-Disposition": f'attachment; filename="shortlist-{name}.{format}"'},
    )


@router.get(
    "/{id}/experts/{expert_id:path}",
    summary="One person's result, with reasons and what would change it",
    responses=examples.problems(404, 503),
)
def explain(service: Service, id: str, expert_id: str) -> PersonExplanation:
    """Where a person stands for each position, whether or not they were listed."""
    return service.explain(id, expert_id)


def links(id: str) -> Links:
    """Where a shortlist is found."""
    path = f"{PREFIX}/{quote(id, safe='')}"
    exports = {name: f"{path}/export?format={name}" for name in FORMATS}
    return Links(itself=path, page=f"/shortlists/{quote(id, safe='')}", exports=exports)


def answer(stored: StoredShortlist) -> StoredAnswer:
    """A shortlist on record in the shape of an answer."""
    return StoredAnswer(id=stored.id, created=stored.created, links=links(stored.id), shortlist=stored.shortlist)


def summary(stored: StoredShortlist) -> Summary:
    """A shortlist on record in one line."""
    made = stored.shortlist
    return Summary(
        id=stored.id,
        created=stored.created,
        title=call_title(made.call),
        country=made.call.country,
        mode=made.record.mode,
        positions=len(made.positions),
        teams=len(made.teams),
        links=links(stored.id),
    )
