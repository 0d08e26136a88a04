"""Demand to come: how often which fields and languages will be asked for, with intervals, a back-test, and scenarios.

    forecast         demand of the coming year by total, area, field or language, by the method that the back-test bears out
    judged           the back-test alone: a small count model against the seasonal-naive baseline, from every past day on
    forecast_calls   a forecast as calls that may come, whose supply is read as that of any call

Small counts decide how it is made: distributions of counts, shares drawn towards the long run, and the baseline's forecast
wherever the model was not shown to be better.
"""

from matching.forecasting.counting import period_start
from matching.forecasting.demand import forecast_calls
from matching.forecasting.forecasting import LEAST, forecast, judged, needed_periods
from matching.forecasting.scenarios import KINDS, MOST, Change, read_change, weights_of
from matching.forecasting.values import (
    ALL,
    LEVELS,
    PERIODS,
    SEASON,
    Ask,
    CellForecast,
    Expected,
    Forecast,
    Level,
    Method,
    Period,
    Score,
    State,
    Verdict,
    total_expected,
)

__all__ = [
    "ALL", "KINDS", "LEAST", "LEVELS", "MOST", "PERIODS", "SEASON", "Ask", "CellForecast", "Change", "Expected",
    "Forecast", "Level", "Method", "Period", "Score", "State", "Verdict", "forecast", "forecast_calls",
    "judged", "needed_periods", "period_start", "read_change", "total_expected", "weights_of",
]  # fmt: skip
