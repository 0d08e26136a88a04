"""People looked for in PostgreSQL: the same contract, the same shortlists, and generations that are whole or not there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

from api.storage.database import Age, Database
from api.storage.retrieval import (
    asking,
    drop_older,
    nearest,
    newest,
    open_published,
    opening,
    publish,
)
from api.storage.retrieval.generations import TABLES
from embeddings import CoarseVectors
from embeddings.encoder import unit_rows
from fixtures.calls import load_calls
from fixtures.load import SAMPLE_TODAY
from matching import retrieval
from matching.engine import Engine
from matching.entities import Expert, Segment
from matching.errors import StaleIndex
from matching.lexical import LexicalIndex
from matching.pipeline import Matcher
from matching.queries import query_texts
from matching.roster import Roster, build_roster
from matching.roster_store import engine_label, load_roster, save_roster
from tests.retrieval_contract import PEOPLE, Opened, RetrievalContract, texts, vectors

Fresh = Callable[[str, Path], str]


@pytest.fixture(scope="module")
def number(server: Database, saved: Path) -> int:
    return publish(server, saved, 7)


@pytest.fixture(scope="module")
def roster(server: Database, number: int, engine: Engine, folder: Path) -> Roster:
    return open_published(server, number, folder / "cache", engine)


@pytest.fixture(scope="module")
def opened(server: Database, engine: Engine, folder: Path) -> Opened:
    """The contract's people: what is asked of them are vectors and words, so that their profiles say nothing else."""
    experts = [Expert(id=f"p{row}", segments=(Segment(text="work"),)) for row in range(PEOPLE)]
    made = replace(
        build_roster(experts, engine), people=CoarseVectors.of(vectors()), lexical=LexicalIndex.build(texts())
    )
    save_roster(made, engine, folder / "contract")
    found = open_published(server, publish(server, folder / "contract", 1), folder / "cache", engine)
    return found.people, found.lexical


class TestPublished(RetrievalContract):
    """In PostgreSQL."""


def test_the_figures_of_words_are_those_of_files_to_the_last_bit(roster: Roster, saved: Path, engine: Engine) -> None:
    own = load_roster(saved, engine)
    every = np.arange(len(own), dtype=np.int64)
    for call in load_calls("en")[:3] + load_calls("fr")[:2]:
        said = " ".join(query_texts(call).texts)
        ours, theirs = own.lexical.score(said, call.language), roster.lexical.score(said, call.language)
        assert ours.weights == theirs.weights
        assert np.array_equal(ours.of(every), theirs.of(every), equal_nan=True)


def test_vectors_of_texts_are_those_of_files_to_the_last_bit(roster: Roster, saved: Path, engine: Engine) -> None:
    own = load_roster(saved, engine)
    some = np.array([0, 1, 2, 40, 41, 900, own.segments.shape[0] - 1])
    assert roster.segments.shape == own.segments.shape
    assert np.array_equal(roster.segments[some], own.segments[some])
    assert np.array_equal(roster.segments[3:30], own.segments[3:30])
    assert roster.segments[np.empty(0, dtype=np.int64)].shape == (0, own.segments.shape[1])
    assert roster.experts[5] == own.experts[5] and roster.ids == own.ids


def test_shortlists_from_the_database_are_those_from_files(
    roster: Roster, saved: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "SCORED_WHOLE", 100)  # so that the first cut is asked
    from_files, from_database = Matcher(load_roster(saved, engine), engine), Matcher(roster, engine)
    for call in load_calls("en")[:4]:
        first = from_files.shortlist(call, today=SAMPLE_TODAY)
        second = from_database.shortlist(call, today=SAMPLE_TODAY)
        for ours, theirs in zip(first.positions, second.positions, strict=True):
            points = {one.expert_id: one.score for one in ours.candidates}
            again = {one.expert_id: one.score for one in theirs.candidates}
            assert len(points.keys() & again.keys()) >= 0.98 * len(points)
            assert all(points[i] == pytest.approx(again[i], abs=1e-3) for i in points.keys() & again.keys())


@pytest.fixture(scope="module")
def alike(server: Database, engine: Engine, folder: Path) -> tuple[np.ndarray, Roster]:
    """The vectors, as they are kept, of a hundred times thirty people who are much alike, and their roster, opened."""
    kinds = np.random.default_rng(8).standard_normal((100, 32), dtype=np.float32)
    close = 0.05 * np.random.default_rng(9).standard_normal((3000, 32), dtype=np.float32)
    own = unit_rows(np.repeat(kinds, 30, axis=0) + close).astype(np.float16).astype(np.float32)
    experts = [Expert(id=f"q{row}", segments=(Segment(text="work"),)) for row in range(len(own))]
    save_roster(replace(build_roster(experts, engine), people=CoarseVectors.of(own)), engine, folder / "alike")
    return own, open_published(server, publish(server, folder / "alike", 1), folder / "cache", engine)


