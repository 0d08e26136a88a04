"""A saved roster put into the database: everything that a shortlist asks of it, where any machine can read it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Cursor, sql
from sqlalchemy import text

from api.storage.database import Database
from api.storage.retrieval.asking import in_words
from api.storage.retrieval.copying import copy_bytes, copy_rows, driver_cursor, vector_rows
from api.storage.retrieval.forgetting import forget_in
from api.storage.retrieval.generations import have_schema, in_turn, table
from api.storage.retrieval.lists import centres_of, nearest_lists
from api.storage.retrieval.pieces import CENTRES, LEGS, LISTS, Told, copy_files
from embeddings import let_go
from matching.lexical import LexicalIndex
from matching.roster_store import ENGLISH_FOLDER, read_label

Progress = Callable[[int, int], None]
FILES = (  # what every reader keeps a copy of; the rest is asked for as it is needed
    "ids.npy", "starts.npy", "shown.npy", "practice.npy", "columns.bin", "declared.bin",
    f"{ENGLISH_FOLDER}/starts.npy", f"{ENGLISH_FOLDER}/sentence_starts.npy", "lexical/*/rows.npy",
)  # fmt: skip
AT_ONCE = 4096  # people written between two reports of progress

_TABLES = (
    "create table {person} (list integer not null, row integer primary key, vector halfvec({wide}) not null)",
    "alter table {person} alter column vector set storage plain",
    "create table {told} (row integer primary key, id text not null, expert bytea not null,"
    " segments bytea not null, english bytea not null, sentences bytea not null)",
    "create table {word} (language text, stem text, used integer not null, places bytea not null,"
    " weights bytea not null, primary key (language, stem))",
    "create table {piece} (name text, number integer, content bytea not null, primary key (name, number))",
)
_EXTERNAL = {  # numbers: nothing to compress
    "told": ("segments", "english", "sentences"),
    "word": ("places", "weights"),
    "piece": ("content",),
}


def publish(
    database: Database,
    folder: Path,
    revision: int,
    progress: Progress | None = None,
    without: Callable[[], Collection[str]] = frozenset,
) -> int:
    """Put a saved roster into the database as a generation, all of it or nothing; its number.

    It is one transaction of some minutes for a million people, in which memory holds some thousand of them at a time.

    Args:
        folder: as `matching.roster_store.save_roster` writes it; it must not change meanwhile.
        revision: of the roster in the database that it was made from.
        progress: called with (people done, people in all).
        without: gives those who are taken out of it before anybody sees it. Asked at the end, when nobody else takes
            people out: whoever is erased later is taken out of what is there by then.

    Raises:
        StaleIndex: there is no saved roster.
        InvalidSetting: the server has no pgvector.
        DatabaseUnavailable: the server does not answer, or has no room.
    """
    label = read_label(folder)
    with database.write() as session:
        have_schema(session)
    with (
        in_words(database),
        tempfile.TemporaryDirectory(prefix="expertmatch-lists-") as made,
        database.write() as session,
    ):
        insert = "insert into derived.generation (revision, people, label) values (:revision, :people, '{}')"
        number = session.scalar(text(f"{insert} returning number"), {"revision": revision, "people": label["experts"]})
        assert number is not None
        with driver_cursor(session) as cursor:
            files = _write(cursor, int(number), folder, Path(made), label, progress)
        told = {**label, "files": files}
        session.execute(
            text("update derived.generation set label = cast(:label as jsonb) where number = :number"),
            {"label": json.dumps(told), "number": number},
        )
        in_turn(session)
        forget_in(session, int(number), without())
    return int(number)


def _write(
    cursor: Cursor[Any], number: int, folder: Path, made: Path, label: dict[str, Any], progress: Progress | None
) -> dict[str, Told]:
    """Fill the tables of a generation; what is told of each file that readers copy."""
    exact = np.load(folder / "people" / "exact.npy", mmap_mode="r")
    names = {kind: sql.Identifier("derived", table(kind, number)) for kind in ("person", "told", "word", "piece")}
    for command in _TABLES:
        cursor.execute(sql.SQL(command).format(**names, wide=sql.Literal(exact.shape[1])))
    for kind, columns in _EXTERNAL.items():
        for column in columns:
            cursor.execute(
                sql.SQL("alter table {} alter column {} set storage external").format(
                    names[kind], sql.Identifier(column)
                )
            )
    _people(cursor, names["person"], exact, made)
    _told(cursor, names["told"], folder, label, progress)
    _words(cursor, names["word"], folder, made)
    files = _files(cursor, names["piece"], folder, made)
    cursor.execute(sql.SQL("create index on {} (list)").format(names["person"]))
    cursor.execute(sql.SQL("create index on {} (id)").format(names["told"]))
    for name in names.values():
        cursor.execute(sql.SQL("analyze {}").format(name))
    return files


def _people(cursor: Cursor[Any], name: sql.Identifier, exact: NDArray[np.float16], made: Path) -> None:
    """Vectors in the order of their lists, so that a list lies on pages side by side."""
    centres = centres_of(exact)
    lists = np.concatenate(list(nearest_lists(exact, centres)))
    for path, array in ((CENTRES, centres), (LISTS, lists)):
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        np.save(made / path, array)
    order = np.argsort(lists, kind="stable")
    parts = (order[first : first + AT_ONCE] for first in range(0, len(order), AT_ONCE))
    command = sql.SQL("copy {} (list, row, vector) from stdin (format binary)").format(name)
    copy_bytes(cursor, command, (vector_rows(lists[rows], rows, exact[rows]) for rows in parts))
    let_go(exact)


def _told(
    cursor: Cursor[Any], name: sql.Identifier, folder: Path, label: dict[str, Any], progress: Progress | None
) -> None:
    command = sql.SQL("copy {} (row, id, expert, segments, english, sentences) from stdin (format binary)").format(name)
    kinds = ["int4", "text", "bytea", "bytea", "bytea", "bytea"]
    copy_rows(cursor, command, kinds, _people_told(folder, label["experts"], progress))


def _people_told(folder: Path, people: int, progress: Progress | None) -> Iterator[tuple[Any, ...]]:
    """Per person: row, id, the expert as JSON, and the vectors of segments, English segments and English sentences."""
    ids, offsets = np.load(folder / "ids.npy", mmap_mode="r"), np.load(folder / "offsets.npy")
    english = folder / ENGLISH_FOLDER
    matrices = [
        (np.load(path, mmap_mode="r"), np.load(starts)) if path.exists() else None
        for path, starts in (
            (folder / "segments.npy", folder / "starts.npy"),
            (english / "segments.npy", english / "starts.npy"),
            (english / "sentences.npy", english / "sentence_starts.npy"),
        )
    ]
    with (folder / "experts.jsonl").open("rb") as file:
        for row in range(people):
            expert = file.read(int(offsets[row + 1] - offsets[row]))
            own = (one[0][one[1][row] : one[1][row + 1]].tobytes() if one else b"" for one in matrices)
            yield row, str(ids[row]), expert, *own
            if row % AT_ONCE == AT_ONCE - 1 or row == people - 1:
                for one in matrices:
                    if one:
                        let_go(one[0])
                if progress:
                    progress(row + 1, people)


def _words(cursor: Cursor[Any], name: sql.Identifier, folder: Path, made: Path) -> None:
    """Every word with its postings, as the index in files has them."""
    index = LexicalIndex.load(folder / "lexical")
    names = json.loads((folder / "lexical" / "languages.json").read_text(encoding="utf-8"))
    (made / LEGS).parent.mkdir(parents=True, exist_ok=True)
    (made / LEGS).write_text(json.dumps(names), encoding="utf-8")
    command = sql.SQL("copy {} (language, stem, used, places, weights) from stdin (format binary)").format(name)
    copy_rows(cursor, command, ["text", "text", "int4", "bytea", "bytea"], _postings(index))


def _postings(index: LexicalIndex) -> Iterator[tuple[Any, ...]]:
    for language, (_, bm25) in index.legs.items():
        pointers = np.asarray(bm25.scores["indptr"])
        places, data = np.asarray(bm25.scores["indices"]), np.asarray(bm25.scores["data"])
        for stem, number in bm25.vocab_dict.items():
            first, last = int(pointers[number]), int(pointers[number + 1])
            own, weights = places[first:last].astype("<i4"), data[first:last].astype("<f4")
            yield language, stem, last - first, own.tobytes(), weights.tobytes()


def _files(cursor: Cursor[Any], name: sql.Identifier, folder: Path, made: Path) -> dict[str, Told]:
    paths = [(p, folder) for pattern in FILES for p in sorted(folder.glob(pattern))]
    paths += [(made / own, made) for own in (CENTRES, LISTS, LEGS)]
    return copy_files(cursor, name, paths)
