"""The facts and words of people so many times over."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.columns import Columns
from matching.declared import DeclaredColumns
from matching.lexical import LexicalIndex

ROWS_OF = ("absent_row", "nationality_row")  # columns that hold rows of the roster
Facts = TypeVar("Facts", Columns, DeclaredColumns)


def repeated_starts(starts: NDArray[np.int64], times: int) -> NDArray[np.int64]:
    """(times n + 1,): where everybody's items begin."""
    further = np.arange(times)[:, None] * starts[-1]
    return np.append((starts[:-1][None, :] + further).ravel(), times * starts[-1]).astype(np.int64)


def repeated_rows(rows: NDArray[Any], size: int, times: int) -> NDArray[Any]:
    """The rows of `size` people and of those who came after them."""
    return (rows[None, :] + size * np.arange(times)[:, None]).astype(rows.dtype).ravel()


def repeated_columns(value: Facts, size: int, times: int) -> Facts:
    """The facts of `size` people so many times over."""
    found: dict[str, Any] = {}
    for item in fields(value):
        content: Any = getattr(value, item.name)
        if isinstance(content, tuple):
            found[item.name] = content
        elif isinstance(content, Mapping):
            per_person = item.name == "levels"
            found[item.name] = {
                key: np.tile(array, (times, 1)) if per_person else repeated_rows(array, size, times)
                for key, array in content.items()
            }
        elif item.name in ROWS_OF:
            found[item.name] = repeated_rows(content, size, times)
        else:
            found[item.name] = np.tile(content, (times, *[1] * (content.ndim - 1)))
    return type(value)(**found)


def repeated_words(index: LexicalIndex, size: int, times: int) -> LexicalIndex:
    """The same texts so many times over: every word has as many times the postings, weighed by its new rarity."""
    legs = {}
    for language in index.languages:
        rows, old = index.legs[language]
        pointers = np.asarray(old.scores["indptr"])
        used, people = np.diff(pointers).astype(np.float64), len(rows)
        weight = _rarity(times * used, times * people) / _rarity(used, people)
        bm25 = copy.copy(old)
        data = np.empty(times * pointers[-1], dtype=old.scores["data"].dtype)
        places = np.empty(times * pointers[-1], dtype=old.scores["indices"].dtype)
        further = (people * np.arange(times))[:, None]
        for word in range(len(used)):
            first, last = int(pointers[word]), int(pointers[word + 1])
            into = slice(times * first, times * last)
            data[into] = np.tile(old.scores["data"][first:last] * weight[word], times)
            places[into] = (old.scores["indices"][first:last][None, :] + further).ravel()
        bm25.scores = {"data": data, "indices": places, "indptr": times * pointers, "num_docs": times * people}
        legs[language] = (repeated_rows(rows, size, times), bm25)
    return LexicalIndex(times * size, legs)


def _rarity(used: NDArray[np.float64], people: int) -> NDArray[np.float64]:
    return np.log(1 + (people - used + 0.5) / (used + 0.5))
