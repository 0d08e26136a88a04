"""Many at once: CVs in an archive, a roster in a sheet, records in JSON Lines; and what came of them.

What was sent is not kept: it lies in a folder of its own while it is read. The answer to a form is what came of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.services.cvs.cv_import import import_cvs, look_through
from api.services.exchange import data_import
from api.services.exchange.json_lines import Report
from api.services.exchange.roster_import import import_experts
from api.speech.speech import speech
from api.web.cv_sent import Document, SentDocument
from api.web.rendering import page
from api.web.roster.access import PERSONAL, StaffPersonal
from api.web.roster.columns import Guess, guesses, mapping_of
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, SentForm, answer
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
PAGE = "imports"
WHO = {  # kind of records -> who may bring them in, as the routes have it
    "experts": May(Role.OFFICER, personal=True),
    "institutions": May(*STAFF),
    "requests": May(Role.OFFICER),
    "actions": May(Role.OFFICER),
}
TOLD = 100  # documents and lines that are told one by one


@router.get("/imports")
def start(permit: StaffPersonal, request: Request) -> HTMLResponse:
    """What can be brought in, and by whom."""
    return _show(permit, request)


@router.post("/imports/cvs")
def bring_cvs(permit: StaffPersonal, request: Request, sent: SentForm, document: SentDocument) -> Response:
    """A CV, an archive of many, or a roster in a sheet: looked through first, or read and kept to be confirmed."""

    def use() -> Response:
        _check(document)
        mapping, dry_run = mapping_of(sent), sent.text("do") == "look"
        with TemporaryDirectory() as folder:
            path = Path(folder) / (Path(document.name.replace("\x00", "")).name or "document")
            path.write_bytes(document.data)
            if dry_run:
                report = look_through([path], mapping=mapping)
            else:
                report = import_cvs(permit.office, permit.actor, [path], mapping=mapping)
        columns = next((guesses(columns) for columns in report.sheets.values()), [])
        return _show(permit, request, report=report, columns=columns)

    return _answer(permit, request, sent, "cvs", use)


def _add(kind: str, may: May) -> None:
    def bring_in(permit: Permit, request: Request, sent: SentForm, document: SentDocument) -> Response:
        def use() -> Response:
            _check(document)
            dry_run, overwrite = sent.text("do") == "look", sent.ticked("overwrite")
            records = _read(permit, kind, document.data, dry_run=dry_run, overwrite=overwrite)
            return _show(permit, request, records=records, kind=kind)

        return _answer(permit, request, sent, f"records-{kind}", use)

    bring_in.__annotations__["permit"] = Annotated[Permit, Depends(may)]
    router.add_api_route(f"/imports/{kind}", bring_in, methods=["POST"], name=f"bring_{kind}", response_model=None)


for _kind, _may in WHO.items():
    _add(_kind, _may)


def _read(permit: Permit, kind: str, data: bytes, *, dry_run: bool, overwrite: bool) -> Report:
    """Records of one kind, one a line; what is on record as it is there is passed over."""
    office, vocabularies, lines = permit.office, permit.office.engine.vocabularies, data.split(b"\n")
    if kind == "experts":
        return import_experts(office, permit.actor, lines, vocabularies, dry_run=dry_run, overwrite=overwrite)
    return data_import.import_data(
        office, permit.actor, kind, lines, vocabularies, dry_run=dry_run, overwrite=overwrite
    )


def _check(document: Document) -> None:
    if not document.data:
        raise NotFilled(Missing("document", "problem.document"))


def _answer(permit: Permit, request: Request, sent: Sent, form: str, use: Callable[[], Response]) -> Response:
    return answer(
        sent,
        form,
        use,
        then="/imports",
        again=lambda wrong, status: _show(permit, request, wrong, status),
        say=speech(permit.language, PAGE, "cv"),
    )


def _show(
    permit: Permit,
    request: Request,
    sent: Sent = NOTHING_SENT,
    status: int = 200,
    columns: list[Guess] | None = None,
    **came: Any,
) -> HTMLResponse:
    return page(
        "roster_imports.html",
        status,
        viewer=viewer_of(permit),
        say=speech(permit.language, PAGE, "cv"),
        brings_cvs=PERSONAL.lets_in(permit, request),
        kinds=[kind for kind, rule in WHO.items() if rule.lets_in(permit, request)],
        columns=columns or [],
        report=came.get("report"),
        records=came.get("records"),
        kind=came.get("kind", ""),
        told=TOLD,
        sent=sent,
    )
