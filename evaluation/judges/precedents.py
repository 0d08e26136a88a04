"""Earlier requests that are near: are the three nearest about the same field, as officers coded them?

The requests are read beside the checkout, where somebody put them; nothing of their text is kept or shown. What a request is
about is read from its text; the codes that officers gave it are the truth and are hidden from the method.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from evaluation.charts import dots
from evaluation.encoding import for_now_only
from evaluation.findings import Chart, Figure, Findings, Skipped
from evaluation.judges.fields import Labelled, read_labelled
from evaluation.statistics import figure, interval, p_figure
from evaluation.subject import Subject
from matching.pipeline import understand_text
from matching.precedents import Precedent, PrecedentReader
from matching.vocabulary import Vocabulary

JUDGE = "precedents"
NEAREST = 3
QUICK_REQUESTS = 24
PROPOSED = 10  # fields that a request on record keeps of those proposed from its text
AIMED = 0.8
ONE, SHARE = "one of the nearest 3", "share of the nearest 3"
ON_RECORD, TEXTS = "earlier ones by the codes on record", "texts alone"
CHANCE, POSSIBLE = "three at random", "at best"

Truth = NDArray[np.bool_]  # (n, n): whether two requests are near by what officers said; never one with itself
Related = Callable[[frozenset[str], frozenset[str]], bool]


def precedents(subject: Subject) -> Findings:
    """Among the three nearest of all other requests, those that are about the same, by two readings of what that means."""
    requests = read_labelled(subject.engine)
    if subject.quick:
        requests = requests[:: max(1, len(requests) // QUICK_REQUESTS)][:QUICK_REQUESTS]
    if len(requests) <= NEAREST:
        raise Skipped(f"more than {NEAREST} requests with a code are needed; found {len(requests)}")
    ways = orders(subject, requests)
    findings = Findings()
    rows = []
    for reading, related in readings(subject.engine.vocabularies.fields).items():
        truth = truth_of(requests, related)
        ours = measured(truth, ways[""])
        for way, order in ways.items():
            found = measured(truth, order)
            better = None if way else True
            for measure, values in found.items():
                name = f"{measure}: {reading}"
                findings.figures.append(_figure(name, values, way, better))
                if way == TEXTS:
                    findings.figures.append(p_figure(JUDGE, f"p of {name} against ours", ours[measure], values, way))
            rows.append(_row(f"{reading}: {way or 'as proposed from the text'}", found[ONE]))
        findings.figures += _framed(requests, reading, truth, ours[ONE])
        rows.append(_row(f"{reading}: {CHANCE}", chance(truth)))
    findings.figures.sort(key=lambda f: f.group != "")
    findings.charts = [_chart(rows)]
    findings.weak = _weak(findings.figures)
    findings.notes = _notes(requests)
    return findings


def orders(subject: Subject, requests: Sequence[Labelled]) -> dict[str, NDArray[np.int64]]:
    """(n, 3) the nearest to each request, by way: as served, and two others to compare with."""
    engine = for_now_only(subject.engine)
    reader, bare, proposed, coded = PrecedentReader(engine), [], [], []
    for done, request in enumerate(requests, start=1):
        one = Precedent(id=str(done), text=request.text)
        likely = {p.code: p.confidence for p in understand_text(engine, request.text).fields[:PROPOSED]}
        bare.append(one)
        proposed.append(replace(one, fields=likely))
        coded.append(replace(one, fields=dict.fromkeys(request.codes, 1.0)))
        subject.progress("requests", done, len(requests))
    return {
        "": nearest(reader, proposed, proposed),
        ON_RECORD: nearest(reader, proposed, coded),
        TEXTS: nearest(reader, bare, bare),
    }


def nearest(reader: PrecedentReader, asked: Sequence[Precedent], earlier: Sequence[Precedent]) -> NDArray[np.int64]:
    """(n, 3) for each of n requests the places of the nearest others, the nearest first."""
    found = []
    for at, one in enumerate(asked):
        near, _ = reader.similarities(one, earlier)
        near[at] = -1  # itself
        found.append(np.argsort(-near, kind="stable")[:NEAREST])
    return np.array(found)


def readings(kind: Vocabulary) -> dict[str, Related]:
    """Two readings of "about the same": a code in common; or codes of which one is above the other in the tree."""
    below = {term.code: frozenset(under.code for under in kind.descendants(term.code)) | {term.code} for term in kind}

    def one_line(a: frozenset[str], b: frozenset[str]) -> bool:
        return any(x in below[y] or y in below[x] for x in a for y in b)

    return {"a code in common": lambda a, b: bool(a & b), "codes in one line of the tree": one_line}


def truth_of(requests: Sequence[Labelled], related: Related) -> Truth:
    """(n, n) by the codes that officers gave."""
    found = np.array([[related(one.codes, other.codes) for other in requests] for one in requests])
    np.fill_diagonal(found, False)
    return found


def measured(truth: Truth, order: NDArray[np.int64]) -> dict[str, list[float]]:
    """Per request whether one of its nearest is about the same, and how many of them are."""
    hits = np.take_along_axis(truth, order, axis=1)
    return {ONE: hits.any(axis=1).astype(float).tolist(), SHARE: hits.mean(axis=1).tolist()}


def chance(truth: Truth) -> list[float]:
    """Per request how probable it is that one of three others drawn at random is about the same."""
    others = len(truth) - 1
    return [1 - math.comb(others - int(near), NEAREST) / math.comb(others, NEAREST) for near in truth.sum(axis=1)]


def _framed(requests: Sequence[Labelled], reading: str, truth: Truth, ours: Sequence[float]) -> list[Figure]:
    """What a figure can be held against: chance, the most that is possible, and the requests whose codes are all known."""
    possible = [bool(near.any()) for near in truth]
    name = f"{ONE}: {reading}"
    among = [value if can else math.nan for value, can in zip(ours, possible, strict=True)]
    complete = [value if request.complete else math.nan for value, request in zip(ours, requests, strict=True)]
    return [
        _figure(name, chance(truth), CHANCE, None),
        _figure(name, [float(can) for can in possible], POSSIBLE, None),
        _figure(name, among, "requests for which there is one", None),
        _figure(name, complete, "requests all of whose codes are known", None),
    ]


def _figure(name: str, values: Sequence[float], group: str, better: bool | None) -> Figure:
    return figure(JUDGE, name, values, group, higher_is_better=better)


def _row(way: str, values: Sequence[float]) -> dict[str, float | str]:
    mean, low, high = interval(values)
    return {"way": way, "value": mean, "low": low, "high": high}


def _chart(rows: Sequence[dict[str, float | str]]) -> Chart:
    caption = (
        f"Share of the requests of whose {NEAREST} nearest one at least is about the same, by either reading of the same, "
        "with 95 % intervals."
    )
    return dots("precedents-near", "What is near is about the same", rows, "way", caption, ONE)


def _weak(figures: Sequence[Figure]) -> list[str]:
    best = {f.measure: f.value for f in figures if f.group == POSSIBLE}
    return [
        f"By the reading '{f.measure.partition(': ')[2]}', one of the three nearest is about the same for {f.value:.0%} of the "
        f"requests ({AIMED:.0%} aimed at; for {best[f.measure]:.0%} there is any such request at all)."
        for f in figures
        if not f.group and f.measure.startswith(ONE) and f.value < AIMED
    ]


def _notes(requests: Sequence[Labelled]) -> list[str]:
    return [
        f"{len(requests)} requests with at least one known code, each against all the others. The method reads texts: the "
        "fields it weighs are those proposed from each text, never the codes that officers gave, which are the truth.",
        "Two readings. A code in common: an officer gave both requests one and the same code; of "
        f"{sum(not r.complete for r in requests)} requests not all codes are known, so that this counts too few. Codes in "
        "one line of the tree: a code of the one is the same as, above or below a code of the other, for one officer "
        "gives the area where another gives the field.",
        f"'{ON_RECORD}' is what an office has whose earlier actions were coded: the request asked about is read from its text "
        "as before, the others come with their officers' codes. Its own are hidden still.",
        "How much fields weigh against texts was set while these figures were looked at: from 0.3 to 0.5 they stay within "
        "0.05 of each other. The confidence of a proposed field was fitted on the same requests; see the judge of fields.",
    ]
