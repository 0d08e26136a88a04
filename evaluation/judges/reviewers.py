"""The public gold standard for reviewer assignment: are papers ordered as people rated their own expertise on them?

58 researchers rated up to ten papers each from 1 to 5; a run gives each a profile of papers they wrote (Stelmakh, Wieting,
Xi, Neubig and Shah 2023). Papers are the calls, researchers the roster; every text is encoded once and kept in the store.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaluation.baselines import BASELINES, queries_of
from evaluation.encoding import with_memory
from evaluation.findings import Figure, Findings, Skipped
from evaluation.measures import ordering_loss, pairs_in_order
from evaluation.statistics import ratio_figure
from evaluation.subject import SHARED, Subject
from matching.engine import Engine
from matching.entities import Call, Expert, Position
from matching.pipeline import Matcher
from matching.roster import Roster, build_roster

JUDGE = "reviewers"
FOLDER = SHARED / "bench" / "reviewers"
QUICK_RUNS = 1
LOOKED_AT = date(2023, 1, 1)  # the day of the data; nothing in it is dated
COMPARED = ("TF-IDF", "BM25", "dense, one vector", "dense, segments", "dense + TF-IDF, z-score")
AIMED = {"loss": 0.20, "easy pairs": 0.92, "hard pairs": 0.68}
Score = Mapping[str, Mapping[str, float]]  # paper -> person -> score


@dataclass(frozen=True)
class Gold:
    """Texts of papers, the ratings of each person, and per run the papers of each person's profile."""

    texts: Mapping[str, str]
    ratings: Mapping[str, Mapping[str, float]]
    runs: Mapping[str, Mapping[str, Sequence[str]]]

    @property
    def calls(self) -> list[Call]:
        """The rated papers as calls of one position, in the order of their ids."""
        rated = sorted({paper for own in self.ratings.values() for paper in own})
        return [Call(id=p, text=self.texts[p], language="en", positions=(Position(id="1"),)) for p in rated]

    def roster(self, run: str, engine: Engine) -> Roster:
        """The people of a run, each with the papers of their profile as segments."""
        people = [
            {"id": person, "segments": [{"text": self.texts[p], "language": "en"} for p in own if p in self.texts]}
            for person, own in self.runs[run].items()
        ]
        return build_roster([Expert.model_validate(one) for one in people], engine)


@dataclass
class Tally:
    """What a method made of each person's ratings in one run; of pairs, those in order and all."""

    loss: dict[str, float]
    total: dict[str, float]
    easy: dict[str, tuple[float, int]]
    hard: dict[str, tuple[float, int]]

    @classmethod
    def of(cls, gold: Gold, score: Score) -> Tally:
        """One run."""
        tally = cls({}, {}, {}, {})
        for person, own in gold.ratings.items():
            ratings, scores = list(own.values()), [score[paper][person] for paper in own]
            tally.loss[person], tally.total[person] = ordering_loss(ratings, scores)
            easy, hard = pairs_in_order(ratings, scores)
            tally.easy[person], tally.hard[person] = (sum(easy), len(easy)), (sum(hard), len(hard))
        return tally


def reviewers(subject: Subject) -> Findings:
    """Loss, easy and hard pairs of every run and over all, beside plain methods on the same profiles."""
    gold = read_gold(FOLDER)
    engine = with_memory(subject.engine)
    runs = list(gold.runs)[: QUICK_RUNS if subject.quick else None]
    calls, by_method = gold.calls, {name: list[Tally]() for name in ("", *COMPARED)}
    for place, run in enumerate(runs):
        matcher = Matcher(gold.roster(run, engine), engine)
        by_method[""].append(Tally.of(gold, ranked(matcher, calls, subject, f"run {run}")))
        if place < QUICK_RUNS:
            for name, score in plain(matcher, calls):
                by_method[name].append(Tally.of(gold, score))
    findings = Findings()
    for name, tallies in by_method.items():
        group = f"{name}, run {runs[0]}" if name else ""
        findings.figures += measured(tallies, group)
    for run, tally in zip(runs, by_method[""], strict=True):
        findings.figures += measured([tally], f"run {run}")
    findings.weak = [
        f"{f.measure.capitalize()} {f.value:.3f} where {AIMED[f.measure]:.2f} is aimed at."
        for f in findings.figures
        if not f.group and (f.value > AIMED[f.measure] if f.measure == "loss" else f.value < AIMED[f.measure])
    ]
    findings.weak += _outdone(findings.figures, runs[0])
    findings.notes = _notes(gold, runs)
    return findings


