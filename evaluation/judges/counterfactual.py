"""Whether anything changes when only gender, nationality, the name or the home institution's country is another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from evaluation.changes import NEAR, change_figures, changes, value_of
from evaluation.encoding import with_memory
from evaluation.findings import Chart, Findings
from evaluation.rankings import Ranked, rank_positions
from evaluation.statistics import figure
from evaluation.subject import Subject
from evaluation.swaps import gendered_sentences, other_countries, swap_declared, swap_home_country, swap_names
from matching.codes import WORKING_LANGUAGES
from matching.engine import Engine
from matching.entities import Call, Expert
from matching.neutral_wording import neutral
from matching.pipeline import Matcher
from matching.roster import build_roster

JUDGE = "counterfactual"
QUICK_STEP = 4  # every fourth person of the roster
QUICK_CALLS = 6
PEOPLE, QUICK_PEOPLE = 8, 2  # whose CV is reworded, per language
WORDED, QUICK_WORDED = 2, 1  # segments of each that are given a sentence
MOVED, QUICK_MOVED = 40, 6  # people whose home institution is put in another country
MOST_POINTS = 1.0  # the change of merit that we aim to stay under, 95th percentile
WORDING = "gendered wording"


@dataclass(frozen=True)
class Trial:
    """The people and calls of one run, and how they are ranked."""

    subject: Subject
    engine: Engine
    experts: Sequence[Expert]
    calls: Sequence[Call]
    findings: Findings

    @cached_property
    def before(self) -> list[Ranked]:
        """The roster as it is."""
        return self.ranked(self.experts, "the roster as it is")

    def ranked(self, people: Sequence[Expert], what: str) -> list[Ranked]:
        """The same calls over these people, by the matcher that is served."""
        self.subject.progress(what, 0, 1)
        return rank_positions(Matcher(build_roster(people, self.engine), self.engine), self.calls)


def counterfactual(subject: Subject) -> Findings:
    """Swap one thing at a time for many people at once, and rank again with the served matcher."""
    experts = subject.experts[::QUICK_STEP] if subject.quick else subject.experts
    calls = subject.calls[::2][:QUICK_CALLS] if subject.quick else subject.calls
    trial = Trial(subject, with_memory(subject.engine), experts, calls, Findings())
    _declarations(trial)
    _wording(trial)
    _home_country(trial)
    trial.findings.notes.append(
        f"{len(experts)} people, {len(calls)} calls with {len(trial.before)} positions. Merit runs from 0 to 100; a change "
        "counts the same whichever way it goes. Only people who fail no gate are ranked. Intervals: people drawn with "
        "replacement."
    )
    return trial.findings


# --- declarations and names ------------------------------------------------------------------------------------------


def _declarations(trial: Trial) -> None:
    """Shares of everyone's merits and ranks that are not exactly what they were; none may be."""
    swapped = {"gender and nationality": swap_declared(trial.experts), "names": swap_names(trial.experts)}
    for group, others in swapped.items():
        found = changes(trial.before, trial.ranked(others, group))
        moved = {
            "merits changed at all": [float(c.score != 0) for c in found],
            "ranks changed at all": [float(c.rank != 0) for c in found],
        }
        figures = [
            figure(JUDGE, name, values, group, "pairs", higher_is_better=False) for name, values in moved.items()
        ]
        trial.findings.figures += figures
        if any(f.value > 0 for f in figures):
            trial.findings.weak.append(
                f"Swapping {group} changes {figures[0].value:.2%} of the merits; it may change none."
            )


# --- gendered wording --------------------------------------------------------------------------------------------------


def _wording(trial: Trial) -> None:
    """Two versions of the same CVs, as men and as women would write them, against each other."""
    chosen = _best_placed(trial.experts, trial.before, QUICK_PEOPLE if trial.subject.quick else PEOPLE)
    language_of = {person: language for language, people in chosen.items() for person in people}
    figures, rows = trial.findings.figures, []
    masculine, feminine = (trial.ranked(_worded(trial, chosen, gender), WORDING) for gender in (0, 1))
    found = changes(masculine, feminine, language_of)
    figures += change_figures(JUDGE, found, WORDING)
    figures += change_figures(JUDGE, found, f"{WORDING}, first {NEAR}", near_only=True)
    for language in chosen:
        group = f"{WORDING} {language}"
        own = change_figures(JUDGE, [c for c in found if language_of[c.person] == language], group)
        if own:
            rows.append({"language": language, "points": round(value_of(own, "score change, p95", group), 3)})
        figures += own
    for language in WORKING_LANGUAGES:
        same = [float(neutral(m, language) == neutral(f, language)) for m, f in gendered_sentences(language)]
        figures.append(figure(JUDGE, "sentences made the same", same, f"neutral wording {language}", "sentences"))
    trial.findings.charts.append(_chart(rows))
    trial.findings.weak += _too_much(rows)
    trial.findings.notes.append(
        f"Wording: the best placed {len(language_of)} people who have posts described in a language; sentences of a CV in "
        "the version of a man and of a woman are put before some of their segments. The sentences were written apart "
        "from the table of neutral words, hold words that are not in it, and the table was not fitted to them."
    )


