"""The same call in six languages: does it find the same people, and does it find them as well?"""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.charts import dots
from evaluation.findings import Chart, Figure, Findings
from evaluation.measures import ndcg, overlap
from evaluation.rankings import Ranked, fast_matcher, rank_positions, without_codes
from evaluation.statistics import figure, interval
from evaluation.subject import Subject
from fixtures.calls import load_calls, twins
from matching.codes import WORKING_LANGUAGES, language_name
from matching.entities import Call

JUDGE = "languages"
WITH_CODES, TEXT_ALONE = "with codes", "from the text alone"
OVERLAP, LOST = "overlap@10 with English", "nDCG@10 lost against English"
LEAST_OVERLAP, MOST_LOST = 0.8, 0.03
QUICK_CALLS = 3


def languages(subject: Subject) -> Findings:
    """Overlap@10 with the English twin and nDCG@10 lost, per language, with the calls' codes and from text alone."""
    chosen = twins()[:: max(1, len(twins()) // QUICK_CALLS)][:QUICK_CALLS] if subject.quick else twins()
    findings, rows = Findings(), []
    for way in (WITH_CODES, TEXT_ALONE):
        by_language = {spoken: _ranked(subject, spoken, chosen, way) for spoken in WORKING_LANGUAGES}
        every: dict[str, list[float]] = {OVERLAP: [], LOST: []}
        for spoken in WORKING_LANGUAGES:
            if spoken == "en":
                continue
            found = compare(by_language["en"], by_language[spoken], subject)
            for measure, values in found.items():
                every[measure] += values
                findings.figures.append(_figure(measure, values, f"{spoken}, {way}"))
            rows.append(_row(spoken, way, found[OVERLAP]))
        findings.figures += [
            _figure(measure, values, "" if way == WITH_CODES else way) for measure, values in every.items()
        ]
    findings.figures.sort(key=lambda f: f.group != "")  # what stands for all first
    findings.charts = [_chart(rows)]
    findings.weak = _weak(findings.figures)
    findings.notes = [
        f"{len(chosen)} calls with the same content in all six languages; one query is one position. Overlap is the share "
        "of the ten best that both name; nDCG lost is that of the English twin less that of the call, so that below 0 the "
        "call does better. Codes, dates and needs are the same in every language; only the words differ. From the text "
        "alone, fields, competences and types of activity are left out, so that the words decide.",
    ]
    return findings


def compare(english: Sequence[Ranked], other: Sequence[Ranked], subject: Subject) -> dict[str, list[float]]:
    """Per position, overlap with the English ranking and nDCG@10 lost against it."""
    pairs = list(zip(english, other, strict=True))
    good = [[ndcg(r.people, r.grades(subject.judged)) for r in pair] for pair in pairs]
    return {OVERLAP: [overlap(a.people, b.people) for a, b in pairs], LOST: [a - b for a, b in good]}


def _ranked(subject: Subject, spoken: str, chosen: Sequence[str], way: str) -> list[Ranked]:
    calls: list[Call] = [call for call in load_calls(spoken) if call.id in chosen]
    asked = calls if way == WITH_CODES else [without_codes(call) for call in calls]
    return rank_positions(fast_matcher(subject), asked, subject=subject, what=f"{language_name(spoken)}, {way}")


def _figure(measure: str, values: Sequence[float], group: str) -> Figure:
    return figure(JUDGE, measure, values, group, higher_is_better=measure == OVERLAP)


def _row(spoken: str, way: str, values: Sequence[float]) -> dict[str, float | str]:
    mean, low, high = interval(values)
    return {"language": f"{language_name(spoken)}, {way}", "value": mean, "low": low, "high": high}


def _chart(rows: Sequence[dict[str, float | str]]) -> Chart:
    caption = "Share of the ten best people that a call has in common with its English twin, with 95 % intervals."
    return dots("languages-overlap", "The same people in every language", rows, "language", caption, OVERLAP)


def _weak(figures: Sequence[Figure]) -> list[str]:
    said = []
    for f in figures:
        spoken, _, way = f.group.partition(", ")
        if not way:
            continue
        if f.measure == OVERLAP and round(f.value, 3) < LEAST_OVERLAP:
            said.append(
                f"A call in {language_name(spoken)}, {way}, shares {f.value:.0%} of its ten best with its English twin "
                f"({LEAST_OVERLAP:.0%} aimed at)."
            )
        if f.measure == LOST and round(f.value, 3) > MOST_LOST:
            said.append(
                f"A call in {language_name(spoken)}, {way}, loses {f.value:.3f} of nDCG@10 against its English twin."
            )
    return said