def read_gold(folder: Path) -> Gold:
    """The benchmark's files.

    Raises:
        Skipped: the folder is not there.
    """
    if not folder.exists():
        raise Skipped(f"the reviewers' data is not beside the project; looked for bench/reviewers in {SHARED.name}/")
    papers = [json.loads(line) for line in (folder / "papers.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {paper["id"]: f"{paper['title']}. {paper.get('abstract') or ''}" for paper in papers}
    with (folder / "evaluations.tsv").open(encoding="utf-8", newline="") as file:
        ratings = {row["ParticipantID"]: _ratings(row, texts) for row in csv.DictReader(file, delimiter="\t")}
    return Gold(texts, ratings, json.loads((folder / "profiles.json").read_text(encoding="utf-8")))


def ranked(matcher: Matcher, calls: Sequence[Call], subject: Subject, what: str) -> Score:
    """Merit of everybody for every paper, by the served ranking."""
    found = matcher.rank(calls, today=LOOKED_AT, progress=lambda done, total: subject.progress(what, done, total))
    return {paper: dict(scores) for paper, scores in found}


def plain(matcher: Matcher, calls: Sequence[Call]) -> Iterator[tuple[str, Score]]:
    """The scores of each plain method on the same roster."""
    roster, engine = matcher.roster, matcher.engine
    queries = {call.id: queries_of(call, engine)[0] for call in calls}
    for name in COMPARED:
        scores = {paper: BASELINES[name](roster, engine, query).tolist() for paper, query in queries.items()}
        yield name, {paper: dict(zip(roster.ids, found, strict=True)) for paper, found in scores.items()}


def measured(tallies: Sequence[Tally], group: str) -> list[Figure]:
    """The three measures, pooled over people and runs, with intervals by drawing people."""
    better = None if group else True
    people = list(tallies[0].loss)
    loss = [sum(t.loss[p] for t in tallies) for p in people]
    total = [sum(t.total[p] for t in tallies) for p in people]
    made = [ratio_figure(JUDGE, "loss", loss, total, group, higher_is_better=None if group else False)]
    for measure, pairs in (("easy pairs", [t.easy for t in tallies]), ("hard pairs", [t.hard for t in tallies])):
        right, all_of_them = zip(
            *((sum(t[p][0] for t in pairs), sum(t[p][1] for t in pairs)) for p in people), strict=True
        )
        made.append(ratio_figure(JUDGE, measure, right, all_of_them, group, higher_is_better=better))
    return made


def _ratings(row: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, float]:
    given = ((row.get(f"Paper{i}"), row.get(f"Expertise{i}")) for i in range(1, 11))
    return {paper: float(rating) for paper, rating in given if paper and rating and paper in texts}


def _outdone(figures: Sequence[Figure], run: str) -> list[str]:
    losses = {f.group: f.value for f in figures if f.measure == "loss"}
    better = {
        name: losses[f"{name}, run {run}"] for name in COMPARED if losses[f"{name}, run {run}"] < losses[f"run {run}"]
    }
    said = ", ".join(f"{name} {loss:.3f}" for name, loss in sorted(better.items(), key=lambda item: item[1]))
    return [f"On run {run} plain methods lose less than ours ({losses[f'run {run}']:.3f}): {said}."] if better else []


def _notes(gold: Gold, runs: Sequence[str]) -> list[str]:
    return [
        f"{len(gold.ratings)} people, {sum(map(len, gold.ratings.values()))} ratings, {len(gold.calls)} papers; "
        f"{len(runs)} of {len(gold.runs)} runs (each gives every person another profile). Loss, easy and hard pairs as in "
        "the scoring code of Stelmakh et al. (2023): over the pairs of a person's rated papers, the rating difference of "
        "those ordered wrongly, half where tied, divided by that of all; easy is a pair of 4 or more with 2 or less, hard "
        "one of two different ratings of 4 or more; a tie is not in order. Values over all are the mean of the runs; "
        "intervals by drawing people, since the runs share them.",
        "The score of a person for a paper is the merit of Matcher.rank with the paper's title and abstract as the text of a "
        "call. This judge fits nothing. How the matcher mixes its English reading was explored on these very people, however, "
        "so that the loss is not that of unseen ones: for a richer mix of the same kind, choosing the parts on other people "
        "than those scored cost 0.013 to 0.018.",
        f"The plain methods are measured on run {runs[0]} alone, to be read beside ours of that run.",
    ]
