"""The back-test: its figures by hand, from every past period on, with nothing known that had not happened."""

from __future__ import annotations

import numpy as np
import pytest

from matching.forecasting import backtest
from matching.forecasting.backtest import BLOCKS, judge
from matching.forecasting.counting import Counts, Floats
from matching.forecasting.methods import Distribution, expect_total
from matching.forecasting.values import ALL


def history(numbers: list[int]) -> Counts:
    """Quarters of the level "total"."""
    total = np.array(numbers, dtype=np.float64)
    return Counts("quarter", 0, total, (ALL,), total[None], 0)


def test_the_figures_of_the_baseline_by_hand() -> None:
    verdict = judge(history([1] * 8 + [3, 1, 1, 1]))
    assert verdict is not None and (verdict.origins, verdict.forecasts) == (4, 4 + 3 + 2 + 1)
    # The third from the first origin: points all at 1, so 2 too few at 10, 25, 50, 75 and 90 %, a mean loss of 2 * 0.5.
    # After it years have differed: points at 0, 0, 1, 2 and 2, a mean loss of 0.14 for each of the six ones to come.
    assert verdict.baseline.pinball == pytest.approx((1 + 6 * 0.14) / 10)
    assert verdict.baseline.coverage == pytest.approx(9 / 10)
    assert verdict.baseline.mase == pytest.approx(2 / (3 * 2 / 5 + 2 * 2 / 6 + 2 / 7))
    assert verdict.difference == pytest.approx(verdict.model.pinball - verdict.baseline.pinball)


def test_every_origin_knows_what_had_happened_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[list[float]] = []

    def watched(total: Floats, season: int, horizon: int, first: int) -> Distribution:
        known.append(total.tolist())
        return expect_total(total, season, horizon, first)

    monkeypatch.setattr(backtest, "expect_total", watched)
    numbers = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
    judge(history(numbers))
    assert known == [numbers[:origin] for origin in range(8, 12)]


@pytest.mark.parametrize(("origins", "told"), [(BLOCKS * 4 - 1, False), (BLOCKS * 4, True)])
def test_an_interval_is_given_from_so_many_origins_on(origins: int, told: bool) -> None:
    verdict = judge(history(([2, 7, 1, 8, 2, 8] * 10)[: 8 + origins]))
    assert verdict is not None and verdict.origins == origins
    assert (verdict.low is not None) is told and (verdict.state == "not_shown" or told)


def test_a_history_without_an_origin_has_no_verdict() -> None:
    assert judge(history([1] * 8)) is None
