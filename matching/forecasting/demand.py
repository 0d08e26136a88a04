"""From a forecast to calls that may come, so that gaps under it are found as those of open calls are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from matching.entities import Call, Cefr, LanguageNeed, Position
from matching.forecasting.counting import period_of
from matching.forecasting.methods import recency
from matching.forecasting.scenarios import Change, weights_of
from matching.forecasting.values import SEASON, Ask, Forecast, total_expected
from matching.vocabulary.terms import Vocabulary

TEAM = 2  # places of a call: missions are of two people as a rule
LEVEL = Cefr.C1  # asked for in speaking and writing, as most calls do

Kind = tuple[tuple[str, ...], tuple[str, ...], str]  # fields, languages and country ("" where unknown) of an ask


def forecast_calls(
    total: Forecast,
    asks: Sequence[Ask],
    today: date,
    fields: Vocabulary,
    scenario: Sequence[Change] = (),
    *,
    places: int = TEAM,
    level: Cefr = LEVEL,
) -> list[Call]:
    """As many calls as are expected within a year, asking for what is asked for together.

    What each asks for, and from where, is what an ask of the past did; the later ones, and those that the scenario
    multiplies, stand for more. They are taken at equal steps through the asks in the order of their fields and languages,
    not by chance: the same forecast gives the same calls, and every field and language has its share, up to one call.

    Args:
        total: the forecast of the level "total", under the same scenario.
        asks: that it was made from.
        places: positions of each call, every one of which asks for the same.
        level: of speaking and writing, in each language asked for.
    """
    if not total.cells:
        return []
    end = period_of(today, total.period)
    number = round(total_expected(total.cells[0]))
    ages = recency(max(len(total.past), 1), SEASON[total.period])
    found: dict[Kind, float] = {}
    for ask, weight in zip(asks, weights_of(asks, scenario, fields), strict=True):
        before = end - period_of(ask.day, total.period)
        if before > 0:
            key = (tuple(code for code in ask.fields if fields.has(code)), ask.languages, ask.country or "")
            found[key] = found.get(key, 0.0) + weight * float(ages[-before])
    kinds = sorted(key for key in found if found[key] > 0)
    if not kinds or not number:
        return []
    reached = np.cumsum([found[key] for key in kinds])
    taken = np.searchsorted(reached, (np.arange(number) + 0.5) / number * reached[-1])
    return [_call(f"forecast-{i + 1}", kinds[at], places, level) for i, at in enumerate(taken.tolist())]


def _call(id: str, asked: Kind, places: int, level: Cefr) -> Call:
    fields, languages, country = asked
    needs = tuple(LanguageNeed(language=code, speaking=level, writing=level) for code in languages)
    positions = tuple(Position(id=str(i + 1), principal=i == 0, fields=fields) for i in range(places))
    return Call(id=id, country=country or None, languages=needs, positions=positions)
