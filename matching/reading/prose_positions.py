"""Positions that running text tells apart, several to a line: "Position 1: principal expert, 18 days. Position 2: ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from matching.reading.folding import for_plain, plain
from matching.reading.joining_words import AND
from matching.reading.position_heads import EXPERT, NUMBERED_INSIDE, PositionHead, match_position, names_role, role_of
from matching.reading.quantities import find_days, find_years, tells_event_days

_ENDS = re.compile(r"[.;!?](?=\s|$)|\n")
_JOINED = re.compile(rf"(?:{AND})\s")
_OF_EXPERTS = (  # what may follow "each": "of them", "of the two experts", "of 20 days", but not "of the workshops"
    r"(?!\s(?:of|d[eo]s?|das?|d[eo]l)\s(?!(?:\w+\s){0,3}?(?:experts?|expertes|expert[oa]s|specialist\w*|especialistas?|"
    r"perit[oa]s|them|ell[oa]s|el[ea]s)(?!\w)|\d|\w+\s(?:days|jours|dias)(?!\w)))"
)
_EACH_EXPERT = re.compile(
    for_plain(
        rf"(?<!\w)(?:each(?=\s*(?:$|[.,;)]|(?:will|would|works?|has|should|shall|of)\s|expert)){_OF_EXPERTS}|"
        rf"per (?:expert|person)|chacune?{_OF_EXPERTS}|par (?:expert\w*|personne)|cada (?:un[oa]|uma?){_OF_EXPERTS}|"
        r"cada (?:expert|perit)\w+|por (?:expert|perit|person|pesso)\w+|"
        r"кажд\w+ (?:из (?:них|экспертов)|эксперт\w*)|на (?:одного )?эксперта|ل?كل (?:خبير|منهم)\w*)(?!\w)"
    )
)
# What lasts is a workshop or a visit; experts work.
_LASTS = re.compile(
    for_plain(
        r"(?<!\w)(?:lasts?|dur(?:e|ent|era|eront|a|an|ara|aran|am|arao)|(?:про)?дл(?:ит|ят)ся|(?:ت|ي)ستغرق|(?:ت|ي)دوم)(?!\w)"
    )
)
_EXPERIENCE = re.compile(for_plain(r"(?<!\w)(?:experi\w+|опыт\w*|стаж\w*|(?:ال)?خبره)(?!\w)"))
_AT_LEAST = re.compile(
    for_plain(
        r"(?<!\w)(?:at least|min(?:im\w+)?|(?:no|not) less than|au moins|al menos|como minimo|pelo menos|no minimo|"
        r"не (?:менее|меньше)|минимум|لا تقل عن|علي الاقل|كحد ادني)(?!\w)"
    )
)
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
    for clause in _by_role(text):
        role = role_of(plain(clause))
        if role is not None:
            if (days := find_days(clause)) is not None:
                days_of.setdefault(role, days)
            elif tells_event_days(clause):
                without_days.add(role)
    roles = [role for role in (True, False) if days_of and (role in days_of or role in without_days)]
    return [{"principal": role, **({"days": days_of[role]} if role in days_of else {})} for role in roles]


def all_in_prose(text: str) -> dict[str, float]:
    """Days that sentences give to each expert, and the years of experience that they ask for at least of whoever comes."""
    sentences = [s for s in re.split(r"(?<=[.;؛!?])\s|\n", text) if role_of(plain(s)) is None]
    days = {find_days(s) for s in sentences if _EACH_EXPERT.search(plain(s)) and not _LASTS.search(plain(s))} - {None}
    asking = [s for s in sentences if _EXPERIENCE.search(plain(s)) and _AT_LEAST.search(plain(s))]
    years = {find_years(s) for s in asking} - {None}
    said = {"days": days, "min_years": years}
    return {name: value for name, values in said.items() if len(values) == 1 and (value := values.pop()) is not None}


def _by_role(text: str) -> Iterator[str]:
    """Sentences, parted where an "and" or the name of a role follows a comma: "the principal 18 days, the second 16"."""
    for sentence in re.split(r"[.;؛\n]", text):
        clause = ""
        for piece in re.split(r"(?<=[,،])\s", sentence):
            if clause and (_JOINED.match(plain(piece)) or names_role(piece)):
                yield clause
                clause = ""
            clause += f" {piece}"
        yield clause


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
