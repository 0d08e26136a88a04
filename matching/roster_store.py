"""A roster on disk: experts, columns, words and vectors in one folder with a label that says what made them.

The folder is derived data: it can always be built again from the roster file, and one that does not fit is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from functools import cached_property, lru_cache, partial
from io import FileIO
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from embeddings import CoarseVectors, EmbeddingError, RowsFile
from embeddings.disk import folder_in_the_making, write_atomic
from matching.columns import Columns
from matching.declared import DeclaredColumns
from matching.engine import Engine
from matching.english import EnglishVectors
from matching.entities import Expert
from matching.errors import StaleIndex
from matching.flat_arrays import open_arrays, save_arrays
from matching.lexical import LexicalIndex
from matching.practice import practice_hash
from matching.roster import Roster

FORMAT = 6
ENGLISH_FOLDER = "english"
CHECKED_ALWAYS = 16_000_000  # bytes
SMALL = 2000  # experts up to which all are kept parsed once they were asked for, as in a roster read from its file
AT_ONCE = 1000  # lines read at a time
KEPT = 256  # experts kept of a larger roster: those on the lists and teams of a call are asked for again and again
REBUILD = "Build it again with: expertmatch index --roster ROSTER.jsonl --out FOLDER"


class ExpertFile(Sequence[Expert]):
    """Experts of a JSON Lines file, each parsed when it is asked for: a large roster opens at once."""

    def __init__(self, path: Path, offsets: NDArray[np.int64]) -> None:
        self._file = path.open("rb", buffering=0)  # not mapped: what lies beside a person would be held as well
        self._offsets = offsets
        # Nothing that is kept refers to this object, so that an old roster goes as soon as nobody uses it any more.
        self._parsed = lru_cache(maxsize=len(self) if len(self) <= SMALL else KEPT)(
            partial(_parse, self._file, offsets)
        )

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, row: int) -> Expert: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Expert]: ...
    def __getitem__(self, row: int | slice) -> Expert | Sequence[Expert]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(len(self)))]
        if not -len(self) <= row < len(self):
            raise IndexError(row)
        return self._parsed(row % len(self))

    def __iter__(self) -> Iterator[Expert]:
        return (self[i] for i in range(len(self)))

    @cached_property
    def homes(self) -> list[tuple[str, str]]:
        """Everybody's institution and its country, '' where it is not said; read once, without reading the rest."""
        found = []
        for first in range(0, len(self), AT_ONCE):
            start, end = int(self._offsets[first]), int(self._offsets[min(first + AT_ONCE, len(self))])
            for line in os.pread(self._file.fileno(), end - start, start).splitlines():
                one = json.loads(line)
                found.append((one.get("institution") or "", one.get("institution_country") or ""))
        return found


def _parse(file: FileIO, offsets: NDArray[np.int64], row: int) -> Expert:
    start, end = int(offsets[row]), int(offsets[row + 1])
    return Expert.model_validate_json(os.pread(file.fileno(), end - start, start))


def save_roster(roster: Roster, engine: Engine, folder: Path) -> None:
    """Write a roster so that `load_roster` opens it in a moment. All of the folder appears, or nothing.

    Raises:
        StorageFull: the disk is full; what stood in the folder before is untouched.
    """
    assert isinstance(roster.lexical, LexicalIndex) and isinstance(
        roster.people, CoarseVectors
    )  # a roster of this process
    with folder_in_the_making(folder) as making:
        lines = [expert.model_dump_json(exclude_defaults=True).encode() + b"\n" for expert in roster.experts]
        (making / "experts.jsonl").write_bytes(b"".join(lines))
        np.save(
            making / "offsets.npy", np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64)
        )
        np.save(making / "ids.npy", np.array(roster.ids))
        np.save(making / "starts.npy", roster.starts)
        np.save(making / "segments.npy", roster.segments)
        np.save(making / "shown.npy", roster.shown)
        np.save(making / "practice.npy", roster.practice)
        if roster.english is not None:
            (making / ENGLISH_FOLDER).mkdir()
            for item in fields(roster.english):
                np.save(making / ENGLISH_FOLDER / f"{item.name}.npy", getattr(roster.english, item.name))
        save_arrays(making / "columns.bin", roster.columns)
        save_arrays(making / "declared.bin", roster.declared)
        roster.lexical.save(making / "lexical")
        roster.people.save(making / "people")
        write_label(making, engine, len(roster), roster.content_hash, roster.fit, roster.without_text)


