"""A saved index: whole, labelled, and refused in words where it is damaged or of another model."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from embeddings import HashingEncoder, IndexDamaged, IndexMismatch, Label, StorageFull, VectorIndex, disk, index_files

ENCODER = HashingEncoder(16)
EXPECTED = Label.of(ENCODER)
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def index() -> VectorIndex:
    index = VectorIndex(EXPECTED)
    texts = ["labour", "pension", "été"]
    index.add(texts, ENCODER.encode(texts, kind="passage"))
    return index


@pytest.fixture
def folder(tmp_path: Path, index: VectorIndex) -> Path:
    index.save(tmp_path / "index", now=MOMENT)
    return tmp_path / "index"


def the_file(folder: Path, start: str) -> Path:
    (path,) = folder.glob(f"{start}-*")
    return path


def test_an_index_comes_back_as_it_was(folder: Path, index: VectorIndex) -> None:
    loaded = VectorIndex.load(folder, EXPECTED)
    assert list(loaded.ids) == list(index.ids)
    assert (loaded.vectors == index.vectors).all()
    query = ENCODER.encode(["pension law"], kind="query")
    assert loaded.search(query, 2).ids == index.search(query, 2).ids


def test_the_label_says_what_the_index_is(folder: Path) -> None:
    label = json.loads((folder / "label.json").read_text())
    assert label["model"] == "hashing-16"
    assert label["fingerprint"] == ENCODER.fingerprint
    assert (label["dimension"], label["count"], label["format"]) == (16, 3, 1)
    assert label["created"] == "2026-01-02T03:04:05+00:00"
    assert len(label["content"]) == 64


def test_the_content_hash_depends_on_ids_and_vectors_only(tmp_path: Path, index: VectorIndex) -> None:
    first = index.save(tmp_path / "one").content
    assert index.save(tmp_path / "two", now=MOMENT).content == first
    index.replace(["labour"], index.vectors[1:2])
    changed = index.save(tmp_path / "two").content
    index.remove(["été"])
    assert len({first, changed, index.save(tmp_path / "two").content}) == 3


def test_a_loaded_index_can_be_changed_and_saved_again(folder: Path) -> None:
    index = VectorIndex.load(folder, EXPECTED)
    index.replace(["labour"], -index.vectors[:1])
    index.add(["new"], index.vectors[1:2])
    index.save(folder)
    again = VectorIndex.load(folder, EXPECTED)
    assert list(again.ids) == ["labour", "pension", "été", "new"]
    assert (again.vectors == index.vectors).all()
    assert len(list(folder.glob("vectors-*"))) == len(list(folder.glob("ids-*"))) == 1


def test_an_empty_index_is_saved_too(tmp_path: Path) -> None:
    VectorIndex(EXPECTED).save(tmp_path / "index")
    loaded = VectorIndex.load(tmp_path / "index", EXPECTED)
    assert len(loaded) == 0
    assert loaded.vectors.shape == (0, 16)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (replace(EXPECTED, model="other", fingerprint="1" * 16), r"model differs.*hashing-16.*other \(1{16}\)"),
        (replace(EXPECTED, dimension=8), "dimension differs.*has 16, and 8"),
        (replace(EXPECTED, count=4), "count differs.*has 3, and 4"),
        (replace(EXPECTED, variant="centred 12"), 'variant differs.*has "", and "centred 12"'),
    ],
)
def test_an_index_that_does_not_fit_is_refused_in_words(folder: Path, expected: Label, found: str) -> None:
    with pytest.raises(IndexMismatch, match=found) as caught:
        VectorIndex.load(folder, expected)
    assert "Build the index again" in caught.value.next_step


def test_the_same_model_under_another_name_fits(folder: Path) -> None:
    assert len(VectorIndex.load(folder, replace(EXPECTED, model="a copy of it", count=3))) == 3


def test_another_format_is_refused(folder: Path) -> None:
    label = json.loads((folder / "label.json").read_text())
    (folder / "label.json").write_text(json.dumps(label | {"format": 2}))
    with pytest.raises(IndexMismatch, match="format version is 2, and 1"):
        VectorIndex.load(folder, EXPECTED)


def test_altered_vectors_are_found_by_their_hash(folder: Path) -> None:
    path = the_file(folder, "vectors")
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(IndexDamaged, match="altered after it was saved"):
        VectorIndex.load(folder, EXPECTED)
    assert len(VectorIndex.load(folder, EXPECTED, verify=False)) == 3


@pytest.mark.parametrize("verify", [True, False])
@pytest.mark.parametrize("start", ["vectors", "ids"])
def test_a_cut_file_is_found_by_its_size(folder: Path, start: str, verify: bool) -> None:
    path = the_file(folder, start)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged, match=f"{path.name}.*the label says"):
        VectorIndex.load(folder, EXPECTED, verify=verify)


@pytest.mark.parametrize("start", ["vectors", "ids"])
def test_a_file_of_the_right_size_that_makes_no_sense_is_refused(folder: Path, start: str) -> None:
    path = the_file(folder, start)
    path.write_bytes(b"\x00" * path.stat().st_size)
    with pytest.raises(IndexDamaged, match="cannot be read"):
        VectorIndex.load(folder, EXPECTED)


def test_ids_that_do_not_match_the_count_are_refused(folder: Path) -> None:
    path = the_file(folder, "ids")
    path.write_text(json.dumps(["a", "b"]).ljust(path.stat().st_size))
    with pytest.raises(IndexDamaged, match="holds 2 ids"):
        VectorIndex.load(folder, EXPECTED)


@pytest.mark.parametrize("start", ["vectors", "ids", "label"])
def test_a_missing_file_is_named(folder: Path, start: str) -> None:
    path = folder / "label.json" if start == "label" else the_file(folder, start)
    path.unlink()
    with pytest.raises(IndexDamaged, match=f"{path.name} is missing.*Build the index again"):
        VectorIndex.load(folder, EXPECTED)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"count": "three"}, "No valid value for count"),
        ({"files": {}}, r"names no vectors-\* file"),
        ({"files": None}, r"names no vectors-\* file"),
        ({"files": {f"vectors-..{os.sep}x": 1}}, r"names no vectors-\* file"),
    ],
)
def test_a_label_that_makes_no_sense_is_refused(folder: Path, change: dict[str, object], found: str) -> None:
    label = json.loads((folder / "label.json").read_text())
    (folder / "label.json").write_text(json.dumps(label | change))
    with pytest.raises(IndexDamaged, match=found):
        VectorIndex.load(folder, EXPECTED)


@pytest.mark.parametrize(("content", "found"), [("{", "label of the index in .* cannot be read"), ("[]", "Found list")])
def test_a_label_that_is_no_label_is_refused(folder: Path, content: str, found: str) -> None:
    (folder / "label.json").write_text(content)
    with pytest.raises(IndexDamaged, match=found):
        VectorIndex.load(folder, EXPECTED)


@pytest.mark.parametrize("room", [0, 100, 350, 500])
def test_a_full_disk_leaves_the_index_saved_before(
    folder: Path, index: VectorIndex, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    left, write = [room], disk.put

    def put(descriptor: int, content: bytes | memoryview) -> None:
        left[0] -= memoryview(content).nbytes
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(descriptor, content)

    monkeypatch.setattr(disk, "put", put)
    index.remove(["pension"])
    with pytest.raises(StorageFull, match="no room"):
        index.save(folder)
    assert list(VectorIndex.load(folder, EXPECTED).ids) == ["labour", "pension", "été"]
    assert not list(folder.glob(".*.tmp"))


def test_an_index_replaced_while_it_is_read_is_read_again(
    folder: Path, index: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    check, times = Label.check, []

    def check_and_replace(self: Label, expected: Label) -> None:
        check(self, expected)
        if not times:
            times.append(1)
            index.remove(["pension"])
            index.save(folder)

    monkeypatch.setattr(Label, "check", check_and_replace)
    assert list(VectorIndex.load(folder, EXPECTED).ids) == ["labour", "été"]


def test_large_contents_are_hashed_in_pieces(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, index: VectorIndex
) -> None:
    monkeypatch.setattr(index_files, "_PIECE", 50)
    index.save(tmp_path / "index")
    assert (np.asarray(VectorIndex.load(tmp_path / "index", EXPECTED).vectors) == index.vectors).all()
