"""The pages of requests: the list with the form to receive one, and one request with what was understood of it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.routes.http import After
from api.web.intake.access import Done, ItsId, RequestReader, Words
from api.web.intake.request_showing import show, show_list

router = APIRouter(include_in_schema=False)
Wanted = Annotated[
    Literal["", "received", "eligible", "not_eligible", "relevant", "not_relevant", "action", "withdrawn", "merged"],
    Query(),
]


@router.get("/requests")
def listed(
    permit: RequestReader, request: Request, state: Wanted = "", q: Words = "", after: After = None
) -> HTMLResponse:
    """Requests, newest first."""
    return show_list(permit, request, state=state, words=q, after=after)


@router.get("/requests/{id}")
def read(permit: RequestReader, request: Request, id: ItsId, done: Done = "") -> HTMLResponse:
    """What came, what was understood, what is like it, how it was judged and what can be done next."""
    return show(permit, request, id, done=done)
