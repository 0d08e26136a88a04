"""The page of the calls that suit a person, and the form in which they say whether they want letters about them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, RedirectResponse

from api.routes.http import After
from api.services.suggestions import digests
from api.services.suggestions.digests import DigestData
from api.web.own.access import Me
from api.web.own.suggested_showing import suggested_page
from api.web.sent import SentForm

router = APIRouter(include_in_schema=False)
Done = Annotated[str, Query(max_length=40)]


@router.get("/me/suggested")
def suggested(me: Me, done: Done = "", after: After = None) -> HTMLResponse:
    """Every open call, the best first, with why, why not and what would change it."""
    return suggested_page(me, after, done)


@router.post("/me/suggested/letters")
def letters(me: Me, sent: SentForm) -> RedirectResponse:
    """Whether letters about calls that suit are wanted, from now on."""
    wanted = sent.text("wanted") == "yes"
    with me.permit.writing() as unit:
        digests.choose(unit, me.expert_id, DigestData(wanted=wanted))
    return RedirectResponse(f"/me/suggested?done={'letters' if wanted else 'no_letters'}", status_code=303)
