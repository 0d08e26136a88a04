"""What is kept of each person, read from the database for those who are looked at: experts, and vectors of their texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from api.storage.database import Age
from api.storage.retrieval.asking import Generation
from matching.entities import Expert
from matching.errors import StaleIndex

KEPT = 256  # experts kept: those on the lists and teams of a call are asked for again and again
AT_ONCE = 2000  # people whose vectors are asked for in one question
_EXPERT = "select expert from {told} where row = %(row)s"
_MARK = "select mark from derived.generation where number = %(number)s"
_HOMES = (  # of the profile, which is kilobytes, no more than the two words
    "select row, said ->> 'institution', said ->> 'institution_country' from (select row,"
    " convert_from(expert, 'UTF8')::json as said from {told} where row >= %(first)s and row < %(last)s) profiles"
)
_VECTORS = {
    "segments": "select row, segments from {told} where row = any(%(rows)s)",
    "english": "select row, english from {told} where row = any(%(rows)s)",
    "sentences": "select row, sentences from {told} where row = any(%(rows)s)",
}


class PublishedExperts(Sequence[Expert]):
    """The experts of a generation, each read when it is asked for."""

    def __init__(self, generation: Generation, size: int) -> None:
        self._generation, self._size = generation, size
        self._read = lru_cache(maxsize=KEPT)(partial(_read, generation))

    def __len__(self) -> int:
        return self._size

    @property
    def gone(self) -> bool:
        """Whether a question found the generation removed."""
        return self._generation.gone

    def is_outdated(self) -> bool:
        """Whether somebody was taken out of the generation since it was opened."""
        told = self._generation.ask(_MARK, {"number": self._generation.number}, Age.KNOWN)
        return [str(mark) for (mark,) in told] != [self._generation.mark]

    @overload
    def __getitem__(self, row: int) -> Expert: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Expert]: ...
    def __getitem__(self, row: int | slice) -> Expert | Sequence[Expert]:
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(len(self)))]
        if not -len(self) <= row < len(self):
            raise IndexError(row)
        return self._read(row % len(self))

    def __iter__(self) -> Iterator[Expert]:
        return (self[i] for i in range(len(self)))

    @cached_property
    def homes(self) -> list[tuple[str, str]]:
        """Everybody's institution and its country, '' where it is not said; asked for once, some at a time."""
        found = [("", "")] * self._size
        for first in range(0, self._size, AT_ONCE):
            for row, *home in self._generation.ask(_HOMES, {"first": first, "last": first + AT_ONCE}):
                institution, country = (word or "" for word in home)
                found[row] = (institution, country)
        return found


def _read(generation: Generation, row: int) -> Expert:
    found = generation.ask(_EXPERT, {"row": int(row)})
    if not found:
        raise StaleIndex(
            "A person was removed from the roster a moment ago.",
            f"Row {row} of generation {generation.number} is gone.",
            "Ask again: the person takes no part any more.",
        )
    return Expert.model_validate_json(bytes(found[0][0]))


class PublishedVectors:
    """Vectors (s, d) of some kind, person after person; of whoever was removed since, nothing but zeros.

    Args:
        kind: "segments", "english" or "sentences".
        starts: (n + 1,) where each person's begin.
        wide: d.
    """

    def __init__(self, generation: Generation, kind: str, starts: NDArray[np.int64], wide: int) -> None:
        self._generation, self._question, self._starts = generation, _VECTORS[kind], starts
        self.shape = (int(starts[-1]), wide)

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: NDArray[np.int64] | slice) -> NDArray[Any]:
        """m rows in ascending order, or a slice of all; whole people are asked for, all in one question."""
        places = np.arange(*rows.indices(len(self))) if isinstance(rows, slice) else np.asarray(rows, dtype=np.int64)
        if not len(places):
            return np.empty((0, self.shape[1]), dtype=np.float16)
        owners = np.searchsorted(self._starts, places, side="right") - 1
        people = np.unique(owners)
        sizes = self._starts[people + 1] - self._starts[people]
        together = self._of(people, sizes)
        if len(together) == len(places) and (np.diff(places) > 0).all():
            return together  # everything of everybody asked for
        begins = np.cumsum(sizes) - sizes
        return together[begins[np.searchsorted(people, owners)] + places - self._starts[owners]]

    def astype(self, kind: Any) -> NDArray[Any]:
        """The whole matrix in memory, as another type."""
        return self[:].astype(kind)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return self[:] if dtype is None else self.astype(dtype)

    def _of(self, people: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.float16]:
        """Everything of some people, in their order."""
        found = np.zeros((int(sizes.sum()), self.shape[1]), dtype=np.float16)
        ends = dict(
            zip(people.tolist(), zip((np.cumsum(sizes) - sizes).tolist(), sizes.tolist(), strict=True), strict=True)
        )
        for first in range(0, len(people), AT_ONCE):
            for row, content in self._generation.ask(
                self._question, {"rows": people[first : first + AT_ONCE].tolist()}
            ):
                begin, size = ends[row]
                found[begin : begin + size] = np.frombuffer(content, dtype=np.float16).reshape(size, self.shape[1])
        return found
