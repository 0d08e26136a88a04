"""The judge of the forecast of demand: real requests by their codes, histories that repeat themselves, and what is weak."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from evaluation.judges import demand as module
from evaluation.judges.demand import SHOWN_BETTER, as_ask, demand, real, repeated
from evaluation.subject import Subject
from fixtures.demand import generate
from matching.engine import Engine
from matching.forecasting import forecast, judged
from matching.vocabulary import load_vocabulary

FIELDS = load_vocabulary().fields


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Seven years: 12 requests numbered in each, two of them known."""
    path = tmp_path / "requests.jsonl"
    known = [{"code": f"{year}-{number:02}", "fields": ["E.10"]} for year in range(2014, 2021) for number in (3, 12)]
    path.write_text("\n".join(map(json.dumps, [*known, {"code": None}, {"code": "draft"}])), encoding="utf-8")
    monkeypatch.setattr(module, "SOURCE", path)
    return path


def test_a_year_has_as_many_requests_as_its_highest_number_and_fields_are_counted_of_those_known(source: Path) -> None:
    found = {one.group: one.verdict for one in real(FIELDS)}
    assert list(found) == [f"{module.REAL}, {level}" for level in ("total", "area", "field")]
    total = found[f"{module.REAL}, total"]
    assert (total.origins, total.forecasts) == (5, 5)
    assert total.baseline.pinball == 0 and total.state != "better"  # twelve every year: nothing beats the year before


def test_without_the_requests_the_invented_history_is_judged_alone(tmp_path: Path) -> None:
    assert real(FIELDS, tmp_path / "none.jsonl") == []
    assert any("not beside the project" in note for note in module._notes(False))


def test_the_year_after_is_over_when_forecasts_are_held_against_it() -> None:
    asks = [as_ask(one) for one in generate(2000)]
    found = forecast(asks, module.CHECKED, FIELDS)
    assert found.coming == ("2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
    assert max(ask.day for ask in asks) >= module.ENDED == date(2026, 10, 1)
    after = [ask for ask in asks if module.CHECKED <= ask.day < module.ENDED]
    assert sum(module._came(asks, found, FIELDS, "total")[0]) == len(after)


@pytest.mark.parametrize("seed", range(3))
def test_where_every_year_is_as_the_one_before_the_model_is_not_said_to_be_better(seed: int) -> None:
    verdict = judged(repeated(seed), date(2026, 1, 1), "total", "quarter", FIELDS)
    assert verdict is not None and verdict.state != "better"


def test_the_judge_says_for_each_history_whether_the_baseline_was_beaten(
    engine: Engine, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUICK_SEEDS", range(2000, 2002))
    monkeypatch.setattr(module, "LEVELS", ("language",))
    findings = demand(Subject(engine, quick=True))
    by = {(one.measure, one.group): one for one in findings.figures}
    assert by[SHOWN_BETTER, "histories that repeat themselves"].value == 0
    kept = by[module.IN_BACK_TESTS, "other invented histories, language"]
    assert kept.n == 2 and 0.5 < kept.value <= 1
    difference = by["pinball loss less the baseline's", "invented history, language by quarter"]
    assert difference.value < difference.high < 0
    assert all(one.low <= one.value <= one.high for one in findings.figures)
    assert any(sentence.startswith(module.REAL) for sentence in findings.weak)
    assert [row["history"] for row in findings.charts[0].rows][:2] == [
        "invented history, language by quarter",
        "invented history, language by month",
    ]
