"""What balance costs and buys in each mode, and what greedy methods lose against exact composition on the same pools."""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from evaluation.balance_charts import exposure_chart, intersections_chart, prices_chart, rerankers_chart
from evaluation.findings import Figure, Findings
from evaluation.group_measures import (
    REGIONS,
    SURPRISING,
    Cell,
    cells,
    exposure,
    gender,
    gender_and_region,
    min_skew,
    ndkl,
    regions,
    selection_ratio,
    surprise,
)
from evaluation.pools import KINDS, PLACES, Pool, drawn_pool, remembering, sample_pool
from evaluation.statistics import figure, ratio_figure
from evaluation.subject import Subject
from evaluation.trials import MODES, Balanced, Compared, Priced, compare, modes, prices, served_modes
from matching.compose import Member, Position, Rules, balanced_shortlist
from matching.pipeline import Matcher
from matching.settings import MatchSettings, read_settings

NAME = "balance"
FULL, QUICK = (300, 200), (24, 12)  # pools drawn by lot for shortlists and for teams
QUICK_CALLS = 2  # when quick, every second of the calls that are judged then
EACH = 3  # of the pools drawn by lot, every third is also priced and composed in the three modes
FOUR_FIFTHS = 0.8


@dataclass
class Tried:
    """Everything tried on all pools."""

    compared: list[Compared] = field(default_factory=list)
    priced: list[Priced] = field(default_factory=list)
    balanced: list[Balanced] = field(default_factory=list)


def balance(subject: Subject) -> Findings:
    """Shortlists and teams in the three modes: price, groups, and the published greedy methods on the same pools."""
    tried = try_all(subject)
    findings = Findings()
    doors = default_modes()
    findings.figures += [_default_figure(doors), *_against_greedy(tried.compared), *_of_modes(tried.balanced)]
    findings.figures += _of_prices(tried.priced)
    listed = [one for one in tried.balanced if one.source == "sample" and one.form == "shortlists" and one.found]
    by_mode = {mode: _cells([one for one in listed if one.mode == mode]) for mode in MODES}
    crossed = cells(
        [one.drawn for one in listed if one.mode == "report"],
        gender_and_region,
        [f"{one}, {region}" for region, one in product(REGIONS, ("woman", "man"))],
    )
    findings.charts += [
        rerankers_chart(tried.compared),
        prices_chart(tried.priced),
        exposure_chart(by_mode),
        intersections_chart(crossed),
    ]
    findings.weak += _weak(tried, doors, findings.figures, crossed)
    findings.notes += _notes(tried)
    return findings


def try_all(subject: Subject) -> Tried:
    """The sample's calls through the served function, then the pools drawn by lot."""
    tried = Tried()
    lists, teams = QUICK if subject.quick else FULL
    calls = subject.calls[::QUICK_CALLS] if subject.quick else subject.calls
    total, done = len(calls) + lists + teams, 0
    matcher = remembering(subject.matcher)
    for call in calls:
        pool = sample_pool(matcher, call)
        tried.balanced += served_modes(matcher, call, pool)
        tried.priced += prices(pool)
        for kind in KINDS:
            tried.compared += _compared(pool, kind)
        done += 1
        subject.progress(NAME, done, total)
    places = [1] * lists + [PLACES[i % len(PLACES)] for i in range(teams)]
    for number, size in enumerate(places):
        pool = drawn_pool(number, size)
        tried.compared += _compared(pool, KINDS[number % len(KINDS)], lists=size == 1)
        if number // len(KINDS) % EACH == 0:
            tried.priced += prices(pool)
            tried.balanced += modes(pool)
        done += 1
        subject.progress(NAME, done, total)
    return tried


def _compared(pool: Pool, kind: str, lists: bool = True) -> Iterable[Compared]:
    """Every method on the pool's shortlists (where asked) and on its team (where there are several positions)."""
    questions = [*(pool.lists(kind) if lists else []), *([pool.team(kind)] if len(pool.positions) > 1 else [])]
    for question in questions:
        yield from compare(pool, kind, question)


def default_modes() -> dict[str, str]:
    """The mode of balance that each door falls back on, read from what stands behind it."""
    said = {
        "settings": MatchSettings(),
        "service (JSON without settings)": MatchSettings.model_validate({}),
        "service (form without settings)": MatchSettings.model_validate_json("{}"),
        "command line (no option)": read_settings({}),
        **{
            f"Matcher.{name}": inspect.signature(getattr(Matcher, name)).parameters["settings"].default
            for name in ("shortlist", "rank", "explain")
        },
    }
    composed = balanced_shortlist([Member("a", {"1": 1.0})], Position("1").id, 1, Rules())
    return {
        **{door: settings.balance.mode for door, settings in said.items()},
        "composition": type(composed.mode).__name__.lower(),
    }


