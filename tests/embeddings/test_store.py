"""Vectors on disk by content: encoded once, kept when interrupted, shared between processes, mended when damaged."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings import Encoder, HashingEncoder, Kind, Progress, StorageFull, StoredEncoder, Vectors, VectorStore, store
from embeddings.store import key_of

TEXTS = ["labour inspection", "pension reform", "", "labour inspection", "youth employment"]


class Counting(HashingEncoder):
    """The hashing encoder, noting what it was given, and stopping when told to."""

    def __init__(self, stop_after: int | None = None) -> None:
        super().__init__(32)
        self.seen: list[str] = []
        self.stop_after = stop_after

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        if self.stop_after is not None and len(self.seen) >= self.stop_after:
            raise KeyboardInterrupt
        self.seen.extend(texts)
        return super().encode(texts, kind=kind, progress=progress)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "vectors.sqlite"


def test_stored_vectors_are_the_encoders_to_a_thousandth(path: Path, encoder: Encoder) -> None:
    texts = ["labour inspection", "", "Réforme des retraites"]
    exact = encoder.encode(texts, kind="passage")
    first = VectorStore(path).encode_with_store(encoder, texts, "passage")
    second = VectorStore(path).encode_with_store(encoder, texts, "passage")
    np.testing.assert_allclose(first, exact, atol=1e-3)
    assert (first == second).all()
    assert first.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1, atol=1e-6)


def test_a_text_is_encoded_once(path: Path) -> None:
    counting = Counting()
    VectorStore(path).encode_with_store(counting, TEXTS, "passage")
    assert counting.seen == ["labour inspection", "pension reform", "", "youth employment"]
    VectorStore(path).encode_with_store(counting, [*TEXTS, "new"], "passage")
    assert counting.seen[4:] == ["new"]
    assert len(VectorStore(path)) == 5


def test_kind_and_encoder_have_vectors_of_their_own(path: Path) -> None:
    counting = Counting()
    VectorStore(path).encode_with_store(counting, ["labour"], "passage")
    VectorStore(path).encode_with_store(counting, ["labour"], "query")
    VectorStore(path).encode_with_store(HashingEncoder(16), ["labour"], "query")
    assert counting.seen == ["labour", "labour"]
    assert len(VectorStore(path)) == 3


def test_an_interrupted_run_goes_on_where_it_stopped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_BATCH", 2)
    texts = [f"text {number}" for number in range(7)]
    with pytest.raises(KeyboardInterrupt):
        VectorStore(path).encode_with_store(Counting(stop_after=4), texts, "passage")
    counting = Counting()
    calls: list[tuple[int, int]] = []
    vectors = VectorStore(path).encode_with_store(counting, texts, "passage", lambda *call: calls.append(call))
    assert counting.seen == texts[4:]
    assert calls == [(4, 7), (6, 7), (7, 7)]
    np.testing.assert_allclose(vectors, counting.encode(texts, kind="passage"), atol=1e-3)


def test_progress_counts_repeated_texts(path: Path) -> None:
    calls: list[tuple[int, int]] = []
    VectorStore(path).encode_with_store(Counting(), ["a", "b", "a"], "query", lambda *call: calls.append(call))
    assert calls == [(0, 3), (3, 3)]


def test_no_texts_give_no_rows(path: Path) -> None:
    assert VectorStore(path).encode_with_store(Counting(), [], "query").shape == (0, 32)


def test_thousands_of_texts_are_looked_up_at_once(path: Path) -> None:
    texts = [f"text {number}" for number in range(2500)]
    counting = Counting()
    first = VectorStore(path).encode_with_store(counting, texts, "passage")
    again = VectorStore(path).encode_with_store(counting, texts[::-1], "passage")
    assert len(counting.seen) == 2500
    assert (first == again[::-1]).all()


def test_processes_write_to_one_file(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from embeddings import *;"
        "VectorStore(Path(sys.argv[1])).encode_with_store("
        "HashingEncoder(32), [f'{n}' for n in range(int(sys.argv[2]), int(sys.argv[2]) + 400)], 'passage')"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(path), str(start)]) for start in (0, 200, 300)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    counting = Counting()
    VectorStore(path).encode_with_store(counting, [f"{n}" for n in range(700)], "passage")
    assert counting.seen == []
    assert len(VectorStore(path)) == 700


def test_a_new_file_that_another_process_holds_is_waited_for(path: Path) -> None:
    path.parent.mkdir(parents=True)
    other = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN EXCLUSIVE")
    letting_go = threading.Timer(0.2, lambda: other.execute("COMMIT"))
    letting_go.start()
    VectorStore(path).encode_with_store(Counting(), TEXTS, "passage")
    letting_go.join()
    other.close()
    assert len(VectorStore(path)) == len(set(TEXTS))


def test_a_new_file_that_is_never_let_go_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.store._WAIT", 0.05)
    path.parent.mkdir(parents=True)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageFull):
        VectorStore(path).encode_with_store(Counting(), TEXTS, "passage")
    other.close()


@pytest.mark.parametrize("harm", ["vector = zeroblob(64)", "vector = zeroblob(2), checksum = 1104745215"])
def test_a_damaged_vector_is_encoded_again(path: Path, caplog: pytest.LogCaptureFixture, harm: str) -> None:
    counting = Counting()
    first = VectorStore(path).encode_with_store(counting, TEXTS, "passage")
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE vectors SET {harm} WHERE key = ?", [key_of(counting.fingerprint, "passage", "")])
    connection.close()
    with caplog.at_level(logging.WARNING):
        again = VectorStore(path).encode_with_store(counting, TEXTS, "passage")
    assert counting.seen[4:] == [""]
    assert (first == again).all()
    assert "encoded again" in caplog.text


def test_a_file_that_is_no_database_is_put_aside(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    with caplog.at_level(logging.WARNING):
        VectorStore(path).encode_with_store(Counting(), TEXTS, "passage")
    assert len(VectorStore(path)) == 4
    assert path.with_name("vectors.sqlite.damaged").read_bytes().startswith(b"no database")
    assert "put aside" in caplog.text


def test_pages_damaged_inside_are_put_aside(path: Path) -> None:
    texts = [f"text {number}" for number in range(500)]
    VectorStore(path).encode_with_store(Counting(), texts, "passage")
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    counting = Counting()
    vectors = VectorStore(path).encode_with_store(counting, texts, "passage")
    assert counting.seen == texts
    np.testing.assert_allclose(vectors, counting.encode(texts, kind="passage"), atol=1e-3)
    assert len(VectorStore(path)) == 500


def test_a_full_disk_keeps_the_batches_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_BATCH", 20)
    connect = VectorStore._connect

    def small(self: VectorStore) -> sqlite3.Connection:
        connection = connect(self)
        connection.execute("PRAGMA max_page_count = 12")
        return connection

    monkeypatch.setattr(VectorStore, "_connect", small)
    texts = [f"text {number}" for number in range(2000)]
    with pytest.raises(StorageFull, match=r"database or disk is full.*kept"):
        VectorStore(path).encode_with_store(Counting(), texts, "passage")
    kept = len(VectorStore(path))
    assert 0 < kept < 2000
    assert kept % 20 == 0


def test_a_place_that_cannot_hold_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "vectors.sqlite").mkdir()
    with pytest.raises(StorageFull, match=r"cannot be stored in .*vectors\.sqlite"):
        len(VectorStore(tmp_path / "vectors.sqlite"))


def test_other_database_errors_pass_unchanged(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="syntax"):
        VectorStore(path)._run(lambda connection: connection.execute("SELEKT"))


def test_a_forgotten_text_is_gone_from_the_file(path: Path) -> None:
    counting = Counting()
    kept = VectorStore(path)
    vector = kept.encode_with_store(counting, ["labour", "pension"], "passage")[:1].astype(np.float16)
    assert kept.forget(counting, ["labour", "never seen"], "passage") == 1
    assert len(kept) == 1
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert vector.tobytes() not in path.read_bytes()
    kept.encode_with_store(counting, ["labour", "pension"], "passage")
    assert counting.seen == ["labour", "pension", "labour"]


def test_keys_do_not_run_together() -> None:
    assert key_of("a", "query", "b") != key_of("a", "query", "\nb")
    assert len(key_of("a", "query", "b")) == 32


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator may write anywhere")
def test_a_folder_closed_to_us_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StorageFull, match="cannot be written"):
        VectorStore(tmp_path / "deep" / "vectors.sqlite").encode_with_store(Counting(), TEXTS, "query")


def test_an_encoder_with_a_store_behind_it_encodes_a_text_once_as_each_kind(path: Path) -> None:
    counting = Counting()
    encoder: Encoder = StoredEncoder(counting, VectorStore(path))
    assert (encoder.name, encoder.dimension, encoder.fingerprint) == (counting.name, 32, counting.fingerprint)
    first = encoder.encode(TEXTS, kind="query")
    assert (encoder.encode(TEXTS, kind="query") == first).all()
    assert len(counting.seen) == 4
    encoder.encode(TEXTS[:1], kind="passage")
    assert len(counting.seen) == 5
