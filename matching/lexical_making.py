"""BM25 over the words of many people, counted on disk: the index that `LexicalIndex.build` gives, to the last bit.

What is held in memory is a number for every word and for every person; the words of each person wait in a file.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.lexical import K1, B, LexicalIndex, new_index, stems_by_language

AT_ONCE = 1 << 20  # postings weighed at a time


class GrowingWords:
    """The words of a roster, added person after person.

    Args:
        folder: for files that are in use as long as this object and its index are; whoever gives it removes it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._size = folder, 0
        self._vocabulary: dict[str, dict[str, int]] = {}
        self._legs: dict[str, _Leg] = {}

    def add(self, person: Sequence[tuple[str, str | None]]) -> None:
        """The next person's texts with their languages."""
        for language, found in stems_by_language(person, self._vocabulary):
            if language not in self._legs:
                self._legs[language] = _Leg(self._folder / f"{len(self._legs)}")
            self._legs[language].add(self._size, found)
        self._size += 1

    def index(self) -> LexicalIndex:
        """Of everybody who was added; its weights are mapped files of the folder."""
        legs = {language: leg.weighed(self._vocabulary[language]) for language, leg in self._legs.items()}
        return LexicalIndex(self._size, {language: leg for language, leg in legs.items() if leg is not None})


class _Leg:
    """The people with texts in one language, and how often each of them uses which word."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows, self._lengths, self._different = array("i"), array("q"), array("q")
        self._words, self._counts = path.with_suffix(".words").open("w+b"), path.with_suffix(".counts").open("w+b")

    def add(self, row: int, found: NDArray[np.int32]) -> None:
        words, counts = np.unique(found, return_counts=True)
        self._rows.append(row)
        self._lengths.append(len(found))
        self._different.append(len(words))
        self._words.write(words.tobytes())
        self._counts.write(counts.astype(np.float32).tobytes())

    def weighed(self, vocabulary: dict[str, int]) -> tuple[NDArray[np.int32], Any] | None:
        """Rows and index, as `LexicalIndex` has them; None where there is no word."""
        if not vocabulary:
            return None
        self._words.flush()
        self._counts.flush()
        used = np.zeros(len(vocabulary), dtype=np.int64)
        for _, words, _ in self._pieces():
            used += np.bincount(words, minlength=len(used))
        pointers = np.concatenate([[0], np.cumsum(used)]).astype(np.int64)
        bm25 = new_index()
        bm25.scores = self._postings(pointers, _rarity(used, len(self._rows))) | {
            "indptr": pointers,
            "num_docs": len(self._rows),
        }
        bm25.vocab_dict, bm25.nonoccurrence_array = vocabulary, None
        self._words.close()
        self._counts.close()
        return np.array(self._rows, dtype=np.int32), bm25

    def _postings(self, pointers: NDArray[np.int64], rarity: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
        """Weights and people, word after word, people in the order of rows."""
        total = int(pointers[-1])
        data = np.memmap(self._path.with_suffix(".data"), dtype=np.float32, mode="w+", shape=(total,))
        places = np.memmap(self._path.with_suffix(".places"), dtype=np.int32, mode="w+", shape=(total,))
        lengths = np.array(self._lengths, dtype=np.int64)
        # Written as the library writes it for one person, in the same order: the same figures come out.
        damping = K1 * ((1 - B) + B * lengths / lengths.mean())
        following = pointers[:-1].copy()
        for people, words, counts in self._pieces():
            weights = rarity[words] * (counts / (damping[people] + counts))
            order = np.argsort(words, kind="stable")
            used = np.bincount(words, minlength=len(following))
            before = np.cumsum(used) - used
            into = np.repeat(following - before, used) + np.arange(len(words))
            data[into], places[into] = weights[order], people[order]
            following += used
        return {"data": data, "indices": places}

    def _pieces(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]]:
        """(place of the person, word, how often) for all words of some people at a time."""
        different = np.array(self._different, dtype=np.int64)
        ends = np.cumsum(different)
        first = at = 0
        while first < len(different):
            last = max(first + 1, int(np.searchsorted(ends, at + AT_ONCE, side="right")))
            count = int(ends[last - 1]) - at
            words = np.fromfile(self._path.with_suffix(".words"), np.int32, count, offset=4 * at)
            counts = np.fromfile(self._path.with_suffix(".counts"), np.float32, count, offset=4 * at)
            yield np.repeat(np.arange(first, last), different[first:last]), words, counts
            first, at = last, at + count


def _rarity(used: NDArray[np.int64], people: int) -> NDArray[np.float32]:
    """Of every word, as the library has it: by the logarithm of Python, whose last digit may be another than NumPy's."""
    return np.array([math.log(1 + (people - n + 0.5) / (n + 0.5)) for n in used.tolist()], dtype=np.float32)
