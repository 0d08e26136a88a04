"""A roster whose people lie in the database, opened: what is small is copied once, what is large is asked for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from api.storage.database import Age, Database
from api.storage.retrieval.asking import Generation
from api.storage.retrieval.nearest import PublishedVectors as ByVector
from api.storage.retrieval.people import PublishedExperts, PublishedVectors
from api.storage.retrieval.publishing import CENTRES, LEGS, LISTS
from api.storage.retrieval.words import PublishedWords
from embeddings.disk import folder_in_the_making
from matching.columns import Columns
from matching.declared import DeclaredColumns
from matching.engine import Engine
from matching.english import EnglishVectors
from matching.errors import StaleIndex
from matching.flat_arrays import open_arrays
from matching.roster import Roster
from matching.roster_store import ENGLISH_FOLDER, engine_label, seal

AGAIN = "Publish the roster again: a serving process or 'expertmatch work' does so when the roster changes."
_OF = "select mark, label from derived.generation where number = %(number)s"
_NAMES = "select number from {piece} where name = %(name)s order by number"
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
    _check_fits(label, engine, number)
    folder = cache / f"{number}-{mark}"
    if not _is_whole(folder, label):
        for older in cache.glob(f"{number}-*"):  # of before somebody was taken out of it
            shutil.rmtree(older, ignore_errors=True)
        with folder_in_the_making(folder) as making:
            for name in label["files"]:
                _fetch(generation, name, making / name)
        _check_whole(folder, label, number)
    return _opened(generation, folder, label, engine)


def is_gone(roster: Roster) -> bool:
    """Whether a question to the generation of an opened roster found it removed."""
    return isinstance(roster.experts, PublishedExperts) and roster.experts.gone


def _check_fits(label: dict[str, Any], engine: Engine, number: int) -> None:
    for key, mine in engine_label(engine).items():
        if label.get(key) != mine:
            raise StaleIndex(
                f"Generation {number} of the roster does not fit: its {key.replace('_', ' ')} differs.",
                f"It has {label.get(key)!r}, this run has {mine!r}.",
                AGAIN,
            )


def _fetch(generation: Generation, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for (piece,) in generation.ask(_NAMES, {"name": name}, Age.KNOWN):
            given = {"name": name, "number": piece}
            file.writelines(content for (content,) in generation.ask(_PIECE, given, Age.KNOWN))


def _is_whole(folder: Path, label: dict[str, Any]) -> bool:
    return all(
        (folder / name).exists() and (folder / name).stat().st_size == size
        for name, (size, _) in label["files"].items()
    )


def _check_whole(folder: Path, label: dict[str, Any], number: int) -> None:
    for name, told in label["files"].items():
        found = seal(folder / name)
        if list(found) != list(told):
            (folder / name).unlink()
            raise StaleIndex(
                f"Generation {number} of the roster is damaged.",
                f"{name} has {found[0]} bytes of another content than the {told[0]} that were written.",
                AGAIN,
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
