"""How far the sample can go: the same positions ranked by somebody who knows the truth about everybody.

A grade follows from what people truly did and from what a position truly needs. A CV tells less than the one, and a call
less than the other. What a ranking by the truth is short of 1 lies in what it does not know; what the ranking as served is
short of it is lost in what CVs tell and in how they are read. A reader who makes no mistake tells the two apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evaluation.charts import dots
from evaluation.findings import Chart, Figure, Findings
from evaluation.measures import ndcg, ndcg_shared
from evaluation.perfect_reading import match_of
from evaluation.rankings import Ranked, served
from evaluation.statistics import figure, interval, ratio_figure
from evaluation.subject import Subject
from fixtures.calls import load_raw_calls
from fixtures.judgements import field_match, grade
from fixtures.load import load_truth
from matching.criteria import FOLLOWING

JUDGE = "ceiling"
MAIN = "nDCG@10"
SHARE = "share reached as served"
NAMED = ", positions that name codes"
DIGITS = 9  # scores that differ by less are alike
Truth = Mapping[str, Any]  # a line of the truth file, or what a position truly needs
Knowing = Callable[[Truth, Sequence[str], Truth], float]  # person, the fields named, what is needed -> score


def alike(person: Truth, named: Sequence[str], needed: Truth) -> float:
    """True fields and depths, for the fields named, which all count the same."""
    return field_match(person["fields"], dict.fromkeys(named, 1.0))


def in_order(person: Truth, named: Sequence[str], needed: Truth) -> float:
    """True fields and depths, for the fields named, which count in their order as they do for the matcher."""
    return field_match(person["fields"], _weights(named))


def weighed(person: Truth, named: Sequence[str], needed: Truth) -> float:
    """True fields and depths, for the fields truly needed with the weights that they truly have."""
    return field_match(person["fields"], needed["fields"])


def all_facts(person: Truth, named: Sequence[str], needed: Truth) -> float:
    """Years, competences and levels of languages as well: the grade itself but for the weights, then the fields."""
    fields = _weights(named)
    return grade(person, {**needed, "fields": fields}) + field_match(person["fields"], fields) / 2


def perfectly_read(person: Truth, named: Sequence[str], needed: Truth) -> float:
    """The fields that a CV lets one expect when it is read without a mistake, for the fields named in their order."""
    return match_of(person["id"], _weights(named))


KNOWN: dict[str, Knowing] = {
    "true fields, codes alike": alike,
    "true fields, codes in their order": in_order,
    "true fields, hidden weights": weighed,
    "all true facts, codes in their order": all_facts,
}
# Not in a quick run: what CVs let one conclude is learned from other people first.
READ = "CVs read without a mistake, codes in their order"
# The two that ours is held against: what it could reach by fields alone, and at all.
MEANT = {"true fields": "true fields, codes in their order", "all true facts": "all true facts, codes in their order"}
ABOUT_READING = (
    "CVs read without a mistake: somebody knows which field every post, assignment, degree and so on is about, and which "
    "fields are confirmed, but not how deeply anybody knows a field. That is concluded by trees learned from other "
    "invented people; a better conclusion may be possible, so the value is a little low. Beside true fields it shows "
    "what CVs do not tell; beside ours, what is lost in reading them."
)


def ceiling(subject: Subject) -> Findings:
    """nDCG@10 by what is known of people and position, and the share of it that the served ranking reaches."""
    ranked = served(subject)
    grades = [position.grades(subject.judged) for position in ranked]
    ours = [ndcg(r.people, g) if g else math.nan for r, g in zip(ranked, grades, strict=True)]
    rungs = KNOWN if subject.quick else {READ: perfectly_read, **KNOWN}
    reachable = {name: reached(knowing, ranked, grades) for name, knowing in rungs.items()}
    findings = Findings(figures=[figure(JUDGE, f"{MAIN} as served", ours, higher_is_better=None)])
    shares = {known: _share(f"share of what {known} give", ours, reachable[name]) for known, name in MEANT.items()}
    findings.figures += shares.values()
    coded = [place for place, r in enumerate(ranked) if r.position.fields]
    for name, values in reachable.items():
        findings.figures += _rung(name, ours, values)
    for name, values in reachable.items():
        findings.figures += _rung(name + NAMED, [ours[i] for i in coded], [values[i] for i in coded])
    findings.charts = [_chart(ours, reachable)]
    findings.weak = [_weak(shares)] if all(f.value < 1 for f in shares.values()) else []
    findings.notes = _notes(ranked, len(coded)) + ([] if subject.quick else [ABOUT_READING])
    return findings


def reached(knowing: Knowing, ranked: Sequence[Ranked], grades: Sequence[Mapping[str, int]]) -> list[float]:
    """nDCG@10 per position of the people who fail no gate, by what is known of them; NaN where nobody has a grade."""
    people = {person["id"]: person for person in load_truth()}
    needs: dict[str, dict[str, Truth]] = {raw["id"]: raw["truth"] for raw in load_raw_calls()}
    found = []
    for position, graded in zip(ranked, grades, strict=True):
        needed = needs[position.call.id][position.position.id]
        named = position.position.fields or _most_needed_first(needed)
        scores = {i: round(knowing(people[i], named, needed), DIGITS) for i in position.people}
        found.append(ndcg_shared(scores, graded) if graded else math.nan)
    return found


def _weights(named: Sequence[str]) -> dict[str, float]:
    return {code: FOLLOWING**place for place, code in enumerate(named)}


def _most_needed_first(needed: Truth) -> list[str]:
    weights: Mapping[str, float] = needed["fields"]
    return sorted(weights, key=lambda code: (-weights[code], code))


def _rung(group: str, ours: Sequence[float], values: Sequence[float]) -> list[Figure]:
    return [figure(JUDGE, MAIN, values, group, higher_is_better=None), _share(SHARE, ours, values, group)]


def _share(measure: str, ours: Sequence[float], values: Sequence[float], group: str = "") -> Figure:
    """Ours in proportion to what is reachable: of the means, so that a position where little is counts for little."""
    pairs = [(a, b) for a, b in zip(ours, values, strict=True) if not (math.isnan(a) or math.isnan(b))]
    parts, wholes = [a for a, _ in pairs], [b for _, b in pairs]
    return ratio_figure(JUDGE, measure, parts, wholes, group, unit="queries", higher_is_better=None)


def _chart(ours: Sequence[float], reachable: Mapping[str, Sequence[float]]) -> Chart:
    found = {"as served": interval(ours), **{name: interval(values) for name, values in reachable.items()}}
    rows = [{"known": name, "value": mean, "low": low, "high": high} for name, (mean, low, high) in found.items()]
    caption = f"Mean {MAIN} over the positions, with 95 % intervals: as served, and by somebody who knows the truth."
    return dots("ceiling-known", "How far the sample can go", rows, "known", caption, MAIN)


def _weak(shares: Mapping[str, Figure]) -> str:
    said = " and ".join(f"{f.value:.0%} of what {known} give" for known, f in shares.items())
    return f"The ranking as served reaches {said}, codes in their order."


def _notes(ranked: Sequence[Ranked], coded: int) -> list[str]:
    return [
        "One query is one position, as for the judge of the roster: the same people, grades and gates, and the same figure as "
        "served. What is known is taken from the truth of the sample, which no matcher sees. People whom it cannot tell apart "
        "share their places: the value is the mean over all their orders.",
        "True fields: somebody knows in which fields each person worked and how deeply, and ranks by how well these cover the "
        "fields of the position, as the grades do. The fields are the codes that the call names, counting alike, or each at "
        f"{FOLLOWING} of the one before, as in the matcher; or, as hidden weights, all that the position truly needs with the "
        f"weight that each truly has. {len(ranked) - coded} of {len(ranked)} positions name no codes; they are taken to name "
        "those that they truly need, the most needed first.",
        "All true facts: years, competences, levels of languages and kind of work are known as well, and all that the position "
        "asks of them; people are ranked by the grade that follows, then by fields. Only the weights of the fields, and fields "
        "that the call does not name, stay hidden. Were they known too, the value would be 1 by definition.",
        "A share is our mean over that mean; its interval comes from drawing positions.",
    ]
