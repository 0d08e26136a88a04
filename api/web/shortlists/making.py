"""The forms of shortlists: one made from a text or a document, or again with other rules; and other rules tried."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import Permit
from api.errors import STATUS, status_of
from api.services.shortlists import shortlists, trying
from api.services.shortlists.bench import lay_out, settings_of
from api.services.shortlists.shortlists import StoredShortlist
from api.services.storable import Id
from api.speech.speech import Speech, speech
from api.web.forms import FormProblem, Values, read_form
from api.web.rendering import PageLinks
from api.web.shortlists import showing
from api.web.shortlists.access import Blind, Form, Maker, Reader, SentFields, values_in
from matching.errors import MatchingError
from matching.settings import MatchSettings

router = APIRouter(include_in_schema=False)
Source = bytes | str | dict[str, Any]


@router.post("/shortlists")
def create(permit: Maker, form: Form) -> Response:
    """Make a shortlist from what was pasted or uploaded, or again from one on record, and go to its page."""
    values, say = values_in(form), speech(permit.language, "rules")
    before = _on_record(permit, values["again"]) if values.get("again") else None
    reading = read_form(values, settings_of(before.shortlist) if before else MatchSettings(), say)
    source, name, missing = _source(form, values, before, say)
    problems = (*missing, *reading.problems)
    if problems:
        return _again(permit, values, before, problems=problems, status=422)
    try:
        stored = shortlists.make(
            permit.office,
            permit.actor,
            source,
            name=name,
            settings=reading.settings,
            today=reading.today,
            pool=before.pool if before else None,
            named=before.named if before else None,
        )
    except MatchingError as error:
        if type(error) not in STATUS:
            raise
        return _again(permit, values, before, error=error, status=status_of(error))
    return RedirectResponse(PageLinks(stored.id).page, status_code=303)


@router.post("/shortlists/{id}/try")
def try_out(permit: Reader, id: Id, form: Form, blind: Blind = True) -> HTMLResponse:
    """What other weights, rules or declines would give, beside what is on record; nothing of it is kept."""
    values = values_in(form)
    bench = lay_out(permit.office, permit.actor, id)
    reading = read_form(values, bench.compared.settings, speech(permit.language, "rules"))
    if reading.settings is None:
        return _desk(permit, id, blind, values, problems=reading.problems, status=422)
    try:
        trial = trying.try_out(
            permit.office, permit.actor, bench, reading.settings, declines=showing.declined(values), names=not blind
        )
    except MatchingError as error:
        if type(error) not in STATUS:
            raise
        return _desk(permit, id, blind, values, error=error, status=status_of(error))
    if values.get("alone"):  # the script puts it into the desk
        return showing.fragment(permit, bench.compared.stored, blind, trial)
    return _desk(permit, id, blind, values, trial=trial)


def _desk(permit: Permit, id: str, blind: bool, values: Values, **context: Any) -> HTMLResponse:
    with permit.reading() as unit:
        stored = shortlists.get(unit, id, names=not blind)
    return showing.desk(permit, stored, blind, values=values, **context)


def _again(permit: Permit, values: Values, before: StoredShortlist | None, **context: Any) -> HTMLResponse:
    return (
        showing.again_page(permit, before, values, **context) if before else showing.new_page(permit, values, **context)
    )


def _on_record(permit: Permit, shortlist_id: str) -> StoredShortlist:
    with permit.reading() as unit:
        return shortlists.on_record(unit, shortlist_id)


def _source(
    form: SentFields, values: Values, before: StoredShortlist | None, say: Speech
) -> tuple[Source, str, tuple[FormProblem, ...]]:
    """What the shortlist is to be made from: the call on record, the file or the text; and what is wrong with it."""
    if before:
        proposals = {"proposed_fields", "proposed_competences"}  # made anew by every run
        return before.shortlist.call.model_dump(mode="json", exclude=proposals, exclude_defaults=True), "", ()
    document, text = form.get("document"), values.get("text", "")
    uploaded = isinstance(document, UploadFile) and bool(document.filename)
    if uploaded and text.strip():
        return "", "", (FormProblem("text", say("text.both")),)
    if isinstance(document, UploadFile) and uploaded:
        return document.file.read(), document.filename or "", ()
    if not text.strip():
        return "", "", (FormProblem("text", say("text.missing")),)
    return text, "", ()
