"""The page of the next profiles: whom to look for, alone and as five together, and what that would open."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.services.supply.looking import Asked, Look, look
from api.services.supply.next_profiles import BEST, FIRST, NextProfile, NextProfiles, next_profiles
from api.services.supply.told_cells import withheld
from api.speech.speech import Speech, speech
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Sent
from api.web.supply.access import CALLS, PROMOTION, GapReader
from api.web.supply.narrowing import ORDER, YEARS, Narrowed, Which, change_words, value_words
from api.web.supply.rooms import ROW, rooms_of
from api.web.viewer import viewer_of
from matching.errors import InvalidSetting, UnknownCode

router = APIRouter(include_in_schema=False)
PAGE, OF_GAPS, OF_FIGURES = "supply_next", "supply", "figures"
EVERYTHING = Narrowed(None, 0, False, {})


@dataclass(frozen=True)
class Sought:
    """A profile in words. `languages`: each with its skills and levels; `calls`: id and title."""

    fields: tuple[str, ...]
    languages: tuple[str, ...]
    status: str
    gender: str
    nationality_matters: bool
    positions: int
    calls: tuple[tuple[str, str | None], ...]
    promotion: str


@dataclass(frozen=True)
class Answer:
    """The best so many people to add. `opened`: calls that become feasible, id and title."""

    found: NextProfiles
    profiles: tuple[Sought, ...]
    opened: tuple[tuple[str, str | None], ...]


@router.get("/supply/next")
def read(permit: GapReader, request: Request, which: Which) -> HTMLResponse:
    """Whom to look for, for the calls that the address narrows to."""
    say = speech(permit.language, OF_FIGURES, ROW, OF_GAPS, PAGE)
    office, sent = permit.office, NOTHING_SENT
    try:
        seen = look(office, permit.actor, which.asked(office.clock.today()))
    except (InvalidSetting, UnknownCode) as error:
        which, sent = EVERYTHING, Sent({}, error=error)
        seen = look(office, permit.actor, Asked())
    vocabularies = office.engine.vocabularies
    made = [next_profiles(seen, vocabularies, number) for number in (FIRST, BEST)] if seen.calls else []
    return page(
        "supply_next.html",
        422 if sent.is_wrong else 200,
        viewer=viewer_of(permit),
        say=say,
        sent=sent,
        rooms=rooms_of(permit),
        which=which,
        scenario=[change_words(one, say) for one in which.changes if which.when == "forecast"],
        years=YEARS,
        steps=[(name, value_words(name, which.where[name], say)) for name in ORDER if name in which.where],
        answers=[_answer(one, seen, which, say) for one in (made if made and made[0].profiles else made[:1])],
        sees_calls=CALLS.lets_in(permit, request),
        promotes=PROMOTION.lets_in(permit, request),
        withheld=withheld(permit.actor),
    )


def _answer(found: NextProfiles, seen: Look, which: Narrowed, say: Speech) -> Answer:
    profiles = tuple(_sought(one, seen, which, say) for one in found.profiles)
    return Answer(found, profiles, _titles(found.made_feasible_calls, seen))


def _sought(one: NextProfile, seen: Look, which: Narrowed, say: Speech) -> Sought:
    skills: dict[str, list[str]] = {}
    for level in one.languages:
        words = say(f"skill.{level.skill}") + (f" {level.level.value}" if level.level else "")
        skills.setdefault(level.language, []).append(words)
    first = next(iter(one.fields), None)
    about = {"field": first.code if first else "", "language": one.languages[0].language if one.languages else ""}
    return Sought(
        tuple(say.term("fields", code.code) for code in one.fields),
        tuple(f"{say.language_name(code)} ({say.comma.join(words)})" for code, words in skills.items()),
        say.term("statuses", one.status.code) if one.status else "",
        say(f"person.{one.gender}") if one.gender else "",
        bool(one.nationality_matters),
        one.positions,
        _titles(one.calls, seen),
        which.address("/supply/promotion", level="", region="", season="", status="", **about),
    )


def _titles(ids: list[str] | None, seen: Look) -> tuple[tuple[str, str | None], ...]:
    calls = seen.found.calls
    return tuple((one, calls[one].title or calls[one].reference) for one in ids or ())
