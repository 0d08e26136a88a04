"""People taken out of every generation: what they wrote, its vectors, their words, and what their columns say."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from api.storage.database import Database
from api.storage.retrieval.asking import in_words
from api.storage.retrieval.copying import copy_rows, driver_cursor
from api.storage.retrieval.generations import IS_THERE, LOCK, TABLES, table
from api.storage.retrieval.publishing import LEGS, PIECES, pieces_of
from matching.columns import Columns
from matching.declared import DeclaredColumns
from matching.entities import Expert
from matching.lexical import stems_by_language
from matching.neutral_wording import neutral
from matching.roster_blanking import blank_facts
from matching.roster_store import seal

FACTS = {"columns.bin": Columns, "declared.bin": DeclaredColumns}
FIGURES = ("shown.npy", "practice.npy")  # by row
Found = Sequence[tuple[int, Expert]]


def forget(database: Database, who: Callable[[int], Collection[str]]) -> int:
    """Remove all that generations hold of some people; how often somebody was in one.

    Their rows stay, with the ids, so that whoever has a roster open goes on; they are found by nothing any more. A copy of
    the columns that a machine keeps is replaced when it opens the generation again.

    Args:
        who: gives the ids for a generation made from some revision: whoever changed after it is current in a later one.

    Raises:
        DatabaseUnavailable: the server does not answer.
    """
    with in_words(database), database.write() as session:
        if not session.scalar(text(IS_THERE)):
            return 0
        session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
        there = session.execute(text("select number, revision from derived.generation order by number")).all()
        gone = {number: _forget_in(session, number, sorted(who(revision))) for number, revision in there}
    _write_anew(database, [number for number, people in gone.items() if people])
    return sum(gone.values())


def _write_anew(database: Database, numbers: Sequence[int]) -> None:
    """Write the tables to new files: a plain vacuum only marks what was removed as free, and its bytes stay in the old."""
    if not numbers:
        return
    with in_words(database), database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for number in numbers:
            for kind in TABLES:
                with suppress(ProgrammingError):  # dropped at this very moment, with all its files
                    connection.execute(text(f"vacuum (full, analyze) derived.{table(kind, number)}"))


def _forget_in(session: Session, number: int, ids: list[str]) -> int:
    names = {kind: sql.Identifier("derived", table(kind, number)) for kind in TABLES}
    with driver_cursor(session) as cursor:

        def run(command: str, *given: Any) -> Any:
            return cursor.execute(sql.SQL(command).format(**names), given)

        told = run("select row, expert from {told} where id = any(%s)", ids).fetchall()
        found = [(row, Expert.model_validate_json(bytes(content))) for row, content in told]
        if not found:
            return 0
        rows = [row for row, _ in found]
        _forget_words(run, found)
        run("delete from {person} where row = any(%s)", rows)
        run("delete from {told} where row = any(%s)", rows)
        with tempfile.TemporaryDirectory(prefix="expertmatch-facts-") as made:
            files = _blank_files(run, cursor, names["piece"], Path(made), np.array(rows, dtype=np.int64))
        session.execute(
            text(
                "update derived.generation set mark = gen_random_uuid(), label ="
                " jsonb_set(label, '{files}', (label -> 'files') || cast(:files as jsonb)) where number = :number"
            ),
            {"files": json.dumps(files), "number": number},
        )
    return len(found)


def _forget_words(run: Any, found: Found) -> None:
    """Their postings come to say nothing, of nobody: the number of those who use a word stays as it was counted."""
    legs = json.loads(_content(run, LEGS))["languages"]
    vocabulary: dict[str, dict[str, int]] = {}
    said = [
        [(neutral(segment.text, segment.language), segment.language) for segment in expert.segments]
        for _, expert in found
    ]
    own = [dict(stems_by_language(person, vocabulary)) for person in said]
    for language, stems in vocabulary.items():
        if language not in legs:
            continue
        rows = _array(_content(run, f"lexical/{legs[language]}/rows.npy"))
        users: dict[int, list[int]] = {}
        for (row, _), used in zip(found, own, strict=True):
            for number in set(used[language].tolist() if language in used else ()):
                users.setdefault(number, []).append(row)
        for stem, number in stems.items():
            if number in users:
                _blank_postings(run, language, stem, np.searchsorted(rows, users[number]))


def _blank_postings(run: Any, language: str, stem: str, places: NDArray[np.int64]) -> None:
    command = "select places, weights from {word} where language = %s and stem = %s"
    for found in run(command, language, stem).fetchall():
        postings, weights = np.frombuffer(found[0], dtype="<i4").copy(), np.frombuffer(found[1], dtype="<f4").copy()
        hit = np.isin(postings, places)
        if hit.any():
            postings[hit], weights[hit] = 0, 0
            change = "update {word} set places = %s, weights = %s where language = %s and stem = %s"
            run(change, postings.tobytes(), weights.tobytes(), language, stem)


def _blank_files(
    run: Any, cursor: Any, name: sql.Identifier, folder: Path, rows: NDArray[np.int64]
) -> dict[str, tuple[int, str]]:
    for own, kind in FACTS.items():
        (folder / own).write_bytes(_content(run, own))
        blank_facts(folder / own, kind, rows)
    for own in FIGURES:
        (folder / own).write_bytes(_content(run, own))
        np.load(folder / own, mmap_mode="r+")[rows] = 0
    changed = [*FACTS, *FIGURES]
    run("delete from {piece} where name = any(%s)", changed)
    copy_rows(cursor, sql.SQL(PIECES).format(name), ["text", "int4", "bytea"], _of_files(folder, changed))
    return {own: seal(folder / own) for own in changed}


def _of_files(folder: Path, names: Sequence[str]) -> Iterator[tuple[str, int, bytes]]:
    return pieces_of([(folder / name, folder) for name in names])


def _content(run: Any, name: str) -> bytes:
    return b"".join(
        bytes(content)
        for (content,) in run("select content from {piece} where name = %s order by number", name).fetchall()
    )


def _array(content: bytes) -> NDArray[Any]:
    found: NDArray[Any] = np.load(BytesIO(content))
    return found
