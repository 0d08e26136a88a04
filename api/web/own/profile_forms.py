"""What an expert changes of their profile by hand: when they are free, how to reach them, what they declare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.errors import NotOnRecord
from api.services.people import declarations, experts, identities
from api.services.people.declarations import DeclarationData
from api.services.people.identities import IdentityData
from api.services.people.profiles import AvailabilityData
from api.services.unit import Unit
from api.web.own.access import Me, Oneself
from api.web.own.showing import profile_page
from api.web.sent import Missing, NotFilled, Sent, SentForm, answer, in_unit
from matching.codes import country_code

router = APIRouter(include_in_schema=False)
MOST_ROWS = 25  # of absences in one form


@router.post("/me/confirmation")
def still_true(me: Me, sent: SentForm) -> Response:
    """Say that all on record is still true."""
    return _answer(me, sent, "confirm", "still_true", lambda unit: experts.confirm(unit, me.expert_id))


@router.post("/me/availability")
def availability(me: Me, sent: SentForm) -> Response:
    """When one is away, how much notice the institution asks for, and with whom one has a conflict of interest."""

    def use(unit: Unit) -> None:
        if missing := [*_missing(sent)]:
            raise NotFilled(*missing)
        data = {"absences": _absences(sent), "release_days": sent.number("release_days"), "conflicts": _conflicts(sent)}
        experts.set_availability(unit, me.expert_id, AvailabilityData.model_validate(data), sent.number("version"))

    return _answer(me, sent, "availability", "availability", use)


@router.post("/me/contact")
def contact(me: Me, sent: SentForm) -> Response:
    """Name, address, telephone, and the language of letters."""

    def use(unit: Unit) -> None:
        data = {name: sent.text(name) for name in ("name", "email", "phone", "language")}
        if data["name"] is None:
            raise NotFilled(Missing("name"))
        identities.change(unit, me.expert_id, IdentityData.model_validate(data), sent.number("version"))

    return _answer(me, sent, "contact", "contact", use)


@router.post("/me/declaration")
def declare(me: Me, sent: SentForm) -> Response:
    """Gender and nationalities as one wants them known; nothing at all takes back what was declared."""
    gender, countries = sent.text("gender"), _countries(sent.text("nationalities") or "")

    def use(unit: Unit) -> None:
        if unknown := [name for name, code in countries.items() if code is None]:
            raise NotFilled(Missing("nationalities", "problem.country", {"found": unknown[0]}))
        if gender or countries:
            data = DeclarationData.model_validate({"gender": gender, "nationalities": list(countries.values())})
            declarations.declare(unit, me.expert_id, data)
        else:
            with suppress(NotOnRecord):  # nothing was declared before either
                declarations.take_back(unit, me.expert_id)

    return _answer(me, sent, "declaration", "declared" if gender or countries else "undeclared", use)


def _missing(sent: Sent) -> Iterator[Missing]:
    """What the form of the availability leaves incomplete."""
    if any(bool(start) != bool(end) for start, end in _rows(sent)):
        yield Missing("absences", "problem.both_days")
    if any(start for start, _ in _rows(sent)) and sent.text("free") != "said":
        yield Missing("absences", "problem.days_unsaid")
    if sent.text("release_days") and sent.number("release_days") is None:
        yield Missing("release_days", "problem.number")
    if sent.text("conflict") == "some" and not _parties(sent):
        yield Missing("conflicts", "problem.parties")


def _absences(sent: Sent) -> list[dict[str, Any]] | None:
    """None where the person leaves it open."""
    if sent.text("free") != "said":
        return None
    return [{"start": start, "end": end} for start, end in _rows(sent) if start]


def _rows(sent: Sent) -> list[tuple[str | None, str | None]]:
    return [(sent.text(f"start-{n}"), sent.text(f"end-{n}")) for n in range(1, MOST_ROWS + 1)]


def _conflicts(sent: Sent) -> list[str] | None:
    said = sent.text("conflict")
    return _parties(sent) if said == "some" else [] if said == "none" else None


def _parties(sent: Sent) -> list[str]:
    return [line.strip() for line in (sent.text("conflicts") or "").splitlines() if line.strip()]


def _countries(text: str) -> dict[str, str | None]:
    """The countries named, each with its code; None for what is none."""
    found: dict[str, str | None] = {}
    for name in (part.strip() for part in text.replace(";", ",").replace("،", ",").split(",")):
        if name:
            try:
                found[name] = country_code(name)
            except ValueError:
                found[name] = None
    return found


def _answer(me: Oneself, sent: Sent, form: str, done: str, use: Callable[[Unit], object]) -> Response:
    return answer(
        sent, form, in_unit(me.permit, use), then=f"/me?done={done}",
        again=lambda wrong, status: profile_page(me, wrong, status), say=me.say,
    )  # fmt: skip
