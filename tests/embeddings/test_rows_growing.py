"""A file written piece by piece is the file that NumPy writes in one go."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import RowsFile
from embeddings.rows_growing import GrowingRows


@pytest.mark.parametrize("width", [None, 3])
def test_pieces_make_the_file_that_numpy_writes(tmp_path: Path, width: int | None) -> None:
    whole = np.arange(30, dtype=np.float32) if width is None else np.arange(30, dtype=np.float32).reshape(-1, width)
    np.save(tmp_path / "whole.npy", whole)
    with GrowingRows(tmp_path / "grown.npy", np.float32, width) as rows:
        for first in range(0, len(whole), 4):
            rows.add(whole[first : first + 4])
        assert rows.count == len(whole)
    assert (tmp_path / "grown.npy").read_bytes() == (tmp_path / "whole.npy").read_bytes()
    assert (RowsFile(tmp_path / "grown.npy")[:] == whole).all()


def test_rows_of_another_width_are_refused(tmp_path: Path) -> None:
    with GrowingRows(tmp_path / "grown.npy", np.int8, 3) as rows, pytest.raises(ValueError, match="3"):
        rows.add(np.zeros((2, 4), dtype=np.int8))


def test_a_file_that_was_cut_off_has_no_rows(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), GrowingRows(tmp_path / "grown.npy", np.int8) as rows:
        rows.add(np.zeros(9, dtype=np.int8))
        raise RuntimeError
    assert len(np.load(tmp_path / "grown.npy")) == 0