# --- figures ----------------------------------------------------------------------------------------------------------------


def _exactly(measure: str, value: float, n: int, unit: str, good: bool | None, group: str = "") -> Figure:
    """A figure that is counted, not sampled: it has no interval."""
    return Figure(NAME, measure, value, value, value, n, group, unit, good)


def _default_figure(doors: dict[str, str]) -> Figure:
    share = float(np.mean([mode == "report" for mode in doors.values()]))
    return _exactly("report-only is the default", share, len(doors), "doors", True)


def _against_greedy(compared: Sequence[Compared]) -> list[Figure]:
    """No greedy method may beat the exact one; what each loses, and how often it finds nothing."""
    questions = [one for one in compared if one.method == compared[0].method]
    found = [
        _exactly("greedy better than exact", sum(one.better for one in compared), len(compared), "answers", False),
        _exactly(
            "exact answers proven", float(np.mean([q.proven for q in questions])), len(questions), "questions", True
        ),
        _exactly(
            "exact answers sound", float(np.mean([q.sound for q in questions])), len(questions), "questions", True
        ),
    ]
    for form, method in product(("shortlists", "teams"), dict.fromkeys(one.method for one in compared)):
        here = [one for one in compared if (one.form, one.method) == (form, method) and one.exists]
        lost = [one.lost for one in here if one.lost is not None]
        group = f"{method}, {form}"
        found += [
            figure(NAME, "no feasible group found", [one.lost is None for one in here], group, "questions", None),
            figure(NAME, "value lost, %", lost, group, "questions", None),
            _exactly("most value lost, %", max(lost, default=math.nan), len(lost), "questions", None, group),
            figure(NAME, "loses value", [x > 0 for x in lost], group, "questions", None),
        ]
    return found


def _of_prices(priced: Sequence[Priced]) -> list[Figure]:
    """Mean and highest price of each rule that can be met, and how often it can."""
    found = []
    for key in dict.fromkeys((one.source, one.form, one.rule) for one in priced):
        here = [one for one in priced if (one.source, one.form, one.rule) == key]
        percent = [one.percent for one in here if one.percent is not None]
        group = f"{key[2]}; {key[1]}, {key[0]}"
        found += [
            figure(NAME, "price, points", [p.points for p in here if p.points is not None], group, key[1], None),
            figure(NAME, "price, %", percent, group, key[1], None),
            _exactly("highest price, %", max(percent, default=math.nan), len(percent), key[1], None, group),
            figure(NAME, "can be met", [one.percent is not None for one in here], group, key[1], None),
        ]
    return found


def _of_modes(balanced: Sequence[Balanced]) -> list[Figure]:
    """Value, price and groups in each mode, of what is served on the sample and composed on pools drawn by lot."""
    served = [one for one in balanced if one.source == "sample"]
    agree = float(np.mean([one.agrees for one in served])) if served else math.nan
    found = [_exactly("served as composed", agree, len(served), "shortlists and teams", True)]
    for source, form, mode in product(("sample", "drawn"), ("shortlists", "teams"), MODES):
        here = [one for one in balanced if (one.source, one.form, one.mode) == (source, form, mode)]
        if not here:
            continue
        group, kept = f"{mode}; {form}, {source}", [one.kept for one in here]
        found += [
            figure(NAME, "value kept, %", kept, group, form, True),
            figure(NAME, "price in the mode, points", [one.points for one in here], group, form, None),
            figure(NAME, "rules on gender and nationality met", [one.met for one in here], group, form, None),
            *_of_groups([one for one in here if one.found], group, form),
        ]
    return found


def _of_groups(balanced: Sequence[Balanced], group: str, form: str) -> list[Figure]:
    """How women, and groups by gender, fare against the pool. A team is too small for the measures of one list."""
    drawn = [one.drawn for one in balanced]
    ratio = selection_ratio(drawn, "woman", "man") if drawn else (math.nan,) * 3
    seen = [pair for pair in (exposure(one, gender, "woman") for one in drawn) if not math.isnan(pair[0])]
    found = [
        Figure(NAME, "selection rate of women / men", *ratio, len(drawn), group, form, None),
        ratio_figure(
            NAME,
            "attention to women / share of the pool",
            [a for a, _ in seen],
            [b for _, b in seen],
            group,
            form,
            None,
        ),
    ]
    if form == "shortlists":
        p = [surprise(one) for one in drawn]
        found += [
            figure(NAME, "NDKL, gender", [ndkl(one) for one in drawn], group, form, None),
            figure(NAME, "min skew@k, gender", [min_skew(one) for one in drawn], group, form, None),
            figure(NAME, "number of women surprising", [x < SURPRISING for x in p], group, form, None),
        ]
    return found


