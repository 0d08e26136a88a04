"""What each part of the matcher is worth: it is left out, and the sample is ranked again by the served function.

Nothing of the matcher is patched. Weights and segments are settings; what has no setting is taken out of the roster that the
matcher is given, by public values: an index without words, segments without direction, profiles without codes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluation.charts import dots
from evaluation.encoding import calls_as_passages
from evaluation.findings import Chart, Findings
from evaluation.measures import ndcg
from evaluation.rankings import DEFAULTS, fast_matcher, rank_positions, served, without_codes
from evaluation.statistics import figure, interval, known, p_figure, paired_randomisation
from evaluation.subject import Subject
from matching.engine import Engine
from matching.entities import Call
from matching.lexical import LexicalIndex
from matching.pipeline import Matcher
from matching.roster import Roster, person_vectors
from matching.settings import MatchSettings, Weights

JUDGE = "ablation"
WORTH = "nDCG@10 lost without it"
QUICK_CALLS = 6
SURE = 0.05
ALL_SEGMENTS = 20  # the most that the setting allows


@dataclass(frozen=True)
class Variant:
    """The matcher with one part left out or put otherwise."""

    name: str
    settings: MatchSettings = DEFAULTS
    roster: Callable[[Roster], Roster] = lambda roster: roster
    call: Callable[[Call], Call] = lambda call: call
    engine: Callable[[Engine], Engine] = lambda engine: engine


def no_words(roster: Roster) -> Roster:
    """Without the words of the CVs: relevance rests on vectors, those of the English reading among them."""
    return replace(roster, lexical=LexicalIndex(len(roster), {}))


def no_vectors(roster: Roster) -> Roster:
    """Without the direction of any segment: relevance rests on words alone (and keeps its weight)."""
    return replace(roster, segments=np.zeros_like(roster.segments), english=None)


def no_english(roster: Roster) -> Roster:
    """Without the second reading of what is in English: it is matched as any other language is."""
    return replace(roster, english=None)


def one_vector(roster: Roster) -> Roster:
    """One vector per person, the mean of their segments."""
    people = person_vectors(roster.segments.astype(np.float32), roster.starts)
    starts = np.arange(len(roster) + 1, dtype=np.int64)
    return replace(roster, segments=people.astype(np.float16), starts=starts, english=None)


def nothing_shown(roster: Roster) -> Roster:
    """Without the fields that CVs show: of fields, only what is confirmed counts."""
    return replace(roster, shown=np.zeros_like(roster.shown))


def nothing_confirmed(roster: Roster) -> Roster:
    """Without the fields that profiles confirm: of fields, only what CVs show counts."""
    return replace(roster, columns=replace(roster.columns, fields=np.zeros_like(roster.columns.fields)))


def variants() -> list[Variant]:
    """Every part that can be left out: criteria, legs of retrieval, rules of segments, sources of fields, codes."""
    usual = Weights()
    return [
        *(
            Variant(f"criterion {name}", MatchSettings(weights=usual.model_copy(update={name: 0.0})))
            for name in Weights.model_fields
        ),
        Variant("leg words", roster=no_words),
        Variant("leg vectors", roster=no_vectors),
        Variant("English reading", roster=no_english),
        Variant("segments: one vector per person", roster=one_vector),
        Variant("segments: best one only", MatchSettings(top_segments=1)),
        Variant("segments: mean of all", MatchSettings(top_segments=ALL_SEGMENTS)),
        Variant("fields shown by the CV", roster=nothing_shown),
        Variant("fields confirmed", roster=nothing_confirmed),
        Variant("codes of the call", call=without_codes),
        Variant("encoding: calls as passages", engine=calls_as_passages),
    ]


def ablation(subject: Subject) -> Findings:
    """nDCG@10 lost per part left out, with its interval and the p of the paired comparison."""
    calls = (
        subject.calls[:: max(1, len(subject.calls) // QUICK_CALLS)][:QUICK_CALLS] if subject.quick else subject.calls
    )
    chosen = {call.id for call in calls}
    whole = [r for r in served(subject) if r.call.id in chosen]
    full = [_ndcg(r.people, r.grades(subject.judged)) for r in whole]
    findings, lost = Findings(figures=[figure(JUDGE, "nDCG@10", full, higher_is_better=None)]), dict[str, list[float]]()
    tried = variants()
    for done, variant in enumerate(tried, start=1):
        matcher = Matcher(variant.roster(subject.roster), variant.engine(fast_matcher(subject).engine))
        ranked = rank_positions(matcher, [variant.call(call) for call in calls], variant.settings)
        without = [_ndcg(r.people, r.grades(subject.judged)) for r in ranked]
        lost[variant.name] = [a - b for a, b in zip(full, without, strict=True)]
        findings.figures.append(figure(JUDGE, WORTH, lost[variant.name], variant.name, higher_is_better=None))
        findings.figures.append(p_figure(JUDGE, "p against the whole", full, without, variant.name))
        subject.progress("parts left out", done, len(tried))
    findings.charts = [_chart(lost)]
    findings.weak = _weak(lost)
    findings.notes = [
        f"{len(known(full))} positions of {len(calls)} calls. A part is worth what nDCG@10 loses without it, so that below "
        "0 the matcher is better without. Criteria are left out by weight 0; the other variants by settings or by the roster "
        "that the matcher is given. Intervals and p (paired randomisation, two-sided) are over positions.",
        'Without "leg words" relevance rests on vectors alone. Without "leg vectors" it rests on words alone: its points '
        "then reach only the share that words have, so that relevance also weighs less; the English reading is left out with "
        "the vectors, and where there is one vector per person. Vectors and words go on to tell "
        "which fields a CV shows in both. On a roster of this size everybody is scored, so that the first cut plays no part.",
        "The weights were set on this sample: its figures say what a part is worth here, not on a roster of real people. "
        "Ablations are many comparisons; a single p below 0.05 is no more than a hint.",
    ]
    return findings


def _ndcg(people: Sequence[str], grades: Mapping[str, int]) -> float:
    return ndcg(people, grades) if grades else float("nan")


def _chart(lost: Mapping[str, Sequence[float]]) -> Chart:
    found = sorted(((interval(values), name) for name, values in lost.items()), reverse=True)
    rows = [{"left out": name, "value": mean, "low": low, "high": high} for (mean, low, high), name in found]
    caption = "How much nDCG@10 falls when a part is left out, with 95 % intervals: right of 0 the part helps."
    return dots("ablation-worth", "What each part is worth", rows, "left out", caption, WORTH)


def _weak(lost: Mapping[str, Sequence[float]]) -> list[str]:
    said = []
    for name, values in lost.items():
        gained, p = -interval(values)[0], paired_randomisation(values, [0.0] * len(values))
        if gained > 0 and p < SURE:
            said.append(
                f"The matcher is better without or with another choice of: {name} (+{gained:.3f}, p = {p:.4f})."
            )
    return said
