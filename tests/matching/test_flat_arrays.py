"""Many arrays in one file: what is opened is what was saved, and is read when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.columns import build_columns
from matching.engine import Engine
from matching.entities import Expert
from matching.flat_arrays import open_arrays, save_arrays


@dataclass(frozen=True)
class Value:
    bits: NDArray[np.bool_]
    table: NDArray[np.int32]
    by_key: Mapping[str, NDArray[np.int32]]
    matrices: Mapping[str, NDArray[np.int8]]
    names: tuple[str, ...]


def a_value(**changed: object) -> Value:
    parts = {
        "bits": np.array([True, False, True]),
        "table": np.arange(6, dtype=np.int32).reshape(3, 2),
        "by_key": {"ministry / tax": np.array([4, 9], dtype=np.int32), "": np.array([], dtype=np.int32)},
        "matrices": {"fr": np.ones((3, 4), dtype=np.int8), "ar": np.zeros((3, 4), dtype=np.int8)},
        "names": ("a", "é"),
    }
    return Value(**(parts | changed))


@pytest.mark.parametrize("changed", [{}, {"by_key": {}, "matrices": {}, "names": ()}, {"table": np.empty((0, 2), int)}])
def test_what_is_opened_is_what_was_saved(tmp_path: Path, changed: dict[str, object]) -> None:
    before = a_value(**changed)
    save_arrays(tmp_path / "x.bin", before)
    after = open_arrays(Value, tmp_path / "x.bin")
    assert after.names == before.names
    assert (after.bits == before.bits).all() and after.bits.dtype == np.bool_
    assert (after.table == before.table).all() and after.table.shape == before.table.shape
    for one, other in ((after.by_key, before.by_key), (after.matrices, before.matrices)):
        assert list(one) == list(other) and len(one) == len(other)
        assert all((one[key] == other[key]).all() and one[key].shape == other[key].shape for key in other)
    assert after.by_key.get("nobody") is None


def test_the_columns_of_a_roster_come_back(tmp_path: Path, people: list[Expert], engine: Engine) -> None:
    before = build_columns(people, engine.vocabularies)
    save_arrays(tmp_path / "columns.bin", before)
    after = open_arrays(type(before), tmp_path / "columns.bin")
    for item in fields(before):
        old, new = getattr(before, item.name), getattr(after, item.name)
        if isinstance(old, Mapping):
            assert {k: v.tolist() for k, v in new.items()} == {k: v.tolist() for k, v in old.items()}
        else:
            assert np.array_equal(old, new)


def test_what_is_opened_is_for_reading_alone(tmp_path: Path) -> None:
    save_arrays(tmp_path / "x.bin", a_value())
    with pytest.raises(ValueError, match="read-only"):
        open_arrays(Value, tmp_path / "x.bin").table[0] = 1


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    save_arrays(path, a_value())
    path.write_bytes(path.read_bytes()[:-64])
    with pytest.raises(ValueError, match="bytes"):
        open_arrays(Value, path)
