"""Retrieval beside txtai and sentence-transformers: `python -m bench.peers [--people 100000] [--folder FOLDER]`.

The same vectors in one process, the same queries, one thread each, every way in turn for every query: ratios are of the time
that passes and of the processor's, which says more where others use the machine too. Who is eligible is an
attribute of each person that the question names ("below 10 of 100"), as each system would keep it: ours compares a column,
txtai has it in its database, semantic search is given the rows. Vectors of the queries are ready in all of them. txtai is
not installed with the project (`pip install txtai`; all that it needs is there already): without it the rest is measured.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.scale.making import drawn_engine, make_roster
from bench.scale.measuring import an_engine
from embeddings.coarse import CoarseVectors, highest_among
from fixtures.calls import load_calls
from matching.comparing import embed
from matching.engine import Engine

DEPTH = 50
LIMITS = (100, 50, 10, 1)  # of 100 who are eligible
QUERIES = 40
ROUNDS = 2
TOGETHER = 4  # queries of one call asked together
SPARE = 1.5  # times as many candidates as would do on average, where somebody filters afterwards
FOLDER = Path("bench-out/scale/rosters")

Floats = NDArray[np.float32]
Found = list[list[int]]  # rows by query, best first
Way = Callable[[NDArray[np.int64], int], Found]  # which queries, and who of 100 is eligible
UNFILTERED = {  # ways that differ from another only where some are not eligible
    "the same, selected beforehand",
    "semantic_search, filtered afterwards",
    "txtai, more candidates",
}
SQL = "select id, score from txtai where similar(:q{}){} limit {}"


@dataclass
class Told:
    """Of one way and one share of people: seconds by question, those of the processor, and recalls by query."""

    seconds: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Roster:
    """What all of them search: vectors as ours keeps them and in single precision, an attribute, queries."""

    people: CoarseVectors
    vectors: Floats
    drawn: NDArray[np.int16]  # (n,) from 0 to 99
    queries: Floats


def run(console: Console, people: int = 100_000, folder: Path = FOLDER) -> None:
    """Measure all ways and print one table for single queries and one for the queries of a call."""
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    engine = an_engine()
    folder.mkdir(parents=True, exist_ok=True)
    roster = _roster(make_roster(people, folder, engine, drawn_engine(engine)), engine)
    ways = {"ours": _ours(roster)} | _semantic_search(roster)
    if find_spec("txtai"):
        ways |= _txtai(roster, console)
    else:
        console.print("txtai is not installed: left out")
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    console.print(f"{len(roster.people):,} people, one thread, {DEPTH} nearest; load of the machine {load}")
    for together in (1, TOGETHER):
        told = measure(roster, ways, together)
        console.print(_table(told, together))


def measure(roster: Roster, ways: dict[str, Way], together: int) -> dict[tuple[str, int], Told]:
    """By way and limit; a warm round first, then every way in turn for each question."""
    truth = roster.queries @ roster.vectors.T
    questions = np.arange(len(roster.queries) // together * together).reshape(-1, together)
    asked = {limit: [name for name in ways if limit < 100 or name not in UNFILTERED] for limit in LIMITS}
    told: dict[tuple[str, int], Told] = {(name, limit): Told() for limit in LIMITS for name in asked[limit]}
    for limit in LIMITS:
        among = roster.drawn < limit
        nearest = [set(highest_among(row, among, DEPTH).tolist()) for row in truth]
        for turn in range(ROUNDS + 1):
            for question in questions if turn else questions[:3]:
                for name in asked[limit]:
                    start, at_work = time.perf_counter(), time.process_time()
                    found = ways[name](question, limit)
                    worked, seconds = time.process_time() - at_work, time.perf_counter() - start
                    if turn:
                        told[name, limit].seconds.append(seconds / together)
                        told[name, limit].worked.append(worked / together)
                    if turn == 1:
                        hits = [len(nearest[q] & set(f)) for q, f in zip(question, found, strict=True)]
                        told[name, limit].recalls += [hit / min(DEPTH, int(among.sum())) for hit in hits]
    return told


def _roster(folder: Path, engine: Engine) -> Roster:
    people = CoarseVectors.load(folder / "people")
    calls = [call for language in ("en", "fr", "es") for call in load_calls(language)][:QUERIES]
    queries = np.stack([position.vector for call in calls for position in embed(call, engine).positions])[:QUERIES]
    drawn = np.random.default_rng(3).integers(100, size=len(people)).astype(np.int16)
    return Roster(people, people.exact[:].astype(np.float32), drawn, queries)


def _ours(roster: Roster) -> Way:
    def way(question: NDArray[np.int64], limit: int) -> Found:
        among, near = roster.drawn < limit, roster.people.near(roster.queries[question])
        return [near.best(number, among, DEPTH).tolist() for number in range(len(question))]

    return way


def _semantic_search(roster: Roster) -> dict[str, Way]:
    from sentence_transformers.util import dot_score, semantic_search

    vectors, queries = torch.from_numpy(roster.vectors), torch.from_numpy(roster.queries)
    ready = {limit: np.flatnonzero(roster.drawn < limit) for limit in LIMITS}
    selected = {limit: vectors[torch.from_numpy(rows)] for limit, rows in ready.items()}

    def among(rows: NDArray[np.int64], corpus: torch.Tensor, question: NDArray[np.int64]) -> Found:
        found = semantic_search(queries[question], corpus, top_k=DEPTH, score_function=dot_score)
        return [[int(rows[int(hit["corpus_id"])]) for hit in hits] for hits in found]

    def select(question: NDArray[np.int64], limit: int) -> Found:
        rows = np.flatnonzero(roster.drawn < limit)
        return among(rows, vectors if limit == 100 else vectors[torch.from_numpy(rows)], question)

    def selected_before(question: NDArray[np.int64], limit: int) -> Found:
        return among(ready[limit], selected[limit], question)

    def filter_after(question: NDArray[np.int64], limit: int) -> Found:
        eligible = roster.drawn < limit
        top = DEPTH if limit == 100 else _candidates(limit, len(vectors))
        found = semantic_search(queries[question], vectors, top_k=top, score_function=dot_score)
        return [[int(hit["corpus_id"]) for hit in hits if eligible[int(hit["corpus_id"])]][:DEPTH] for hits in found]

    return {
        "semantic_search of the rows selected": select,
        "the same, selected beforehand": selected_before,
        "semantic_search, filtered afterwards": filter_after,
    }


def _txtai(roster: Roster, console: Console) -> dict[str, Way]:
    """As its documentation recommends for filters: content stored, SQL with `similar`, more candidates."""
    default, flat = (_txtai_index(roster, console, components) for components in (None, "IDMap,Flat"))

    def asked(index: Any, question: NDArray[np.int64], limit: int, more: bool, cells: int | None = None) -> Found:
        index.ann.config["faiss"] = {"nprobe": cells} if cells else {}
        candidates = f", {_candidates(limit, len(roster.vectors))}" if more and limit < 100 else ""
        sql = SQL.format(candidates, f" and drawn < {limit}" if limit < 100 else "", DEPTH)
        names = [{"q": f"query {number}"} for number in question]
        found = index.batchsearch([sql] * len(names), DEPTH, parameters=names)
        return [[int(hit["id"]) for hit in hits] for hits in found]

    return {
        "txtai, as it is set": lambda question, limit: asked(default, question, limit, False),
        "txtai, more candidates": lambda question, limit: asked(default, question, limit, True),
        "txtai, half of the cells, more candidates": lambda question, limit: asked(
            default, question, limit, True, default.ann.backend.nlist // 2
        ),
        "txtai, exact, more candidates": lambda question, limit: asked(flat, question, limit, True),
    }


def _txtai_index(roster: Roster, console: Console, components: str | None) -> Any:
    def transform(texts: list[str]) -> Floats:
        rows = [(text.split(" ")[0], int(text.split(" ")[1])) for text in texts]
        return np.stack([(roster.queries if kind == "query" else roster.vectors)[row] for kind, row in rows])

    start = time.perf_counter()
    index = import_module("txtai").Embeddings(
        method="external",
        transform=transform,
        content=True,
        backend="faiss",
        faiss={"components": components} if components else {},
    )
    drawn = roster.drawn.tolist()
    index.index((str(row), {"text": f"person {row}", "drawn": value}, None) for row, value in enumerate(drawn))
    console.print(f"[dim]txtai indexed in {time.perf_counter() - start:.0f} s: {index.config['build']}[/dim]")
    return index


def _candidates(limit: int, people: int) -> int:
    return min(people, int(np.ceil(SPARE * DEPTH * 100 / limit)))


def _table(told: dict[tuple[str, int], Told], together: int) -> Table:
    title = "one query at a time" if together == 1 else f"{together} queries at a time, per query"
    table = Table(title=f"Retrieval, {title}", title_justify="left")
    for column in ("eligible", "way", f"recall@{DEPTH}", "p50 ms", "over ours", "processor ms", "over ours"):
        table.add_column(column)
    last = 0
    for (name, limit), found in told.items():
        if last and limit != last:
            table.add_section()
        last, ours = limit, told["ours", limit]
        table.add_row(
            f"{limit} %", name, f"{statistics.mean(found.recalls):.3f}",
            f"{1000 * statistics.median(found.seconds):.2f}", _over(found.seconds, ours.seconds),
            f"{1000 * statistics.median(found.worked):.2f}", _over(found.worked, ours.worked),
        )  # fmt: skip
    return table


def _over(those: list[float], ours: list[float]) -> str:
    """Question by question one over the other: the median, and what lies between the tenths at both ends."""
    ratios = sorted(a / b for a, b in zip(those, ours, strict=True))
    tenth = len(ratios) // 10
    return f"{statistics.median(ratios):.1f} ({ratios[tenth]:.1f}-{ratios[-1 - tenth]:.1f})"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    asked = parser.parse_args()
    run(Console(width=160), asked.people, asked.folder)
