"""A look at demand and supply: which calls, narrowed to what, with their eligible people; told of in several ways after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from api.services.indicators.suppressed import few
from api.services.office import Office
from api.services.supply.declines import Declines, first_decline
from api.services.supply.demand import expected_calls
from api.services.supply.demanded import demanded, forecast_calls
from api.services.supply.supplied import MOST_COMPARED, Supplied, compared, supplied
from api.services.supply.told_cells import check_asked, least_told, withheld
from api.services.unit import Actor, reading
from matching.codes import language_code
from matching.compose.steps import without_balance
from matching.errors import InvalidSetting
from matching.forecasting import Change
from matching.supply import DEPTH, Cell, Demand, NoTeam, Supply, cells, positions_of, without_team
from matching.supply.cells import Dimension, PositionLine, Where
from matching.supply.sought import NOT_SAID, When
from matching.vocabulary import Vocabularies, Vocabulary

Merit = Literal["no", "if_few", "yes"]


@dataclass(frozen=True)
class Asked:
    """Which demand is looked at, and how.

    Attributes:
        when: past or open calls, both where it is None; or those that are forecast for a year.
        since: without calls published before this day.
        where: only positions that ask for this, and people who are of that kind.
        fewer_than: a position with fewer eligible people is thin.
        sure: whether only those count of whom everything is known.
        scenario: of the forecast.
    """

    when: When | None = None
    since: date | None = None
    where: Where | None = None
    fewer_than: int = DEPTH
    sure: bool = False
    scenario: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Look:
    """What was found, for one reader.

    Attributes:
        where: with codes made canonical.
        behind: the positions that are meant.
        supply: of all the calls; with merit of those behind, where they were compared.
    """

    actor: Actor
    asked: Asked
    where: Where
    fields: Vocabulary
    found: Supplied
    behind: tuple[PositionLine, ...]
    supply: Supply
    declines: Declines

    @property
    def calls(self) -> frozenset[str]:
        """Ids of the calls that are meant."""
        return frozenset(one.call for one in self.behind)

    @property
    def demands(self) -> list[Demand]:
        """The same, as composition reads them.

        Rules on gender and nationality are left aside where fewer than five are eligible and the reader may not know
        what people declared: which rule stands in the way would tell it.
        """
        calls, told_all = self.calls, not withheld(self.actor)
        return [
            one if told_all or not few(len(one.people)) else replace(one, rules=without_balance(one.rules))
            for one in self.found.supply.demands
            if one.id in calls
        ]

    @property
    def fewer_than(self) -> int:
        """With fewer people a position is thin, as this reader is told."""
        return least_told(self.actor, self.asked.fewer_than)

    @cached_property
    def whole(self) -> Cell | None:
        """All of it together; None where nothing is asked for."""
        return next(iter(cells(self.supply, (), self.fields, self.where, fewer_than=self.fewer_than)), None)

    @cached_property
    def no_team(self) -> dict[str, NoTeam]:
        """Why there is no lawful team, by call that has none."""
        return {one.call: one for one in without_team(self.demands)}


def look(
    office: Office,
    actor: Actor,
    asked: Asked,
    by: Sequence[Sequence[Dimension]] = (),
    *,
    merit: Merit = "no",
    most: int = MOST_COMPARED,
) -> Look:
    """Look at demand and supply; to be called outside a unit of work: it may take its time.

    Args:
        by: what cells are to be told apart by.
        merit: whether the eligible are compared: no, where there are few calls, or yes.
        most: calls that are few.

    Raises:
        NotAllowed: cells by which single people could be told.
        InvalidSetting: there is no such language, or more calls are to be compared than is done at once.
        UnknownCode: there is no such field or status.
    """
    vocabularies = office.engine.vocabularies
    where = _checked(asked.where or {}, vocabularies)
    for one in by or [()]:
        check_asked(actor, one, where)
    with reading(office, actor) as unit:
        calls, declines = demanded(unit, asked.when, asked.since), first_decline(unit)
    if asked.when == "forecast":
        calls = forecast_calls(expected_calls(office, actor, changes=asked.scenario), office.clock.today())
    found = supplied(office, calls, sure=asked.sure)
    behind = tuple(positions_of(found.supply, vocabularies.fields, where))
    supply = found.supply if merit == "no" else _compared(found, behind, most, needed=merit == "yes")
    return Look(actor, asked, where, vocabularies.fields, found, behind, supply, declines)


def _checked(where: Where, vocabularies: Vocabularies) -> Where:
    """What cells are narrowed by, with codes made canonical."""
    made = dict(where)
    if (field := made.get("field", NOT_SAID)) != NOT_SAID:
        made["field"] = vocabularies.fields.normalise(field)
    if (status := made.get("status", NOT_SAID)) != NOT_SAID:
        made["status"] = vocabularies.statuses.normalise(status)
    if (language := made.get("language", NOT_SAID)) != NOT_SAID:
        try:
            made["language"] = language_code(language)
        except ValueError as error:
            raise InvalidSetting("There is no such language.", f"Found '{language[:80]}'.", "Try 'fr'.") from error
    return made


def _compared(found: Supplied, behind: Sequence[PositionLine], most: int, *, needed: bool) -> Supply:
    ids = list(dict.fromkeys(one.call for one in behind))
    if len(ids) <= most:
        return compared(found, ids)
    if needed:
        raise InvalidSetting(
            "The people of so many calls are not compared at once.",
            f"Found {len(ids)} calls, of {most} at most.",
            "Narrow it by field, language or time, or ask without merit.",
        )
    return found.supply
