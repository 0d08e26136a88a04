"""Records that may be of one person: looked at side by side, and made one by an officer, or said to be of two people."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.auth.access import Permit
from api.routes.http import After
from api.services.cvs import cv_vectors, duplicate_pairs, duplicates
from api.services.cvs.merging import MergeData, merge
from api.services.people import experts
from api.speech.speech import speech
from api.web.rendering import page
from api.web.roster.access import Done, OfficerPersonal, Room, TeamPersonal, room_of
from api.web.sent import NOTHING_SENT, Missing, NotFilled, Sent, SentForm, answer, in_unit
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
PAGE = "duplicates"
SHOWN = 10  # pairs on a page
DONE = ("merged", "two")


@router.get("/duplicates")
def listed(
    permit: TeamPersonal, request: Request, after: After = None, done: Done = "", apart: bool = False
) -> HTMLResponse:
    """Pairs with what speaks for one person, those told apart by themselves; that names were shown is noted."""
    return _show(permit, request, after=after, done=done, apart=apart)


@router.post("/duplicates/merge")
def make_one(permit: OfficerPersonal, request: Request, sent: SentForm) -> Response:
    """One record stays; all that is on the other follows to it. This cannot be undone."""
    form = f"merge-{sent.text('first')}-{sent.text('second')}"

    def use() -> None:
        both = [sent.text("first") or "", sent.text("second") or ""]
        stays = sent.text("stays")
        if stays not in both:
            raise NotFilled(Missing("stays", "problem.stays"))
        goes = both[1 - both.index(stays)]
        expected = sent.number(f"version-{both.index(stays)}")
        with permit.reading() as unit:
            before = [experts.as_matched(experts.get(unit, goes)), *cv_vectors.readings(unit, goes)]
        with permit.writing() as unit:
            merge(unit, stays, MergeData(goes=goes, anyway=sent.ticked("anyway")), expected)
        cv_vectors.let_go(permit.office, permit.actor, before, [stays])

    return _answer(permit, request, sent, form, "merged", use)


@router.post("/duplicates/two")
def tell_apart(permit: OfficerPersonal, request: Request, sent: SentForm) -> Response:
    """They are two people: the pair is not shown any more."""
    first, second = sent.text("first") or "", sent.text("second") or ""
    use = in_unit(permit, lambda unit: duplicates.tell_apart(unit, first, second))
    return _answer(permit, request, sent, "two", "two", use)


def _answer(permit: Permit, request: Request, sent: Sent, form: str, done: str, use: Callable[[], None]) -> Response:
    return answer(
        sent,
        form,
        use,
        then=f"/duplicates?done={done}",
        again=lambda wrong, status: _show(permit, request, wrong, status, apart=sent.ticked("apart")),
        say=speech(permit.language, PAGE, "cv"),
    )


def _show(
    permit: Permit,
    request: Request,
    sent: Sent = NOTHING_SENT,
    status: int = 200,
    after: str | None = None,
    done: str = "",
    apart: bool = False,
) -> HTMLResponse:
    room: Room = room_of(permit, request)
    with permit.reading() as unit:
        found = duplicate_pairs.side_by_side(unit, limit=SHOWN, after=after, apart=apart)
    return page(
        "roster_duplicates.html",
        status,
        viewer=viewer_of(permit),
        say=speech(permit.language, PAGE, "cv"),
        room=room,
        pairs=found.items,
        next=found.next,
        first=after is None,
        apart=apart,
        sent=sent,
        done=done if done in DONE else "",
    )
