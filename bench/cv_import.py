"""Importing CVs by the thousand: the rate, the memory, and the time beside that of its two largest parts alone.

Reading alone is the same worker processes and nothing after them; encoding alone is the same texts through the encoder
and nothing around it. The three take turns, batch of documents by batch, so that a machine that slows down slows all.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from api.commands.memory import give_memory_back
from api.config import Settings
from api.services.cvs.cv_import import import_cvs
from api.services.cvs.cv_profiles import embedded_texts
from api.services.cvs.cv_reading import Reading
from api.services.office import Office
from api.services.unit import COMMAND
from api.wiring import open_office
from bench.cv_documents import write_documents
from embeddings import Encoder, VectorStore
from fixtures.load import sample_vectors
from matching.engine import Engine, build_engine
from matching.vocabulary import load_vocabulary

USUAL, FULL = 500, 5_000
ROUNDS, OF_A_ROUND = 6, 32
TARGET = 0.8


@dataclass(frozen=True)
class Round:
    """Seconds that one lot of documents took: read alone, encoded alone, imported."""

    read: float
    encoded: float
    imported: float

    @property
    def ratio(self) -> float:
        """Throughput of the import beside that of its parts one after the other: 1 where nothing is added to them."""
        return (self.read + self.encoded) / self.imported


def run(console: Console, encoder: Encoder, *, full: bool = False) -> None:
    """Print both measurements."""
    give_memory_back()
    number = FULL if full else USUAL
    with tempfile.TemporaryDirectory(prefix="cvs-") as place:
        folder = Path(place)
        broken = write_documents(folder / "cvs", number)
        rounds = side_by_side(sorted((folder / "cvs").iterdir()), encoder, folder)
        ratios = sorted(one.ratio for one in rounds)
        console.print(
            f"Import beside reading alone + encoding alone ({ROUNDS} rounds of {OF_A_ROUND} documents): "
            f"{statistics.median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f}), target {TARGET}"
        )
        for name in ("read", "encoded", "imported"):
            seconds = statistics.median(getattr(one, name) for one in rounds)
            console.print(f"  {name}: {OF_A_ROUND / seconds:.1f} documents/s")
        console.print(f"{number} documents, {broken} of them broken, by the command:")
        console.print(f"  {command(folder)}\n")


def side_by_side(paths: list[Path], encoder: Encoder, folder: Path) -> list[Round]:
    """Each lot of documents read, encoded and imported, in an order that turns from round to round."""
    store = VectorStore(folder / "vectors.sqlite", known=sample_vectors())  # of the vocabulary: no CV of these is in it
    engine = build_engine(encoder, load_vocabulary(), store)
    office = _office(folder, engine)
    rounds = []
    for turn in range(ROUNDS + 1):
        lot = paths[turn * OF_A_ROUND : (turn + 1) * OF_A_ROUND]
        texts = [
            text
            for document in Reading(lot).documents()
            if document.taken
            for text in embedded_texts(document.taken.parts)
        ]
        parts = {
            "read": lambda lot=lot: list(Reading(lot).documents()),
            "encoded": lambda texts=texts: encoder.encode(texts, kind="passage"),
            "imported": lambda lot=lot: import_cvs(office, COMMAND, lot),
        }
        names = [*parts, *parts][turn % 3 : turn % 3 + 3]
        seconds = {}
        for name in names:
            start = time.perf_counter()
            parts[name]()
            seconds[name] = time.perf_counter() - start
        if turn:  # the first warms up
            rounds.append(Round(**seconds))
    office.database.close()
    return rounds


def command(folder: Path) -> str:
    """What `expertmatch import` takes for all of them, in a process of its own: rate and memory in words."""
    environment = os.environ | {"EXPERTMATCH_DATA": str(folder / "own"), "EXPERTMATCH_LOG_FORMAT": "text"}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.cv_command", "import", str(folder / "cvs")],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    said = process.stderr.read()
    process.wait()
    seconds = time.perf_counter() - start
    number = len(list((folder / "cvs").iterdir()))
    held = re.search(r"held (\d+) MB, at most (\d+)", said)
    memory = f"{held[1]} MB resident at the end, {held[2]} MB at most" if held else "memory not told"
    return f"{number / seconds:.1f} documents/s with the start of the model, {memory}, exit status {process.returncode}"


def _office(folder: Path, engine: Engine) -> Office:
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing")
    return replace(open_office(settings), make_engine=lambda: engine)
