"""From the gates that are open for a person to the changes that meet them.

Each gate reads facts that no other gate of a position reads, so the smallest set has, for every fact in the way, the
smallest change of it. Two needs of one language are met by one change of that language.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date, timedelta

import numpy as np

from matching.columns import years_in_posts
from matching.entities import FIRST_YEAR, SKILLS, Call, Cefr, Expert, Position, Segment, Skill
from matching.suggesting.changes import CLIMBED, CONFIRMED, DAY, SAID, YEAR, Blocker, By, Change, Days, Way, Why
from matching.vocabulary import Vocabularies

DAYS_IN_YEAR = 365.25
WORKED = ("post", "assignment")  # segments whose dates count as experience
Found = list[Change | Blocker]


def way_through(
    expert: Expert, gates: Iterable[str], call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> Way:
    """The smallest changes that meet these gates of a position, or what stands in the way.

    Args:
        gates: names of the gates that the person does not pass.
    """
    found: Found = []
    for gate in dict.fromkeys(gates):
        kind, _, code = gate.partition(":")
        meet = _MEET.get(kind)
        found += meet(expert, gate, code, call, position, vocabularies, today) if meet else _other(gate)
    blockers = tuple(one for one in found if isinstance(one, Blocker))
    changes = tuple(one for one in found if isinstance(one, Change))
    return Way(changes=() if blockers else changes, blockers=blockers)


def levels_needed(call: Call, position: Position, language: str) -> dict[Skill, Cefr]:
    """By skill the level that a position requires of one language; of several needs of it the higher."""
    asked: dict[Skill, Cefr] = {}
    for need in call.needs(position):
        if need.required and need.language == language:
            for skill, level in need.asked():
                asked[skill] = max(asked.get(skill, level), level, key=lambda one: one.rank)
    return asked


def _language(
    expert: Expert, gate: str, code: str, call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> Found:
    asked = levels_needed(call, position, code)
    claim = next((one for one in expert.languages if one.language == code), None)
    if not expert.languages:  # nothing is known of any language: it is enough to say it
        said, climbed, levels = max(len(asked), 1), 0, asked
    elif claim is None:
        said, climbed, levels = 0, max(sum(level.rank for level in asked.values()), 1), asked
    else:
        held = {skill: claim.level(skill) for skill in asked}
        levels = {s: level for s, level in asked.items() if (own := held[s]) is None or own.rank < level.rank}
        said = sum(held[skill] is None for skill in levels)
        climbed = sum(level.rank - own.rank for skill, level in levels.items() if (own := held[skill]))
    size = SAID * said + CLIMBED * climbed
    by: By = "do" if climbed else "say"
    return [Change(kind="language", gate=gate, by=by, size=size, language=code, levels=_in_order(levels))]


def _in_order(levels: dict[Skill, Cefr]) -> dict[Skill, Cefr]:
    return {skill: levels[skill] for skill in SKILLS if skill in levels}


def _availability(
    expert: Expert, gate: str, code: str, call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> Found:
    assert call.window is not None  # else there is no such gate
    notice = (call.window[0] - today).days
    spans = days_asked(call)
    found: Found = []
    if expert.release_days is not None and expert.release_days > notice:
        if notice < 0:
            found.append(Blocker(gate=gate, why="begun", found=f"the call began on {call.window[0]}"))
        else:
            size = DAY * (expert.release_days - notice)
            found.append(Change(kind="release", gate=gate, by="do", size=size, at_most=notice))
    if expert.absences is None:
        found.append(Change(kind="availability", gate=gate, by="say", size=SAID, days=spans))
    elif clashes := days_away(expert, spans):
        if clashes[0].start < today:
            found.append(Blocker(gate=gate, why="past_days", found=f"away from {clashes[0].start}"))
        else:
            size = DAY * sum((one.end - one.start).days + 1 for one in clashes)
            found.append(Change(kind="free_days", gate=gate, by="do", size=size, days=clashes))
    return found


def days_asked(call: Call) -> tuple[Days, ...]:
    """The days on which a call needs people to be free: those on site, where they are said, else all of it."""
    on_site = tuple(Days(start=p.start, end=p.end) for p in call.phases if p.on_site and p.start and p.end)
    return on_site or ((Days(start=call.window[0], end=call.window[1]),) if call.window else ())


def days_away(expert: Expert, spans: Iterable[Days]) -> tuple[Days, ...]:
    """The days of these on which somebody is away, each once, in order."""
    away = {
        day
        for span in spans
        for absence in expert.absences or ()
        for day in range(
            max(span.start, absence.start).toordinal(), min(span.end, absence.end).toordinal() + 1
        )  # none where they do not meet
    }
    runs: list[list[int]] = []
    for day in sorted(away):
        if runs and day == runs[-1][1] + 1:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return tuple(Days(start=date.fromordinal(first), end=date.fromordinal(last)) for first, last in runs)


def _status(
    expert: Expert, gate: str, code: str, call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> Found:
    statuses = vocabularies.statuses
    if expert.status is not None and statuses.has(expert.status):
        return [Blocker(gate=gate, why="status", found=statuses.label(expert.status, "en"))]
    wanted = tuple(statuses.normalise(one) for one in position.statuses)
    return [Change(kind="status", gate=gate, by="say", size=SAID, statuses=wanted)]


def _experience(
    expert: Expert, gate: str, code: str, call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> Found:
    known = years_in_posts(expert, today)
    days = days_missing(expert, position, today)
    if (known is not None and undated(expert) is None) or span_before(expert, days, today) is None:
        found = "no post is dated" if known is None else f"{known:.1f} years in dated posts"
        return [Blocker(gate=gate, why="years", found=found, on=_enough_on(expert, days, today))]
    years = days / DAYS_IN_YEAR
    size = YEAR * math.ceil(years)
    return [Change(kind="experience", gate=gate, by="say", size=size, years=round(years, 2))]


def days_missing(expert: Expert, position: Position, today: date) -> int:
    """Days in dated posts that are missing for the experience asked for; at least 1."""
    asked = np.float32(position.min_years or 0)
    held = round((years_in_posts(expert, today) or 0) * DAYS_IN_YEAR)
    enough = math.floor(float(asked) * DAYS_IN_YEAR)
    while np.float32(enough / DAYS_IN_YEAR) < asked:  # as the gate compares: in single precision
        enough += 1
    return max(enough - held, 1)


def undated(expert: Expert) -> int | None:
    """The place in the CV of the first post or assignment without the day it began; None where all have one."""
    return next((i for i, s in enumerate(expert.segments) if s.kind in WORKED and s.start is None), None)


def span_before(expert: Expert, days: int, today: date) -> tuple[date, date] | None:
    """So many days right before everything that is dated, or before today; None where that lies before all time."""
    starts = [s.start for s in expert.segments if s.start is not None and _counts(s)]
    end = min([*starts, today])
    first = end.toordinal() - days
    return None if first < date(FIRST_YEAR, 1, 1).toordinal() else (date.fromordinal(first), end)


def _counts(segment: Segment) -> bool:
    return segment.kind in WORKED and (segment.end is not None or segment.kind == "post")


def _enough_on(expert: Expert, days: int, today: date) -> date | None:
    """When the years are enough by themselves: in so many days, where a post is going on."""
    goes_on = any(s.kind == "post" and s.start and s.end is None and s.start <= today for s in expert.segments)
    return today + timedelta(days=days) if goes_on else None


def _conflict(
    expert: Expert, gate: str, code: str, call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> Found:
    if expert.conflicts is not None:
        return [Blocker(gate=gate, why="conflict", found="a conflict with this call is declared")]
    return [Change(kind="conflict", gate=gate, by="say", size=SAID)]


def _exclusion(
    expert: Expert, gate: str, code: str, call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> Found:
    return [Blocker(gate=gate, why="exclusion", found="excluded by a decision on record")]


def _validation(
    expert: Expert, gate: str, code: str, call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> Found:
    return [Change(kind="validation", gate=gate, by="ask", size=CONFIRMED)]


def _consent(
    expert: Expert, gate: str, code: str, call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> Found:
    return [Change(kind="consent", gate=gate, by="say", size=SAID)]


def _other(gate: str) -> Found:
    why: Why = "outside_the_profile"
    return [Blocker(gate=gate, why=why, found="left out of this comparison for a reason that is not in the profile")]


Meet = Callable[[Expert, str, str, Call, Position, Vocabularies, date], Found]
_MEET: dict[str, Meet] = {
    "language": _language,
    "availability": _availability,
    "status": _status,
    "experience": _experience,
    "conflict of interest": _conflict,
    "past performance": _exclusion,
    "validated profile": _validation,
    "consent": _consent,
}
