"""The forecast of demand: does it beat the same season of last year, and is what it says of itself true?

Three bodies of history: the sample's invented one; more of the same kind from other seeds, where what is claimed of the past
can be held against what came in the year after; and real requests beside the checkout, of which codes give the year and a
running number. Nothing in the model was chosen on any of these figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from evaluation.charts import dots
from evaluation.findings import Chart, Figure, Findings
from evaluation.statistics import figure
from evaluation.subject import SHARED, Subject
from fixtures.demand import Asked, generate, load_demand
from fixtures.facts import SAMPLE_TODAY
from matching.criteria import region
from matching.forecasting import LEVELS, Ask, Forecast, Level, Period, Verdict, forecast, judged
from matching.forecasting.counting import count, period_start
from matching.vocabulary import Vocabulary

JUDGE = "demand"
SOURCE = SHARED / "data" / "requests.jsonl"
SEEDS, QUICK_SEEDS = range(1000, 1040), range(1000, 1006)  # none of them is the sample's
ENDED = period_start(
    SAMPLE_TODAY, "quarter"
)  # invented histories end amid a quarter, of which hardly half had come by then
CHECKED = ENDED.replace(
    year=ENDED.year - 1
)  # forecasts of other seeds are made on this day, and held against the year after
LEAST_KEPT = 0.75  # of counts within their 80 % intervals; whole numbers often hold more, which is no fault
IN_THE_YEAR_AFTER = "coverage of the 80 % interval in the year after"
IN_BACK_TESTS = "coverage of the 80 % interval in the back-test, model, per history"
SHOWN_BETTER = "share of histories in which the model was shown to be better"
SAMPLE, REAL = "invented history", "real requests, by year"
HEADLINES = [f"{SAMPLE}, {level} by quarter" for level in LEVELS]
CODE = re.compile(r"(\d{4})-(\d+)$")


@dataclass(frozen=True)
class Tried:
    """A verdict with where it comes from."""

    group: str
    verdict: Verdict


def demand(subject: Subject) -> Findings:
    """Pinball loss, MASE and coverage of the model and of the seasonal-naive baseline, per level and length of period."""
    fields = subject.engine.vocabularies.fields
    asks = [as_ask(one) for one in load_demand()]
    tried = [*_tried(asks, SAMPLE_TODAY, ("quarter", "month"), LEVELS, SAMPLE, fields), *real(fields)]
    findings = Findings(figures=[_share(one) for one in tried if one.group in HEADLINES])
    for one in tried:
        findings.figures += _figures(one)
    findings.figures += promises(subject, fields)
    findings.charts = [_chart(tried)]
    findings.weak = _weak(tried, findings.figures)
    findings.notes = _notes(any(one.group.startswith(REAL) for one in tried))
    return findings


def as_ask(one: Asked) -> Ask:
    """A line of an invented history as the forecast reads it."""
    return Ask(one.day, one.fields, (one.language,), region(one.country))


def real(fields: Vocabulary, path: Path | None = None) -> list[Tried]:
    """The back-test on real requests by year: nothing where they are not beside the checkout.

    In all, a year has as many requests as its highest running number; by area and field, those that are known with codes.
    """
    source = path or SOURCE
    if not source.exists():
        return []
    last: dict[int, int] = {}
    coded = []
    for line in source.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if found := CODE.match(str(record.get("code") or "")):
            year, number = int(found[1]), int(found[2])
            last[year] = max(number, last.get(year, 0))
            coded.append(Ask(date(year, 7, 1), tuple(record.get("fields") or ())))
    if not last:
        return []
    today = date(max(last) + 1, 1, 1)
    numbered = [Ask(date(year, 7, 1)) for year, number in last.items() for _ in range(number)]
    known = [ask for ask in coded if ask.fields]
    return [
        *_tried(numbered, today, ("year",), ("total",), REAL, fields),
        *_tried(known, today, ("year",), ("area", "field"), REAL, fields),
    ]


def promises(subject: Subject, fields: Vocabulary) -> Iterator[Figure]:
    """Whether what a forecast says of itself holds: its interval in the year after, and that it is better.

    Where every year is as the one before, the baseline is the right method, and no history may be said to be better.
    """
    seeds = QUICK_SEEDS if subject.quick else SEEDS
    levels: tuple[Level, ...] = ("total", "language")
    for level in levels:
        inside, closer, better, kept = [], [], [], []
        for done, seed in enumerate(seeds, start=1):
            asks = [as_ask(one) for one in generate(seed)]
            found = forecast(asks, CHECKED, fields, level=level)
            came = _came(asks, found, fields, level)
            better.append(float(found.method == "model"))
            kept += [found.verdict.model.coverage] if found.verdict else []
            for row, line in enumerate(found.cells):
                inside += [
                    float(one.low <= number <= one.high) for one, number in zip(line.expected, came[row], strict=True)
                ]
                before = line.observed[-len(line.expected) :]
                for one, old, number in zip(line.expected, before, came[row], strict=True):
                    closer.append(abs(old - number) - abs(one.middle - number))
            subject.progress(f"histories by {level}", done, len(seeds))
        group = f"other invented histories, {level}"
        yield figure(JUDGE, SHOWN_BETTER, better, group, "histories", None)
        yield figure(JUDGE, IN_THE_YEAR_AFTER, inside, group, "counts", None)
        yield figure(JUDGE, IN_BACK_TESTS, kept, group, "histories", None)
        yield figure(JUDGE, "requests nearer than last year's count, per count", closer, group, "counts")
    claimed = [judged(repeated(seed), CHECKED, "total", "quarter", fields) for seed in seeds]
    better = [float(one is not None and one.state == "better") for one in claimed]
    yield figure(JUDGE, SHOWN_BETTER, better, "histories that repeat themselves", "histories", False)


def repeated(seed: int) -> list[Ask]:
    """A history in which every year is nearly as the one before, by its quarters: here the baseline is the right method."""
    draw = np.random.default_rng(seed)
    level, found = draw.integers(0, 40, 4), []
    for year in range(2016, 2026):
        level = np.maximum(level + draw.integers(-1, 2, 4), 0)
        found += [Ask(date(year, 3 * quarter + 1, 5)) for quarter in range(4) for _ in range(int(level[quarter]))]
    return found


def _came(asks: Sequence[Ask], found: Forecast, fields: Vocabulary, level: Level) -> list[list[int]]:
    """How often each cell of a forecast was asked for in the periods that it expected, all of which are over."""
    counts = count(asks, ENDED, level, found.period, fields)
    start = len(found.past)
    rows = {cell: counts.by_cell[at] for at, cell in enumerate(counts.cells)}
    return [[int(n) for n in rows[line.cell][start : start + len(line.expected)]] for line in found.cells]


def _tried(
    asks: Sequence[Ask],
    today: date,
    periods: Sequence[Period],
    levels: Sequence[Level],
    source: str,
    fields: Vocabulary,
) -> Iterator[Tried]:
    for period in periods:
        for level in levels:
            verdict = judged(asks, today, level, period, fields)
            if verdict is not None:
                yield Tried(f"{source}, {level}" + ("" if source == REAL else f" by {period}"), verdict)


def _figures(tried: Tried) -> Iterator[Figure]:
    verdict, group = tried.verdict, tried.group
    low, high = _ends(verdict)
    n, unit = verdict.origins, "days forecast from"
    lower = (
        None if group.startswith(REAL) else False
    )  # a handful of years beside the checkout: told, held against nothing
    yield Figure(JUDGE, "pinball loss less the baseline's", verdict.difference, low, high, n, group, unit, lower)
    for name, score in (("model", verdict.model), ("baseline", verdict.baseline)):
        said = [("pinball loss", score.pinball), ("coverage of the 80 % interval", score.coverage)]
        said += [("MASE", score.mase)] if score.mase is not None else []
        for measure, value in said:
            yield Figure(JUDGE, f"{measure}, {name}", value, value, value, verdict.forecasts, group, "counts", None)


def _share(tried: Tried) -> Figure:
    """The difference as a share of the baseline's loss, of one level of the invented history by quarter."""
    base, verdict = tried.verdict.baseline.pinball or 1.0, tried.verdict
    low, high = _ends(verdict)
    value, name = verdict.difference / base, tried.group.removeprefix(f"{SAMPLE}, ")
    return Figure(
        JUDGE, f"loss against last year's, {name}", value, low / base, high / base, verdict.origins,
        unit="days forecast from", higher_is_better=False,
    )  # fmt: skip


