"""What holds for a group of people: the plain definitions, against which every solver is checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from matching.compose.values import Change, Coverage, Level, Member, Position, RuleName, Rules, Seat, Team
from matching.compose.wording import change_in_words

Country = TypeVar("Country", bound=Hashable)


def institution_of(member: Member) -> str | None:
    """The institution's key, None when not known (a blank key says nothing)."""
    return (member.institution or "").strip() or None


def countries(nationalities: Iterable[Sequence[Country]]) -> int:
    """Largest number of people to whom different countries can be given, each one of their own nationalities.

    A maximum bipartite matching by augmenting paths; groups are small, so plain recursion does.
    """
    holder: dict[Country, Sequence[Country]] = {}

    def seat(own: Sequence[Country], tried: set[Country]) -> bool:
        for country in own:
            if country in tried:
                continue
            tried.add(country)
            if country not in holder or seat(holder[country], tried):
                holder[country] = own
                return True
        return False

    return sum(seat(own, set()) for own in nationalities)


def per_nationality(group: Iterable[Member]) -> Counter[str]:
    """How many members declared each nationality; a dual national counts under both."""
    return Counter(country for member in group for country in set(member.nationalities))


def per_gender(group: Iterable[Member]) -> Counter[str]:
    """How many members declared each gender; the undeclared are not in it."""
    return Counter(member.gender for member in group if member.gender is not None)


def shortfalls(group: Sequence[Member], rules: Rules) -> tuple[Change, ...]:
    """The rules this group does not meet, each with the level at which it would be met; none for a feasible group."""
    found: list[Change] = []

    def add(rule: RuleName, was: Level, becomes: Level, subject: str = "") -> None:
        steps = abs(int(was) - int(becomes))
        found.append(Change(rule, subject, was, becomes, steps, change_in_words(rule, subject, was, becomes)))

    def at_least(rule: RuleName, asked: int | None, met: int, subject: str = "") -> None:
        if asked is not None and met < asked:
            add(rule, asked, met, subject)

    most = max(per_nationality(group).values(), default=0)
    if rules.max_per_nationality is not None and most > rules.max_per_nationality:
        add("max_per_nationality", rules.max_per_nationality, most)
    at_least("min_countries", rules.min_countries, countries(member.nationalities for member in group))
    genders = per_gender(group)
    for gender, asked in sorted(rules.min_per_gender.items()):
        at_least("min_per_gender", asked, genders[gender], gender)
    at_least("min_public", rules.min_public, sum(member.public is True for member in group))
    for key in sorted(rules.cover_languages):
        if not any(key in member.languages for member in group):
            add("cover_languages", True, False, key)
    known = [institution for member in group if (institution := institution_of(member)) is not None]
    if rules.distinct_institutions and len(set(known)) < len(known):
        add("distinct_institutions", True, False)
    at_least("min_previous", rules.min_previous, sum(member.previous for member in group))
    ids = {member.id for member in group}
    for one in sorted(rules.exclude & ids):
        add("exclude", True, False, one)
    for one in sorted(rules.include - ids):
        add("include", True, False, one)
    return tuple(found)


def make_team(seated: Sequence[tuple[Position, Member]], coverage: Coverage, gap: float = 0.0) -> Team:
    """The team with its value worked out from the definition, whatever a solver thought it was worth."""
    seats = tuple(Seat(position.id, member.id, float(member.scores[position.id])) for position, member in seated)
    merit = sum(position.weight * seat.score for (position, _), seat in zip(seated, seats, strict=True))
    covered = frozenset().union(*(member.fields for _, member in seated)) & coverage.fields
    return Team(seats, merit + coverage.bonus * len(covered), merit, covered, optimal=gap <= 0, gap=gap)