def write_label(
    folder: Path, engine: Engine, people: int, content_hash: str, fit: float, without_text: Sequence[str] = ()
) -> None:
    """Seal the files of a roster: what made them, and the size and content of each.

    Args:
        people: how many are in it.
        content_hash, fit, without_text: of the roster.
    """
    files = {str(p.relative_to(folder)): seal(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    label = engine_label(engine) | {
        "experts": people,
        "content_hash": content_hash,
        "fit": fit,
        "without_text": list(without_text),
        "files": files,
    }
    (folder / "label.json").write_text(json.dumps(label, indent=1), encoding="utf-8")


def seal_again(folder: Path, names: Collection[str]) -> None:
    """Note size and content of files that were changed on purpose.

    Raises:
        StaleIndex: there is no label.
    """
    label = read_label(folder)
    label["files"] |= {name: seal(folder / name) for name in names}
    write_atomic(folder / "label.json", json.dumps(label, indent=1).encode())


def read_label(folder: Path) -> dict[str, Any]:
    """The label of a saved roster.

    Raises:
        StaleIndex: there is none, or it cannot be read.
    """
    try:
        label = json.loads((folder / "label.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StaleIndex(f"{folder} holds no readable index of a roster.", f"{error}.", REBUILD) from error
    return dict(label)


def seal(path: Path) -> tuple[int, str]:
    """Size and content hash of a file."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def load_roster(folder: Path, engine: Engine, *, verify: bool = False) -> Roster:
    """Open a saved roster; the large arrays stay on disk until they are used.

    The content of files up to 16 MB is compared with the label each time, that of larger ones with `verify` alone, so that
    a large roster opens at once.

    Raises:
        StaleIndex: it was made with another model or vocabulary, by another version of the format, or is damaged.
    """
    label = read_label(folder)
    check_fits(label, engine, f"The index in {folder}", REBUILD)
    for name, (size, digest) in label["files"].items():
        path = folder / name
        found = path.stat().st_size if path.exists() else None
        if found != size:
            raise StaleIndex(f"The index in {folder} is damaged.", f"{name} has {found} bytes, not {size}.", REBUILD)
        if (verify or size <= CHECKED_ALWAYS) and seal(path)[1] != digest:
            raise StaleIndex(f"The index in {folder} is damaged.", f"The content of {name} has changed.", REBUILD)
    try:
        return _open(folder, label)
    except (OSError, ValueError, KeyError, EmbeddingError) as error:
        raise StaleIndex(f"The index in {folder} is damaged.", f"{error}", REBUILD) from error


def _open(folder: Path, label: dict[str, Any]) -> Roster:
    ids = np.load(folder / "ids.npy").tolist()
    columns = open_arrays(Columns, folder / "columns.bin")
    shown = np.load(folder / "shown.npy", mmap_mode="r")
    return Roster(
        experts=ExpertFile(folder / "experts.jsonl", np.load(folder / "offsets.npy")),
        ids=ids,
        row_of={expert_id: row for row, expert_id in enumerate(ids)},
        columns=columns,
        declared=open_arrays(DeclaredColumns, folder / "declared.bin"),
        lexical=LexicalIndex.load(folder / "lexical"),
        segments=_matrix(folder / "segments.npy", len(ids)),
        starts=np.load(folder / "starts.npy"),
        shown=shown,
        practice=np.load(folder / "practice.npy"),
        people=CoarseVectors.load(folder / "people"),
        fit=float(label["fit"]),
        content_hash=label["content_hash"],
        english=_open_english(folder / ENGLISH_FOLDER, len(ids)) if label["english_fingerprint"] else None,
        without_text=tuple(label["without_text"]),
        mapped=(columns.status, shown) if len(ids) > SMALL else (),
    )


def _open_english(folder: Path, people: int) -> EnglishVectors:
    """The vectors stay on disk until they are used; where people begin is read at once."""
    return EnglishVectors(
        segments=_matrix(folder / "segments.npy", people),
        starts=np.load(folder / "starts.npy"),
        sentences=_matrix(folder / "sentences.npy", people),
        sentence_starts=np.load(folder / "sentence_starts.npy"),
    )


def _matrix(path: Path, people: int) -> NDArray[np.float16] | RowsFile:
    """Vectors of a roster that is scored whole as one array; of a larger one the rows that are asked for."""
    return np.load(path, mmap_mode="r") if people <= SMALL else RowsFile(path)


def check_fits(label: dict[str, Any], engine: Engine, what: str, next_step: str) -> None:
    """Refuse a saved roster that was made with another engine.

    Args:
        label: of the roster.
        what: the roster in words, for the error.

    Raises:
        StaleIndex: something of the engine differs; which, and what it is on both sides.
    """
    for key, mine in engine_label(engine).items():
        if label.get(key) != mine:
            raise StaleIndex(
                f"{what} does not fit: its {key.replace('_', ' ')} differs.",
                f"It has {label.get(key)!r}, this run has {mine!r}.",
                next_step,
            )


def engine_label(engine: Engine) -> dict[str, Any]:
    """What of an engine decides whether a saved roster fits it: what `label.json` says beside the files."""
    return {
        "format": FORMAT,
        "model": engine.encoder.name,
        "fingerprint": engine.label.fingerprint,
        "centring": engine.label.variant,
        "dimension": engine.encoder.dimension,
        "vocabulary_hash": engine.vocabularies.content_hash,
        "practice_hash": practice_hash(),
        "english_fingerprint": engine.english.fingerprint if engine.english else None,
    }