def _cells(balanced: Sequence[Balanced]) -> list[Cell]:
    drawn = [one.drawn for one in balanced]
    return [*cells(drawn, gender, ["woman", "man", "other"]), *cells(drawn, regions, REGIONS)]


# --- in words ---------------------------------------------------------------------------------------------------------------


def _weak(tried: Tried, doors: dict[str, str], figures: Sequence[Figure], crossed: Sequence[Cell]) -> list[str]:
    """What is not good, in whole sentences."""
    at = {(f.measure, f.group): f for f in figures}
    found = []
    if other := [f"{door} ({mode})" for door, mode in doors.items() if mode != "report"]:
        found.append(f"Report-only is not the default everywhere: {', '.join(other)}.")
    if better := sum(one.better for one in tried.compared):
        found.append(f"A greedy method beats the exact one in {better} of {len(tried.compared)} answers.")
    for measure, words in (("exact answers proven", "proven"), ("exact answers sound", "within the rules")):
        if at[measure, ""].value < 1:
            found.append(f"Only {at[measure, ''].value:.1%} of the exact answers are {words}.")
    if at["served as composed", ""].value < 1:
        found.append(
            f"Only {at['served as composed', ''].value:.1%} of what is served is worth what composition finds."
        )
    default = "report; shortlists, sample"
    ratio = at.get(("selection rate of women / men", default))
    if ratio and not FOUR_FIFTHS <= ratio.value <= 1 / FOUR_FIFTHS:
        less = "women" if ratio.value < 1 else "men"
        rate = min(ratio.value, 1 / ratio.value)
        found.append(
            f"By merit alone, {less} of the sample's pools are listed at {rate:.2f} of the rate of the others, below four "
            "fifths."
        )
    odd = at.get(("number of women surprising", default))
    if odd and odd.low > SURPRISING:
        found.append(
            f"By merit alone, the number of women is surprising (p < {SURPRISING}) on {odd.value:.0%} of the sample's "
            f"shortlists, where chance would give at most {SURPRISING:.0%}."
        )
    low = [cell for cell in crossed if cell.ratio is not None and cell.ratio < FOUR_FIFTHS]
    if low:
        named = "; ".join(
            f"{cell.group} {cell.ratio:.2f}" for cell in sorted(low, key=lambda cell: cell.ratio or 0)[:5]
        )
        found.append(f"Listed at less than four fifths of everyone's rate, by merit alone: {named}.")
    dear = [f for f in figures if f.measure == "highest price, %" and f.group.endswith("sample") and f.value > 10]
    for f in sorted(dear, key=lambda f: -f.value)[:3]:
        mean = at["price, %", f.group].value
        found.append(f"A rule can be dear: {f.group}: up to {f.value:.1f} % of the value ({mean:.1f} % on average).")
    return found


def _notes(tried: Tried) -> list[str]:
    """On method, and what the figures do not say."""
    drawn = {one.source for one in tried.compared}
    lost = [one for one in tried.compared if one.form == "shortlists" and one.rules == "gender" and one.exists]
    none = [name for name in dict.fromkeys(one.method for one in lost) if _never_loses(lost, name)]
    notes = [
        "Sample: the pools of the sample's calls as served, under a target and a band on gender and nationality; drawn: "
        "seeded pools of 15 to 200 people with a roster's shares. "
        + ("Both are compared." if len(drawn) > 1 else f"Only {', '.join(drawn)} pools are compared here."),
        "The sample is invented: what its groups' figures show is how it was made and how the measures behave, not how "
        "people fare. They are counts of declared gender and nationality; who declared nothing is in neither list nor pool.",
        "A surprising number of women says that the list is unlike a draw by lot from its pool, not why; merit may differ. "
        "Of twenty fair lists one may look surprising.",
        "DetConstSort and FA*IR know one attribute. FA*IR is given the smallest p with which its own test asks for as many "
        "women as the rule does (alpha 0.1), DetConstSort the larger of the rule's and the pool's share. 'With limits' "
        "passes over people who would break an upper limit, which their papers do not do.",
    ]
    if none:
        notes.append(
            f"On shortlists under a rule on gender alone, {', '.join(none)} are as good as the exact method on every "
            "question: there greed is enough. Several rules at once, and teams, are where it is not."
        )
    return notes


def _never_loses(compared: Sequence[Compared], method: str) -> bool:
    return all(one.lost == 0 for one in compared if one.method == method)
