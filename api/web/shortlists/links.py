"""Where the pages about one shortlist are; who reads it blind goes on reading it blind."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from api.web.rendering import PageLinks


class DeskLinks(PageLinks):
    """The pages and forms that start from the desk of a shortlist."""

    @property
    def trial(self) -> str:
        """The form that tries other weights and rules."""
        return self.to("try")

    @property
    def again(self) -> str:
        """The desk with the ranking on record alone."""
        return f"{self.page}#try"

    def compare(self, *who: str) -> str:
        """Some people side by side."""
        return self.to("compare", who=who)

    def other_compare(self, who: Sequence[str]) -> str:
        """The same people side by side with names, or without."""
        return DeskLinks(self.id, not self.blind).compare(*who)

    def out(self, position_id: str, rule: str = "", start: int = 0) -> str:
        """Who is not eligible for a position, by a rule or by any."""
        query = {"position": (position_id,), "rule": (rule,) if rule else (), "start": (str(start),) if start else ()}
        return self.to("not-eligible", **query)

    def other_out(self, position_id: str, rule: str) -> str:
        """The same with names, or without."""
        return DeskLinks(self.id, not self.blind).out(position_id, rule)

    def profile(self, expert_id: str) -> str:
        """The record of somebody on the roster."""
        return f"/experts/{quote(expert_id, safe='')}"

    def to(self, part: str, **query: tuple[str, ...]) -> str:
        """A part of the desk."""
        asked = [(name, value) for name, values in query.items() for value in values]
        asked += [] if self.blind else [("blind", "false")]
        return f"{self._path}/{part}" + (f"?{urlencode(asked)}" if asked else "")
