"""The page on which the terms of a call are understood and mended: what stands beside each field."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import HTMLResponse

from api.auth.access import Permit
from api.errors import MalformedRequest
from api.services.calls.call_understanding import Understanding, understanding
from api.speech.speech import Speech, speech
from api.web.intake.offers import codes, countries
from api.web.intake.posted import Posted
from api.web.intake.terms_desk import SETTLED, Desk, carried_reading
from api.web.intake.terms_values import CODES, LEVELS, TYPES, new_position, rows
from api.web.intake.values import ADDED
from api.web.rendering import page
from api.web.sent import NOTHING_SENT, Sent
from api.web.viewer import viewer_of
from matching.codes import WORKING_LANGUAGES
from matching.entities import MOST_POSITIONS, Question

TERMS = "terms"
PLACES = {"language": "languages", "phases": "phases", "dates": "phases"}
ASKED_AT = ("country", "languages", "activity_types", "assistance_types", "positions")
ROW = re.compile(r"(position|phase|language)-(\d+)-(.+)")


@dataclass(frozen=True)
class Asked:
    """A question beside a field. `settle`: the name of the box that says all is right; empty where only a fact answers."""

    text: str
    why: str
    settle: str = ""
    is_settled: bool = False


@dataclass(frozen=True)
class Paper:
    """What a page of terms is about: a new call, of an activity or of none, or a draft.

    `path`: where its form goes; `request_text`: of the request that led to the activity, which may hold the terms.
    """

    path: str
    activity_id: str = ""
    activity: str = ""
    action_id: str = ""
    request_text: str = ""
    call_id: str = ""
    title: str = ""
    deadline: str = ""
    version: int = 0
    known: Mapping[str, str | None] = field(
        default_factory=dict
    )  # by the action, where the text does not say otherwise


def show_empty(permit: Permit, paper: Paper, sent: Sent = NOTHING_SENT, status: int = 200) -> HTMLResponse:
    """The page before anything was read."""
    return _page(permit, paper, status, sent, desk=None)


def show(permit: Permit, paper: Paper, desk: Desk, sent: Sent = NOTHING_SENT, status: int = 200) -> HTMLResponse:
    """The page with the terms, the words they were read from, what is proposed and what is asked.

    Args:
        sent: where something is wrong: the form as it was sent, with what is wrong.
    """
    say = _say(permit)
    vocabularies = permit.office.engine.vocabularies
    seen = understanding(permit.office, desk.read, desk.terms, permit.office.clock.today())
    values = sent.values if sent.is_wrong else desk.values
    numbers = range(1, len(desk.terms.positions) + 1)
    return _page(
        permit,
        paper,
        status,
        Sent(values, {}, TERMS, sent.error, sent.problems),
        desk=desk,
        words=seen.words,
        asked=_asked(desk, seen, values),
        proposals={"field": seen.fields, "competence": seen.competences},
        kinds=CODES,
        types=TYPES,
        terms_of={kind: [term.code for term in getattr(vocabularies, kind)] for kind in (*CODES.values(), *TYPES.values())},
        offered={name: codes(permit.office, CODES[name], say) for name in ("field", "competence")},
        given={name: {n: _ticked(values, f"position-{n}-{name}-") for n in numbers} for name in CODES},
        rows={"phase": _rows(values, "phase-"), "language": _rows(values, "language-")},
        own={n: rows(values, f"position-{n}-language-") for n in numbers},
        levels=LEVELS,
        countries=countries(say),
        languages_offered=_languages(values, say),
        most_positions=MOST_POSITIONS,
        field_name=lambda name: field_name(say, name),
    )  # fmt: skip


def show_wrong(permit: Permit, paper: Paper, posted: Posted, sent: Sent, status: int) -> HTMLResponse:
    """The page again with all that was typed and what is wrong with it."""
    if "read" not in sent.values:
        return show_empty(permit, paper, sent, status)
    try:
        read = carried_reading(sent.values)
    except MalformedRequest:
        return show_empty(permit, paper, sent, status)
    number = sent.number("positions") or 0
    while len(read.positions) < min(number, MOST_POSITIONS):
        read = read.model_copy(update={"positions": (*read.positions, new_position(read))})
    return show(permit, paper, Desk(read, sent.values, read), sent, status)


def field_name(say: Speech, name: str) -> str:
    """What a field of the form is called where it is spoken of from elsewhere."""
    row = ROW.fullmatch(name)
    if row is None:
        return say(f"field.{name}") if say.has(f"field.{name}") else say("field.other")
    kind, number, field = row.groups()
    inner = ROW.fullmatch(field)
    key = f"field.{kind}.{inner[1] if inner else field.split('-')[0]}"
    return say(key if say.has(key) else f"field.{kind}", number=number)


def _say(permit: Permit) -> Speech:
    return speech(permit.language, TERMS)


def _page(permit: Permit, paper: Paper, status: int, sent: Sent, **context: Any) -> HTMLResponse:
    say = _say(permit)
    return page("terms.html", status, viewer=viewer_of(permit), say=say, paper=paper, sent=sent, **context)


def _asked(desk: Desk, seen: Understanding, values: Mapping[str, str]) -> dict[str, list[Asked]]:
    """Questions by the place of the form that answers them; those that somebody settled stay, with their box ticked."""
    numbers = {position.id: number for number, position in enumerate(desk.terms.positions, start=1)}
    found: dict[str, list[Asked]] = defaultdict(list)
    for at, question in enumerate(desk.read.questions):
        is_settled = bool(values.get(f"{SETTLED}{at}"))
        if is_settled or question in seen.doubts:
            asked = Asked(question.text, question.why, f"{SETTLED}{at}", is_settled)
            found[_place(question, numbers)].append(asked)
    for question in seen.gaps:
        found[_place(question, numbers)].append(Asked(question.text, question.why))
    return found


def _place(question: Question, numbers: Mapping[str, int]) -> str:
    first, *rest = question.about.split(".")
    if first == "positions" and rest and rest[0] in numbers:
        return "-".join(("position", str(numbers[rest[0]]), *rest[1:2]))
    return PLACES.get(first, first if first in ASKED_AT else "positions")


def _rows(values: Mapping[str, str], before: str) -> list[int]:
    """The rows that are filled, and an empty one after them."""
    filled = rows(values, before)
    return [*filled, max(filled, default=0) + 1]


def _ticked(values: Mapping[str, str], before: str) -> list[str]:
    names = (name.removeprefix(before) for name, value in values.items() if name.startswith(before) and value)
    return [name for name in names if name != ADDED]


def _languages(values: Mapping[str, str], say: Speech) -> list[tuple[str, str]]:
    """The working languages, and others that the terms name."""
    named = [value for name, value in values.items() if "language-" in name and name.endswith("-code") and value]
    return [(code, say.language_name(code)) for code in dict.fromkeys((*WORKING_LANGUAGES, *named))]
