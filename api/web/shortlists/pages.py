"""The pages of shortlists, one short function each."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from api.auth.access import Permit
from api.exports.labels import people as people_of
from api.routes.access import TeamPermit
from api.routes.http import After
from api.services.shortlists import comparing, explaining, not_eligible, shortlists
from api.services.storable import Id
from api.speech.speech import speech
from api.web.rendering import page
from api.web.shortlists import showing
from api.web.shortlists.access import Blind, Maker, Reader
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
SHOWN_ON_A_PAGE = 50

Words = Annotated[str, Query(max_length=300)]
People = Annotated[list[Id], Query(max_length=20)]
From = Annotated[int, Query(ge=0, le=1_000_000)]


@router.get("/new")
def new(permit: Maker) -> HTMLResponse:
    """The form for a new shortlist, and the latest ones."""
    return showing.new_page(permit, {})


@router.get("/shortlists")
def recent(permit: TeamPermit, after: After = None) -> HTMLResponse:
    """The shortlists on record, newest first, page by page."""
    with permit.reading() as unit:
        part = shortlists.listed(unit, limit=SHOWN_ON_A_PAGE, after=after)
    return page(
        "shortlists.html",
        viewer=viewer_of(permit),
        say=speech(permit.language, "shortlists"),
        shortlists=[showing.line(one) for one in part.rows],
        next=part.next,
        first=after is None,
    )


@router.get("/shortlists/{id}")
def read(permit: Reader, id: Id, blind: Blind = True) -> HTMLResponse:
    """The desk of one shortlist."""
    with permit.reading() as unit:
        stored = shortlists.get(unit, id, names=not blind)
    return showing.desk(permit, stored, blind)


@router.get("/shortlists/{id}/experts/{expert_id:path}")
def explain(permit: Reader, id: Id, expert_id: Id, blind: Blind = True) -> HTMLResponse:
    """One person's result: where they stand, why, and what would change it."""
    person = explaining.explain(permit.office, permit.actor, id, expert_id, names=not blind)
    return page("shortlist_person.html", **_about(permit, id, blind), person=person)


@router.get("/shortlists/{id}/compare")
def compare(permit: Reader, id: Id, who: People = [], blind: Blind = True) -> HTMLResponse:  # noqa: B006
    """Two or three people side by side; fewer or more are asked for again."""
    chosen = list(dict.fromkeys(one for one in who if one.strip()))
    fits = comparing.FEWEST <= len(chosen) <= comparing.MOST
    with permit.reading() as unit:
        stored = shortlists.shown(unit, shortlists.on_record(unit, id), names=not blind)
    found = comparing.compare(permit.office, permit.actor, id, chosen, names=not blind) if fits else None
    return page(
        "shortlist_compare.html",
        200 if fits or not chosen else 422,
        **showing.about(permit, stored, blind),
        people=people_of(stored.shortlist),
        comparison=found,
        chosen=chosen,
    )


@router.get("/shortlists/{id}/not-eligible")
def out(
    permit: Reader, id: Id, position: Words = "", rule: Words = "", start: From = 0, blind: Blind = True
) -> HTMLResponse:
    """Who is not eligible for a position, highest merit first, with every rule that is not met."""
    with permit.reading() as unit:
        stored = shortlists.shown(unit, shortlists.on_record(unit, id), names=not blind)
    found = next((p for p in stored.shortlist.positions if p.position_id == position), stored.shortlist.positions[0])
    failing = not_eligible.failing(found, rule)
    return page(
        "shortlist_out.html",
        **showing.about(permit, stored, blind),
        position=found,
        rule=rule,
        rules=not_eligible.by_rule(found),
        failing=failing[start : start + SHOWN_ON_A_PAGE],
        start=start,
        next=start + SHOWN_ON_A_PAGE if start + SHOWN_ON_A_PAGE < len(failing) else None,
        listed=len(failing),
    )


def _about(permit: Permit, shortlist_id: str, blind: bool) -> dict[str, Any]:
    with permit.reading() as unit:
        return showing.about(permit, shortlists.on_record(unit, shortlist_id), blind)
