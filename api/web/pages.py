"""The pages, one short function each; everything works without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.errors import STATUS, status_of
from api.exports.labels import call_title
from api.routes.access import Service
from api.services import StoredShortlist
from api.web.forms import FormProblem, Values, read_form, values_of
from api.web.listing import endpoints
from api.web.rendering import PageLinks, page, static_file
from matching.errors import MatchingError
from matching.settings import MatchSettings

router = APIRouter(include_in_schema=False)
SHOWN_ON_FIRST_PAGE = 5


async def _form(request: Request) -> Mapping[str, str | UploadFile]:
    """The fields sent; a pasted text may be as long as the whole request may be."""
    limit = request.app.state.max_body
    return dict(await request.form(max_files=1, max_fields=64, max_part_size=limit))


Form = Annotated[Mapping[str, str | UploadFile], Depends(_form)]


@router.get("/")
def first_page(service: Service) -> HTMLResponse:
    """The form for a new shortlist, and the latest ones."""
    return _form_page(service, values_of(MatchSettings()))


@router.get("/shortlists")
def recent(service: Service) -> HTMLResponse:
    """Every shortlist on record, newest first."""
    return page("recent.html", shortlists=[_line(stored) for stored in service.recent(200)])


@router.post("/shortlists")
def create(service: Service, form: Form) -> Response:
    """Make a shortlist from what was pasted or uploaded, or again from one on record, and go to its page."""
    values = {name: value for name, value in form.items() if isinstance(value, str)}
    before = service.get(values["again"]) if values.get("again") else None
    reading = read_form(values, _settings_of(before) if before else MatchSettings())
    source, name, missing = _source(form, values, before)
    problems = (*missing, *reading.problems)
    if problems:
        return _form_page(service, values, problems=problems, before=before, status=422)
    try:
        stored = service.shortlist(source, name=name, settings=reading.settings, today=reading.today)
    except MatchingError as error:
        if type(error) not in STATUS:
            raise
        return _form_page(service, values, error=error, before=before, status=status_of(error))
    return RedirectResponse(PageLinks(stored.id).page, status_code=303)


@router.get("/shortlists/{id}")
def read(service: Service, id: str) -> HTMLResponse:
    """One shortlist, with its exports and a form to change the rules."""
    stored = service.get(id)
    values = values_of(_settings_of(stored), stored.shortlist.record.today)
    return page("shortlist_page.html", **_about(stored), values=values, problems=(), sample=None)


@router.get("/shortlists/{id}/experts/{expert_id:path}")
def explain(service: Service, id: str, expert_id: str) -> HTMLResponse:
    """One person's result: where they stand, why, and what would change it."""
    stored = service.get(id)
    return page("person.html", **_about(stored), person=service.explain(id, expert_id))


@router.get("/api")
def api(request: Request) -> HTMLResponse:
    """What the API offers, for people; /openapi.json says it for machines."""
    return page("api.html", endpoints=endpoints(request.app.openapi()), problems=sorted_problems())


@router.get("/static/{name}")
def static(name: str) -> Response:
    """The stylesheets and the icon."""
    return static_file(name)


@router.get("/favicon.ico")
def icon() -> Response:
    """The icon, for browsers that ask without being told."""
    return static_file("icon.svg")


def sorted_problems() -> list[tuple[int, str, str]]:
    """Every code of a problem with its status and meaning."""
    return sorted((status, kind.code, (kind.__doc__ or "").split("\n")[0]) for kind, status in STATUS.items())


def _source(
    form: Mapping[str, str | UploadFile], values: Values, before: StoredShortlist | None
) -> tuple[bytes | str | dict[str, Any], str, tuple[FormProblem, ...]]:
    """What the shortlist is to be made from: the call on record, the file or the text; and what is wrong with it."""
    if before:
        proposals = {"proposed_fields", "proposed_competences"}  # made anew by every run
        return before.shortlist.call.model_dump(mode="json", exclude=proposals, exclude_defaults=True), "", ()
    document, text = form.get("document"), values.get("text", "")
    uploaded = isinstance(document, UploadFile) and bool(document.filename)
    if uploaded and text.strip():
        return (
            "",
            "",
            (FormProblem("text", "Give the text or a document, not both: empty this field or leave the file out."),),
        )
    if isinstance(document, UploadFile) and uploaded:
        return document.file.read(), document.filename or "", ()
    if not text.strip():
        return "", "", (FormProblem("text", "Paste the terms of reference here, or choose a document below."),)
    return text, "", ()


def _form_page(
    service: Service,
    values: Values,
    *,
    problems: tuple[FormProblem, ...] = (),
    error: MatchingError | None = None,
    before: StoredShortlist | None = None,
    status: int = 200,
) -> HTMLResponse:
    context = {"values": values_of(MatchSettings()) | values, "problems": problems, "error": error}
    if before:
        return page("again.html", status, **context, **_about(before))
    latest = [_line(stored) for stored in service.recent(SHOWN_ON_FIRST_PAGE)]
    return page("index.html", status, **context, shortlists=latest, health=service.health())


def _settings_of(stored: StoredShortlist) -> MatchSettings:
    return MatchSettings.model_validate(stored.shortlist.record.settings)


def _about(stored: StoredShortlist) -> dict[str, Any]:
    return {"stored": stored, "shortlist": stored.shortlist, "links": PageLinks(stored.id)}


def _line(stored: StoredShortlist) -> dict[str, Any]:
    made = stored.shortlist
    return {"title": call_title(made.call), "created": stored.created, "links": PageLinks(stored.id), "shortlist": made}
