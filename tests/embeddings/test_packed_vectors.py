"""A store may start with vectors that travelled; a text that is not among them is encoded as any other."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings import HashingEncoder, IndexDamaged, StorageFull, VectorStore
from embeddings.packed_vectors import pack, unpack
from embeddings.text_vectors import key_of

TEXTS = ["pension fund", "labour inspection"]


class Counting(HashingEncoder):
    """Says which texts it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], **options: object) -> np.ndarray:
        self.asked += texts
        return super().encode(texts, **options)  # type: ignore[arg-type]


@pytest.fixture
def known(tmp_path: Path) -> Path:
    encoder = HashingEncoder()
    keys = [key_of(encoder.fingerprint, "passage", text) for text in TEXTS]
    pack(tmp_path / "known.npz", keys, encoder.encode(TEXTS, kind="passage"))
    return tmp_path / "known.npz"


def test_what_is_packed_is_unpacked(known: Path) -> None:
    keys, vectors = unpack(known)
    assert len(keys) == 2 and vectors.shape == (2, 256)
    assert keys[0] == key_of(HashingEncoder().fingerprint, "passage", TEXTS[0])


def test_a_new_store_starts_with_what_is_known_and_encodes_only_the_rest(known: Path, tmp_path: Path) -> None:
    encoder, store = Counting(), VectorStore(tmp_path / "store.sqlite", known=known)
    found = store.encode_with_store(encoder, [*TEXTS, "new"], "passage")
    assert encoder.asked == ["new"]
    assert found == pytest.approx(HashingEncoder().encode([*TEXTS, "new"], kind="passage"), abs=1e-3)
    store.encode_with_store(encoder, TEXTS, "query")
    assert encoder.asked == ["new", *TEXTS]  # the same texts as queries are others


def test_a_store_that_exists_is_left_alone(known: Path, tmp_path: Path) -> None:
    encoder = Counting()
    VectorStore(tmp_path / "store.sqlite").encode_with_store(encoder, ["first"], "passage")
    store = VectorStore(tmp_path / "store.sqlite", known=known)
    store.encode_with_store(encoder, TEXTS, "passage")
    assert encoder.asked == ["first", *TEXTS]


@pytest.mark.parametrize("content", [b"", b"x", None])
def test_a_damaged_file_is_passed_over_and_said_so(
    tmp_path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "known.npz"
    if content is None:
        np.savez(path, keys=np.zeros((2, 32), np.uint8), vectors=np.zeros((3, 4), np.float16))
    else:
        path.write_bytes(content)
    with pytest.raises(IndexDamaged, match="cannot be read"):
        unpack(path)
    encoder = Counting()
    VectorStore(tmp_path / "store.sqlite", known=path).encode_with_store(encoder, TEXTS, "passage")
    assert encoder.asked == TEXTS and "cannot be read" in caplog.text


def test_a_full_disk_leaves_the_file_as_it_was(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = known.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("embeddings.disk.put", full)
    with pytest.raises(StorageFull):
        pack(known, [b"k" * 32], np.zeros((1, 4), np.float32))
    assert known.read_bytes() == before
