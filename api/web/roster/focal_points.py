"""Focal points: everybody who answers for an institution, and what staff keep of them on its page."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, Response

from api.routes.http import After
from api.services.people import focal_points, institutions
from api.services.people.focal_points import FocalPointData
from api.services.storable import Id
from api.services.unit import Unit
from api.speech.speech import speech
from api.storage.paging import Part
from api.storage.tables import FocalPointRow
from api.web.cv_words import terms
from api.web.rendering import page
from api.web.roster.access import InstitutionId, StaffPersonal, room_of
from api.web.roster.finding import code_of
from api.web.roster.institutions import PAGE, address, answered
from api.web.sent import Missing, NotFilled, Sent, SentForm
from api.web.viewer import viewer_of
from matching.errors import UnknownCode

router = APIRouter(include_in_schema=False)
SHOWN = 50
PointId = Annotated[Id, Path(max_length=200)]
Words = Annotated[str, Query(max_length=300)]


@router.get("/focal-points")
def listed(
    permit: StaffPersonal, request: Request, category: Words = "", former: Words = "", after: After = None
) -> HTMLResponse:
    """Who answers for which institution, for everything or for a field; that they were shown is noted."""
    say = speech(permit.language, PAGE)
    typed, problem, code = category.replace("\x00", "").strip(), "", None
    try:
        code = code_of("fields", typed) if typed else None
    except UnknownCode:
        problem = say("problem.category")
    found: Part[FocalPointRow] = Part([], None)
    with permit.reading() as unit:
        today = unit.today
        if not problem:
            day = None if former else today
            found = focal_points.listed(unit, institution_id=None, category=code, on=day, limit=SHOWN, after=after)
        names = institutions.names_of(unit, {row.institution_id for row in found.rows})
        return page(
            "roster_focal_points.html",
            422 if problem else 200,
            viewer=viewer_of(permit),
            say=say,
            room=room_of(permit, request),
            asked={"category": typed, "former": "yes" if former else ""},
            problem=problem,
            rows=found.rows,
            next=found.next,
            first=after is None,
            names=names,
            address=address,
            fields=terms("fields", say),
            today=today,
        )


@router.post("/institutions/{id}/focal-points")
def add(permit: StaffPersonal, request: Request, id: InstitutionId, sent: SentForm) -> Response:
    """Name a focal point."""

    def use(unit: Unit) -> None:
        focal_points.add(unit, _data(id, sent))

    return answered(permit, request, id, sent, "point", "point_added", use)


@router.post("/institutions/{id}/focal-points/{point_id}")
def change(permit: StaffPersonal, request: Request, id: InstitutionId, point_id: PointId, sent: SentForm) -> Response:
    """What is kept of a focal point, replaced; who leaves office is given a last day."""

    def use(unit: Unit) -> None:
        focal_points.change(unit, point_id, _data(id, sent), sent.number("version"))

    return answered(permit, request, id, sent, f"point-{point_id}", "point_changed", use)


@router.post("/institutions/{id}/focal-points/{point_id}/remove")
def remove(permit: StaffPersonal, request: Request, id: InstitutionId, point_id: PointId, sent: SentForm) -> Response:
    """A focal point, removed with name and contact."""

    def use(unit: Unit) -> None:
        focal_points.remove(unit, point_id, sent.number("version"))

    return answered(permit, request, id, sent, f"point-{point_id}", "point_removed", use)


def _data(institution_id: str, sent: Sent) -> FocalPointData:
    missing = [Missing(name) for name in ("name", "email", "since") if sent.text(name) is None]
    if missing:
        raise NotFilled(*missing)
    typed, since, until = sent.text("category"), sent.text("since"), sent.text("until")
    try:
        category = code_of("fields", typed) if typed else None
    except UnknownCode:
        raise NotFilled(Missing("category", "problem.category")) from None
    if since and until and _is_day(since) and _is_day(until) and until < since:
        raise NotFilled(Missing("until", "problem.until"))
    said = {"institution_id": institution_id, "category": category, "since": since, "until": until}
    said |= {name: sent.text(name) for name in ("name", "email", "phone")}
    return FocalPointData.model_validate(said)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
