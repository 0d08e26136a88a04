"""A warm shortlist end to end at growing rosters, with the share of each stage, against what cannot be avoided.

The texts of the large rosters are generated as the sample is; encoding them all would take hours, so their vectors are
drawn from the sample's real ones, with a little noise. Everything else, words and columns included, is real.
"""

from __future__ import annotations

import resource
import shutil
import tempfile
import time
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.timing import ratio, side_by_side
from embeddings import CoarseVectors, Encoder, load_english_encoder
from fixtures.calls import load_calls
from fixtures.generate import generate
from fixtures.load import SAMPLE_TODAY, load_experts, sample_vectors
from matching.comparing import embed
from matching.engine import Engine, build_engine
from matching.english import ENGLISH
from matching.entities import Call, Expert
from matching.pipeline import Matcher
from matching.queries import query_texts
from matching.roster import build_roster
from matching.roster_store import load_roster, save_roster
from matching.settings import MatchSettings, TeamRules

SEED = 5
NOISE = 0.3  # length of the noise added to a drawn vector of length 1
RULES = TeamRules(max_per_nationality=1, min_public=1, distinct_institutions=True, cover_languages=True)


class DrawnEncoder:
    """Stands in for the encoder on passages alone: a vector of the sample, drawn by the text, plus noise."""

    def __init__(self, real: Encoder, sample: NDArray[np.float32]) -> None:
        self.real, self.sample = real, sample
        self.name, self.dimension, self.fingerprint = real.name, real.dimension, real.fingerprint

    def encode(self, texts: Sequence[str], *, kind: str, progress: object = None) -> NDArray[np.float32]:
        """Vectors of length 1; queries go to the real encoder."""
        if kind == "query":
            return self.real.encode(texts, kind="query")
        drawn = np.array([zlib.crc32(text.encode()) for text in texts], dtype=np.int64) % len(self.sample)
        noise = np.random.default_rng(1).standard_normal((len(texts), self.dimension), dtype=np.float32)
        vectors = self.sample[drawn] + NOISE * noise / np.sqrt(self.dimension)
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def a_call() -> Call:
    """The sample's English call of two positions whose text is nearest to 300 words."""
    calls = [c for c in load_calls("en") if len(c.positions) == 2]
    return min(calls, key=lambda c: abs(len(" ".join(query_texts(c).texts).split()) - 300))


def shortlists(console: Console, encoder: Encoder, engine: Engine, sizes: Sequence[int]) -> None:
    """One table row per roster size."""
    call = a_call()
    texts = query_texts(call).texts
    settings = MatchSettings(rules=RULES)
    sample = load_experts()
    real = engine.encode_passages([s.text for e in sample for s in e.segments])
    drawn = replace(engine, encoder=DrawnEncoder(encoder, real), store=None)
    if engine.english is not None:
        in_english = engine.encode_english([s.text for e in sample for s in e.segments if s.language == ENGLISH])
        drawn = replace(drawn, english=DrawnEncoder(engine.english, in_english))
    table = Table(
        title=f"A warm shortlist, request of {sum(len(t.split()) for t in texts)} words", title_justify="left"
    )
    for column in ("experts", "segments", "shortlist", "encoding", "by one encoder", "scan", "over encoding",
                   "over encoding + scan", "stages", "start-up", "bytes/expert"):  # fmt: skip
        table.add_column(column, overflow="fold")
    for size in sizes:
        console.print(f"[dim]building a roster of {size}...[/dim]")
        with tempfile.TemporaryDirectory() as folder:
            saved = Path(folder) / "index"
            if size == len(sample):
                save_roster(build_roster(sample, engine), engine, saved)
            else:
                people = [Expert.model_validate(record) for record, _ in generate(SEED, stop=size)]
                save_roster(build_roster(people, drawn), drawn, saved)
            row = _measure(saved, engine, call, texts, settings)
            table.add_row(str(size), *row)
            console.print(f"[dim]{size}: {' | '.join(row)}[/dim]")
            shutil.rmtree(saved, ignore_errors=True)
    console.print(table)
    console.print(f"Peak memory of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB\n")


def _measure(saved: Path, engine: Engine, call: Call, texts: list[str], settings: MatchSettings) -> list[str]:
    start = time.perf_counter()
    roster = load_roster(saved, engine)
    matcher = Matcher(roster, engine)
    opened = time.perf_counter() - start
    records = []
    query = engine.encoder.encode(texts[:1], kind="query")[0]
    assert isinstance(roster.people, CoarseVectors)
    vectors = roster.people.exact.astype(np.float32)

    def run() -> None:
        records.append(matcher.shortlist(call, today=SAMPLE_TODAY, settings=settings).record)

    def encode() -> None:
        embed(call, engine)  # by every encoder in use: an English call is read by two

    def encode_then_scan() -> None:
        encode()
        _ = vectors @ query

    times = side_by_side(
        {
            "shortlist": run,
            "encoding": encode,
            "one encoder": lambda: engine.encoder.encode(texts, kind="query"),
            "scan": lambda: vectors @ query,
            "both": encode_then_scan,
        },
        rounds=15,
        warm=3,
    )
    stages = {s.name: float(np.median([t.ms for r in records[3:] for t in r.stages if t.name == s.name]))
              for s in records[-1].stages}  # fmt: skip
    whole = sum(stages.values())
    size = sum(p.stat().st_size for p in saved.rglob("*") if p.is_file())
    return [
        str(int(roster.starts[-1])),
        str(times["shortlist"]),
        str(times["encoding"]),
        str(times["one encoder"]),
        str(times["scan"]),
        ratio(times["shortlist"], times["encoding"]),
        ratio(times["shortlist"], times["both"]),
        ", ".join(f"{name} {ms / whole:.0%}" for name, ms in stages.items()),
        f"{opened:.2f} s",
        f"{size / len(roster):.0f}",
    ]


def run(console: Console, encoder: Encoder, sizes: Sequence[int]) -> None:
    """Measure the sizes given."""
    from embeddings import VectorStore
    from embeddings.disk import cache_folder
    from matching.vocabulary import load_vocabulary

    engine = build_engine(
        encoder,
        load_vocabulary(),
        VectorStore(cache_folder() / "vectors.sqlite", known=sample_vectors()),
        english=load_english_encoder(),
    )
    shortlists(console, encoder, engine, sizes)
