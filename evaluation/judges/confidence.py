"""Does low confidence mean more error, and does merit mean a better grade?

Confidence says how much is known of a person, apart from merit. If it is worth showing, those listed with little of it turn
out otherwise than their merit promises more often than those listed with much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from evaluation.findings import Chart, Figure, Findings
from evaluation.measures import GOOD, ndcg
from evaluation.rankings import Ranked, fast_matcher, served
from evaluation.statistics import LEVEL, figure, interval
from evaluation.subject import Subject
from fixtures.load import SAMPLE_TODAY
from matching.settings import MatchSettings

JUDGE = "confidence"
LISTED = MatchSettings(teams=0, reserve=0, listed_not_eligible=0)  # the list that is shown, without teams
TERCILES = ("low", "middle", "high")
BIN = 10.0  # points of merit
FEWEST = 20  # people in a bin of merit that is shown


@dataclass(frozen=True)
class Listed:
    """One person on one position's list."""

    position: str
    confidence: float
    merit: float
    grade: int


def confidence(subject: Subject) -> Findings:
    """Grades and errors of listed people by tercile of confidence, positions by mean confidence, merit against grade."""
    listed, good = lists_of(subject)
    error = errors(listed)
    findings = Findings()
    by_tercile = terciles([one.confidence for one in listed])
    for place, name in enumerate(TERCILES):
        rows = [i for i, tercile in enumerate(by_tercile) if tercile == place]
        for measure, values in (
            ("mean grade", [float(listed[i].grade) for i in rows]),
            ("share suitable", [float(listed[i].grade >= GOOD) for i in rows]),
            ("error of grade given merit", [error[i] for i in rows]),
        ):
            findings.figures.append(
                figure(JUDGE, measure, values, f"{name} confidence", "people", higher_is_better=None)
            )
    findings.figures.append(
        correlation(
            "confidence against error of grade", [o.confidence for o in listed], error, [o.position for o in listed]
        )
    )
    means = {position: float(np.mean([o.confidence for o in group])) for position, group in _by_position(listed)}
    kept = [position for position in means if position in good]
    lost = [1 - good[position] for position in kept]
    findings.figures.append(
        correlation("mean confidence against nDCG@10 lost", [means[p] for p in kept], lost, kept, unit="queries")
    )
    curve = merit_curve(served(subject), subject.judged)
    findings.figures.append(rises(served(subject), subject.judged))
    findings.charts = [_terciles_chart(findings.figures), _merit_chart(curve)]
    findings.weak = _weak(findings.figures)
    findings.notes = [
        f"{len(listed)} people listed for {len(means)} positions, ten for each at most, by Matcher.shortlist. Terciles are of "
        "confidence over all of them. The error is the distance of the grade from the grade that people of the same merit "
        "have on average (isotonic regression over those listed), so that a low grade foreseen by a low merit is no error.",
        "A correlation below 0 is what is hoped for: more confidence, less error (Spearman's; intervals by drawing positions).",
        "Merit against grade is over everybody who fails no gate, at every position: what merit promises.",
    ]
    return findings


def lists_of(subject: Subject) -> tuple[list[Listed], dict[str, float]]:
    """Who is listed at each position, and nDCG@10 of each list where somebody who fails no gate has a grade."""
    grades_of = {ranked.id: ranked.grades(subject.judged) for ranked in served(subject)}
    listed, good = [], {}
    for done, call in enumerate(subject.calls, start=1):
        answer = fast_matcher(subject).shortlist(call, today=SAMPLE_TODAY, settings=LISTED)
        for position in answer.positions:
            name = f"{call.id}:{position.position_id}"
            grades = grades_of[name]
            listed += [Listed(name, c.confidence, c.score, grades.get(c.expert_id, 0)) for c in position.candidates]
            if grades:
                good[name] = ndcg([c.expert_id for c in position.candidates], grades)
        subject.progress("lists", done, len(subject.calls))
    return listed, good


def errors(listed: Sequence[Listed]) -> list[float]:
    """Distance of each grade from what merit promises: the isotonic regression of grade on merit over all listed."""
    from sklearn.isotonic import IsotonicRegression

    if not listed:
        return []
    merit, grade = np.array([o.merit for o in listed]), np.array([float(o.grade) for o in listed])
    promised = IsotonicRegression(out_of_bounds="clip").fit_transform(merit, grade)
    return [float(e) for e in np.abs(grade - promised)]


def terciles(values: Sequence[float]) -> list[int]:
    """0, 1 or 2 for the lowest, middle and highest third; equal values fall into the same third."""
    if not values:
        return []
    cuts = np.quantile(values, [1 / 3, 2 / 3])
    return [int(place) for place in np.searchsorted(cuts, values, side="left")]


