"""The pages, room by room."""

from __future__ import annotations

from api.web import pages, sign_in, speaking
from api.web.calls import own_forms, team_forms
from api.web.calls import pages as call_pages

ROUTERS = (
    sign_in.router,
    speaking.router,
    call_pages.router,
    team_forms.router,
    own_forms.router,
    pages.router,
)
