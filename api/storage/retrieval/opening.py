"""A roster whose people lie in the database, opened: what is small is copied once, what is large is asked for."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from api.storage.database import Age, Database
from api.storage.retrieval.asking import Generation
from api.storage.retrieval.nearest import PublishedVectors as ByVector
from api.storage.retrieval.people import PublishedExperts, PublishedVectors
from api.storage.retrieval.pieces import CENTRES, LEGS, LISTS, PIECE, Told, digest
from api.storage.retrieval.words import PublishedWords
from embeddings.disk import folder_in_the_making
from matching.columns import Columns
from matching.declared import DeclaredColumns
from matching.engine import Engine
from matching.english import EnglishVectors
from matching.errors import StaleIndex
from matching.flat_arrays import open_arrays
from matching.roster import Roster
from matching.roster_store import ENGLISH_FOLDER, check_fits

AGAIN = "Publish the roster again: a serving process or 'expertmatch work' does so when the roster changes."
_OF = "select mark, label from derived.generation where number = %(number)s"
_PIECE = "select content from {piece} where name = %(name)s and number = %(number)s"


def open_published(database: Database, number: int, cache: Path, engine: Engine) -> Roster:
    """The roster of a generation. Vectors, words and experts are read from the database when they are asked for.

    Args:
        cache: a folder for copies of what is small (about 0.6 kB a person), one for each generation.

    Raises:
        StaleIndex: there is no such generation, it was made with another model or vocabulary, or it is damaged.
        StorageFull: no room for the copies.
        DatabaseUnavailable: the server does not answer.
    """
    generation = Generation(database, number)
    told = generation.ask(_OF, {"number": number}, Age.KNOWN)  # a replica may have no row of it yet
    if not told:
        raise StaleIndex(f"There is no generation {number} of the roster in the database.", next_step=AGAIN)
    mark, label = told[0]
    generation.mark = str(mark)
    check_fits(label, engine, f"Generation {number} of the roster", AGAIN)
    folder = cache / f"{number}-{mark}"
    if not _is_whole(folder, label):
        older = list(cache.glob(f"{number}-*"))  # of before somebody was taken out of it
        with folder_in_the_making(folder) as making:
            for name, told_of in label["files"].items():
                _fetch(generation, name, told_of, making / name, [path / name for path in older])
        for path in older:
            shutil.rmtree(path, ignore_errors=True)
    return _opened(generation, folder, label, engine)


def is_gone(roster: Roster) -> bool:
    """Whether a question to the generation of an opened roster found it removed."""
    return isinstance(roster.experts, PublishedExperts) and roster.experts.gone


def is_outdated(roster: Roster) -> bool:
    """Whether somebody was taken out of the generation of an opened roster since: its copies here still have them.

    Raises:
        DatabaseUnavailable: the server does not answer.
    """
    return isinstance(roster.experts, PublishedExperts) and roster.experts.is_outdated()


def _fetch(generation: Generation, name: str, told: Told, path: Path, older: list[Path]) -> None:
    """Have a file, piece by piece: from a copy of before where that has the piece as it is told of, else fetched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for number, wanted in enumerate(told[1]):
            content = next((own for one in older if digest(own := _piece(one, number)) == wanted), None)
            if content is None:
                found = generation.ask(_PIECE, {"name": name, "number": number}, Age.KNOWN)
                content = b"".join(bytes(own) for (own,) in found)
                if digest(content) != wanted:
                    raise StaleIndex(
                        f"Generation {generation.number} of the roster is damaged.",
                        f"Piece {number} of {name} has {len(content)} bytes of another content than was written.",
                        AGAIN,
                    )
            file.write(content)


def _piece(path: Path, number: int) -> bytes:
    with suppress(OSError), path.open("rb") as file:
        file.seek(number * PIECE)
        return file.read(PIECE)
    return b""


def _is_whole(folder: Path, label: dict[str, Any]) -> bool:
    return all(
        (folder / name).exists() and (folder / name).stat().st_size == size
        for name, (size, _) in label["files"].items()
    )


def _opened(generation: Generation, folder: Path, label: dict[str, Any], engine: Engine) -> Roster:
    ids = np.load(folder / "ids.npy").tolist()
    columns = open_arrays(Columns, folder / "columns.bin")
    shown, starts = np.load(folder / "shown.npy", mmap_mode="r"), np.load(folder / "starts.npy")
    legs = json.loads((folder / LEGS).read_text(encoding="utf-8"))["languages"]
    return Roster(
        experts=PublishedExperts(generation, len(ids)),
        ids=ids,
        row_of={expert_id: row for row, expert_id in enumerate(ids)},
        columns=columns,
        declared=open_arrays(DeclaredColumns, folder / "declared.bin"),
        lexical=PublishedWords(
            generation, len(ids), {one: np.load(folder / "lexical" / name / "rows.npy") for one, name in legs.items()}
        ),
        shown=shown,
        practice=np.load(folder / "practice.npy"),
        fit=float(label["fit"]),
        segments=PublishedVectors(generation, "segments", starts, engine.encoder.dimension),
        starts=starts,
        people=ByVector(generation, np.load(folder / CENTRES), np.load(folder / LISTS)),
        content_hash=label["content_hash"],
        english=_english(generation, folder / ENGLISH_FOLDER, engine),
        without_text=tuple(label["without_text"]),
        mapped=(columns.status, shown),
    )


def _english(generation: Generation, folder: Path, engine: Engine) -> EnglishVectors | None:
    if engine.english is None:
        return None
    starts, sentence_starts = np.load(folder / "starts.npy"), np.load(folder / "sentence_starts.npy")
    wide = engine.english.dimension
    return EnglishVectors(
        PublishedVectors(generation, "english", starts, wide),
        starts,
        PublishedVectors(generation, "sentences", sentence_starts, wide),
        sentence_starts,
    )
