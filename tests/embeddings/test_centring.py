"""Subtracting the mean of each language, small enough to check by hand."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest

from embeddings import BadVectors, IndexDamaged, LanguageCentres, StorageFull, disk

VECTORS = [[3, 0], [1, 0], [0, 5], [0, 7], [9, 9]]
LANGUAGES = ["en", "EN ", "fr", "fr", "ru"]


@pytest.fixture
def centres() -> LanguageCentres:
    return LanguageCentres.fit(VECTORS, LANGUAGES, min_count=2)


def test_each_language_with_enough_texts_has_its_mean(centres: LanguageCentres) -> None:
    assert {code: mean.tolist() for code, mean in centres.centres.items()} == {"en": [2, 0], "fr": [0, 6]}
    assert centres.counts == {"en": 2, "fr": 2}


def test_the_grand_mean_counts_each_language_once(centres: LanguageCentres) -> None:
    assert centres.grand.tolist() == [1, 3]


def test_without_enough_texts_the_grand_mean_comes_from_all_languages() -> None:
    centres = LanguageCentres.fit(VECTORS, LANGUAGES, min_count=9)
    assert dict(centres.centres) == {}
    np.testing.assert_allclose(centres.grand, [11 / 3, 5])


def test_applying_subtracts_and_scales_to_length_one(centres: LanguageCentres) -> None:
    moved = centres.apply([[5, 4], [0, 9]], ["en", "FR"])
    np.testing.assert_allclose(moved, [[0.6, 0.8], [0, 1]])


def test_an_unknown_language_takes_the_grand_mean(centres: LanguageCentres) -> None:
    np.testing.assert_allclose(centres.apply([[4, 7]], ["ru"]), [[0.6, 0.8]])


def test_nothing_to_apply_gives_nothing(centres: LanguageCentres) -> None:
    assert centres.apply(np.empty((0, 2)), []).shape == (0, 2)


def test_what_was_given_is_not_changed(centres: LanguageCentres) -> None:
    given = np.array([[5, 4]], dtype=np.float32)
    centres.apply(given, ["en"])
    assert given.tolist() == [[5, 4]]


def test_saved_centres_come_back(centres: LanguageCentres, tmp_path: Path) -> None:
    centres.save(tmp_path / "deep" / "centres.npz")
    loaded = LanguageCentres.load(tmp_path / "deep" / "centres.npz")
    assert loaded.fingerprint == centres.fingerprint
    assert loaded.counts == centres.counts
    assert (loaded.apply(VECTORS, LANGUAGES) == centres.apply(VECTORS, LANGUAGES)).all()


def test_centres_without_languages_come_back(tmp_path: Path) -> None:
    LanguageCentres.fit(VECTORS, LANGUAGES, min_count=9).save(tmp_path / "c.npz")
    assert dict(LanguageCentres.load(tmp_path / "c.npz").centres) == {}


def test_the_fingerprint_follows_the_centres(centres: LanguageCentres) -> None:
    assert centres.fingerprint != LanguageCentres.fit(VECTORS, LANGUAGES, min_count=9).fingerprint


@pytest.mark.parametrize("keep", [0, 10, 200])
def test_a_damaged_file_is_refused(centres: LanguageCentres, tmp_path: Path, keep: int) -> None:
    path = tmp_path / "centres.npz"
    centres.save(path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(IndexDamaged, match=r"centres.npz cannot be read.*Fit the language centres again"):
        LanguageCentres.load(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="cannot be read"):
        LanguageCentres.load(tmp_path / "none.npz")


def test_a_file_whose_parts_do_not_fit_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "c.npz", codes='["en"]', counts=[1, 2], centres=np.ones((1, 2)), grand=np.ones(2))
    with pytest.raises(IndexDamaged, match="1 languages, 1 centres, 2 counts"):
        LanguageCentres.load(tmp_path / "c.npz")


def test_a_full_disk_is_said(centres: LanguageCentres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(disk, "put", lambda descriptor, content: (_ for _ in ()).throw(full))
    with pytest.raises(StorageFull):
        centres.save(tmp_path / "centres.npz")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("vectors", "languages", "found"),
    [
        ([[1, 2]], ["en", "fr"], "2 languages"),
        ([1, 2], ["en", "fr"], r"shape \(2,\)"),
        ([[1, float("inf")]], ["en"], "no number"),
        (np.empty((0, 2)), [], "Found none"),
    ],
)
def test_vectors_that_do_not_fit_cannot_be_fitted(vectors: list[list[float]], languages: list[str], found: str) -> None:
    with pytest.raises(BadVectors, match=found):
        LanguageCentres.fit(vectors, languages)


def test_another_dimension_cannot_be_centred(centres: LanguageCentres) -> None:
    with pytest.raises(BadVectors, match="3 values per vector, and the centres have 2"):
        centres.apply([[1, 2, 3]], ["en"])
