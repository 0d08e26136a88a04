"""Bodies of the kind that a handler can take, and the permits that most handlers are given."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.auth.access import May, Permit
from api.auth.roles import STAFF, TEAM, Role
from api.errors import UnsupportedMedia


def takes_json(request: Request) -> None:
    """Refuse a body that is not declared as JSON."""
    _takes(request, "application/json")


def takes_form(request: Request) -> None:
    """Refuse a body that is not declared as a form with a file."""
    _takes(request, "multipart/form-data")


def _takes(request: Request, wanted: str) -> None:
    found = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if found != wanted and not (wanted.endswith("/json") and found.endswith("+json")):
        raise UnsupportedMedia(
            f"This address takes a body of the kind {wanted}.",
            f"Found {found[:80] or 'no Content-Type'}.",
            f"Send it with the header Content-Type: {wanted}.",
        )


OfficerPermit = Annotated[Permit, Depends(May(Role.OFFICER))]
TeamPermit = Annotated[Permit, Depends(May(*TEAM))]
StaffPermit = Annotated[Permit, Depends(May(*STAFF))]
