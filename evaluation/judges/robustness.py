"""What changes when a call is typed badly, cut, re-ordered or reworded, and when a CV is stuffed, cut short or repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from evaluation.changes import NEAR, Change, change_figures, changes, value_of
from evaluation.encoding import with_memory
from evaluation.findings import Chart, Findings
from evaluation.measures import GOOD, above, ndcg, overlap
from evaluation.perturbations import (
    cut_in_half,
    cut_short,
    in_another_order,
    in_other_words,
    repeated,
    stuffed,
    with_typing_errors,
)
from evaluation.rankings import Ranked, rank_positions, without_codes
from evaluation.statistics import figure, ratio_figure
from evaluation.subject import Subject
from fixtures.calls import load_calls
from matching.engine import Engine
from matching.entities import Call, Expert
from matching.pipeline import Matcher
from matching.roster import build_roster

JUDGE = "robustness"
TWICE, MOST_WON = "every segment twice", 0.1  # points of merit that saying things twice may win
STUFFED = "stuffed with every field's label"
CALLS, QUICK_CALLS = 20, 3
QUICK_STEP = 4  # every fourth person of the roster
CHANGED, QUICK_CHANGED = 60, 24  # people whose CV is changed
TO_BE_ABOVE = 0.95  # of pairs of a suitable person and one of grade 0 with a stuffed CV

CALL_CHANGES: dict[str, Callable[[Call], Call | None]] = {
    "typing errors 1 %": lambda call: with_typing_errors(call, 0.01),
    "typing errors 3 %": lambda call: with_typing_errors(call, 0.03),
    "cut in half": cut_in_half,
    "sections in another order": in_another_order,
    "other words": in_other_words,
}


def robustness(subject: Subject) -> Findings:
    """Change the call, then the CVs, one thing at a time, and rank again with the served matcher."""
    engine = with_memory(subject.engine)
    experts = subject.experts[::QUICK_STEP] if subject.quick else subject.experts
    matcher = Matcher(build_roster(experts, engine), engine)
    findings = Findings()
    _calls(findings, subject, matcher)
    _cvs(findings, subject, matcher, engine, experts)
    return findings


# --- calls ---------------------------------------------------------------------------------------------------------------


def _calls(findings: Findings, subject: Subject, matcher: Matcher) -> None:
    """Calls as text alone, their first position: codes that an officer gave would hide what the text does."""
    rows: list[Mapping[str, Any]] = []
    costs: dict[str, tuple[float, float]] = {}
    for name, change in CALL_CHANGES.items():
        pairs = list(_changed_calls(subject, name, change))
        subject.progress(name, 0, 1)
        before = rank_positions(matcher, [old for old, _ in pairs])
        after = rank_positions(matcher, [new for _, new in pairs])
        group = f"call: {name}"
        found = changes(before, after)
        findings.figures += change_figures(JUDGE, found, group)
        findings.figures += change_figures(JUDGE, found, f"{group}, first {NEAR}", near_only=True)
        shared = [overlap(old.people, new.people) for old, new in zip(before, after, strict=True)]
        lost = [_ndcg(old, subject) - _ndcg(new, subject) for old, new in zip(before, after, strict=True)]
        findings.figures += [
            figure(JUDGE, "overlap@10", shared, group),
            figure(JUDGE, "nDCG@10 lost", lost, group, higher_is_better=False),
        ]
        kept, cost = (value_of(findings.figures, measure, group) for measure in ("overlap@10", "nDCG@10 lost"))
        rows.append({"change": name, "overlap@10": round(kept, 3), "nDCG@10 lost": round(cost, 3)})
        costs[name] = (cost, kept)
    findings.charts.append(_chart(rows))
    worst, (cost, kept) = max(costs.items(), key=lambda item: item[1])
    if cost > 0:
        findings.weak.append(
            f"Of the changes to a call, '{worst}' costs most: {cost:.3f} of nDCG@10, and {kept:.0%} of the ten best stay."
        )
    findings.notes.append(
        "Calls are changed in their text, without codes; languages, dates and conditions stay, so that the same people are "
        f"eligible. Changes are compared over everyone ranked, and over those among the first {NEAR} before or after."
    )


def _changed_calls(subject: Subject, name: str, change: Callable[[Call], Call | None]) -> Iterator[tuple[Call, Call]]:
    """Each call as it is and changed. Paraphrases exist for a few calls only, so these are taken from all."""
    calls = load_calls() if name == "other words" else subject.calls
    able = [_first_position(call) for call in calls]
    changed = [(call, new) for call in able if (new := change(call)) is not None]
    count = QUICK_CALLS if subject.quick else CALLS
    return iter(changed[:: max(1, len(changed) // count)][:count])


def _first_position(call: Call) -> Call:
    return without_codes(call.model_copy(update={"positions": call.positions[:1]}))


def _ndcg(ranked: Ranked, subject: Subject) -> float:
    return ndcg(ranked.people, ranked.grades(subject.judged))


def _chart(rows: Sequence[Mapping[str, Any]]) -> Chart:
    specification = {
        "mark": "bar",
        "encoding": {
            "x": {"field": "overlap@10", "type": "quantitative", "scale": {"domain": [0, 1]}, "title": "overlap@10"},
            "y": {"field": "change", "type": "nominal", "title": None, "sort": "-x"},
        },
    }
    caption = (
        "Share of the ten best people who stay among the ten best when a call is changed without changing what it asks for "
        "(cutting it in half does change that)."
    )
    return Chart(
        "changed-calls", "How much of the first ten stays when a call is changed", specification, rows, caption
    )


# --- CVs -----------------------------------------------------------------------------------------------------------------


def _cvs(findings: Findings, subject: Subject, matcher: Matcher, engine: Engine, experts: Sequence[Expert]) -> None:
    """The calls as they are, over rosters in which some people's CVs are changed."""
    count = QUICK_CHANGED if subject.quick else CHANGED
    people = {e.id for e in experts[:: max(1, len(experts) // count)][:count]}
    calls = subject.calls[::2] if subject.quick else subject.calls
    before = rank_positions(matcher, calls)
    cv_changes: dict[str, Callable[[Expert], Expert]] = {
        STUFFED: lambda e: stuffed(e, engine.vocabularies.fields),
        "cut to the three latest segments": cut_short,
        TWICE: repeated,
    }
    for name, change in cv_changes.items():
        subject.progress(name, 0, 1)
        others = [change(e) if e.id in people else e for e in experts]
        after = rank_positions(Matcher(build_roster(others, engine), engine), calls)
        found = changes(before, after, people)
        group = f"CV: {name}"
        findings.figures += change_figures(JUDGE, found, group)
        findings.figures += change_figures(JUDGE, found, f"{group}, first {NEAR}", near_only=True)
        won = figure(JUDGE, "points won", _per_person(found, lambda c: c.score), group, "people", higher_is_better=None)
        findings.figures.append(won)
        if name == TWICE and won.value > MOST_WON:
            findings.weak.append(
                f"A CV in which every segment stands twice wins {won.value:.1f} points of merit on average: a person's best "
                "segments count, and a copy counts again."
            )
        if name == STUFFED:
            _stuffing(findings, subject, before, after, people, group)
    findings.notes.append(
        f"The CVs of {len(people)} people spread over the roster are changed; the calls are as they are, with their codes."
    )


def _stuffing(
    findings: Findings,
    subject: Subject,
    before: Sequence[Ranked],
    after: Sequence[Ranked],
    people: set[str],
    group: str,
) -> None:
    """Whether somebody of no use for a position comes past those who suit it by listing every field."""
    useless = [c for c in changes(before, after, people) if c.person not in subject.judged.get(c.position, {})]
    won = _per_person(useless, lambda c: c.rank)
    findings.figures.append(figure(JUDGE, "ranks won", won, f"{group}, grade 0", "people", higher_is_better=False))
    for when, ranked in (("before", before), ("after", after)):
        pairs = [list(_pairs(position, subject, people)) for position in ranked]
        right, all_of_them = [float(sum(p)) for p in pairs], [float(len(p)) for p in pairs]
        group_then = f"{group}, grade 0, {when}"
        findings.figures.append(
            ratio_figure(JUDGE, "suitable person above", right, all_of_them, group_then, "positions")
        )
    share = findings.figures[-1].value
    if share < TO_BE_ABOVE:
        findings.weak.append(
            f"People of grade 0 who list every field stand below suitable people in {share:.1%} of pairs; "
            f"we aim at {TO_BE_ABOVE:.0%}."
        )


def _pairs(ranked: Ranked, subject: Subject, people: set[str]) -> Iterator[bool]:
    grades = ranked.grades(subject.judged)
    suitable = [person for person in ranked.people if grades.get(person, 0) >= GOOD and person not in people]
    useless = [person for person in ranked.people if person in people and not grades.get(person, 0)]
    return above(ranked.people, suitable, useless)


def _per_person(found: Sequence[Change], what: Callable[[Change], float]) -> list[float]:
    """The mean over the positions of each person: what happens to one person belongs together."""
    values: dict[str, list[float]] = {}
    for change in found:
        values.setdefault(change.person, []).append(what(change))
    return [sum(own) / len(own) for own in values.values()]
