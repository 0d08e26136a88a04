"""The sample's judgements: how good the served ranking is per position, beside plain methods, and against near-misses."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from evaluation.baselines import BASELINES, order, queries_of
from evaluation.charts import dots
from evaluation.findings import Chart, Figure, Findings
from evaluation.measures import average_precision, ndcg, precision, recall
from evaluation.near_misses import KINDS, PairCounts, count_pairs, main_field
from evaluation.rankings import Ranked, fast_matcher, rank_positions, served, without_codes
from evaluation.statistics import figure, interval, known, p_figure, paired_randomisation, ratio_figure
from evaluation.subject import Subject
from matching.codes import language_name

JUDGE = "roster"
MAIN = "nDCG@10"
TEXT_ALONE = "ours, from the text alone"
ENOUGH = 10  # positions from which a slice says more than chance; one of fewer is only described
GOOD_NDCG, GOOD_PAIRS, SURE = 0.90, 0.95, 0.01
Values = dict[str, list[float]]


def roster(subject: Subject) -> Findings:
    """nDCG@10, MAP, recall@50 and P@5 of ours and of each baseline, slices, and pairs against near-misses."""
    ranked = served(subject)
    ours = measured(ranked, [r.people for r in ranked], subject.judged)
    others = {TEXT_ALONE: text_alone(subject)} | of_baselines(subject, ranked)
    findings = Findings(figures=[figure(JUDGE, name, values) for name, values in ours.items()])
    for name, values in others.items():
        findings.figures += [figure(JUDGE, m, v, name, higher_is_better=None) for m, v in values.items()]
        findings.figures.append(p_figure(JUDGE, f"p of {MAIN} against ours", ours[MAIN], values[MAIN], name))
        if name in BASELINES:
            bare = others[TEXT_ALONE][MAIN]
            findings.figures.append(p_figure(JUDGE, f"p of {MAIN} against {TEXT_ALONE}", bare, values[MAIN], name))
    slices = slices_of(ranked, ours[MAIN])
    findings.figures += [_slice_figure(group, values) for group, values in slices.items()]
    pairs = {kind: count_pairs(kind, ranked, subject.judged) for kind in KINDS}
    findings.figures += [_pairs_figure(kind, counts) for kind, counts in pairs.items()]
    findings.charts = [_against(ours, others), _languages(slices), _pairs_chart(findings.figures)]
    findings.weak = _weak(findings.figures, ours, others)
    findings.notes = _notes(ranked, ours, pairs)
    return findings


def measured(
    ranked: Sequence[Ranked], rankings: Sequence[Sequence[str]], judged: Mapping[str, Mapping[str, int]]
) -> Values:
    """The four measures of one ranking per position; NaN where nobody who fails no gate has a grade."""
    found: Values = {MAIN: [], "MAP": [], "recall@50": [], "P@5": []}
    for position, people in zip(ranked, rankings, strict=True):
        grades = position.grades(judged)
        found[MAIN].append(ndcg(people, grades) if grades else math.nan)
        found["MAP"].append(average_precision(people, grades))
        found["recall@50"].append(recall(people, grades))
        found["P@5"].append(precision(people, grades) if grades else math.nan)
    return found


def of_baselines(subject: Subject, ranked: Sequence[Ranked]) -> dict[str, Values]:
    """Every baseline on the same positions and the same people."""
    engine = fast_matcher(subject).engine
    rankings: dict[str, list[list[str]]] = {name: [] for name in BASELINES}
    by_id = {r.id: r for r in ranked}
    for done, call in enumerate(subject.calls, start=1):
        for query in queries_of(call, engine):
            for name, baseline in BASELINES.items():
                scores = baseline(subject.roster, engine, query)
                rankings[name].append(order(subject.roster, scores, by_id[query.id].failing))
        subject.progress("baselines", done, len(subject.calls))
    return {name: measured(ranked, found, subject.judged) for name, found in rankings.items()}


def text_alone(subject: Subject) -> Values:
    """The served ranking of the same calls when they name no codes, as most requests do."""
    bare = rank_positions(
        fast_matcher(subject), [without_codes(c) for c in subject.calls], subject=subject, what="from the text alone"
    )
    return measured(bare, [r.people for r in bare], subject.judged)


def slices_of(ranked: Sequence[Ranked], values: Sequence[float]) -> dict[str, list[float]]:
    """The values by the language of the call, and by the root of the field that a position needs most."""
    found: dict[str, list[float]] = {}
    for kind, name_of in (
        ("language", lambda r: r.call.language or "unknown"),
        ("field", lambda r: main_field(r.call.id, r.position.id)[0]),
    ):
        by_name: dict[str, list[float]] = {}
        for position, value in zip(ranked, values, strict=True):
            by_name.setdefault(name_of(position), []).append(value)
        found |= {f"{kind} {name}": by_name[name] for name in sorted(by_name)}
    return found


def _slice_figure(group: str, values: Sequence[float]) -> Figure:
    enough = True if len(known(values)) >= ENOUGH else None
    return figure(JUDGE, MAIN, values, group, higher_is_better=enough)


def _pairs_figure(kind: str, counts: PairCounts) -> Figure:
    return ratio_figure(JUDGE, "pairs in order", counts.right, counts.total, f"near-miss {kind}", unit="positions")


def _against(ours: Values, others: Mapping[str, Values]) -> Chart:
    rows = [_row(name, interval(values[MAIN])) for name, values in {"ours": ours, **others}.items()]
    caption = (
        f"Mean {MAIN} over the positions, with 95 % intervals. The baselines read the text of the position alone; "
        "ours also reads the codes that a call names, but for the line that says otherwise. All leave out who fails a gate."
    )
    return dots(
        "roster-baselines", "Ours and plain methods", sorted(rows, key=lambda r: -r["value"]), "method", caption, MAIN
    )


def _languages(slices: Mapping[str, Sequence[float]]) -> Chart:
    groups = {name.split()[1]: values for name, values in slices.items() if name.startswith("language")}
    rows = [_row(f"{language_name(code)} ({len(v)})", interval(v)) for code, v in groups.items()]
    caption = f"Mean {MAIN} by the language of the call, with 95 % intervals; in brackets the number of positions."
    return dots("roster-languages", "By language of the call", rows, "method", caption, MAIN)


def _pairs_chart(figures: Sequence[Figure]) -> Chart:
    found = [f for f in figures if f.measure == "pairs in order" and not math.isnan(f.value)]
    rows = [_row(f.group.removeprefix("near-miss ").replace("_", " "), (f.value, f.low, f.high)) for f in found]
    caption = (
        "Share of the pairs in which a true match stands above a near-miss, by what makes the near-miss look right."
    )
    return dots("roster-near-misses", "True matches above near-misses", rows, "method", caption, "share of pairs")


def _row(name: str, found: tuple[float, float, float]) -> dict[str, float | str]:
    return {"method": name, "value": found[0], "low": found[1], "high": found[2]}


def _weak(figures: Sequence[Figure], ours: Values, others: Mapping[str, Values]) -> list[str]:
    said = []
    mean = interval(ours[MAIN])[0]
    if mean < GOOD_NDCG:
        said.append(f"{MAIN} is {mean:.3f}, below the {GOOD_NDCG:.2f} aimed at.")
    for name in BASELINES:
        said += _unbeaten(name, others[name][MAIN], ours[MAIN], "")
        said += _unbeaten(name, others[name][MAIN], others[TEXT_ALONE][MAIN], " from the text alone")
    for f in figures:
        if f.measure == "pairs in order" and f.value < GOOD_PAIRS:
            said.append(
                f"Of the pairs with a {_kind(f)}, {f.value:.1%} are in the right order ({GOOD_PAIRS:.0%} aimed at)."
            )
        if f.measure == MAIN and f.group.startswith("language") and f.n >= ENOUGH and f.high < mean:
            said.append(f"Calls in {language_name(f.group.split()[1])} fare worse: {MAIN} {f.value:.3f}.")
    return said


def _unbeaten(name: str, theirs: Sequence[float], own: Sequence[float], how: str) -> list[str]:
    value, p = interval(theirs)[0], paired_randomisation(own, theirs)
    unsure = p >= SURE or value >= interval(own)[0]
    return [f"{name} is not beaten beyond doubt{how}: {value:.3f}, p = {p:.4f}."] if unsure else []


def _kind(f: Figure) -> str:
    return f.group.removeprefix("near-miss ").replace("_", " ")


def _notes(ranked: Sequence[Ranked], ours: Values, pairs: Mapping[str, PairCounts]) -> list[str]:
    counted = ", ".join(f"{kind.replace('_', ' ')} {sum(c.total)}" for kind, c in pairs.items())
    return [
        "One query is one position. Who fails a gate is left out of the ranking and of the grades, for ours and for every "
        "baseline alike. Gain is the grade (0 to 3); MAP, recall@50 and P@5 count grades 2 and 3. "
        f"Positions at which nobody with a grade passes the gates are not counted ({len(ranked) - len(known(ours[MAIN]))}); "
        "where fewer than five people are suitable, P@5 cannot reach 1.",
        "Ours is Matcher.rank with the calls as they are, in their own language, with the codes they name; "
        f'"{TEXT_ALONE}" is the same without any code, which is what the baselines are given too. p is that of a paired '
        "randomisation test, two-sided, 10,000 draws, over positions: of each baseline against ours with the codes, and "
        "against ours from the text alone.",
        "Near-miss pairs: a person of grade 2 or 3 and a person of the kind whose grade for the position is 0 and whose CV "
        "shows a main field of it (the truth of the sample says which fields a CV presents; main are those that weigh at "
        "least half as much as the heaviest of what the position truly needs), both failing no gate. "
        f"Pairs: {counted}. Intervals by drawing positions.",
        "The grades are rules applied to the truth of invented people; they compare methods on equal terms, and the same "
        "phrases recur in many CVs, which favours matching by words.",
    ]
