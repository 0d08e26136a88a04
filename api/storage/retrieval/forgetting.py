"""People taken out of every generation: what they wrote, its vectors, their words, and what their columns say."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.storage.database import Database
from api.storage.retrieval.asking import in_words
from api.storage.retrieval.copying import driver_cursor
from api.storage.retrieval.generations import IS_THERE, TABLES, in_turn, table
from api.storage.retrieval.pieces import LEGS, Told, blank_rows, content_of, copy_files
from api.storage.retrieval.writing_anew import to_be_written_anew
from matching.columns import Columns
from matching.declared import DeclaredColumns
from matching.entities import Expert
from matching.lexical import stems_by_language
from matching.neutral_wording import neutral
from matching.roster_blanking import blank_facts

FACTS = {"columns.bin": Columns, "declared.bin": DeclaredColumns}
FIGURES = ("shown.npy", "practice.npy")  # by row
Found = Sequence[tuple[int, Expert]]


def forget(database: Database, who: Callable[[int], Collection[str]]) -> int:
    """Remove all that generations hold of some people; how often somebody was in one.

    Their rows stay, with the ids, so that whoever has a roster open goes on; they are found by nothing any more. A copy of
    the columns that a machine keeps is replaced when it opens the generation again. What the server keeps of old rows
    goes with `write_anew`.

    Args:
        who: gives the ids for a generation made from some revision: whoever changed after it is current in a later one.

    Raises:
        DatabaseUnavailable: the server does not answer.
    """
    with in_words(database), database.write() as session:
        if not session.scalar(text(IS_THERE)):
            return 0
        in_turn(session)
        there = session.execute(text("select number, revision from derived.generation order by number")).all()
        return sum(forget_in(session, number, who(revision)) for number, revision in there)


def forget_in(session: Session, number: int, ids: Collection[str]) -> int:
    """The same in one generation, in one's turn; how many were in it."""
    names = {kind: sql.Identifier("derived", table(kind, number)) for kind in TABLES}
    with driver_cursor(session) as cursor:

        def run(command: str, *given: Any) -> Any:
            return cursor.execute(sql.SQL(command).format(**names), given)

        told = run("select row, expert from {told} where id = any(%s)", sorted(ids)).fetchall()
        found = [(row, Expert.model_validate_json(bytes(content))) for row, content in told]
        if not found:
            return 0
        rows = [row for row, _ in found]
        _forget_words(run, found)
        run("delete from {person} where row = any(%s)", rows)
        run("delete from {told} where row = any(%s)", rows)
        told_of = session.scalar(
            text("select label -> 'files' from derived.generation where number = :number"), {"number": number}
        )
        files = {name: blank_rows(run, name, rows, told_of[name]) for name in FIGURES}
        with tempfile.TemporaryDirectory(prefix="expertmatch-facts-") as made:
            files |= _blank_facts(run, cursor, names["piece"], Path(made), np.array(rows, dtype=np.int64))
        session.execute(
            text(
                "update derived.generation set mark = gen_random_uuid(), label ="
                " jsonb_set(label, '{files}', (label -> 'files') || cast(:files as jsonb)) where number = :number"
            ),
            {"files": json.dumps(files), "number": number},
        )
        to_be_written_anew(session, number)
    return len(found)


def _forget_words(run: Any, found: Found) -> None:
    """Their postings come to say nothing, of nobody: the number of those who use a word stays as it was counted.

    A word that nobody else used goes: it may be what they alone wrote.
    """
    legs = json.loads(content_of(run, LEGS))["languages"]
    vocabulary: dict[str, dict[str, int]] = {}
    said = [
        [(neutral(segment.text, segment.language), segment.language) for segment in expert.segments]
        for _, expert in found
    ]
    own = [dict(stems_by_language(person, vocabulary)) for person in said]
    for language, stems in vocabulary.items():
        if language not in legs:
            continue
        rows = _array(content_of(run, f"lexical/{legs[language]}/rows.npy"))
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
            if not weights.any():
                run("delete from {word} where language = %s and stem = %s", language, stem)
                continue
            change = "update {word} set places = %s, weights = %s where language = %s and stem = %s"
            run(change, postings.tobytes(), weights.tobytes(), language, stem)


def _blank_facts(run: Any, cursor: Any, name: sql.Identifier, folder: Path, rows: NDArray[np.int64]) -> dict[str, Told]:
    for own, kind in FACTS.items():
        (folder / own).write_bytes(content_of(run, own))
        blank_facts(folder / own, kind, rows)
    run("delete from {piece} where name = any(%s)", list(FACTS))
    return copy_files(cursor, name, [(folder / own, folder) for own in FACTS])


def _array(content: bytes) -> NDArray[Any]:
    found: NDArray[Any] = np.load(BytesIO(content))
    return found
