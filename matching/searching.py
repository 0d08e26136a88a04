"""The door to an engine of retrieval: what the first cut asks, of vectors and of words, wherever they are kept.

`embeddings.CoarseVectors` and `matching.lexical.LexicalIndex` answer in this process. Whatever answers instead is held to
the same tests (tests/matching/test_searching.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


class Matrix(Protocol):
    """Vectors of segments, in memory or wherever they are kept."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows, and values in each."""
        ...

    def __getitem__(self, rows: Any, /) -> NDArray[Any]:
        """Those of a slice, or of an array of numbers in ascending order, in half precision."""
        ...

    def astype(self, kind: Any, /) -> NDArray[Any]:
        """The whole matrix in memory, as another type."""
        ...

    def __array__(self, dtype: Any = None, /) -> NDArray[Any]: ...


class Nearness(Protocol):
    """How near everyone is to some queries."""

    def best(self, query: int, among: Mask, count: int) -> Rows:
        """The nearest to one query among some people, best first; fewer where there are fewer.

        Args:
            query: its number.
            among: (roster,) who may be found.
            count: how many.
        """
        ...


class ByVector(Protocol):
    """People by one vector each."""

    def near(self, queries: Floats) -> Nearness:
        """How near everyone is to queries (m, d) of length 1."""
        ...


class WordsFound(Protocol):
    """How much of a request's words is found with whom."""

    @property
    def weights(self) -> Mapping[str, float]:
        """How telling each word of the request is, by its stem."""
        ...

    def of(self, rows: Rows) -> Floats:
        """The share from 0 to 1 that was found with some people; NaN for who has no text in the request's language."""
        ...

    def best(self, among: Mask, count: int) -> Rows:
        """Those with whom most was found among some people, best first; nobody with whom nothing was."""
        ...


class ByWords(Protocol):
    """People by their words."""

    def score(self, text: str, language: str | None) -> WordsFound:
        """What is found of a request in the texts of its language."""
        ...
