"""What the pages of an expert say of levels, days and months, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from babel.dates import format_skeleton
from babel.lists import format_list

from api.speech.speech import Speech
from matching.entities import SKILLS, Absence, LanguageClaim, LanguageNeed, Segment


class Words:
    """Put together as the language of a page does."""

    def __init__(self, say: Speech) -> None:
        self.say = say

    def listed(self, parts: Iterable[str]) -> str:
        """Several things one after the other, as the language lists them."""
        return str(format_list(list(parts), locale=self.say.locale))

    def countries(self, codes: Iterable[str]) -> str:
        """Countries by their names."""
        return self.listed(self.say.country(code) for code in codes)

    def countries_typed(self, codes: Iterable[str]) -> str:
        """The same as one types them into a field."""
        return ", ".join(self.say.country(code) for code in codes)

    def roles(self, roles: Iterable[str]) -> str:
        """Roles in which people act."""
        return self.listed(self.say("role." + role) if self.say.has("role." + role) else role for role in roles)

    def levels(self, said: LanguageClaim | LanguageNeed) -> str:
        """The levels of a language by skill; empty where none is given."""
        given = [(skill, level) for skill in SKILLS if (level := getattr(said, skill))]
        return self.listed(self.say("level_of." + skill, level=level) for skill, level in given)

    def claim(self, said: LanguageClaim) -> str:
        """What a person says of one language."""
        if said.native:
            return self.say("level.native")
        return self.levels(said) or self.say("level.none")

    def span(self, start: date, end: date) -> str:
        """From one day to another, both included."""
        return self.say("span", start=self.say.day(start), end=self.say.day(end))

    def absences(self, away: Iterable[Absence]) -> str:
        """Days on which somebody is away."""
        return self.listed(self.span(one.start, one.end) for one in away)

    def months(self, piece: Segment) -> str:
        """When something in a CV was, to the month; empty where it has no dates."""
        start, end = self._month(piece.start), self._month(piece.end)
        if start and end:
            return start if start == end else self.say("months.span", start=start, end=end)
        if start:
            return self.say("months.since", start=start)
        return self.say("months.until", end=end) if end else ""

    def period(self, days: int) -> str:
        """A number of days; in years where it is whole years."""
        years = round(days / 365.25)
        if years and abs(days - years * 365.25) < 2:
            return self.say("period.years", count=years)
        return self.say("period.days", count=days)

    def _month(self, day: date | None) -> str:
        return str(format_skeleton("yMMMM", day, locale=self.say.locale)) if day else ""
