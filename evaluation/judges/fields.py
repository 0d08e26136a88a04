"""Real requests: do their words lead to the fields that officers gave them, and does the confidence mean what it says?

The requests are read beside the checkout, where somebody put them; nothing of their text is kept or shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluation.encoding import for_now_only
from evaluation.findings import Chart, Figure, Findings, Skipped
from evaluation.reliability import Bin, calibration_error, reliability
from evaluation.statistics import figure, p_figure
from evaluation.subject import SHARED, Subject
from matching.engine import Engine
from matching.entities import Call, Position
from matching.pipeline import understand_text
from matching.queries import build_query
from matching.reading import request_text

JUDGE = "fields"
SOURCE = SHARED / "data" / "requests.jsonl"
QUICK_REQUESTS = 16
LRAP, RECALL, LETTER = "LRAP", "recall@5", "first-letter accuracy"
AIMED = {LRAP: 0.58, RECALL: 0.66, LETTER: 0.88}
USED = 0.02  # confidence from which the matcher uses a proposal
CLOSE = 0.05  # calibration error under which a confidence may be read as a probability


@dataclass(frozen=True)
class Labelled:
    """One request: its text, the codes given to it, and whether those are all that are true of it."""

    text: str
    codes: frozenset[str]
    complete: bool


def fields(subject: Subject) -> Findings:
    """LRAP, recall@5, first-letter accuracy and calibration of `understand_text`, beside two baselines."""
    requests = read_labelled(subject.engine)
    if subject.quick:
        requests = requests[:: max(1, len(requests) // QUICK_REQUESTS)][:QUICK_REQUESTS]
    engine = for_now_only(subject.engine)
    ours, vectors, confidences = [], [], []
    for done, request in enumerate(requests, start=1):
        proposals = understand_text(engine, request.text).fields
        ours.append([p.code for p in proposals])
        confidences.append({p.code: p.confidence for p in proposals})
        vectors.append(by_vectors(engine, request.text))
        subject.progress("requests", done, len(requests))
    others = {"published demand alone": [by_demand(engine)] * len(requests), "zero-shot vectors alone": vectors}
    values = measured(requests, ours)
    findings = Findings(figures=[figure(JUDGE, name, found) for name, found in values.items()])
    complete = [value if r.complete else float("nan") for r, value in zip(requests, values[LRAP], strict=True)]
    findings.figures.append(figure(JUDGE, LRAP, complete, "requests all of whose codes are known"))
    for name, rankings in others.items():
        theirs = measured(requests, rankings)
        for measure, found in theirs.items():
            findings.figures.append(figure(JUDGE, measure, found, name, higher_is_better=None))
            findings.figures.append(p_figure(JUDGE, f"p of {measure} against ours", values[measure], found, name))
    said = stated(requests, confidences)
    findings.figures.append(calibration_error(JUDGE, said))
    findings.charts = [_chart(reliability(said))]
    findings.weak = _weak(findings.figures, reliability(said))
    findings.notes = _notes(requests)
    return findings


def read_labelled(engine: Engine, path: Path | None = None) -> list[Labelled]:
    """The requests with a text and at least one code that the vocabulary knows.

    Raises:
        Skipped: there is no such file.
    """
    source = path or SOURCE
    if not source.exists():
        raise Skipped(f"the requests are not beside the project; looked for data/requests.jsonl in {SHARED.name}/")
    kind, found = engine.vocabularies.fields, []
    for line in source.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        codes = frozenset(kind.normalise(code) for code in record.get("fields") or () if kind.has(code))
        if codes and (text := request_text(record)):
            found.append(Labelled(text, codes, bool(record.get("fields_complete"))))
    return found


def by_demand(engine: Engine) -> list[str]:
    """Every code, the most asked for in published figures first: what one would say without reading."""
    kind = engine.vocabularies.fields
    return sorted((term.code for term in kind), key=lambda code: -kind.get(code).demand)


def by_vectors(engine: Engine, text: str) -> list[str]:
    """Every code by the cosine of the text's vectors with the vectors of the field's descriptions, nearest first."""
    call = Call(id="text", text=text, positions=(Position(id="1"),))
    query = build_query(call, engine.encode_queries, engine.query_centres)
    near = (query.vectors @ engine.fields.every.T).mean(axis=0)
    return [engine.fields.codes[i] for i in np.argsort(-near, kind="stable")]


def measured(requests: Sequence[Labelled], rankings: Sequence[Sequence[str]]) -> dict[str, list[float]]:
    """The three measures per request, by the codes given."""
    found: dict[str, list[float]] = {LRAP: [], RECALL: [], LETTER: []}
    for request, ranking in zip(requests, rankings, strict=True):
        found[LRAP].append(lrap(ranking, request.codes))
        found[RECALL].append(len(request.codes & set(ranking[:5])) / len(request.codes))
        found[LETTER].append(float(ranking[0][0] in {code[0] for code in request.codes}))
    return found


def lrap(ranking: Sequence[str], true: frozenset[str]) -> float:
    """Label ranking average precision of one request (Tsoumakas et al. 2010): every label ranked, no ties."""
    from sklearn.metrics import label_ranking_average_precision_score

    truth = np.array([[code in true for code in ranking]])
    return float(label_ranking_average_precision_score(truth, [[-place for place in range(len(ranking))]]))


def stated(requests: Sequence[Labelled], confidences: Sequence[Mapping[str, float]]) -> list[list[tuple[float, bool]]]:
    """Per complete request the confidence of every proposal that the matcher would use, and whether it is true."""
    return [
        [(confidence, code in request.codes) for code, confidence in said.items() if confidence >= USED]
        for request, said in zip(requests, confidences, strict=True)
        if request.complete
    ]


def _chart(bins: Sequence[Bin]) -> Chart:
    rows = [
        {"confidence": b.stated, "true": b.true, "low": b.low, "high": b.high, "n": b.n, "from": b.start, "to": b.end}
        for b in bins
    ]
    share = {"title": "share that is true", "scale": {"domain": [0, 1]}}
    x = {"field": "confidence", "type": "quantitative", "title": "stated confidence", "scale": {"domain": [0, 1]}}
    layers = [
        {
            "mark": "rule",
            "encoding": {"x": x, "y": {"field": "low", "type": "quantitative", **share}, "y2": {"field": "high"}},
        },
        {"mark": "point", "encoding": {"x": x, "y": {"field": "true", "type": "quantitative", **share}}},
        {
            "mark": {"type": "line", "strokeDash": [4, 4]},
            "encoding": {"x": x, "y": {"field": "confidence", "type": "quantitative", **share}},
        },
    ]
    caption = (
        "Proposals by the confidence stated for them, and the share that is true, with 95 % intervals. On the dashed line "
        "a confidence would be a probability; points above it were stated too modestly."
    )
    return Chart("fields-calibration", "What a confidence is worth", {"layer": layers}, rows, caption)


def _weak(figures: Sequence[Figure], bins: Sequence[Bin]) -> list[str]:
    said = [
        f"{f.measure} is {f.value:.3f}, below the {AIMED[f.measure]:.2f} aimed at."
        for f in figures
        if not f.group and f.value < AIMED.get(f.measure, 0)
    ]
    error = next(f for f in figures if f.measure == "calibration error")
    if error.value > CLOSE:
        below = sum(b.n * (b.true - b.stated) for b in bins) / max(sum(b.n for b in bins), 1)
        way = "too modest" if below > 0 else "too sure"
        said.append(f"The confidence is {way}: on average it is {error.value:.3f} away from the share that is true.")
    return said


def _notes(requests: Sequence[Labelled]) -> list[str]:
    return [
        f"{len(requests)} requests with at least one known code; of {sum(r.complete for r in requests)} all codes are known. "
        "The measures count the codes given; calibration only the requests all of whose codes are known.",
        "understand_text holds none of these texts: it compares a text with examples of our own. Seven of its constants (three "
        "weights, two shares, slope and intercept of the confidence) were chosen on these requests, however, and one half of "
        "them was read while the examples were written; see docs/vocabulary.md for what that is worth. The texts are encoded "
        "afresh and are neither stored nor shown.",
        "Baselines: fields by how often published figures say they were asked for, whatever the text; and the cosine of "
        "the text's vectors with those of the fields' descriptions, alone. Equal demand falls in the order of the codes.",
        f"Calibration: proposals of confidence {USED} and above, in ten bins of equal width; the error is the mean "
        "distance of stated confidence and true share over the bins, weighted by proposals (expected calibration error). "
        "A confidence is the probability that an officer would give the field; several can be probable at once.",
    ]
