from __future__ import annotations

import errno
import pickle
from pathlib import Path

import pytest

from embeddings import disk
from embeddings.errors import EmbeddingError, StorageFull, UnknownModel


def fill_the_disk(monkeypatch: pytest.MonkeyPatch, room: int, number: int = errno.ENOSPC) -> None:
    """Let `room` bytes through, then answer as a full disk does."""
    left = [room]
    write = disk.put

    def put(descriptor: int, content: bytes | memoryview) -> None:
        left[0] -= memoryview(content).nbytes
        if left[0] < 0:
            raise OSError(number, "No space left on device")
        write(descriptor, content)

    monkeypatch.setattr(disk, "put", put)


def test_an_error_joins_its_parts_as_sentences() -> None:
    error = UnknownModel("No such model", "Found nothing!", "Install it")
    assert str(error) == "No such model. Found nothing! Install it."
    assert (error.what, error.found, error.next_step) == ("No such model", "Found nothing!", "Install it")


def test_an_error_without_a_finding_leaves_no_gap() -> None:
    assert str(EmbeddingError("It broke", "", "Try again")) == "It broke. Try again."


def test_an_error_survives_the_way_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(StorageFull("a", "b", "c")))
    assert isinstance(copy, StorageFull)
    assert copy.next_step == "c"


def test_the_cache_is_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EXPERTMATCH_CACHE", str(tmp_path))
    assert disk.cache_folder() == tmp_path


def test_without_the_variable_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPERTMATCH_CACHE", " ")
    assert disk.cache_folder().name == "expertmatch"


def test_a_full_disk_leaves_the_old_file_and_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    disk.write_atomic(tmp_path / "a", b"old")
    fill_the_disk(monkeypatch, room=3)
    with pytest.raises(StorageFull, match="no room"):
        disk.write_atomic(tmp_path / "a", b"new", b"er")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_closed_folder_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fill_the_disk(monkeypatch, room=0, number=errno.EROFS)
    with pytest.raises(StorageFull, match="cannot be written"):
        disk.write_atomic(tmp_path / "a", b"new")


def test_other_errors_pass_unchanged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fill_the_disk(monkeypatch, room=0, number=errno.EIO)
    with pytest.raises(OSError, match="No space") as caught:
        disk.write_atomic(tmp_path / "a", b"new")
    assert not isinstance(caught.value, EmbeddingError)


def test_a_folder_replaces_another_whole(tmp_path: Path) -> None:
    for content in ("one", "two"):
        with disk.folder_in_the_making(tmp_path / "f") as making:
            (making / content).write_text(content)
    assert [path.name for path in (tmp_path / "f").iterdir()] == ["two"]
    assert [path.name for path in tmp_path.iterdir()] == ["f"]


def test_a_folder_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    with disk.folder_in_the_making(tmp_path / "f") as making:
        (making / "one").touch()
    with pytest.raises(KeyError), disk.folder_in_the_making(tmp_path / "f"):
        raise KeyError
    assert [path.name for path in (tmp_path / "f").iterdir()] == ["one"]
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
