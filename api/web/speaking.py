"""The language of the pages, chosen at the foot of each."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import RedirectResponse

from api.auth.access import Permit, anyone
from api.auth.cookies import give_cookie
from api.auth.language import CHOSEN
from api.errors import NotFound
from api.speech.speech import NAMES

router = APIRouter(include_in_schema=False)
A_YEAR = 365 * 24 * 3600


@router.post("/language")
def choose(
    permit: Annotated[Permit, Depends(anyone)], request: Request, speak: Annotated[str, Form(max_length=10)]
) -> RedirectResponse:
    """Keep a choice of language in the browser, and go back to where it was made."""
    if speak not in NAMES:
        raise NotFound("The pages do not speak this language.", "", f"They speak: {', '.join(NAMES)}.")
    answer = RedirectResponse(_back(request), status_code=303)
    give_cookie(permit.office.settings, answer, CHOSEN, speak, seconds=A_YEAR)
    return answer


def _back(request: Request) -> str:
    """The page on this host from which the form was sent, else the first one."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.headers.get("host", "") or not came.path.startswith("/") or came.path.startswith("//"):
        return "/"
    return came.path + (f"?{came.query}" if came.query else "")
