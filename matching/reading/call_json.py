"""A call that comes as structured JSON: checked, with codes made canonical, and asked about what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from matching.entities import Call, Position
from matching.errors import InvalidCall
from matching.json_data import from_json, whole_data
from matching.reading.calls import PART, SAY_MORE, SHORTEN
from matching.reading.dates import FIRST_YEAR, LAST_YEAR
from matching.reading.questions import about_positions, missing
from matching.vocabulary import Vocabularies

LARGEST = 5_000_000  # characters of JSON


def read_call_json(data: str | bytes | dict[str, Any], vocabulary: Vocabularies) -> Call:
    """Check a call given as JSON (text, bytes or an already parsed object) and make its codes canonical.

    A call without positions gets one position "1" without facts, as one read from a text does. Questions on missing
    facts are added to those that the JSON brings.

    Raises:
        InvalidCall: not JSON, a field with a wrong value (named by its path), impossible dates, two positions with one
            id, or so few words that nothing can be matched.
        UnknownCode: a code that the vocabulary does not hold, with near ones.
    """
    call = _validated(_parsed(data))
    _check_dates(call)
    _check_ids(call.positions)
    call = _canonical(call, vocabulary)
    _check_substance(call)
    questions = about_positions(None, bool(call.positions))
    if not call.positions:
        call = call.model_copy(update={"positions": (Position(id="1"),)})
    asked = {q.about for q in (*call.questions, *questions)}
    added = tuple(q for q in missing(call) if q.about not in asked)
    return call.model_copy(update={"questions": (*call.questions, *questions, *added)})


def _parsed(data: str | bytes | dict[str, Any]) -> dict[str, Any]:
    if isinstance(data, dict):
        whole: dict[str, Any] = whole_data(data)
        return whole
    if len(data) > LARGEST:
        raise InvalidCall(
            "The call is too long.", f"It has {len(data):,} characters; the limit is {LARGEST:,}.", SHORTEN
        )
    try:
        parsed = from_json(data)
    except (ValueError, RecursionError) as error:
        found = "It is nested too deeply." if isinstance(error, RecursionError) else f"{error}."
        raise InvalidCall("The call is not JSON.", found, "Check brackets, commas and quotation marks.") from error
    if not isinstance(parsed, dict):
        raise InvalidCall(
            "The call must be one JSON object.", f"Found {type(parsed).__name__}.", 'Write {"id": ..., ...}.'
        )
    return parsed


def _validated(parsed: dict[str, Any]) -> Call:
    try:
        return Call.model_validate(parsed)
    except ValidationError as error:
        problems = error.errors()
        shown = "; ".join(_problem(problem) for problem in problems[:5])
        more = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
        steps = dict.fromkeys(step for problem in problems[:5] if (step := _NEXT.get(str(problem["type"]))))
        raise InvalidCall(
            f"The call has {len(problems)} field(s) that cannot be read.",
            f"{shown}{more}.",
            " ".join(steps) or "Correct these fields and try again.",
        ) from error


_NEXT = {
    "extra_forbidden": "Remove the unknown fields or correct their names.",
    "missing": "Add the missing fields.",
    "date_from_datetime_parsing": "Write dates as 2027-05-21.",
    "date_parsing": "Write dates as 2027-05-21.",
    "enum": "Write language levels as A1 to C2.",
    "too_long": PART,
    "string_too_long": SHORTEN,
}


def _problem(problem: Any) -> str:
    """One problem as "positions.0.days: Input should be greater than 0 (found -3)"."""
    path = ".".join(str(step) for step in problem["loc"]) or "the call"
    message = str(problem["msg"]).removeprefix("Value error, ")
    if problem["type"] == "too_long":
        message = "there are {actual_length} and can be {max_length}".format(**problem["ctx"])
    found = problem.get("input")
    said = "" if problem["type"] == "missing" or isinstance(found, dict | list) else f" (found {str(found)[:60]!r})"
    return f"{path}: {message}{said}"


def _check_dates(call: Call) -> None:
    days: list[tuple[str, date | None]] = [("issued", call.issued)]
    for index, phase in enumerate(call.phases):
        days += [(f"phases.{index}.start", phase.start), (f"phases.{index}.end", phase.end)]
    for path, day in days:
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise InvalidCall(
                f"The date in '{path}' cannot be right.",
                f"Found {day}.",
                f"Give a year from {FIRST_YEAR} to {LAST_YEAR}.",
            )


def _check_ids(positions: Sequence[Position]) -> None:
    seen: set[str] = set()
    for number, position in enumerate(positions):
        if not position.id.strip():
            raise InvalidCall(
                f"The id in 'positions.{number}.id' is empty.", "", 'Give the position an id, such as "1".'
            )
        if position.id in seen:
            raise InvalidCall(
                "Two positions have the same id.",
                f"Found '{position.id}' twice.",
                "Give each position an id of its own.",
            )
        seen.add(position.id)


def _canonical(call: Call, vocabulary: Vocabularies) -> Call:
    def each(codes: Sequence[str], normalise: Callable[[str], str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(normalise, codes)))

    positions = tuple(
        position.model_copy(
            update={
                "fields": each(position.fields, vocabulary.fields.normalise),
                "competences": each(position.competences, vocabulary.competences.normalise),
                "activity_types": each(position.activity_types, vocabulary.activity_types.normalise),
                "statuses": each(position.statuses, vocabulary.statuses.normalise),
            }
        )
        for position in call.positions
    )
    return call.model_copy(
        update={
            "positions": positions,
            "activity_types": each(call.activity_types, vocabulary.activity_types.normalise),
            "assistance_types": each(call.assistance_types, vocabulary.assistance_types.normalise),
            "proposed_fields": _proposals(call.proposed_fields, vocabulary.fields.normalise),
            "proposed_competences": _proposals(call.proposed_competences, vocabulary.competences.normalise),
        }
    )


def _proposals(proposals: Sequence[Any], normalise: Callable[[str], str]) -> tuple[Any, ...]:
    return tuple(p.model_copy(update={"code": normalise(p.code)}) for p in proposals)


def _check_substance(call: Call) -> None:
    """A call is matched by its words or its codes: with neither there is nothing to match."""
    said = [call.title, call.text, call.action_title, call.activity_title, *call.objectives, *call.results]
    for position in call.positions:
        said += [position.title, *position.tasks, *position.essential, *position.desirable]
    coded = call.proposed_fields or any(p.fields or p.competences for p in call.positions)
    if coded:
        return
    words = re.findall(r"[^\W\d_]{2,}", " ".join(text for text in said if text))
    if len(words) < 2:
        found = f"Found only '{' '.join(words)}'." if words else "Found no words and no codes."
        raise InvalidCall("The request says too little to be matched.", found, SAY_MORE)
