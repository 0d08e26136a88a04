"""Vectors in the database: what every store holds to, on PostgreSQL, and what machines that share it see."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from api.config import Settings
from api.storage import vectors
from api.storage.database import Database
from api.storage.vectors import DatabaseVectors
from api.wiring import build_store
from embeddings import HashingEncoder, VectorStore
from embeddings.packed_vectors import pack
from embeddings.text_vectors import key_of
from tests.embeddings.stores import TEXTS, Counting, Opened, StoreCases, keys_of


@pytest.fixture
def url(prepared: Callable[[str, Path], str], tmp_path: Path) -> str:
    return prepared("postgresql", tmp_path)


@pytest.fixture
def opened(url: str) -> Iterator[Opened]:
    databases: list[Database] = []

    def another() -> DatabaseVectors:
        databases.append(Database(url))
        return DatabaseVectors(lambda: databases[-1])

    yield another
    for database in databases:
        database.close()


class TestDatabaseVectors(StoreCases):
    """The database holds to what every store does."""


def test_those_who_start_together_make_one_table_and_lose_no_vector(opened: Opened) -> None:
    stores = [opened() for _ in range(4)]
    texts = [f"text {number}" for number in range(600)]

    def encode(at: int) -> None:
        mine = texts[at * 100 : at * 100 + 300]
        stores[at].encode_with_store(HashingEncoder(32), mine if at % 2 else mine[::-1], "passage")

    threads = [threading.Thread(target=encode, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(store.new for store in stores) == len(opened()) == 600


def test_a_damaged_vector_is_encoded_again(opened: Opened, url: str) -> None:
    counting = Counting()
    first = opened().encode_with_store(counting, TEXTS, "passage")
    database = Database(url)
    with database.write() as session:
        harm = text("update derived.text_vector set vector = :other where key = :key")
        session.execute(harm, {"other": bytes(64), "key": key_of(counting.fingerprint, "passage", "")})
    database.close()
    assert (opened().encode_with_store(counting, TEXTS, "passage") == first).all()
    assert counting.seen[4:] == [""]


def test_the_room_of_a_forgotten_vector_is_given_back(opened: Opened, url: str) -> None:
    counting, store = Counting(), opened()
    gone, kept = store.encode_with_store(counting, ["labour", "pension"], "passage").astype(np.float16)
    store.forget(keys_of(["labour"]))
    database = Database(url)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("checkpoint"))
        read = text("select pg_read_binary_file(pg_relation_filepath('derived.text_vector'))")
        pages = bytes(connection.scalar(read))
    database.close()
    assert kept.tobytes() in pages
    assert gone.tobytes() not in pages  # the other was moved into its place


def test_many_keys_are_asked_for_in_pieces(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"text {number}" for number in range(25)]
    opened().encode_with_store(Counting(), texts, "passage")
    monkeypatch.setattr(vectors, "AT_ONCE", 4)
    counting, store = Counting(), opened()
    store.encode_with_store(counting, [*texts, "new"], "passage")
    assert counting.seen == ["new"]
    assert store.forget(keys_of(texts)) == 25


def test_a_new_table_starts_with_what_is_known(url: str, tmp_path: Path) -> None:
    encoder, known, database = Counting(), tmp_path / "known", Database(url)
    given = VectorStore(tmp_path / "one.sqlite").encode_with_store(encoder, ["labour"], "passage")
    pack(known, [key_of(encoder.fingerprint, "passage", "labour")], given)
    DatabaseVectors(lambda: database, known).encode_with_store(encoder, ["labour"], "passage")
    assert encoder.seen == ["labour"]
    database.close()


def test_the_setting_says_where_vectors_are(url: str, tmp_path: Path) -> None:
    here = Settings(cache=tmp_path, data=tmp_path, database=url)
    assert isinstance(build_store(here, None), VectorStore)
    there = build_store(here.model_copy(update={"retrieval": "postgres"}), None)
    assert isinstance(there, DatabaseVectors)
    assert there.place.startswith("derived.text_vector at postgresql")
