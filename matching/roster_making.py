"""A roster made in pieces and written to a folder as it grows, so that none of it is ever whole in memory.

What comes out is what `save_roster` writes of the roster that `build_roster` makes of the same people.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike, NDArray

from embeddings.coarse import PARTS
from embeddings.rows_growing import GrowingRows
from matching.columns import Columns, build_columns
from matching.declared import DeclaredColumns, build_declared
from matching.engine import Engine
from matching.english import EnglishVectors
from matching.entities import Expert
from matching.field_evidence import PEOPLE_AT_ONCE, fit_of, fit_step
from matching.flat_arrays import save_arrays
from matching.joining import joined_columns, joined_declared
from matching.lexical_making import GrowingWords
from matching.neutral_wording import neutral
from matching.roster import ContentHash, Progress, Reading, nobody_with_text, read_people, with_text
from matching.roster_store import ENGLISH_FOLDER, ExpertFile, write_label

AT_ONCE = 4 * PEOPLE_AT_ONCE  # people read at a time; a multiple, so that fields are read in the same portions


def write_roster(people: Iterable[Expert], engine: Engine, folder: Path, progress: Progress | None = None) -> int:
    """Write a saved roster into a folder that is there and empty; how many people are in it.

    Args:
        people: in the order of their rows; each is asked for once.
        progress: called with (people done, 0: how many there will be is not known).

    Raises:
        EmptyRoster: there is nobody with a text.
        StorageFull: the disk is full.
    """
    with tempfile.TemporaryDirectory(prefix=".words-", dir=folder) as scratch:
        making = _Making(folder, engine, Path(scratch))
        with making.open:
            rest = iter(people)
            while some := list(islice(rest, AT_ONCE)):
                making.add(some)
                if progress:
                    progress(making.given, 0)
        if not making.ids:
            raise nobody_with_text(making.given)
        making.end()
    write_label(folder, engine, len(making.ids), making.content.digits, making.fit(), making.without_text)
    return len(making.ids)


class _Making:
    """The files of a roster while they grow, and what is kept in memory until everybody is known."""

    def __init__(self, folder: Path, engine: Engine, scratch: Path) -> None:
        self.folder, self.engine, self.open = folder, engine, ExitStack()
        self.given, self.ids, self.content = 0, list[str](), ContentHash()
        self.without_text: list[str] = []
        self._words, self._institutions = GrowingWords(scratch), dict[str, int]()
        self._columns: list[Columns] = []
        self._declared: list[DeclaredColumns] = []
        self._lengths: dict[str, list[NDArray[np.int64]]] = {}  # per person: bytes of the line, segments, English ones
        self._rows: dict[str, GrowingRows] = {}
        self._experts = self.open.enter_context((folder / "experts.jsonl").open("wb"))

    def add(self, people: Sequence[Expert]) -> None:
        self.given += len(people)
        written, without = with_text(people)
        self.without_text += without
        if not written:
            return
        self.content.add(written)
        read = read_people(written, self.engine)
        self.ids += [expert.id for expert in read.experts]
        self._columns.append(build_columns(read.experts, self.engine.vocabularies, self._institutions))
        self._declared.append(build_declared(read.experts))
        for person in read.per_person:
            self._words.add(person)
        lines = [expert.model_dump_json(exclude_defaults=True).encode() + b"\n" for expert in read.experts]
        self._experts.writelines(lines)
        self._note("offsets", np.array([len(line) for line in lines], dtype=np.int64))
        self._matrices(read)

    def _matrices(self, read: Reading) -> None:
        self._note("starts", np.diff(read.starts))
        self._grow("segments", np.float16, read.segments)
        self._grow("shown", np.float16, read.shown)
        self._grow("practice", np.float16, read.practice)
        for name in PARTS:
            part = np.asarray(getattr(read.people, name))
            self._grow(f"people/{name}", part.dtype, part)
        if read.english is not None:
            self._english(read.english)

    def _english(self, english: EnglishVectors) -> None:
        for name in ("segments", "sentences"):
            self._grow(f"{ENGLISH_FOLDER}/{name}", np.float16, np.asarray(getattr(english, name)))
        for name in ("starts", "sentence_starts"):
            self._note(f"{ENGLISH_FOLDER}/{name}", np.diff(getattr(english, name)))

    def _grow(self, name: str, dtype: DTypeLike, rows: NDArray[np.generic]) -> None:
        if name not in self._rows:
            path = self.folder / f"{name}.npy"
            path.parent.mkdir(exist_ok=True)
            width = rows.shape[1] if rows.ndim > 1 else None
            self._rows[name] = self.open.enter_context(GrowingRows(path, dtype, width))
        self._rows[name].add(rows)

    def _note(self, name: str, lengths: NDArray[np.int64]) -> None:
        self._lengths.setdefault(name, []).append(lengths)

    def end(self) -> None:
        """Write what could not be written before everybody was known."""
        np.save(self.folder / "ids.npy", np.array(self.ids))
        for name, lengths in self._lengths.items():
            np.save(self.folder / f"{name}.npy", np.cumsum(np.concatenate([[0], *lengths])).astype(np.int64))
        save_arrays(self.folder / "columns.bin", joined_columns(self._columns))
        save_arrays(self.folder / "declared.bin", joined_declared(self._declared))
        self._words.index().save(self.folder / "lexical")

    def fit(self) -> float:
        """`vocabulary_fit`: the segments that it looks at are read again."""
        starts = np.load(self.folder / "starts.npy")
        experts = ExpertFile(self.folder / "experts.jsonl", np.load(self.folder / "offsets.npy"))
        places = np.arange(0, int(starts[-1]), fit_step(int(starts[-1])))
        rows = np.searchsorted(starts, places, side="right") - 1
        some = [experts[row].segments[place - starts[row]] for row, place in zip(rows.tolist(), places, strict=True)]
        languages = [segment.language for segment in some]
        said = [neutral(segment.text, segment.language) for segment in some]
        return fit_of(said, languages, self.engine.vocabularies.fields)