@pytest.mark.parametrize("share", [1.0, 0.5, 0.2])
def test_among_many_lists_are_looked_at_until_enough_of_the_eligible_were_seen(
    alike: tuple[np.ndarray, Roster], monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(nearest, "FEW", 200)
    own, roster = alike
    among = np.random.default_rng(10).random(len(own)) < share
    queries, count = own[::301], int(20 * share)  # fewer than there are eligible among those alike
    near = roster.people.near(queries)
    for query, vector in enumerate(queries):
        truth = np.argsort(-np.where(among, own @ vector, -np.inf))[:count]
        rows = near.best(query, among, count)
        assert among[rows].all() and len(set(rows.tolist()) & set(truth.tolist())) >= count - 1


def test_few_are_found_by_their_number_and_many_by_their_list(
    server: Database, number: int, roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, dict[str, object]]] = []
    generation = roster.people._generation  # type: ignore[attr-defined]
    monkeypatch.setattr(generation, "ask", lambda question, given: asked.append((question, given)) or [])
    near = roster.people.near(np.ones((1, roster.segments.shape[1]), dtype=np.float32))
    near.best(0, np.ones(len(roster), dtype=bool), 5)
    monkeypatch.setattr(nearest, "FEW", 10)
    near.best(0, np.ones(len(roster), dtype=bool), 5)
    monkeypatch.undo()
    for (question, given), index in zip(asked, ("_pkey", "_list_idx"), strict=True):
        with server.read() as session:
            cursor = session.connection().connection.driver_connection.cursor()  # type: ignore[union-attr]
            cursor.execute("set local enable_seqscan = off")  # so few people are read faster one after the other
            names = {kind: f"derived.{kind}_{number}" for kind in TABLES}
            plan = "\n".join(row for (row,) in cursor.execute("explain " + question.format(**names), given))
        assert f"person_{number}{index}" in plan


def test_the_newest_that_fits_is_named_and_older_ones_are_dropped(
    prepared: Fresh, saved: Path, engine: Engine, tmp_path: Path
) -> None:
    database = Database(prepared("postgresql", tmp_path))
    label = engine_label(engine)
    with database.read() as session:
        assert newest(session, label) is None
    assert drop_older(database, ()) == 0
    first, second = publish(database, saved, 3), publish(database, saved, 4)
    with database.read() as session:
        found = newest(session, label)
        assert found is not None and (found.number, found.revision, found.people) == (second, 4, 400)
        assert newest(session, label | {"fingerprint": "another"}) is None
    assert drop_older(database, {second}) == 1
    with database.read() as session:
        tables = set(session.scalars(text("select tablename from pg_tables where schemaname = 'derived'")))
    assert tables == {"generation", *(f"{kind}_{second}" for kind in TABLES)}
    with pytest.raises(StaleIndex):
        open_published(database, first, tmp_path / "cache", engine)
    database.close()


def test_a_generation_appears_whole_or_not_at_all(
    server: Database, saved: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with server.read() as session:
        before = set(session.scalars(text("select tablename from pg_tables where schemaname = 'derived'")))
    with pytest.raises(KeyboardInterrupt):
        publish(server, saved, 99, told)
    with server.read() as session:
        assert set(session.scalars(text("select tablename from pg_tables where schemaname = 'derived'"))) == before
        found = newest(session, engine_label(engine))
        assert found is None or found.revision != 99


def test_a_damaged_generation_is_refused_in_words(
    server: Database, saved: Path, engine: Engine, tmp_path: Path
) -> None:
    own = publish(server, saved, 2)
    with server.write() as session:
        session.execute(
            text(
                f"update derived.piece_{own} set content = overlay(content placing 'x'::bytea from 500 for 1)"
                " where name = 'practice.npy' and number = 0"
            )
        )
    for _ in range(2):
        with pytest.raises(StaleIndex, match="damaged"):
            open_published(server, own, tmp_path, engine)


def test_a_generation_of_another_model_is_refused_in_words(
    server: Database, saved: Path, engine: Engine, tmp_path: Path
) -> None:
    own = publish(server, saved, 2)
    with server.write() as session:
        session.execute(
            text("update derived.generation set label = label || cast(:told as jsonb) where number = :number"),
            {"told": json.dumps({"fingerprint": "another"}), "number": own},
        )
    with pytest.raises(StaleIndex, match="fingerprint differs"):
        open_published(server, own, tmp_path, engine)


def test_a_generation_that_a_replica_does_not_have_yet_is_opened(
    server: Database, number: int, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = asking.Generation._ask

    def behind(self: asking.Generation, question: str, given: dict[str, Any] | None, age: Age) -> list[tuple[Any, ...]]:
        return [] if question == opening._OF and age is Age.RECENT else ask(self, question, given, age)

    monkeypatch.setattr(asking.Generation, "_ask", behind)
    assert len(open_published(server, number, tmp_path, engine)) == 400
