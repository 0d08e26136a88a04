"""Vectors on disk by content: encoded once, kept when interrupted, shared between processes, mended when damaged."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from embeddings import (
    StorageFull,
    VectorStore,
    text_vectors,
)
from embeddings.text_vectors import key_of
from tests.embeddings.stores import TEXTS, Counting, Opened, StoreCases, keys_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "vectors.sqlite"


class TestFile(StoreCases):
    """A file holds to what every store does."""

    @pytest.fixture
    def opened(self, path: Path) -> Opened:
        return lambda: VectorStore(path)


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
    monkeypatch.setattr(text_vectors, "_BATCH", 20)
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
    assert kept.forget(keys_of(["labour", "never seen"])) == 1
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
