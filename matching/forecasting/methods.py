"""Two ways to expect counts: a small model of our own kind of data, and the seasonal-naive baseline that it has to beat.

The model: the total of a period is a count around exp(level + trend + season), fitted by Poisson regression with a ridge, so
that seasons and trends that the history does not show stay near none; what is asked for longer ago weighs less; the trend
is damped. How far counts scatter beyond Poisson is taken from the residuals. A cell takes its share of the total: a share
known from the last years, drawn towards the long run of this cell, since small counts scatter. The counts are negative
binomial throughout: whole, never below none.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from matching.forecasting.counting import Floats
from matching.forecasting.values import QUANTILES

# Beliefs set before anything was measured, as standard deviations on the scale of logarithms or as half-lives in years.
SEASON_SD = 0.3  # of a season: a third more or less than the year is ordinary
TREND_SD = 0.15  # of a year's growth
HALF_LIFE = 4.0  # after so many years an ask weighs half
DAMPING = 1.0  # after so many years half of the trend is left
SHARE_PRIOR = 8.0  # asks that the long-run share of a cell is worth beside the weighted ones
POISSON = 1e-9  # spread under which a count is taken as Poisson
_ONE_AT_A_TIME = Lock()  # the limit is of the whole process: two at once could leave it behind


@dataclass(frozen=True)
class Distribution:
    """Counts to come, by cell and step: (C, H) means, with variance mean + spread * mean ** 2."""

    mean: Floats
    spread: Floats

    def quantiles(self, at: tuple[float, ...] = QUANTILES) -> Floats:
        """(Q, C, H) points of the distributions; whole numbers."""
        from scipy.stats import nbinom, poisson

        levels = np.asarray(at)[:, None, None]
        mean = np.broadcast_to(np.maximum(self.mean, POISSON), (len(at), *self.mean.shape))
        size = np.broadcast_to(1 / np.maximum(self.spread, POISSON), mean.shape)
        levels = np.broadcast_to(levels, mean.shape)
        wide = size < 1 / POISSON
        found = np.empty(mean.shape)
        found[wide] = nbinom.ppf(levels[wide], size[wide], size[wide] / (size[wide] + mean[wide]))
        found[~wide] = poisson.ppf(levels[~wide], mean[~wide])
        return np.where(self.mean > 0, np.maximum(found, 0.0), 0.0)


def recency(periods: int, season: int) -> Floats:
    """(T,) weights of the past periods: 1 for the last one, half for one `HALF_LIFE` years before it."""
    return np.asarray(0.5 ** ((periods - 1 - np.arange(periods)) / season / HALF_LIFE), dtype=np.float64)


def expect_total(total: Floats, season: int, horizon: int, first: int) -> Distribution:
    """What the model expects of the total: (1, horizon).

    Args:
        total: (T,) counts of the past, T at least 1.
        season: periods of a year.
        first: number of the first period, by which seasons are told apart.
    """
    periods = len(total)
    if not total.any():  # nobody ever asked: half an ask in all that time, and wide
        return Distribution(np.full((1, horizon), 0.5 / periods), np.ones((1, horizon)))
    from sklearn.linear_model import PoissonRegressor

    ages = (periods - 1 - np.arange(periods)) / season
    weights = recency(periods, season)
    damped = np.cumsum(0.5 ** (np.arange(1, horizon + 1) / (season * DAMPING))) / season
    known = _features(-ages, first + np.arange(periods), season)
    coming = _features(damped, first + periods + np.arange(horizon), season)
    ridge = PoissonRegressor(alpha=1 / weights.sum(), tol=1e-6, max_iter=1000)
    with _ONE_AT_A_TIME, threadpool_limits(1):  # with so few counts, threads only wait for each other
        ridge.fit(known, total, sample_weight=weights)
    fitted = ridge.predict(known)
    design, future = _with_level(known), _with_level(coming)
    information = design.T @ (design * (weights * fitted)[:, None])
    covariance = np.linalg.inv(information + np.diag([0.0] + [1.0] * known.shape[1]))
    used = min(float(np.trace(covariance @ information)), periods - 1.0)
    beyond = weights @ ((total - fitted) ** 2 * periods / (periods - used) - fitted)
    scatter = max(0.0, float(beyond / (weights @ fitted**2)))
    unsure = np.einsum("hi,ij,hj->h", future, covariance, future)
    mean = np.exp(ridge.intercept_ + coming @ ridge.coef_)
    return Distribution(mean[None], (scatter + (1 + scatter) * np.expm1(unsure))[None])


def expect_shares(weighted: Floats, all_weighted: Floats, season: int) -> tuple[Floats, Floats]:
    """(C,) share of each cell among the asks to come, and its variance, from a Beta distribution.

    Args:
        weighted: (C, T) asks of each cell.
        all_weighted: (T,) asks of all cells together.
    """
    recent = recency(len(all_weighted), season)
    everything = float(all_weighted.sum())
    long_run = (weighted.sum(axis=1) + 0.5) / (everything + 1)
    hits = weighted @ recent + SHARE_PRIOR * long_run
    misses = np.maximum((all_weighted - weighted) @ recent, 0) + SHARE_PRIOR * (1 - long_run)
    both = hits + misses
    return hits / both, hits * misses / (both**2 * (both + 1))


def expect_cells(total: Distribution, share: Floats, variance: Floats) -> Distribution:
    """What the model expects of each cell: its share of the total. Arguments as `expect_shares` gives them."""
    relative = (variance / share**2)[:, None]
    spread = total.spread + (1 + total.spread) * relative
    return Distribution(total.mean * share[:, None], np.broadcast_to(spread, (len(share), total.mean.shape[1])))


def expect_as_before(past: Floats, season: int, horizon: int) -> tuple[Floats, Floats]:
    """The seasonal-naive baseline: as in the same season of the last year. (C, H) means and (Q, C, H) points.

    Its interval is the usual one (Hyndman and Athanasopoulos 2021, 5.5): normal, as wide as counts differed from those of
    a year before, wider for every further year; rounded to whole requests, none of them below none.
    """
    from scipy.stats import norm

    periods = past.shape[1]
    last = past[:, [periods - season + step % season for step in range(horizon)]]
    differences = past[:, season:] - past[:, :-season]
    deviation = np.sqrt(np.mean(differences**2, axis=1))[:, None] * np.sqrt(1 + np.arange(horizon) // season)
    points = last + norm.ppf(np.asarray(QUANTILES))[:, None, None] * deviation
    return last, np.maximum(np.rint(points), 0.0)


def _features(years: Floats, numbers: NDArray[np.int64], season: int) -> Floats:
    """(n, features): trend and seasons, each in units of what is believed of it, so that one ridge fits all."""
    columns = [years * TREND_SD]
    if season > 1:
        columns += [(numbers % season == one) * SEASON_SD for one in range(season)]
    return np.stack(columns, axis=1)


def _with_level(features: Floats) -> Floats:
    return np.hstack([np.ones((len(features), 1)), features])
