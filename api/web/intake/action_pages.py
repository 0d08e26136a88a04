"""The pages of actions: the list with the form to open one, and one action with its activities and their calls."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.routes.http import After
from api.web.intake.access import ActionReader, Done, ItsId, Words
from api.web.intake.action_showing import show, show_list

router = APIRouter(include_in_schema=False)
Wanted = Annotated[Literal["", "open", "completed", "cancelled"], Query()]


@router.get("/actions")
def listed(
    permit: ActionReader, request: Request, state: Wanted = "", q: Words = "", after: After = None
) -> HTMLResponse:
    """Actions, newest first."""
    return show_list(permit, request, state=state, words=q, after=after)


@router.get("/actions/{id}")
def read(permit: ActionReader, request: Request, id: ItsId, done: Done = "") -> HTMLResponse:
    """What it is to bring, in which activities with which calls, and when it reached each state."""
    return show(permit, request, id, done=done)