def correlation(
    measure: str,
    x: Sequence[float],
    y: Sequence[float],
    positions: Sequence[str],
    unit: str = "people",
    seed: int = 0,
    rounds: int = 500,
) -> Figure:
    """Spearman's correlation with its interval by drawing positions."""
    names = sorted(set(positions))
    rows_of = {name: np.array([i for i, p in enumerate(positions) if p == name]) for name in names}
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    random, draws = np.random.default_rng(seed), []
    for _ in range(rounds if len(names) > 1 else 0):
        rows = np.concatenate([rows_of[names[i]] for i in random.integers(0, len(names), len(names))])
        draws.append(_spearman(a[rows], b[rows]))
    known = [d for d in draws if not np.isnan(d)]
    low, high = np.percentile(known, LEVEL) if known else (float("nan"), float("nan"))
    return Figure(JUDGE, measure, _spearman(a, b), float(low), float(high), len(a), unit=unit, higher_is_better=False)


@dataclass(frozen=True)
class MeritBin:
    """People of a position's merit from `start` to `end`, over all positions: how many, and their mean grade."""

    start: float
    end: float
    n: int
    grade: float
    low: float
    high: float


def merit_curve(ranked: Sequence[Ranked], judged: Mapping[str, Mapping[str, int]]) -> list[MeritBin]:
    """Mean grade by bins of ten points of merit; bins of fewer than FEWEST people are left out."""
    by_bin: dict[int, list[float]] = {}
    for position in ranked:
        grades = judged.get(position.id, {})
        for person, merit in position.merit.items():
            by_bin.setdefault(min(int(merit // BIN), 9), []).append(float(grades.get(person, 0)))
    return [
        MeritBin(place * BIN, (place + 1) * BIN, len(grades), *interval(grades))
        for place, grades in sorted(by_bin.items())
        if len(grades) >= FEWEST
    ]


def rises(ranked: Sequence[Ranked], judged: Mapping[str, Mapping[str, int]]) -> Figure:
    """Spearman's correlation of merit and grade within each position, over everybody who fails no gate."""
    found = []
    for position in ranked:
        grades = [float(judged.get(position.id, {}).get(person, 0)) for person in position.people]
        found.append(_spearman(np.array(list(position.merit.values())), np.array(grades)))
    return figure(JUDGE, "merit against grade", found)


def _spearman(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    if len(x) < 3 or not np.ptp(x) or not np.ptp(y):
        return float("nan")
    return float(spearmanr(x, y).statistic)


def _by_position(listed: Sequence[Listed]) -> list[tuple[str, list[Listed]]]:
    ordered = sorted(listed, key=lambda one: one.position)
    return [(position, list(group)) for position, group in groupby(ordered, key=lambda one: one.position)]


def _terciles_chart(figures: Sequence[Figure]) -> Chart:
    rows = [
        {"confidence": f.group.split()[0], "measure": f.measure, "value": f.value, "low": f.low, "high": f.high}
        for f in figures
        if f.measure in ("share suitable", "error of grade given merit")
    ]
    x = {"type": "quantitative", "title": "value"}
    layers = [
        {"mark": "rule", "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}}},
        {
            "mark": "point",
            "encoding": {"x": {"field": "value", **x}, "color": {"field": "measure", "type": "nominal", "title": None}},
        },
    ]
    y = {"field": "confidence", "type": "nominal", "sort": None, "title": "third by confidence"}
    offset = {"field": "measure", "type": "nominal"}
    caption = (
        "Listed people in thirds by confidence: the share that suits, and how far grades lie from what merit promises."
    )
    specification = {"encoding": {"y": y, "yOffset": offset}, "layer": layers}
    return Chart("confidence-thirds", "Low, middle and high confidence", specification, rows, caption)


def _merit_chart(curve: Sequence[MeritBin]) -> Chart:
    rows = [{"merit": (b.start + b.end) / 2, "grade": b.grade, "low": b.low, "high": b.high, "n": b.n} for b in curve]
    x = {"field": "merit", "type": "quantitative", "title": "merit", "scale": {"domain": [0, 100]}}
    y = {"type": "quantitative", "title": "mean grade", "scale": {"domain": [0, 3]}}
    layers = [
        {"mark": "line", "encoding": {"x": x, "y": {"field": "grade", **y}}},
        {"mark": "rule", "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}}},
        {"mark": "point", "encoding": {"x": x, "y": {"field": "grade", **y}}},
    ]
    caption = "Mean grade of everybody who fails no gate, by ten points of merit, with 95 % intervals over people."
    return Chart("confidence-merit", "What merit promises", {"layer": layers}, rows, caption)


def _weak(figures: Sequence[Figure]) -> list[str]:
    said = []
    for f in figures:
        if f.group or f.measure == "merit against grade":
            continue
        if f.low > 0:
            said.append(
                f"Confidence misleads: {f.measure} correlate by {f.value:+.2f}, where less error is hoped for with more."
            )
        elif f.high >= 0:
            said.append(
                f"It is not shown that low confidence means more error: {f.measure} correlate by {f.value:+.2f}."
            )
    return said
