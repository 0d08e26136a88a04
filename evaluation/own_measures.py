"""How well the matcher finds whom a facility judged suitable or selected in the past. It measures and tunes nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rich.console import Console

from evaluation.charts import dots
from evaluation.findings import Chart, Findings
from evaluation.measures import GOOD, ndcg, precision, recall
from evaluation.outcome import Outcome, Result
from evaluation.own_data import REJECTED, SELECTED, OwnData
from evaluation.provenance import make_head
from evaluation.run import watch
from evaluation.statistics import figure
from matching.engine import Engine
from matching.entities import Call
from matching.pipeline import Matcher
from matching.results import PositionResult
from matching.roster import build_roster
from matching.settings import MatchSettings

JUDGE = "own-data"
ABOUT = "How well the matcher finds the people whom this facility judged suitable or selected in the past."
FEW = 20  # positions below which intervals are too wide to decide anything on
WORST = 30  # positions shown in the chart of positions
NOT_RANKED = "not ranked"
AMONG_JUDGED, AMONG_DECIDED = "among those judged", "among those decided on"
BANDS = ((1, "1"), (3, "2 to 3"), (10, "4 to 10"), (50, "11 to 50"), (math.inf, "beyond 50"))


@dataclass(frozen=True)
class Ranked:
    """One position as the matcher ranks it, with what the facility said. `shut_out`: the gates that a person fails."""

    key: str
    ranking: Sequence[str]
    shut_out: Mapping[str, Sequence[str]]
    grades: Mapping[str, int]
    decisions: Mapping[str, str]

    def among(self, people: Mapping[str, object]) -> list[str]:
        """The ranking of these people alone."""
        return [person for person in self.ranking if person in people]

    def decided(self, what: str) -> list[str]:
        """The people on whom this was decided."""
        return [person for person, decision in self.decisions.items() if decision == what]


def judge_own_data(own: OwnData, engine: Engine, console: Console, options: str = "") -> Outcome:
    """Measure a folder, with progress shown.

    Raises:
        EmptyRoster: nobody on the roster has a text to match on.
    """
    with watch(console, 1) as (_, told, next_judge):
        next_judge(JUDGE)
        found = measure_own_data(own, engine, told)
    head = make_head(engine, quick=False, options=" ".join(filter(None, (f"--data {own.folder}", options))))
    return Outcome(replace(head, data=own.hashes), [Result(JUDGE, "measured", found)], {JUDGE: ABOUT})


def measure_own_data(
    own: OwnData, engine: Engine, progress: Callable[[str, int, int], None] = lambda *_: None
) -> Findings:
    """Figures, charts, and in words what is weak, over the positions that the tables name."""
    roster = build_roster(own.experts, engine, lambda done, total: progress("encoding the roster", done, total))
    matcher = Matcher(roster, engine)
    positions: list[Ranked] = []
    for done, call in enumerate(own.calls, start=1):
        positions += rank_call(call, own, matcher)
        progress("calls", done, len(own.calls))
    findings = Findings(notes=[*METHOD, *own.notes])
    graded, decided = [p for p in positions if p.grades], [p for p in positions if p.decisions]
    if graded:
        about_grades(graded, findings)
    if decided:
        about_decisions(decided, findings)
    if len(positions) < FEW:
        findings.weak.append(
            f"There are only {len(positions)} positions: the intervals are wide, and no choice should rest on them."
        )
    return findings


METHOD = (
    "Each call is matched as it is served, at the settings by default. The day on which availability and experience are "
    "judged is the day the call was issued, else the first day of its phases, else today.",
    "Who fails a gate is not ranked, and counts as not found.",
    "People without a grade count as grade 0. Where only applicants were judged this is unjust to the ranking of the "
    "whole roster; the figures among those judged, or decided on, leave everybody else out.",
    f"A grade of {GOOD} or more counts as suitable for P@5 and recall@50; nDCG uses the grade as gain. A position at which "
    "nobody has a grade above 0 has no nDCG.",
    "Nothing is tuned on this data: weights and scales stay as they are.",
)


def rank_call(call: Call, own: OwnData, matcher: Matcher) -> list[Ranked]:
    """The positions of a call of which the tables speak, ranked by the function that is served."""
    keys = {position.id: f"{call.id}:{position.id}" for position in call.positions}
    if not any(key in own.grades or key in own.decisions for key in keys.values()):
        return []
    everyone = MatchSettings(shown=0, teams=0, reserve=0, listed_not_eligible=len(own.experts))
    answer = matcher.shortlist(call, today=day_of(call), settings=everyone)
    found = [_ranked(keys[position.position_id], position, own) for position in answer.positions]
    return [position for position in found if position.grades or position.decisions]


def day_of(call: Call) -> date:
    """The day on which a past call is judged."""
    return call.issued or (call.window[0] if call.window else date.today())


def about_grades(positions: Sequence[Ranked], findings: Findings) -> None:
    """nDCG@10, P@5 and recall@50 over the roster, and the first two among those judged."""
    gains = [_ndcg(p.ranking, p.grades) for p in positions]
    findings.figures += [
        figure(JUDGE, "nDCG@10", gains, unit="positions"),
        figure(JUDGE, "P@5", [precision(p.ranking, p.grades, 5) for p in positions], unit="positions"),
        figure(JUDGE, "recall@50", [recall(p.ranking, p.grades, 50) for p in positions], unit="positions"),
        figure(JUDGE, "nDCG@10", [_ndcg(p.among(p.grades), p.grades) for p in positions], AMONG_JUDGED, "positions"),
        figure(JUDGE, "P@5", [precision(p.among(p.grades), p.grades, 5) for p in positions], AMONG_JUDGED, "positions"),
    ]
    known = sorted((gain, p.key) for gain, p in zip(gains, positions, strict=True) if not math.isnan(gain))
    rows = [{"position": key, "value": gain, "low": gain, "high": gain} for gain, key in known[:WORST]]
    caption = f"nDCG@10 of the {len(rows)} positions with the lowest; 1 is the ideal order."
    findings.charts.append(dots("positions", "Positions, worst first", rows, "position", caption, "nDCG@10"))
    if low := [key for gain, key in known if gain < 0.5]:
        findings.weak.append(
            f"{len(low)} of {len(known)} positions have an nDCG@10 below 0.5: {_some(low)}. Read these calls: a call that "
            "says little, or judgements that rest on what the CVs do not say, are the usual reasons."
        )


def about_decisions(positions: Sequence[Ranked], findings: Findings) -> None:
    """Where the people whom officers selected stand: among our first 1, 3 and 10, and their rank."""
    places = [(p, person, _rank(person, p.ranking)) for p in positions for person in p.decided(SELECTED)]
    for group, ranking_of in (("", lambda p: p.ranking), (AMONG_DECIDED, lambda p: p.among(p.decisions))):
        for k in (1, 3, 10):
            shares = [_share(p.decided(SELECTED), ranking_of(p)[:k]) for p in positions]
            findings.figures.append(figure(JUDGE, f"selected among our first {k}", shares, group, "positions"))
        ranks = [_rank(person, ranking_of(p)) for p, person, _ in places]
        findings.figures.append(figure(JUDGE, "mean rank of the selected", ranks, group, "people", False))
    unranked = [(p, person) for p, person, rank in places if math.isnan(rank)]
    lost = [float(math.isnan(rank)) for _, _, rank in places]
    pairs = [_pairs(p) for p in positions]
    findings.figures += [
        figure(JUDGE, "selected who are not ranked", lost, unit="people", higher_is_better=False),
        figure(JUDGE, "pairs of selected and rejected in the officers' order", pairs, unit="positions"),
    ]
    findings.charts.append(_bands([rank for *_, rank in places]))
    if unranked:
        findings.weak.append(f"{len(unranked)} of {len(places)} selected people are not ranked: {_reasons(unranked)}.")
    if far := [p.key for p, _, rank in places if rank > 10]:
        findings.weak.append(f"{len(far)} of {len(places)} selected people stand below our first ten, at {_some(far)}.")


def _ranked(key: str, position: PositionResult, own: OwnData) -> Ranked:
    shut_out = {p.expert_id: [gate.name for gate in p.gates] for p in position.not_eligible}
    ranking = [candidate.expert_id for candidate in position.candidates]
    return Ranked(key, ranking, shut_out, own.grades.get(key, {}), own.decisions.get(key, {}))


def _ndcg(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    return ndcg(ranking, grades, 10) if any(grades.values()) else math.nan


def _rank(person: str, ranking: Sequence[str]) -> float:
    """The place from 1; NaN for who is not ranked."""
    return float(ranking.index(person) + 1) if person in ranking else math.nan


def _share(people: Sequence[str], first: Sequence[str]) -> float:
    return len(set(people) & set(first)) / len(people) if people else math.nan


def _pairs(position: Ranked) -> float:
    """Share of (selected, rejected) pairs in the officers' order; people who are not ranked stand last, level."""
    last = float(len(position.ranking) + 1)

    def place(person: str) -> float:
        rank = _rank(person, position.ranking)
        return last if math.isnan(rank) else rank

    chosen, refused = position.decided(SELECTED), position.decided(REJECTED)
    points = [(place(a) < place(b)) + 0.5 * (place(a) == place(b)) for a in chosen for b in refused]
    return sum(points) / len(points) if points else math.nan


