"""The terms of the office as pages of the administrator: the list of a kind, and one term with what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import Permit
from api.errors import NotOnRecord
from api.services.taxonomy import editing as use
from api.services.taxonomy.overlay import KINDS, Kind, Taxonomy
from api.services.taxonomy.terms import TermTold, terms
from api.services.unit import Unit
from api.speech.speech import NAMES, Speech, speech
from api.web.house import term_forms as forms
from api.web.house.access import Done, Operator
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Sent, SentForm, answer, in_unit
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
PAGE, HERE = "taxonomy", "/operation/taxonomy"
Code = Annotated[str, Path(max_length=40)]


@router.get(HERE)
def first(permit: Operator) -> RedirectResponse:
    """The way to the fields of expertise, and from there to the other kinds."""
    return RedirectResponse(f"{HERE}/fields", status_code=303)


@router.get(HERE + "/{kind}")
def listed(permit: Operator, kind: Kind, done: Done = "") -> HTMLResponse:
    """The terms of a kind, with how much stands under each; and a form for a new one."""
    return _show(permit, kind, done=done)


@router.get(HERE + "/{kind}/{code}")
def read(permit: Operator, kind: Kind, code: Code) -> HTMLResponse:
    """One term, and what can be done with it."""
    return _show_one(permit, kind, code)


@router.post(HERE + "/{kind}")
def add(permit: Operator, kind: Kind, sent: SentForm) -> Response:
    """Add a term."""

    def act(unit: Unit) -> None:
        use.add_term(unit, kind, forms.added(sent), sent.number("version"))

    return _done(permit, sent, kind, "added", act, lambda wrong, status: _show(permit, kind, wrong, status))


@router.post(HERE + "/{kind}/{code}")
def change(permit: Operator, kind: Kind, code: Code, sent: SentForm) -> Response:
    """Set the labels of a term, and where it stands."""

    def act(unit: Unit) -> None:
        use.put_term(unit, kind, forms.changed(sent, _found(unit, kind, code)), sent.number("version"))

    return _done(permit, sent, kind, "change", act, _again(permit, kind, code))


@router.post(HERE + "/{kind}/{code}/retirement")
def retire(permit: Operator, kind: Kind, code: Code, sent: SentForm) -> Response:
    """Retire a term, with the one as which it is read from then on."""

    def act(unit: Unit) -> None:
        use.put_term(unit, kind, forms.retired(sent, _found(unit, kind, code)), sent.number("version"))

    return _done(permit, sent, kind, "retire", act, _again(permit, kind, code))


@router.post(HERE + "/{kind}/{code}/restoring")
def restore(permit: Operator, kind: Kind, code: Code, sent: SentForm) -> Response:
    """Give a term back as it is delivered; one of the office's own goes."""

    def act(unit: Unit) -> None:
        use.restore_term(unit, kind, code, sent.number("version"))

    return _done(permit, sent, kind, "restore", act, _again(permit, kind, code))


def _done(
    permit: Permit,
    sent: Sent,
    kind: Kind,
    form: str,
    act: Callable[[Unit], None],
    again: Callable[[Sent, int], HTMLResponse],
) -> Response:
    say = speech(permit.language, PAGE)
    return answer(sent, form, in_unit(permit, act), then=f"{HERE}/{kind}?done={form}", again=again, say=say)


def _again(permit: Permit, kind: Kind, code: str) -> Callable[[Sent, int], HTMLResponse]:
    return lambda wrong, status: _show_one(permit, kind, code, wrong, status)


def _show(permit: Permit, kind: Kind, sent: Sent = NOTHING_SENT, status: int = 200, done: str = "") -> HTMLResponse:
    say = speech(permit.language, PAGE)
    with permit.reading() as unit:
        value, version = use.get(unit)
        found = terms(unit, kind, value)
    standing = [one for one in found if not one.retired]
    return _page(
        permit, say, "taxonomy.html", status, kind, version, found, sent,
        standing=standing, gone=[one for one in found if one.retired], kinds=KINDS,
        changed=sum(len(value.entries(one)) for one in KINDS),
        done=done if say.has(f"done.{done}") else "",
    )  # fmt: skip


def _show_one(permit: Permit, kind: Kind, code: str, sent: Sent = NOTHING_SENT, status: int = 200) -> HTMLResponse:
    say = speech(permit.language, PAGE)
    with permit.reading() as unit:
        value, version = use.get(unit)
        found = terms(unit, kind, value)
    term = next((one for one in found if one.code == code), None)
    if term is None:
        raise _nothing(code)
    below = [one for one in found if one.parent == code and not one.retired]
    return _page(permit, say, "taxonomy_term.html", status, kind, version, found, sent, term=term, below=below)


def _page(
    permit: Permit, say: Speech, template: str, status: int, kind: Kind, version: int, found: list[TermTold], sent: Sent,
    **more: Any,
) -> HTMLResponse:  # fmt: skip
    labels = {one.code: one.labels.get(say.language) or one.labels["en"] for one in found}
    return page(
        template,
        status,
        viewer=viewer_of(permit),
        say=say,
        sent=sent,
        kind=kind,
        here=HERE,
        version=version,
        labels=labels,
        options=[(one.code, f"{one.code} {labels[one.code]}") for one in found if not one.retired],
        spoken=NAMES,
        **more,
    )


def _found(unit: Unit, kind: Kind, code: str) -> TermTold:
    value: Taxonomy = use.get(unit)[0]
    term = next((one for one in terms(unit, kind, value) if one.code == code), None)
    if term is None:
        raise _nothing(code)
    return term


def _nothing(code: str) -> NotOnRecord:
    return NotOnRecord(f"There is no term '{code[:40]}'.", "", "Choose one from the list of terms.")
