"""The pages, one short function each; everything works without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import May, Permit, anyone
from api.auth.roles import TEAM, Role
from api.errors import STATUS, status_of
from api.routes.access import TeamPermit
from api.routes.http import After
from api.services import health
from api.services.shortlists import explaining, shortlists
from api.services.shortlists.shortlists import ListedShortlist, StoredShortlist
from api.services.storable import Id
from api.web.forms import FormProblem, Values, read_form, values_of
from api.web.listing import endpoints
from api.web.rendering import PageLinks, page, static_file
from api.web.viewer import viewer_of
from matching.errors import MatchingError
from matching.settings import MatchSettings

router = APIRouter(include_in_schema=False)
SHOWN_BESIDE_THE_FORM = 5
SHOWN_ON_A_PAGE = 50


async def _form(request: Request) -> Mapping[str, str | UploadFile]:
    """The fields sent; a pasted text may be as long as the whole request may be."""
    limit = request.app.state.max_body
    return dict(await request.form(max_files=1, max_fields=64, max_part_size=limit))


Form = Annotated[Mapping[str, str | UploadFile], Depends(_form)]
Anyone = Annotated[Permit, Depends(anyone)]
Maker = Annotated[Permit, Depends(May(Role.OFFICER, personal=True))]
Reader = Annotated[Permit, Depends(May(*TEAM, personal=True))]
Blind = Annotated[bool, Query()]  # the first reading is one without names


@router.get("/")
def start(permit: Anyone) -> RedirectResponse:
    """On to the page from which somebody begins in their role."""
    return RedirectResponse(viewer_of(permit).home, status_code=303)


@router.get("/new")
def new(permit: Maker) -> HTMLResponse:
    """The form for a new shortlist, and the latest ones."""
    return _form_page(permit, values_of(MatchSettings()))


@router.get("/shortlists")
def recent(permit: TeamPermit, after: After = None) -> HTMLResponse:
    """The shortlists on record, newest first, page by page."""
    with permit.reading() as unit:
        part = shortlists.listed(unit, limit=SHOWN_ON_A_PAGE, after=after)
    return _page(permit, "recent.html", shortlists=[_line(s) for s in part.rows], next=part.next, first=after is None)


@router.post("/shortlists")
def create(permit: Maker, form: Form) -> Response:
    """Make a shortlist from what was pasted or uploaded, or again from one on record, and go to its page."""
    values = {name: value for name, value in form.items() if isinstance(value, str)}
    before = _on_record(permit, values["again"]) if values.get("again") else None
    reading = read_form(values, _settings_of(before) if before else MatchSettings())
    source, name, missing = _source(form, values, before)
    problems = (*missing, *reading.problems)
    if problems:
        return _form_page(permit, values, problems=problems, before=before, status=422)
    try:
        stored = shortlists.make(
            permit.office, permit.actor, source, name=name, settings=reading.settings, today=reading.today
        )
    except MatchingError as error:
        if type(error) not in STATUS:
            raise
        return _form_page(permit, values, error=error, before=before, status=status_of(error))
    return RedirectResponse(PageLinks(stored.id).page, status_code=303)


@router.get("/shortlists/{id}")
def read(permit: Reader, id: Id, blind: Blind = True) -> HTMLResponse:
    """One shortlist, with its exports and a form to change the rules."""
    with permit.reading() as unit:
        stored = shortlists.get(unit, id, names=not blind)
    values = values_of(_settings_of(stored), stored.shortlist.record.today)
    return _page(permit, "shortlist_page.html", **_about(stored, blind), values=values, problems=(), sample=None)


@router.get("/shortlists/{id}/experts/{expert_id:path}")
def explain(permit: Reader, id: Id, expert_id: Id, blind: Blind = True) -> HTMLResponse:
    """One person's result: where they stand, why, and what would change it."""
    person = explaining.explain(permit.office, permit.actor, id, expert_id, names=not blind)
    return _page(permit, "person.html", **_about(_on_record(permit, id), blind), person=person)


@router.get("/api")
def api(request: Request, permit: Anyone) -> HTMLResponse:
    """What the API offers, for people; /openapi.json says it for machines."""
    return _page(permit, "api.html", endpoints=endpoints(request.app.openapi()), problems=sorted_problems())


@router.get("/static/{name}")
def static(name: str, permit: Anyone) -> Response:
    """Styles, scripts and the icon."""
    return static_file(name)


@router.get("/favicon.ico")
def icon(permit: Anyone) -> Response:
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
    permit: Permit,
    values: Values,
    *,
    problems: tuple[FormProblem, ...] = (),
    error: MatchingError | None = None,
    before: StoredShortlist | None = None,
    status: int = 200,
) -> HTMLResponse:
    context = {"values": values_of(MatchSettings()) | values, "problems": problems, "error": error}
    if before:
        return _page(permit, "again.html", status, **context, **_about(before, blind=True))
    with permit.reading() as unit:
        latest = [_line(listed) for listed in shortlists.listed(unit, limit=SHOWN_BESIDE_THE_FORM).rows]
        about = health.particulars(unit)
    return _page(permit, "index.html", status, **context, shortlists=latest, health=about)


def _page(permit: Permit, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    return page(template, status, viewer=viewer_of(permit), **context)


def _on_record(permit: Permit, shortlist_id: str) -> StoredShortlist:
    with permit.reading() as unit:
        return shortlists.on_record(unit, shortlist_id)


def _settings_of(stored: StoredShortlist) -> MatchSettings:
    return MatchSettings.model_validate(stored.shortlist.record.settings)


def _about(stored: StoredShortlist, blind: bool) -> dict[str, Any]:
    return {"stored": stored, "shortlist": stored.shortlist, "links": PageLinks(stored.id, blind)}


def _line(listed: ListedShortlist) -> dict[str, Any]:
    return {"created": listed.created, "links": PageLinks(listed.id), "about": listed.summary}
