"""What every page of peers is given."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from api.auth.access import Permit
from api.speech.speech import Speech
from api.web.cv_words import terms
from api.web.peers.access import ROOMS, room_of
from api.web.rendering import page
from api.web.sent import Sent
from api.web.viewer import viewer_of


def show(
    permit: Permit, request: Request, template: str, say: Speech, sent: Sent, status: int, **more: Any
) -> HTMLResponse:
    """A page of peers: who looks, the row of links, what was sent, the fields to choose from, and what is its own."""
    return page(
        template,
        status,
        viewer=viewer_of(permit),
        say=say,
        room=room_of(permit, request),
        rooms=ROOMS,
        sent=sent,
        fields=terms("fields", say),
        **more,
    )