def _ends(verdict: Verdict) -> tuple[float, float]:
    if verdict.low is None or verdict.high is None:
        return verdict.difference, verdict.difference
    return verdict.low, verdict.high


def _chart(tried: Sequence[Tried]) -> Chart:
    rows = []
    for one in tried:
        base = one.verdict.baseline.pinball or 1.0
        low, high = _ends(one.verdict)
        rows.append(
            {"history": one.group, "value": one.verdict.difference / base, "low": low / base, "high": high / base}
        )
    caption = (
        "Pinball loss of the model less that of the seasonal-naive baseline, as a share of the baseline's, with 95 % "
        "intervals (none where there are too few days to forecast from). Left of 0 the model is better."
    )
    return dots("demand-loss", "The forecast against last year's demand", rows, "history", caption, "share of the loss")


def _weak(tried: Sequence[Tried], figures: Sequence[Figure]) -> list[str]:
    said = []
    for one in tried:
        verdict = one.verdict
        low, high = _ends(verdict)
        if verdict.state != "better":
            between = f"{low:.3f} to {high:.3f}" if verdict.low is not None else "no interval from so few"
            how = "does worse than" if verdict.state == "worse" else "is not shown to beat"
            said.append(
                f"{one.group}: the model {how} the same season of last year (difference {verdict.difference:.3f}, "
                f"{between}, {verdict.origins} days to forecast from); the baseline is served."
            )
        if verdict.model.coverage < LEAST_KEPT:
            said.append(f"{one.group}: only {verdict.model.coverage:.2f} of the counts lie within the 80 % interval.")
    for one_figure in figures:
        if one_figure.measure == IN_THE_YEAR_AFTER and one_figure.value < LEAST_KEPT:
            said.append(f"{one_figure.group}: only {one_figure.value:.2f} of the year after within the 80 % interval.")
    return said


