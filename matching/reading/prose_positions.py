"""Positions that running text tells apart, several to a line: "Position 1: principal expert, 18 days. Position 2: ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from matching.reading.folding import for_plain, plain
from matching.reading.position_heads import EXPERT, NUMBERED_INSIDE, PositionHead, match_position, role_of
from matching.reading.quantities import find_days, tells_event_days

_ENDS = re.compile(r"[.;!?](?=\s|$)|\n")
_JUST_EXPERT = re.compile(for_plain(rf"(?:{EXPERT})\s*"))


def numbered_in_prose(text: str) -> list[dict[str, object]]:
    """Title, role and days of each numbered position, in the order of their numbers; the first mention counts.

    Each is described by the words up to the end of its sentence or to the next number; what follows belongs to the call.
    """
    found: dict[int, dict[str, object]] = {}
    for clause in _clauses(text):
        head = match_position(clause)
        if head is None or head.number is None:
            continue
        facts: dict[str, object] = {"title": _title(head), "principal": head.principal, "days": find_days(head.text)}
        found.setdefault(head.number, {name: value for name, value in facts.items() if value is not None})
    return [found[number] for number in sorted(found)]


def by_role_in_prose(text: str) -> list[dict[str, object]]:
    """Role and days of experts told apart by their role: "the principal expert (20 days) leads; the second...".

    One without days is described where those of an event are told instead ("a second expert for the 2-day seminar") and
    another works for some: a text may only speak of "the principal expert", or say that there is no second.
    """
    without_days: set[bool] = set()
    days_of: dict[bool, float] = {}
    for clause in re.split(r"[.;\n]|,\s(?=(?:and|et|y|e|и)\s)", text):
        role = role_of(plain(clause))
        if role is not None:
            if (days := find_days(clause)) is not None:
                days_of.setdefault(role, days)
            elif tells_event_days(clause):
                without_days.add(role)
    roles = [role for role in (True, False) if days_of and (role in days_of or role in without_days)]
    return [{"principal": role, **({"days": days_of[role]} if role in days_of else {})} for role in roles]


def _clauses(text: str) -> Iterator[str]:
    """From each number on, the words that describe its position."""
    starts = [match.start() for match in NUMBERED_INSIDE.finditer(plain(text))]
    for start, following in pairwise([*starts, len(text)]):
        end = _ENDS.search(text, start, following)
        yield text[start : end.start() if end else following].strip(" ,،")


def _title(head: PositionHead) -> str | None:
    """The title without the bare word "expert", with which a list of facts often begins."""
    first, *rest = re.split(r"[,،]\s*", head.title, maxsplit=1)
    return ("".join(rest) if _JUST_EXPERT.fullmatch(plain(first)) else head.title) or None
