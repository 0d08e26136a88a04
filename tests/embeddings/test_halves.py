"""Half precision becomes single without a change, by either way."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings import halves, singles


@pytest.mark.parametrize("worth", [1, 10**9])
def test_every_half_becomes_the_same_single(worth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "WORTH", worth)
    every = np.arange(2**16, dtype=np.uint16).view(np.float16).reshape(-1, 64)
    with np.errstate(invalid="ignore"):
        found, truth = singles(every.copy()), every.astype(np.float32)
    assert found.dtype == np.float32 and np.array_equal(found, truth, equal_nan=True)


def test_what_may_not_be_written_to_and_what_is_single_already_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halves, "WORTH", 1)
    locked = np.ones((2, 2), dtype=np.float16)
    locked.flags.writeable = False
    for rows in (locked, np.ones((2, 2), dtype=np.float32)):
        found = singles(rows)
        assert found.tolist() == rows.tolist() and found is not rows