def _best_placed(experts: Sequence[Expert], before: Sequence[Ranked], count: int) -> dict[str, list[str]]:
    """Per language the people who stand highest in any position and have enough posts described in that language."""
    best: dict[str, int] = {}
    for position in before:
        for place, person in enumerate(position.people):
            best[person] = min(place, best.get(person, place))
    order = sorted((e for e in experts if e.id in best), key=lambda e: (best[e.id], e.id))
    chosen: dict[str, list[str]] = {}
    for language in WORKING_LANGUAGES:
        taken = {person for people in chosen.values() for person in people}
        able = [e.id for e in order if e.id not in taken and len(_posts(e, language)) >= WORDED]
        if able:
            chosen[language] = able[:count]
    return chosen


def _posts(expert: Expert, language: str) -> list[int]:
    return [i for i, s in enumerate(expert.segments) if s.kind in ("post", "summary") and s.language == language]


def _worded(trial: Trial, chosen: Mapping[str, Sequence[str]], gender: int) -> list[Expert]:
    """Everyone, the chosen with a sentence of ours before some segments, as a man (0) or a woman (1) would write it."""
    reworded: dict[str, Expert] = {}
    by_id = {e.id: e for e in trial.experts}
    worded = QUICK_WORDED if trial.subject.quick else WORDED
    for language, people in chosen.items():
        sentences = gendered_sentences(language)
        for number, person in enumerate(people):
            segments = list(by_id[person].segments)
            for step, place in enumerate(_posts(by_id[person], language)[:worded]):
                said = sentences[(worded * number + step) % len(sentences)][gender]
                segments[place] = segments[place].model_copy(update={"text": f"{said} {segments[place].text}"})
            reworded[person] = by_id[person].model_copy(update={"segments": tuple(segments)})
    return [reworded.get(e.id, e) for e in trial.experts]


def _too_much(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [
        f"Gendered wording in {row['language']} moves merit by {row['points']:.2f} points at the 95th "
        f"percentile; we aim at no more than {MOST_POINTS:g}."
        for row in rows
        if row["points"] > MOST_POINTS
    ]


def _chart(rows: Sequence[Mapping[str, Any]]) -> Chart:
    specification = {
        "mark": "bar",
        "encoding": {
            "x": {
                "field": "points",
                "type": "quantitative",
                "title": "change of merit, 95th percentile (points of 100)",
            },
            "y": {"field": "language", "type": "nominal", "title": None, "sort": list(WORKING_LANGUAGES)},
        },
    }
    caption = (
        "Two CVs that differ only in whether a man or a woman wrote two of their sentences, ranked by the same calls. "
        "Shown is how far their merit differs; one point is what we aim to stay under."
    )
    return Chart("wording", "Gendered wording moves merit by so much", specification, rows, caption)


# --- the home institution's country ---------------------------------------------------------------------------------------


def _home_country(trial: Trial) -> None:
    partners = {position.call.country for position in trial.before if position.call.country}
    moved: dict[str, Expert] = {}
    for expert, other in zip(trial.experts, other_countries(trial.experts, partners), strict=True):
        if other and expert.institution_country not in partners:
            elsewhere = swap_home_country(expert, other)
            if any(a.text != b.text for a, b in zip(elsewhere.segments, expert.segments, strict=True)):
                moved[expert.id] = elsewhere
    count = QUICK_MOVED if trial.subject.quick else MOVED
    kept = set(sorted(moved)[:: max(1, len(moved) // count)][:count])
    group = "home institution's country"
    after = trial.ranked([moved[e.id] if e.id in kept else e for e in trial.experts], group)
    found = changes(trial.before, after, kept)
    trial.findings.figures += change_figures(JUDGE, found, group)
    trial.findings.figures += change_figures(JUDGE, found, f"{group}, first {NEAR}", near_only=True)
    trial.findings.notes.append(
        f"The home institution of {len(kept)} people was put in another country of the same continent, in its name, in the "
        "text and as employer of the segments there. Experience in the partner country or its region is a criterion of its "
        "own, hence nobody is moved to or from a partner country."
    )
