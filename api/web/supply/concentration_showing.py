"""Concentration in the words of its page: tables of shares, and the bars beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.governance.suppression import SMALL_GROUPS
from api.services.indicators.indicator_subjects import NOT_DECLARED, NOT_SAID
from api.services.supply.concentration import Concentration
from api.services.supply.concentration_figures import MEASURES, OPEN, GroupLine, Measure, Part, Shares
from api.services.supply.rotation_figures import OFTEN
from api.speech.speech import Speech

SPECIAL = {NOT_DECLARED: "not_declared", NOT_SAID: "not_said", SMALL_GROUPS: "small"}
BARS, ROWS = 12, 20  # groups in a chart, and in a table
LEAST_SHARE = 0.01  # that is told as a number


@dataclass(frozen=True)
class Bar:
    """A group of the chart: shares of the days and of the roster, in words and as parts of the longest bar."""

    words: str
    days: str
    roster: str
    length: float
    mark: float | None


@dataclass(frozen=True)
class Row:
    """A line of a table: a cell for each measure, and how the days stand against the roster."""

    words: str
    cells: tuple[str, ...]
    gap: str


class Telling:
    """Words for the figures of one period."""

    def __init__(self, found: Concentration, say: Speech) -> None:
        self.found, self.say = found, say

    def bars(self) -> list[Bar]:
        """Nationalities with most days; none where none is told."""
        lines = [line for line in self.found.by_nationality.lines if line.group not in SPECIAL and line.days.share]
        longest = max((max(line.days.share or 0, line.roster.share or 0) for line in lines), default=0)
        return [self._bar(line, longest) for line in lines[:BARS]]

    def rows(self, of: Shares, kind: str) -> list[Row]:
        """Groups that have something of a mission or an application, those with most days first."""
        lines = self._with_something(of)
        return [self._row(line, kind) for line in lines[:ROWS]]

    def others(self, of: Shares) -> int:
        """Groups that are not in the table."""
        named = [line for line in of.lines if line.group not in SPECIAL]
        return len(named) - len([line for line in self._with_something(of)[:ROWS] if line.group not in SPECIAL])

    def spread(self, of: Shares, measure: Measure) -> str:
        """How evenly a measure is spread, in a sentence."""
        (one,) = [spread for spread in of.spreads if spread.measure == measure]
        if one.largest_two is None or one.index is None:
            return ""
        two, index = self.say.percent(one.largest_two), self.say.number(one.index, 2)
        if one.as_many is None:
            return self.say("spread.named", two=two, index=index)
        return self.say("spread.whole", two=two, index=index, many=self.say.number(one.as_many, 1))

    def number(self, value: float | None) -> str:
        """A number of people or missions."""
        return self.say("value.few") if value is None else self._number(value)

    def percent(self, share: float | None) -> str:
        """A share."""
        if share is None:
            return self.say("value.withheld")
        under = 0 < share < LEAST_SHARE
        return self.say("value.under", share=self.say.percent(LEAST_SHARE)) if under else self.say.percent(share)

    def times(self, missions: int) -> str:
        """So many missions, the last of them standing for more."""
        return self.say("times.more" if missions == OFTEN else "times.exactly", count=missions)

    def _with_something(self, of: Shares) -> Sequence[GroupLine]:
        def tells(line: GroupLine, part: Part) -> bool:
            return bool(part.amount) or (line.group in SPECIAL and part.suppressed)

        return [line for line in of.lines if any(tells(line, getattr(line, one)) for one in MEASURES[:3])]

    def _bar(self, line: GroupLine, longest: float) -> Bar:
        mark = None if line.roster.share is None else line.roster.share / longest
        return Bar(
            self.say.country(line.group),
            self.percent(line.days.share),
            self.percent(line.roster.share),
            (line.days.share or 0) / longest,
            mark,
        )

    def _row(self, line: GroupLine, kind: str) -> Row:
        cells = tuple(self._cell(getattr(line, one), line.group) for one in MEASURES)
        return Row(self._group(line.group, kind), cells, self._gap(line.gap))

    def _cell(self, part: Part, group: str) -> str:
        if part.amount is None:
            return self.say("value.few")
        number = self._number(part.amount)
        return (
            number
            if part.share is None or group in OPEN
            else self.say("cell", number=number, share=self.percent(part.share))
        )

    def _gap(self, gap: float | None) -> str:
        if gap is None:
            return "–"
        points = self.say.number(abs(100 * gap), 0)
        sign = "" if points == self.say.number(0, 0) else "+" if gap > 0 else "\N{MINUS SIGN}"
        return self.say("gap", points=f"{sign}{points}")

    def _group(self, group: str, kind: str) -> str:
        if group in SPECIAL:
            return self.say(f"group.{SPECIAL[group]}")
        return self.say.country(group) if kind == "nationality" else group

    def _number(self, value: float) -> str:
        return self.say.number(value, 0 if abs(value - round(value)) < 0.05 else 1)
