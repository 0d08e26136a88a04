"""Rows read from a file are those of the array, in whatever order they are asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings import IndexDamaged, RowsFile

MATRIX = np.arange(60, dtype=np.float16).reshape(12, 5)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> RowsFile:
    path = tmp_path_factory.mktemp("rows") / "m.npy"
    np.save(path, MATRIX)
    return RowsFile(path)


@settings(deadline=None)
@given(st.lists(st.integers(0, 11), max_size=30))
def test_any_rows_in_any_order(held: RowsFile, rows: list[int]) -> None:
    wanted = np.array(rows, dtype=np.int64)
    assert (held[wanted] == MATRIX[wanted]).all() and held[wanted].shape == (len(rows), 5)


@pytest.mark.parametrize("cut", [slice(None), slice(3, 7), slice(5, 5), slice(9, 2), slice(0, 12, 5), slice(-2, None)])
def test_slices(held: RowsFile, cut: slice) -> None:
    assert (held[cut] == MATRIX[cut]).all() and held[cut].shape == MATRIX[cut].shape


def test_rows_of_one_value_each(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.arange(9, dtype=np.int32))
    held = RowsFile(tmp_path / "x.npy")
    assert held[3:6].tolist() == [3, 4, 5] and held[np.array([8, 0, 1])].tolist() == [8, 0, 1]
    assert held.shape == (9,) and held[:0].tolist() == []


def test_the_whole_as_an_array(held: RowsFile) -> None:
    assert (np.asarray(held) == MATRIX).all() and held.astype(np.float32).dtype == np.float32
    assert (len(held), held.shape, held.dtype) == (12, (12, 5), np.float16)
    assert np.asarray(held, dtype=np.float64).dtype == np.float64


@pytest.mark.parametrize("row", [-1, 12])
def test_a_row_that_is_not_there_is_refused(held: RowsFile, row: int) -> None:
    with pytest.raises(IndexError):
        held[np.array([0, row])]


def test_a_file_of_another_shape_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.ones((2, 2, 2)))
    with pytest.raises(IndexDamaged, match="no matrix"):
        RowsFile(tmp_path / "x.npy")


@pytest.mark.parametrize("left", [0, 5, 60, 140])
def test_a_file_that_is_empty_or_too_short_is_refused(tmp_path: Path, left: int) -> None:
    path = tmp_path / "m.npy"
    np.save(path, MATRIX)
    with path.open("r+b") as file:
        file.truncate(left)
    with pytest.raises(IndexDamaged, match="no whole array"):
        RowsFile(path)


def test_a_file_that_became_shorter_is_told(tmp_path: Path) -> None:
    path = tmp_path / "m.npy"
    np.save(path, MATRIX)
    rows = RowsFile(path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 4)
    assert rows[np.array([0])].tolist() == MATRIX[:1].tolist()
    with pytest.raises(IndexDamaged, match="ends before"):
        rows[np.array([11])]
