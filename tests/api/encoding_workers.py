"""A worker process for tests: `python tests/api/encoding_workers.py DATABASE NOTES` encodes until nothing is left.

Each text that it gave to the encoder it notes in a file of its own under NOTES, before it encodes it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from api.services.roster.encoding import EncodingWorker
from api.storage.database import Database
from api.storage.vectors import DatabaseVectors
from embeddings import HashingEncoder, Kind, Progress, Vectors
from matching.engine import Engine, build_engine
from matching.vocabulary import load_vocabulary


class Noting(HashingEncoder):
    """The hashing encoder, writing down what of people it was given; slow enough to be killed at its work."""

    def __init__(self, notes: Path | None = None) -> None:
        super().__init__(32)
        self.notes = notes

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        """As it does, a moment later."""
        if self.notes is not None:
            told = "".join(f"{text}\n" for text in texts)
            with self.notes.open("a", encoding="utf-8") as file:
                file.write(told)
            time.sleep(0.1)
        return super().encode(texts, kind=kind, progress=progress)


def engine_on(url: str, notes: Path | None = None) -> Engine:
    """An engine whose vectors lie in the database."""
    encoder = Noting()
    engine = build_engine(encoder, load_vocabulary(), DatabaseVectors(lambda: Database(url)))
    encoder.notes = notes
    return engine


def main(url: str, notes: Path) -> None:
    """Encode with whoever else does, until nothing is left."""
    worker = EncodingWorker(Database(url), engine_on(url, notes / str(os.getpid())), many=True)
    while worker.is_behind():
        if not worker.work():
            time.sleep(0.05)
    (notes / f"{os.getpid()}.added").write_text(f"{worker.engine.store.new} {worker.engine.store.again}")  # type: ignore[union-attr]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
