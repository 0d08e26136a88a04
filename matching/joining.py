"""The facts of many people, laid out in columns piece by piece and joined: as if they had been read in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.columns import Columns
from matching.declared import DeclaredColumns

ROWS_OF = ("absent_row",)  # columns that hold rows of the roster


def joined_columns(pieces: Sequence[Columns]) -> Columns:
    """The columns of people who were read one piece after the other, their institutions numbered throughout."""
    offsets = _offsets([piece.size for piece in pieces])
    found: dict[str, Any] = {}
    for item in fields(Columns):
        parts = [getattr(piece, item.name) for piece in pieces]
        if item.name == "levels":
            found[item.name] = _levels(parts, [piece.size for piece in pieces])
        elif item.name in ROWS_OF:
            found[item.name] = _moved(parts, offsets)
        elif isinstance(parts[0], Mapping):
            found[item.name] = _keyed(parts, offsets)
        elif isinstance(parts[0], tuple):
            found[item.name] = parts[0]
        else:
            found[item.name] = np.concatenate(parts)
    return Columns(**found)


def joined_declared(pieces: Sequence[DeclaredColumns]) -> DeclaredColumns:
    """The same of what they declared."""
    countries: dict[str, int] = {}
    numbers = []
    for piece in pieces:
        own = np.array([countries.setdefault(c, len(countries)) for c in piece.countries], dtype=np.int16)
        numbers.append(own[piece.nationality])
    offsets = _offsets([len(piece.gender) for piece in pieces])
    return DeclaredColumns(
        np.concatenate([piece.gender for piece in pieces]),
        _moved([piece.nationality_row for piece in pieces], offsets),
        np.concatenate(numbers),
        tuple(countries),
    )


def _offsets(sizes: Sequence[int]) -> list[int]:
    return list(accumulate(sizes[:-1], initial=0))


def _moved(parts: Sequence[NDArray[Any]], offsets: Sequence[int]) -> NDArray[Any]:
    return np.concatenate([(part + at).astype(part.dtype) for part, at in zip(parts, offsets, strict=True)])


def _keyed(parts: Sequence[Mapping[str, NDArray[Any]]], offsets: Sequence[int]) -> dict[str, NDArray[Any]]:
    """Rows by key, keys in the order in which they first came."""
    found: dict[str, list[NDArray[Any]]] = {}
    for part, at in zip(parts, offsets, strict=True):
        for key, rows in part.items():
            found.setdefault(key, []).append((rows + at).astype(rows.dtype))
    return {key: np.concatenate(rows) for key, rows in found.items()}


def _levels(parts: Sequence[Mapping[str, NDArray[np.int8]]], sizes: Sequence[int]) -> dict[str, NDArray[np.int8]]:
    """A row for everybody in every language; zeros for those of a piece in which nobody named it."""
    wide = next((array.shape[1] for part in parts for array in part.values()), 0)
    nobody: Callable[[int], NDArray[np.int8]] = lambda size: np.zeros((size, wide), dtype=np.int8)  # noqa: E731
    return {
        language: np.concatenate([part.get(language, nobody(size)) for part, size in zip(parts, sizes, strict=True)])
        for language in dict.fromkeys(language for part in parts for language in part)
    }
