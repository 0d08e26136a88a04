"""From a text to a draft of a call, and the terms of a draft changed: one form, which comes back with what was understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.services.calls import calls
from api.services.calls.call_states import check_state
from api.services.calls.call_terms import terms_of
from api.services.calls.calls import CallChange, CallDetails
from api.services.requests import actions, activities, requests
from api.services.storable import Id
from api.services.unit import Unit
from api.speech.speech import speech
from api.web.intake.access import ItsId, Officer
from api.web.intake.posted import Posted, PostedForm
from api.web.intake.terms_desk import Desk, laid, taken_up
from api.web.intake.terms_showing import TERMS, Paper, show, show_empty, show_wrong
from api.web.sent import Missing, NotFilled, Sent, answer
from matching.entities import Call

router = APIRouter(include_in_schema=False)
Activity = Annotated[Id, Query(max_length=100, description="the activity that the call is for")]
NEW = "/calls/new"


@router.get(NEW)
def new(permit: Officer, activity: Activity = "") -> HTMLResponse:
    """Where the terms of reference are pasted or dropped."""
    return show_empty(permit, _new_paper(permit, activity))


@router.post(NEW)
def draft(permit: Officer, posted: PostedForm) -> Response:
    """Read them, show what was understood, or keep it as a draft."""
    activity = posted.text("activity") or ""

    def keep(unit: Unit, terms: Call, details: CallDetails) -> str:
        return calls.draft(unit, terms, details).id

    return _answer(permit, _new_paper(permit, activity), posted, keep, "drafted", activity or None)


@router.get("/calls/{id}/terms")
def read(permit: Officer, id: ItsId) -> HTMLResponse:
    """The terms of a draft, to be changed."""
    paper, terms = _draft_paper(permit, id)
    return show(permit, paper, laid(terms))


@router.post("/calls/{id}/terms")
def change(permit: Officer, id: ItsId, posted: PostedForm) -> Response:
    """Show what the changed terms say, or keep them."""
    paper, _ = _draft_paper(permit, id)

    def keep(unit: Unit, terms: Call, details: CallDetails) -> str:
        row = calls.get(unit, id)
        data = CallChange(
            call=terms,
            activity_id=row.activity_id,
            deadline=details.deadline,
            reserve_moves_up=row.reserve_moves_up,
        )
        calls.change(unit, id, data, posted.sent.number("version"))
        return id

    return _answer(permit, paper, posted, keep, "terms", None)


Keep = Callable[[Unit, Call, CallDetails], str]


def _answer(permit: Officer, paper: Paper, posted: Posted, keep: Keep, done: str, activity: str | None) -> Response:
    """What a form asks for: the page with what was understood, or the terms kept."""

    def act() -> Response:
        desk = taken_up(permit.office, posted, paper.known)
        if posted.text("do") != "keep":
            return show(permit, paper, _dated(desk, posted))
        return RedirectResponse(f"/calls/{quote(_kept(desk), safe='')}?done={done}", status_code=303)

    def _kept(desk: Desk) -> str:
        if not desk.terms.positions:
            raise NotFilled(Missing("positions", "problem.no_position"))
        details = CallDetails.model_validate({"activity_id": activity, "deadline": posted.text("deadline")})
        with permit.writing() as unit:
            return keep(unit, desk.terms, details)

    def again(wrong: Sent, status: int) -> HTMLResponse:
        return show_wrong(permit, paper, posted, wrong, status)

    return answer(posted.sent, TERMS, act, then=paper.path, again=again, say=speech(permit.language, TERMS))


def _dated(desk: Desk, posted: Posted) -> Desk:
    """With the last day to apply, which is no part of the terms, as it was typed."""
    deadline = posted.sent.values.get("deadline")
    return desk if deadline is None else Desk(desk.read, {**desk.values, "deadline": deadline}, desk.terms)


def _new_paper(permit: Officer, activity_id: str) -> Paper:
    """The page of a new call; raises NotOnRecord where there is no such activity."""
    if not activity_id:
        return Paper(NEW)
    with permit.reading() as unit:
        row = activities.get(unit, activity_id)
        action = actions.get(unit, row.action_id)
        known = {
            "country": action.country,
            "institution": action.institution,
            "action_code": action.code,
            "action_title": action.title,
            "activity_number": str(row.number),
            "activity_title": row.title,
        }
        text = requests.get(unit, action.request_id).text if action.request_id else ""
        return Paper(
            NEW, activity_id=row.id, activity=row.title, action_id=action.id, request_text=text, known=known
        )  # fmt: skip


def _draft_paper(permit: Officer, call_id: str) -> tuple[Paper, Call]:
    """The page of a draft, and its terms; raises NotOnRecord, and Conflict where it is no draft any more."""
    with permit.reading() as unit:
        row = calls.get(unit, call_id)
        check_state(unit, row, "changed", "draft")
        title = row.title or row.reference or ""
        deadline = row.deadline.isoformat() if row.deadline else ""
        path = f"/calls/{quote(row.id, safe='')}/terms"
        paper = Paper(path, call_id=row.id, title=title, version=row.version, deadline=deadline)
        return paper, terms_of(row)
