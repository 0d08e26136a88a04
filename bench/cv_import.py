"""Importing CVs by the thousand: the rate, the memory, and the time beside that of its two largest parts alone.

Reading alone is the same worker processes and nothing after them; encoding alone is the same texts through the encoder
in one go and nothing around it. What an earlier lot said in the same words is on record, and encoded by neither. The
three take turns, lot by lot, so that a machine that slows down slows all; where others work on it beside, the ratio of
processor time says how much work the import adds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from api.commands.memory import give_memory_back
from api.config import Settings
from api.services.cvs.cv_import import import_cvs
from api.services.cvs.cv_reading import Reading
from api.services.office import Office
from api.services.unit import COMMAND
from api.wiring import open_office
from bench.cv_documents import write_documents
from bench.process_tree import peak_of, worked
from embeddings import Encoder, VectorStore
from embeddings.disk import cache_folder
from fixtures.load import sample_vectors
from matching.cv.encoded_entries import entry_texts
from matching.engine import Engine, build_engine
from matching.vocabulary import load_vocabulary

USUAL, FULL = 400, 5_000
WARM, OF_A_ROUND = 12, 64  # documents that warm up, and those of a round: some five batches
ROUNDS, ROUNDS_FULL = 6, 12  # multiples of three: each of the three parts is first, second and last equally often
TARGET, MOST_MEMORY = 0.8, 1024  # MiB
COMMAND_LINE = (sys.executable, "-c", "from api.cli import main; main()", "import")


@dataclass(frozen=True)
class Round:
    """Seconds that one lot of documents took read alone, encoded alone, imported: by the clock, and of the processor."""

    read: tuple[float, float]
    encoded: tuple[float, float]
    imported: tuple[float, float]

    def ratio(self, by: int) -> float:
        """Throughput of the import beside that of its parts one after the other: 1 where nothing is added to them.

        Args:
            by: 0 for the clock, 1 for the processor.
        """
        return (self.read[by] + self.encoded[by]) / self.imported[by]


def run(console: Console, encoder: Encoder, *, full: bool = False) -> None:
    """Print both measurements."""
    give_memory_back()
    number = FULL if full else USUAL
    with tempfile.TemporaryDirectory(prefix="cvs-") as place:
        folder = Path(place)
        broken = write_documents(folder / "cvs", number)
        paths = sorted((folder / "cvs").iterdir())
        rounds = side_by_side(paths, encoder, folder, ROUNDS_FULL if full else ROUNDS)
        console.print(f"Import beside reading alone + encoding alone, {len(rounds)} rounds of {OF_A_ROUND} documents:")
        for by, name in enumerate(("by the clock", "by processor time")):
            ratios = sorted(one.ratio(by) for one in rounds)
            low, middle, high = statistics.quantiles(ratios, n=4)
            told = f"{middle:.2f}, the middle half of the rounds {low:.2f}-{high:.2f}, all {ratios[0]:.2f}-{ratios[-1]:.2f}"
            console.print(f"  {name}: {told}" + (f", target {TARGET}" if by == 0 else ""))
        console.print(f"  {os.getloadavg()[1]:.1f} processes at work on the machine, {os.cpu_count()} processors")
        for name in ("read", "encoded", "imported"):
            seconds, work = (statistics.median(getattr(one, name)[by] for one in rounds) for by in (0, 1))
            console.print(
                f"  {name}: {OF_A_ROUND / seconds:.1f} documents/s, {work / OF_A_ROUND:.3f} s of work for each"
            )
        console.print(f"{number:,} documents, {broken} of them broken, by the command:")
        console.print(f"  {command(folder)}\n")


def side_by_side(paths: list[Path], encoder: Encoder, folder: Path, rounds: int) -> list[Round]:
    """Each lot of documents read, encoded and imported, in an order that turns from round to round."""
    store = VectorStore(folder / "vectors.sqlite", known=sample_vectors())  # of the vocabulary: no CV of these is in it
    office = _office(folder, build_engine(encoder, load_vocabulary(), store))
    said = set[str]()
    _lot(paths[:WARM], encoder, office, 0, said)
    starts = range(WARM, WARM + rounds * OF_A_ROUND, OF_A_ROUND)
    found = [_lot(paths[at : at + OF_A_ROUND], encoder, office, turn, said) for turn, at in enumerate(starts)]
    office.database.close()
    return found


def _lot(paths: list[Path], encoder: Encoder, office: Office, turn: int, said: set[str]) -> Round:
    """One round. `said`: the texts of earlier lots, to which these are added."""
    found = [document.taken.parts for document in Reading(paths).documents() if document.taken]
    texts = [text for parts in found for text in entry_texts(parts).texts if text not in said]
    said.update(texts)
    parts: dict[str, Callable[[], object]] = {
        "read": lambda: list(Reading(paths).documents()),
        "encoded": lambda: encoder.encode(texts, kind="passage"),
        "imported": lambda: import_cvs(office, COMMAND, paths),
    }
    seconds = {}
    for name in [*parts, *parts][turn % 3 : turn % 3 + 3]:
        start, before = time.perf_counter(), worked(os.getpid())
        parts[name]()
        seconds[name] = time.perf_counter() - start, worked(os.getpid()) - before
    return Round(**seconds)


def command(folder: Path) -> str:
    """What `expertmatch import` takes for all of them, in a process of its own: rate and memory in words."""
    cache = folder / "own-cache"  # without the vectors of an earlier run, which would do most of the work
    cache.mkdir()
    (cache / "models").symlink_to(cache_folder() / "models")
    environment = os.environ | {"EXPERTMATCH_DATA": str(folder / "own"), "EXPERTMATCH_CACHE": str(cache)}
    start = time.perf_counter()
    with (folder / "said").open("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            [*COMMAND_LINE, str(folder / "cvs")], env=environment, stdout=said, stderr=subprocess.DEVNULL, text=True
        )
        peak = peak_of(process)
        seconds = time.perf_counter() - start
        said.seek(0)
        outcome = said.readline().strip()
    number = len(list((folder / "cvs").iterdir()))
    return (
        f"{number / seconds:.1f} documents/s with the start of the model, {seconds:.0f} s; with its workers it held "
        f"{peak:.0f} MiB at most, target {MOST_MEMORY}; {outcome}"
    )


def _office(folder: Path, engine: Engine) -> Office:
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing")
    return replace(open_office(settings), make_engine=lambda: engine)
