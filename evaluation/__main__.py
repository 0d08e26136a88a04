"""`python -m evaluation [--only NAME] [--out FOLDER]`: every judge in turn, one table, and all figures as JSON."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from embeddings import VectorStore, load_encoder, load_english_encoder
from embeddings.disk import cache_folder, write_atomic
from evaluation.judges import JUDGES, Figure, Skipped
from fixtures.load import sample_vectors
from matching.engine import build_engine
from matching.recording import software_version
from matching.vocabulary import load_vocabulary


def main() -> None:
    """Run the judges asked for and write `figures.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=list(JUDGES))
    parser.add_argument("--model", default="bundled", help="bundled, hashing, a folder or a model's name")
    parser.add_argument("--no-english", action="store_true", help="without the second encoder, for English")
    parser.add_argument("--out", type=Path, default=Path("evaluation-out"))
    asked = parser.parse_args()
    console = Console()
    encoder = load_encoder(asked.model)
    store = VectorStore(cache_folder() / "vectors.sqlite", known=sample_vectors())
    english = load_english_encoder() if asked.model == "bundled" and not asked.no_english else None
    engine = build_engine(encoder, load_vocabulary(), store, english=english)
    found: list[Figure] = []
    for name, judge in JUDGES.items():
        if asked.only in (None, name):
            console.print(f"[dim]{name}...[/dim]")
            try:
                found += judge(engine)
            except Skipped as why:
                console.print(f"{name}: skipped, {why}")
    table = Table(title=f"expertmatch {software_version()}, {encoder.name}", title_justify="left")
    for column in ("judge", "measure", "value", "95 % interval", "queries"):
        table.add_column(column)
    for f in found:
        table.add_row(f.judge, f.measure, f"{f.value:.3f}", f"{f.low:.3f} to {f.high:.3f}", str(f.n))
    console.print(table)
    data = {
        "version": software_version(),
        "model": encoder.name,
        "fingerprint": encoder.fingerprint,
        "english_model": english.name if english else None,
        "vocabulary": engine.vocabularies.content_hash,
        "figures": [asdict(f) for f in found],
    }
    asked.out.mkdir(parents=True, exist_ok=True)
    write_atomic(asked.out / "figures.json", json.dumps(data, indent=1).encode())
    console.print(f"All figures: {asked.out / 'figures.json'}")


if __name__ == "__main__":
    main()
