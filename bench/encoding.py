"""Encoding: ours against plain sentence-transformers in float32, on segments and calls of the sample."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.timing import ratio, side_by_side
from embeddings import Encoder, VectorStore
from embeddings.bundled import bundled_model
from fixtures.calls import load_calls
from fixtures.load import load_experts
from matching.engine import build_engine
from matching.roster import build_roster
from matching.vocabulary import load_vocabulary


def mixed_bag(size: int = 80, seed: int = 7) -> list[str]:
    """Segments of CVs and whole terms of reference, short and long, in six languages."""
    rng = random.Random(seed)
    segments = [s.text for e in rng.sample(load_experts(), 60) for s in e.segments]
    calls = [call.text for call in load_calls()]
    return rng.sample(segments, size - 12) + rng.sample(calls, 12)


def encoding(console: Console, encoder: Encoder) -> None:
    """Ours against plain, the same texts, in turn."""
    from sentence_transformers import SentenceTransformer

    texts = mixed_bag()
    plain = SentenceTransformer(str(bundled_model()), device="cpu")
    prompted = [f"passage: {text}" for text in texts]
    times = side_by_side(
        {
            "plain": lambda: plain.encode(prompted, batch_size=32, show_progress_bar=False),
            "ours": lambda: encoder.encode(texts, kind="passage"),
        },
        rounds=3,
    )
    a = plain.encode(prompted, normalize_embeddings=True, show_progress_bar=False)
    agreement = float((a * encoder.encode(texts, kind="passage")).sum(axis=1).min())
    tokens = sum(len(ids) for ids in plain.tokenizer(prompted, truncation=True, max_length=512)["input_ids"])
    table = Table(title=f"Encoding {len(texts)} texts, {tokens} tokens", title_justify="left")
    for column in ("", "time", "texts/s", "tokens/s"):
        table.add_column(column)
    for name, timing in times.items():
        table.add_row(name, str(timing), f"{len(texts) / timing.median:.0f}", f"{tokens / timing.median:.0f}")
    console.print(table)
    console.print(f"plain / ours: {ratio(times['plain'], times['ours'])}; lowest cosine between them {agreement:.5f}\n")


def index_build(console: Console, encoder: Encoder) -> None:
    """Building the index of a roster against encoding its texts alone; each round starts with an empty store."""
    experts = load_experts()[:15]
    texts = [s.text for e in experts for s in e.segments]
    engine = build_engine(encoder, load_vocabulary())

    def build() -> None:
        with tempfile.TemporaryDirectory() as folder:
            fresh = VectorStore(Path(folder) / "vectors.sqlite")
            build_roster(experts, type(engine)(**{**vars(engine), "store": fresh}))

    times = side_by_side({"encode": lambda: encoder.encode(texts, kind="passage"), "build": build}, rounds=3)
    console.print(f"Index build / pure encoding ({len(texts)} segments): {ratio(times['build'], times['encode'])}\n")