def _notes(has_real: bool) -> list[str]:
    notes = [
        "Rolling origin: from every past period on, beginning with the third year, both methods forecast a year (by year: "
        "one) with what was known then. Pinball loss is the mean over the points at 10, 25, 50, 75 and 90 %; MASE is of the "
        "middle. The interval of the difference draws whole blocks of neighbouring origins, for they forecast the same counts.",
        "The baseline is seasonal-naive: the same season of the year before, normal, as wide as years differed. Where the "
        "model is not shown to be better, the service forecasts with the baseline and says so.",
        "The invented history has a slow growth, seasons, fields that shift and quarters that scatter beyond Poisson, none of "
        "which is that of a real office. The model's five constants are round beliefs, set before anything was measured.",
        "Small counts are whole numbers: an interval of whole numbers that holds 80 % often holds more.",
        "The back-test of one history forecasts the same few quarters again and again: how many of them its intervals hold "
        "differs by several hundredths from one history to the next, as the figures of the others show. What the intervals "
        "promise is to be read from those. The year after is whole: it ends before the quarter in which histories break off.",
    ]
    if has_real:
        notes.append(
            "Real requests: the year in a request's code; in all, the highest running number of a year, so many were numbered "
            "at least; by area and field those whose codes are known, with seven years in all and an unfinished last one. "
            "Five days to forecast from show hardly anything."
        )
    else:
        notes.append(f"The real requests are not beside the project; looked for data/requests.jsonl in {SHARED.name}/.")
    return notes
