"""The way in, the page about the API, and files: pages that belong to no room."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.access import Permit, anyone
from api.errors import STATUS
from api.speech.speech import speech
from api.web.listing import endpoints
from api.web.rendering import page, static_file
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
Anyone = Annotated[Permit, Depends(anyone)]


@router.get("/")
def start(permit: Anyone) -> RedirectResponse:
    """On to the page from which somebody begins in their role."""
    return RedirectResponse(viewer_of(permit).home, status_code=303)


@router.get("/api")
def api(request: Request, permit: Anyone) -> HTMLResponse:
    """What the API offers, for people; /openapi.json says it for machines."""
    say, described = speech(permit.language, "api"), endpoints(request.app.openapi())
    return page("api.html", viewer=viewer_of(permit), say=say, endpoints=described, problems=sorted_problems())


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
