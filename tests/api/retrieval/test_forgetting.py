"""People taken out of what is published: nothing of them stays, and whoever has the roster open goes on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from api.storage import old_rows
from api.storage.database import Database
from api.storage.retrieval import (
    drop_older,
    forget,
    is_unclean,
    open_published,
    opening,
    pieces,
    publish,
    write_anew,
    writing_anew,
)
from api.storage.retrieval.generations import TABLES
from fixtures.calls import load_calls
from fixtures.load import SAMPLE_TODAY
from matching import retrieval
from matching.engine import Engine
from matching.errors import StaleIndex
from matching.pipeline import Matcher


def test_nothing_of_an_erased_person_stays_and_who_has_the_roster_open_goes_on(
    server: Database, saved: Path, engine: Engine, tmp_path: Path
) -> None:
    own = publish(server, saved, 1)
    before = open_published(server, own, tmp_path, engine)
    gone = next(row for row, one in enumerate(before.experts[:50]) if one.languages and one.segments)
    expert, vector = before.experts[gone], before.segments[int(before.starts[gone]) : int(before.starts[gone + 1])]
    text_of = " ".join(segment.text for segment in expert.segments)
    language = expert.segments[0].language
    assert vector.any() and before.lexical.score(text_of, language).of(np.array([gone]))[0] > 0
    assert forget(server, lambda _: {before.ids[gone], "nobody"}) >= 1
    every, query = np.ones(len(before), dtype=bool), vector[:1].astype(np.float32)
    after = open_published(server, own, tmp_path, engine)
    for roster in (before, after):
        assert gone not in roster.people.near(query).best(0, every, len(before))
        assert len(roster.people.near(query).best(0, every, len(before))) == len(before) - 1
        assert roster.lexical.score(text_of, language).of(np.array([gone]))[0] == 0
        assert not roster.segments[int(before.starts[gone]) : int(before.starts[gone + 1])].any()
    with pytest.raises(StaleIndex):
        after.experts[gone]
    assert not after.columns.consent[gone] and not after.practice[gone] and not after.shown[gone].any()
    assert len([path for path in tmp_path.iterdir() if path.name.startswith(f"{own}-")]) == 1
    with server.read() as session:
        for kind in TABLES:
            dump = session.execute(text(f"select string_agg(t::text, ' ') from derived.{kind}_{own} t")).scalar_one()
            assert text_of[:40].encode().hex() not in dump and vector[0].tobytes().hex() not in dump
    assert forget(server, lambda _: {before.ids[gone]}) == 0


def test_the_same_shortlist_is_made_without_whoever_was_taken_out(
    server: Database, saved: Path, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "SCORED_WHOLE", 100)
    own = publish(server, saved, 1)
    matcher, call = Matcher(open_published(server, own, tmp_path, engine), engine), load_calls("en")[0]
    first = matcher.shortlist(call, today=SAMPLE_TODAY)
    best = first.positions[0].candidates[0].expert_id
    forget(server, lambda _: {best})
    again = matcher.shortlist(call, today=SAMPLE_TODAY)
    assert best not in {one.expert_id for position in again.positions for one in position.candidates}


def published_with_somebody(server: Database, saved: Path) -> tuple[int, str]:
    """A new generation, and the id of somebody in it."""
    own = publish(server, saved, 1)
    with server.read() as session:
        return own, str(session.scalar(text(f"select min(id) from derived.told_{own}")))


def files_of(session: Session, number: int) -> list[int]:
    return [session.scalars(text(f"select pg_relation_filenode('derived.{kind}_{number}')")).one() for kind in TABLES]


def test_what_is_left_after_an_erasure_is_written_to_new_files(server: Database, saved: Path) -> None:
    own, some = published_with_somebody(server, saved)
    with server.read() as session:
        before = files_of(session, own)
    forget(server, lambda _: {some})
    assert write_anew(server, wait=True) and not is_unclean(server)
    with server.read() as session:
        assert not set(before) & set(files_of(session, own))


@pytest.mark.parametrize("open_one", ["select pg_current_xact_id()", "select 1"])
def test_what_an_older_transaction_may_still_read_stays_noted_until_it_has_ended(
    server: Database, saved: Path, monkeypatch: pytest.MonkeyPatch, open_one: str
) -> None:
    own, some = published_with_somebody(server, saved)

    def on_disk() -> bool:
        file = f"pg_read_binary_file(pg_relation_filepath('derived.told_{own}'))"
        with server.read() as session:
            session.execute(text("checkpoint"))
            return bool(session.scalar(text(f"select position(cast(:id as bytea) in {file})"), {"id": some.encode()}))

    with server.engine.connect().execution_options(isolation_level="REPEATABLE READ") as older:
        older.execute(text(open_one))
        forget(server, lambda _: {some})
        assert not write_anew(server, wait=False) and is_unclean(server)
        assert on_disk()
        monkeypatch.setattr(writing_anew.time, "sleep", lambda _: older.rollback())
        assert write_anew(server, wait=True) and not is_unclean(server)
        assert not on_disk()


def test_what_was_cut_off_is_written_anew_by_whoever_comes_next(
    server: Database, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, some = published_with_somebody(server, saved)
    forget(server, lambda _: {some})
    with server.read() as session:
        before = files_of(session, own)

    def killed(command: str) -> TextClause:
        if command.startswith("vacuum") and f"told_{own}" in command:
            raise KeyboardInterrupt
        return text(command)

    with monkeypatch.context() as half, pytest.raises(KeyboardInterrupt):
        half.setattr(old_rows, "text", killed)
        write_anew(server, wait=True)
    assert is_unclean(server)
    assert write_anew(server, wait=True) and not is_unclean(server)
    with server.read() as session:
        assert not set(before) & set(files_of(session, own))


def test_of_files_of_many_pieces_only_those_where_the_person_stands_are_written_and_fetched(
    server: Database, saved: Path, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (pieces, opening):
        monkeypatch.setattr(room, "PIECE", 1000)  # bytes: a row of `shown` lies on several pieces, or on one and a half
    own, some = published_with_somebody(server, saved)
    row = open_published(server, own, tmp_path, engine).row_of[some]

    def there() -> dict[int, bytes]:
        with server.read() as session:
            found = session.execute(text(f"select number, content from derived.piece_{own} where name = 'shown.npy'"))
            return {number: bytes(content) for number, content in found}

    before, whole = there(), np.load(saved / "shown.npy")
    forget(server, lambda _: {some})
    after, wide = there(), whole[0].nbytes
    assert len([number for number in before if before[number] != after[number]]) <= wide // 1000 + 2 < len(before) // 10
    asked: list[str] = []
    ask = opening.Generation.ask
    monkeypatch.setattr(
        opening.Generation,
        "ask",
        lambda self, question, given, *age: (asked.append(given.get("name")), ask(self, question, given, *age))[1],
    )
    opened = open_published(server, own, tmp_path, engine)
    assert asked.count("shown.npy") <= wide // 1000 + 2 and "ids.npy" not in asked
    whole[row] = 0
    assert np.array_equal(opened.shown, whole)


def test_a_word_that_only_the_erased_person_used_goes(server: Database, saved: Path) -> None:
    own, some = published_with_somebody(server, saved)

    def words() -> tuple[set[tuple[str, str]], int]:
        with server.read() as session:
            found = session.execute(text(f"select language, stem, used from derived.word_{own}")).all()
        return {(language, stem) for language, stem, used in found if used == 1}, len(found)

    alone, before = words()
    forget(server, lambda _: {some})
    left, after = words()
    assert 0 < before - after == len(alone - left) < before // 10


def test_an_erasure_goes_on_where_a_generation_is_dropped_meanwhile(
    server: Database, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, some = published_with_somebody(server, saved)
    with server.read() as session:
        kept = set(session.scalars(text("select number from derived.generation"))) - {own}

    def dropping(command: str) -> TextClause:
        if command.startswith("vacuum") and f"_{own}" in command:
            drop_older(server, kept)
        return text(command)

    monkeypatch.setattr(old_rows, "text", dropping)
    assert forget(server, lambda _: {some}) >= 1
    assert write_anew(server, wait=True) and not is_unclean(server)
