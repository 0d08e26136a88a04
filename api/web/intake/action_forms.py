"""What an officer does with actions: opens, mends, completes or cancels them, and plans their activities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.errors import NotOnRecord
from api.services.requests import actions, activities
from api.services.requests.actions import ActionCancellation, ActionCompletion, ActionData, NewAction
from api.services.requests.activities import ActivityData
from api.services.unit import Unit
from api.web.intake.access import ItsId, Officer
from api.web.intake.action_showing import say_of, show, show_list
from api.web.intake.posted import Posted, PostedForm
from api.web.intake.request_forms import action_facts
from api.web.sent import Missing, NotFilled, Sent, answer, in_unit

router = APIRouter(include_in_schema=False)


@router.post("/actions")
def open_(permit: Officer, request: Request, posted: PostedForm) -> Response:
    """Open an action without a request."""

    def act() -> Response:
        data = NewAction.model_validate(action_facts(permit, posted))
        with permit.writing() as unit:
            made = actions.open_(unit, data).id
        return RedirectResponse(f"{_path(made)}?done=opened", status_code=303)

    def again(wrong: Sent, status: int) -> HTMLResponse:
        return show_list(permit, request, sent=wrong, status=status)

    return answer(posted.sent, "open", act, then="/actions", again=again, say=say_of(permit))


@router.post("/actions/{id}/change")
def change(permit: Officer, request: Request, id: ItsId, posted: PostedForm) -> Response:
    """Replace what is kept of it."""

    def act() -> None:
        data = ActionData.model_validate(action_facts(permit, posted))
        with permit.writing() as unit:
            actions.change(unit, id, data, posted.sent.number("version"))

    return _answer(permit, request, id, posted, "change", "changed", act)


@router.post("/actions/{id}/complete")
def complete(permit: Officer, request: Request, id: ItsId, posted: PostedForm) -> Response:
    """It is done; every call of it has to be decided or cancelled."""
    use = in_unit(
        permit, lambda unit: actions.complete(unit, id, ActionCompletion.model_validate({"on": posted.text("on")}))
    )
    return _answer(permit, request, id, posted, "complete", "completed", use)


@router.post("/actions/{id}/cancel")
def cancel(permit: Officer, request: Request, id: ItsId, posted: PostedForm) -> Response:
    """It stops here, for the reason given."""

    def use(unit: Unit) -> None:
        actions.get(unit, id)
        data = {"reason": posted.needed("reason"), "on": posted.text("on")}
        actions.cancel(unit, id, ActionCancellation.model_validate(data))

    return _answer(permit, request, id, posted, "cancel", "cancelled", in_unit(permit, use))


@router.post("/actions/{id}/activities")
def add(permit: Officer, request: Request, id: ItsId, posted: PostedForm) -> Response:
    """One activity more, of up to four."""

    def use(unit: Unit) -> None:
        actions.get(unit, id)
        activities.add(unit, id, ActivityData.model_validate(_activity(posted)))

    return _answer(permit, request, id, posted, "add", "added", in_unit(permit, use))


@router.post("/actions/{id}/activities/{activity_id}")
def change_activity(permit: Officer, request: Request, id: ItsId, activity_id: ItsId, posted: PostedForm) -> Response:
    """Replace what is kept of an activity."""

    def use(unit: Unit) -> None:
        _check_its(unit, id, activity_id)
        data = ActivityData.model_validate(_activity(posted))
        activities.change(unit, activity_id, data, posted.sent.number("version"))

    return _answer(permit, request, id, posted, f"activity-{activity_id}", "activity", in_unit(permit, use))


@router.post("/actions/{id}/activities/{activity_id}/remove")
def remove_activity(permit: Officer, request: Request, id: ItsId, activity_id: ItsId, posted: PostedForm) -> Response:
    """Remove an activity that has no calls."""

    def use(unit: Unit) -> None:
        _check_its(unit, id, activity_id)
        activities.remove(unit, activity_id, posted.sent.number("version"))

    return _answer(permit, request, id, posted, f"activity-{activity_id}", "removed", in_unit(permit, use))


def _check_its(unit: Unit, action_id: str, activity_id: str) -> None:
    if activities.get(unit, activity_id).action_id != action_id:
        raise NotOnRecord("This activity is not one of this action.", "", "Look at the activities of the action.")


def _activity(posted: Posted) -> dict[str, Any]:
    start, end = posted.text("start"), posted.text("end")
    if start and end and end < start:  # as browsers send days
        raise NotFilled(Missing("end", "problem.order"))
    types = posted.ticked("type-")
    return {"title": posted.needed("title"), "activity_types": types, "start": start, "end": end}


def _answer(
    permit: Officer, request: Request, id: str, posted: Posted, form: str, done: str, act: Callable[[], object]
) -> Response:
    """Do what a form of the page of an action asks for, and go back to the page."""

    def again(wrong: Sent, status: int) -> HTMLResponse:
        return show(permit, request, id, sent=wrong, status=status)

    return answer(posted.sent, form, act, then=f"{_path(id)}?done={done}", again=again, say=say_of(permit))


def _path(action_id: str) -> str:
    return f"/actions/{quote(action_id, safe='')}"
