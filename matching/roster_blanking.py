"""People blanked in a saved roster, where they stand: texts, facts, words and vectors; their rows and ids stay.

Nobody's row moves, so that whoever has the roster open goes on. Who was blanked has nothing to be found by and no consent.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings.coarse import PARTS
from embeddings.disk import write_atomic
from matching.columns import NEVER, NOT_SAID, Columns
from matching.declared import UNDECLARED, DeclaredColumns
from matching.entities import Expert, Segment
from matching.flat_arrays import open_arrays, save_arrays
from matching.roster_store import ENGLISH_FOLDER, seal_again

AT_ONCE = 1 << 24  # postings looked through at a time
BLANKS = {  # what stands in the columns of who was blanked, where it is not zero
    **dict.fromkeys(("status", "public", "release_days", "validated", "institution"), NOT_SAID),
    "open_since": NEVER,
    "gender": UNDECLARED,
}
ENTRIES: dict[str, tuple[str, ...]] = {
    "absent_row": ("absent_from", "absent_to"),
    "nationality_row": ("nationality",),
}  # rows, and what runs along
Facts = TypeVar("Facts", Columns, DeclaredColumns)
Rows = NDArray[np.int64]


def blank_people(folder: Path, ids: Collection[str]) -> int:
    """Blank those of these people who are in a saved roster and were not blanked yet; how many.

    After a crash half-way the roster may be found damaged, or it is done again.

    Raises:
        StaleIndex: there is no saved roster.
    """
    wanted, changed = set(ids), set[str]()
    named = [(row, i) for row, i in enumerate(np.load(folder / "ids.npy").tolist()) if i in wanted]
    starts = np.load(folder / "starts.npy")
    lines = _blank_lines(folder, named, starts)
    if not lines:
        return 0
    last = np.array(list(lines), dtype=np.int64)
    changed.update(_blank_matrices(folder, last, starts))
    blank_facts(folder / "columns.bin", Columns, last)
    blank_facts(folder / "declared.bin", DeclaredColumns, last)
    changed |= {"columns.bin", "declared.bin"}
    for leg in sorted((folder / "lexical").glob("*/rows.npy")):
        changed |= {str(path.relative_to(folder)) for path in _blank_words(leg.parent, last)}
    with (folder / "experts.jsonl").open("r+b") as file:  # last: by these lines it is known that nothing is left to do
        for begin, line in lines.values():
            file.seek(begin)
            file.write(line)
    seal_again(folder, {*changed, "experts.jsonl"})
    return len(last)


def _blank_lines(folder: Path, named: Sequence[tuple[int, str]], starts: Rows) -> dict[int, tuple[int, bytes]]:
    """By row, where a person's line begins and the blank one that takes its place; of those who have another there."""
    offsets, blank = np.load(folder / "offsets.npy"), {}
    with (folder / "experts.jsonl").open("rb") as file:
        for row, expert_id in named:
            begin, end = int(offsets[row]), int(offsets[row + 1])
            empty = Expert(id=expert_id, segments=(Segment(text=""),) * int(starts[row + 1] - starts[row]))
            line = empty.model_dump_json(exclude_defaults=True).encode().ljust(end - begin - 1) + b"\n"
            file.seek(begin)
            if file.read(end - begin) != line:
                blank[row] = (begin, line)
    return blank


def _blank_matrices(folder: Path, rows: Rows, starts: Rows) -> Iterator[str]:
    ends: dict[str, Rows] = {"segments": starts}
    if (folder / ENGLISH_FOLDER).exists():
        for name, begins in (("segments", "starts"), ("sentences", "sentence_starts")):
            ends[f"{ENGLISH_FOLDER}/{name}"] = np.load(folder / ENGLISH_FOLDER / f"{begins}.npy")
    for name, own in ends.items():
        matrix = np.load(folder / f"{name}.npy", mmap_mode="r+")
        for row in rows.tolist():
            matrix[own[row] : own[row + 1]] = 0
        yield f"{name}.npy"
    for name in ("shown", "practice", *(f"people/{part}" for part in PARTS)):
        np.load(folder / f"{name}.npy", mmap_mode="r+")[rows] = 0
        yield f"{name}.npy"


def blank_facts(path: Path, kind: type[Facts], rows: Rows) -> None:
    """The same columns with nothing said by the people in these rows, in a file that takes the place of the one before."""
    before = open_arrays(kind, path)
    after = path.with_suffix(".new")
    save_arrays(after, _blanked(before, rows))
    after.replace(path)


def _blanked(facts: Facts, rows: Rows) -> Facts:
    found: dict[str, Any] = {}
    for name in (item.name for item in fields(facts)):
        content: Any = getattr(facts, name)
        if isinstance(content, tuple) or name in found:
            found.setdefault(name, content)
        elif name == "levels":
            found[name] = {key: _emptied(array, rows, 0) for key, array in content.items()}
        elif isinstance(content, Mapping):  # what only they named goes with them
            left = {key: array[~np.isin(array, rows)] for key, array in content.items()}
            found[name] = {key: array for key, array in left.items() if len(array)}
        elif name in ENTRIES:
            others = ~np.isin(content, rows)
            found[name] = content[others]
            found |= {along: np.asarray(getattr(facts, along))[others] for along in ENTRIES[name]}
        else:
            found[name] = _emptied(content, rows, BLANKS.get(name, 0))
    return type(facts)(**found)


def _emptied(array: NDArray[Any], rows: Rows, blank: int) -> NDArray[Any]:
    changed = np.array(array)
    changed[rows] = blank
    return changed


def _blank_words(leg: Path, rows: Rows) -> Iterator[Path]:
    """Take people's words of one language from them; those that nobody else uses lose their letters, too."""
    places = np.flatnonzero(np.isin(np.load(leg / "rows.npy"), rows))
    if not len(places):
        return
    indices = np.load(leg / "indices.csc.index.npy", mmap_mode="r")
    pointers = np.load(leg / "indptr.csc.index.npy")
    data = np.load(leg / "data.csc.index.npy", mmap_mode="r+")
    theirs = [
        first + np.flatnonzero(np.isin(indices[first : first + AT_ONCE], places))
        for first in range(0, len(indices), AT_ONCE)
    ]
    hits = np.concatenate([*theirs, np.empty(0, dtype=np.int64)]).astype(np.int64)
    data[hits] = 0
    yield leg / "data.csc.index.npy"
    words = np.unique(np.searchsorted(pointers, hits, side="right") - 1)
    unused = {int(word) for word in words if not data[pointers[word] : pointers[word + 1]].any()}
    if unused:
        path = leg / "vocab.index.json"
        vocabulary = json.loads(path.read_text(encoding="utf-8"))
        blank = {f" {number}" if number in unused else word: number for word, number in vocabulary.items()}
        write_atomic(path, json.dumps(blank, ensure_ascii=False).encode())
        yield path