def _bands(ranks: Sequence[float]) -> Chart:
    """How many of the selected stand in which band of ranks."""
    counts = Counter(NOT_RANKED if math.isnan(r) else next(name for top, name in BANDS if r <= top) for r in ranks)
    names = [*(name for _, name in BANDS), NOT_RANKED]
    rows = [{"our rank": name, "selected people": counts[name]} for name in names]
    specification = {
        "encoding": {"y": {"field": "our rank", "type": "nominal", "sort": names}},
        "layer": [
            {"mark": "bar", "encoding": {"x": {"field": "selected people", "type": "quantitative"}}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {
                    "x": {"field": "selected people", "type": "quantitative"},
                    "text": {"field": "selected people", "type": "quantitative"},
                },
            },
        ],
    }
    caption = (
        "Where the matcher ranks the people whom officers selected. Who is not ranked fails a gate, or has no text."
    )
    return Chart("ranks", "Our rank of those selected", specification, rows, caption)


def _reasons(unranked: Sequence[tuple[Ranked, str]]) -> str:
    """ "gate 'languages' (3), no text or beyond the pool (1)", most frequent first."""
    counts = Counter(
        reason
        for position, person in unranked
        for reason in (
            [f"gate '{name}'" for name in position.shut_out.get(person, ())] or ["no text, or beyond the pool"]
        )
    )
    return ", ".join(f"{reason} ({count})" for reason, count in counts.most_common())


def _some(keys: Sequence[str]) -> str:
    different = list(dict.fromkeys(keys))
    return ", ".join(different[:5]) + (f" and {len(different) - 5} more" if len(different) > 5 else "")
