"""A record as it would be after changes, and whether it then really passes: by the gates themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from matching.columns import build_columns
from matching.entities import Absence, Call, Expert, LanguageClaim, Position, Segment
from matching.gates import PASS, apply_gates, overall
from matching.suggesting.changes import Change, Days
from matching.suggesting.needed import days_missing, span_before, undated
from matching.vocabulary import Vocabularies


def changed(expert: Expert, changes: Iterable[Change], position: Position, today: date) -> Expert:
    """The record as it would be.

    Args:
        position: for which experience is to be enough.
    """
    for change in changes:
        expert = expert.model_copy(update=_update(expert, change, position, today))
    return expert


def passes(expert: Expert, call: Call, position: Position, vocabularies: Vocabularies, today: date) -> bool:
    """Whether a record passes every gate of a position."""
    columns = build_columns([expert], vocabularies)
    return bool(overall(apply_gates(columns, call, position, vocabularies, today), 1)[0] == PASS)


def _update(expert: Expert, change: Change, position: Position, today: date) -> dict[str, Any]:
    match change.kind:
        case "language":
            return {"languages": _with_levels(expert.languages, change)}
        case "availability":
            return {"absences": ()}
        case "free_days":
            return {"absences": _without(expert.absences or (), change.days)}
        case "release":
            return {"release_days": change.at_most}
        case "status":
            return {"status": change.statuses[0]}
        case "experience":
            return {"segments": _with_dates(expert, position, today)}
        case "conflict":
            return {"conflicts": ()}
        case "validation":
            return {"validated": True}
        case "consent":
            return {"consent": True}


def _with_levels(claims: tuple[LanguageClaim, ...], change: Change) -> tuple[LanguageClaim, ...]:
    held = next((claim for claim in claims if claim.language == change.language), None)
    levels: dict[str, Any] = {str(skill): level for skill, level in change.levels.items()}
    if held is None:
        assert change.language is not None
        return (*claims, LanguageClaim(language=change.language, **levels))
    raised = held.model_copy(update=levels)
    return tuple(raised if claim is held else claim for claim in claims)


def _without(absences: Iterable[Absence], freed: Iterable[Days]) -> tuple[Absence, ...]:
    """Absences with some days cut out of them."""
    left = list(absences)
    one = timedelta(days=1)
    for days in freed:
        parts = []
        for away in left:
            if away.start < days.start and away.end >= days.start:
                parts.append(Absence(start=away.start, end=days.start - one))
            if away.end > days.end and away.start <= days.end:
                parts.append(Absence(start=days.end + one, end=away.end))
            if away.end < days.start or away.start > days.end:
                parts.append(away)
        left = parts
    return tuple(left)


def _with_dates(expert: Expert, position: Position, today: date) -> tuple[Segment, ...]:
    """The CV with the dates that are missing: of a post that has none, else of one that is added."""
    span = span_before(expert, days_missing(expert, position, today), today)
    assert span is not None  # else no such change is named
    start, end = span
    place = undated(expert)
    if place is None:
        return (*expert.segments, Segment(text="", kind="post", start=start, end=end))
    dated = expert.segments[place].model_copy(update={"start": start, "end": end})
    return (*expert.segments[:place], dated, *expert.segments[place + 1 :])
