"""The judges: each scores the matcher on data with judgements and gives rows of figures with intervals."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.metrics import label_ranking_average_precision_score

from evaluation.measures import interval, ndcg, ordering_loss, precision, recall
from fixtures.calls import load_calls, twins
from fixtures.load import SAMPLE_TODAY, load_experts, load_judgements
from matching.codes import WORKING_LANGUAGES
from matching.engine import Engine
from matching.entities import Call, Expert, Position
from matching.pipeline import Matcher, understand_text
from matching.roster import build_roster
from matching.settings import MatchSettings

SHARED = Path(__file__).parents[2] / "shared"
EVERYONE = MatchSettings(shown=0)


@dataclass(frozen=True)
class Figure:
    """One measured value with its 95 % interval over `n` queries."""

    judge: str
    measure: str
    value: float
    low: float
    high: float
    n: int


class Skipped(Exception):
    """The judge's data is not there; the message says what is missing."""


def figures(judge: str, found: dict[str, list[float]]) -> list[Figure]:
    """Mean and interval of every measure."""
    return [Figure(judge, name, *interval(values), n=len(values)) for name, values in found.items()]


def roster(engine: Engine) -> list[Figure]:
    """The sample's judgements, per position of every call in its own language."""
    matcher = Matcher(build_roster(load_experts(), engine), engine)
    judged = load_judgements()
    found: dict[str, list[float]] = {"nDCG@10": [], "P@5": [], "recall@50": []}
    for call in load_calls():
        for position in matcher.shortlist(call, today=SAMPLE_TODAY, settings=EVERYONE).positions:
            grades = judged.get(f"{call.id}:{position.position_id}", {})
            failing = {person.expert_id for person in position.not_eligible}
            grades = {person: grade for person, grade in grades.items() if person not in failing}
            ranking = [c.expert_id for c in position.candidates]
            found["nDCG@10"].append(ndcg(ranking, grades))
            found["P@5"].append(precision(ranking, grades, 5))
            found["recall@50"].append(recall(ranking, grades, 50))
    return figures("roster", found)


def languages(engine: Engine) -> list[Figure]:
    """Calls in six languages against their English twins: share of the ten best in common, from the text alone."""
    matcher = Matcher(build_roster(load_experts(), engine), engine)
    found: dict[str, list[float]] = {f"overlap@10 {lang}": [] for lang in WORKING_LANGUAGES if lang != "en"}
    calls = {lang: {c.id: c for c in load_calls(lang, with_codes=False)} for lang in WORKING_LANGUAGES}
    for call_id in twins():
        english = _top(matcher, calls["en"][call_id])
        for lang in WORKING_LANGUAGES[1:]:
            other = _top(matcher, calls[lang][call_id])
            found[f"overlap@10 {lang}"] += [len(a & b) / 10 for a, b in zip(english, other, strict=True)]
    return figures("languages", found)


def _top(matcher: Matcher, call: Call) -> list[set[str]]:
    answer = matcher.shortlist(call, today=SAMPLE_TODAY)
    return [{c.expert_id for c in p.candidates[:10]} for p in answer.positions]


def reviewers(engine: Engine) -> list[Figure]:
    """The public gold standard for reviewer assignment: loss over a reviewer's own ratings, mean of ten runs."""
    folder = SHARED / "bench" / "reviewers"
    if not folder.exists():
        raise Skipped("the reviewers' data is not beside the project")
    papers = {p["id"]: p for p in map(json.loads, (folder / "papers.jsonl").read_text("utf-8").splitlines())}
    text = {key: f"{p['title']}. {p.get('abstract') or ''}" for key, p in papers.items()}
    with (folder / "evaluations.tsv").open(encoding="utf-8") as file:
        ratings = {
            row["ParticipantID"]: {
                row[f"Paper{i}"]: float(row[f"Expertise{i}"])
                for i in range(1, 11)
                if row.get(f"Paper{i}") and row.get(f"Expertise{i}")
            }
            for row in csv.DictReader(file, delimiter="\t")
        }
    rated = sorted({paper for own in ratings.values() for paper in own})
    calls = [Call(id=p, text=text[p], language="en", positions=(Position(id="1"),)) for p in rated if p in text]
    losses = []
    for profiles in json.loads((folder / "profiles.json").read_text("utf-8")).values():
        people = [
            Expert.model_validate(
                {"id": r, "segments": [{"text": text[p], "language": "en"} for p in own if p in text]}
            )
            for r, own in profiles.items()
        ]
        matcher = Matcher(build_roster(people, engine), engine)
        score = {c: dict(ranking) for c, ranking in matcher.rank(calls, today=date(2023, 1, 1))}
        found = [ordering_loss(list(own.values()), [score[p][person] for p in own]) for person, own in ratings.items()]
        losses.append(sum(loss for loss, _ in found) / sum(total for _, total in found))
    return figures("reviewers", {"loss": losses})


def fields(engine: Engine) -> list[Figure]:
    """Real requests to coded fields: no labelled request is used, so every one is unseen."""
    source = SHARED / "data" / "requests.jsonl"
    if not source.exists():
        raise Skipped("the requests are not beside the project")
    kind = engine.vocabularies.fields
    codes = [term.code for term in kind]
    found: dict[str, list[float]] = {"LRAP": [], "recall@5": [], "first letter": []}
    for request in map(json.loads, source.read_text("utf-8").splitlines()):
        true = {kind.normalise(code) for code in request["fields"] if kind.has(code)}
        text = "\n".join(_words(request))
        if not true or not text:
            continue
        ranked = understand_text(engine, text).fields
        confidence = {p.code: p.confidence - 1e-9 * i for i, p in enumerate(ranked)}
        truth = np.array([[code in true for code in codes]])
        found["LRAP"].append(float(label_ranking_average_precision_score(truth, [[confidence[c] for c in codes]])))
        found["recall@5"].append(len(true & {p.code for p in ranked[:5]}) / len(true))
        found["first letter"].append(float(ranked[0].code[0] in {code[0] for code in true}))
    return figures("fields", found)


def _words(request: dict[str, object]) -> Iterator[str]:
    for key in (
        "title",
        "title_original",
        "general_objective",
        "specific_objectives",
        "expected_results",
        "activities",
    ):
        value = request.get(key)
        for item in value if isinstance(value, list) else [value]:
            text = item.get("title") if isinstance(item, dict) else item
            if isinstance(text, str) and text.strip():
                yield text


JUDGES: dict[str, Callable[[Engine], list[Figure]]] = {
    "roster": roster,
    "languages": languages,
    "fields": fields,
    "reviewers": reviewers,
}
