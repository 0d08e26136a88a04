"""BM25 over people, one index per language: lexical evidence counts only where call and CV share a language."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings import let_go
from embeddings.coarse import highest_among
from matching.neutral_wording import neutral
from matching.texts import stems

logging.getLogger("bm25s").setLevel(logging.INFO)  # it tells every step of an index otherwise
K1, B = 1.5, 0.75  # the usual values of Robertson and Zaragoza (2009)
TOO_COMMON = 0.5  # a word that over half of the people use tells nothing about any of them
LET_GO = 2000  # people from whom on the words of a saved index are not held in memory between two requests
LARGE_ROSTER = 100  # below this many people the share of a word says little, so that no word is left out
Posting = tuple[NDArray[np.int32], NDArray[np.float32]]  # places of who uses a word, and its weight with each of them


@dataclass(frozen=True)
class LexicalScores:
    """The share from 0 to 1 of the request's weight of words that was found, for people with texts in its language."""

    size: int  # people on the roster
    rows: NDArray[np.int32]  # (m,) of those with such texts, ascending
    found: NDArray[np.float32]  # (m,) the share of each of them
    weights: Mapping[str, float]  # stem -> idf of the request's words in this language, for choosing evidence

    @cached_property
    def scores(self) -> NDArray[np.float32]:
        """(n,) of the whole roster; NaN for people without such texts."""
        scores = np.full(self.size, np.nan, dtype=np.float32)
        scores[self.rows] = self.found
        return scores

    def of(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The same of some rows."""
        if len(rows) == self.size or not len(self.rows):
            return self.scores[rows]
        places = np.searchsorted(self.rows, rows.astype(self.rows.dtype))  # of one type, or all would be converted
        places = np.minimum(places, len(self.rows) - 1)
        return np.where(self.rows[places] == rows, self.found[places], np.float32(np.nan))

    def best(self, among: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
        """Rows of those of whom most was found, best first, of whom something was; `among` (n,): who may be named."""
        with_texts = among if len(self.rows) == len(among) else among[self.rows]
        there = with_texts & (self.found > 0)
        count = min(count, int(np.count_nonzero(there)))
        if count <= 0:
            return np.empty(0, dtype=np.int64)
        places = np.sort(highest_among(self.found, there, count))
        places = places[np.argsort(-self.found[places], kind="stable")]
        return self.rows[places].astype(np.int64)


class LexicalIndex:
    """One BM25 index per language over the texts of each person."""

    def __init__(self, size: int, legs: Mapping[str, tuple[NDArray[np.int32], Any]]) -> None:
        self._size, self.legs = size, dict(legs)

    @classmethod
    def build(cls, people: Iterable[Sequence[tuple[str, str | None]]]) -> LexicalIndex:
        """From each person's segments as (text, language)."""
        rows: dict[str, list[int]] = {}
        vocabulary: dict[str, dict[str, int]] = {}
        words: dict[str, list[NDArray[np.int32]]] = {}
        size = 0
        for size, person in enumerate(people, start=1):
            for language, found in stems_by_language(person, vocabulary):
                rows.setdefault(language, []).append(size - 1)
                words.setdefault(language, []).append(found)
        legs = {}
        for language, people_rows in rows.items():
            if not vocabulary[language]:
                continue
            bm25 = new_index()
            bm25.index((words[language], vocabulary[language]), show_progress=False, create_empty_token=False)
            legs[language] = (np.array(people_rows, dtype=np.int32), bm25)
        return cls(size, legs)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have an index; '' stands for texts of unknown language."""
        return tuple(self.legs)

    def score(self, text: str, language: str | None) -> LexicalScores:
        """BM25 of a request divided by what a text would reach that held every one of its words often.

        Dividing makes the figure comparable across requests of different length.
        """
        text = neutral(text, language)  # as the texts of the people were
        if (language or "") not in self.legs:
            return LexicalScores(self._size, np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32), {})
        rows, bm25 = self.legs[language or ""]
        pointers, numbers = bm25.scores["indptr"], bm25.vocab_dict
        known = [stem for stem in set(stems(text, language)) if stem in numbers]
        used = {stem: int(pointers[numbers[stem] + 1] - pointers[numbers[stem]]) for stem in known}

        def postings(wanted: Sequence[str]) -> Iterator[Posting]:
            # slices of a mapped file are dear to make
            places, data = (np.asarray(bm25.scores[part]) for part in ("indices", "data"))
            for number in (numbers[stem] for stem in wanted):
                yield places[pointers[number] : pointers[number + 1]], data[pointers[number] : pointers[number + 1]]

        found = words_found(self._size, rows, used, postings)
        if self._size > LET_GO:
            let_go(bm25.scores["data"])
            let_go(bm25.scores["indices"])
        return found

    def save(self, folder: Path) -> None:
        """Write one folder per language beside a table of contents."""
        folder.mkdir(parents=True, exist_ok=True)
        names = {language: language or "none" for language in self.legs}
        for language, (rows, bm25) in self.legs.items():
            bm25.save(folder / names[language], show_progress=False)
            np.save(folder / names[language] / "rows.npy", rows)
        (folder / "languages.json").write_text(json.dumps({"size": self._size, "languages": names}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Read what `save` wrote; the large arrays stay on disk until they are used."""
        import bm25s

        contents = json.loads((folder / "languages.json").read_text(encoding="utf-8"))
        legs = {}
        for language, name in contents["languages"].items():
            bm25 = bm25s.BM25.load(folder / name, mmap=True, show_progress=False)
            legs[language] = (np.load(folder / name / "rows.npy"), bm25)
        return cls(contents["size"], legs)


def words_found(
    size: int,
    rows: NDArray[np.int32],
    used: Mapping[str, int],
    postings: Callable[[Sequence[str]], Iterable[Posting]],
) -> LexicalScores:
    """What is found of a request, wherever the words are kept.

    Args:
        size: people on the roster.
        rows: of those with texts in the request's language, ascending.
        used: how many of them use each word of the request that anybody uses, by its stem.
        postings: of each of some stems, in their order, the places in `rows` of who uses it, and the weights there.
    """
    known, count = sorted(used), len(rows)
    used_by = np.array([used[stem] for stem in known], dtype=np.int64)
    idf = np.log(1 + (count - used_by + 0.5) / (used_by + 0.5))
    telling = used_by <= most_used(count)
    most = float(idf[telling].sum())  # the limit of BM25 in its Lucene form, when every word occurs often
    found = np.zeros(count, dtype=np.float32)
    if most > 0:
        for places, data in postings([stem for stem, tells in zip(known, telling, strict=True) if tells]):
            np.add.at(found, places, data)
        found = found / most
    return LexicalScores(size, rows, found, {s: float(w) for s, w, t in zip(known, idf, telling, strict=True) if t})


def most_used(people: int) -> float:
    """The number of people, of so many with texts in a language, up to whom a word tells something if they use it."""
    return max(TOO_COMMON * people, 1) if people >= LARGE_ROSTER else people


def stems_by_language(
    person: Sequence[tuple[str, str | None]], vocabulary: dict[str, dict[str, int]]
) -> Iterator[tuple[str, NDArray[np.int32]]]:
    """The numbers of the stems of a person's texts in each of their languages; '' for texts of unknown language.

    Args:
        person: texts with their languages.
        vocabulary: numbers of the stems by language; new ones are added.
    """
    by_language: dict[str, list[str]] = {}
    for text, language in person:
        by_language.setdefault(language or "", []).append(text)
    for language, texts in by_language.items():
        ids = vocabulary.setdefault(language, {})
        found = [ids.setdefault(stem, len(ids)) for text in texts for stem in stems(text, language or None)]
        yield language, np.array(found, dtype=np.int32)


def new_index() -> Any:
    """An index of one language, empty."""
    import bm25s

    _share_no_lock()
    return bm25s.BM25(method="lucene", k1=K1, b=B)


@cache
def _share_no_lock() -> None:
    """Give the progress bars of an index, which are made though never shown, a lock of this process alone.

    Theirs is shared with every process that was made by fork: one that is killed while it holds it leaves all others
    waiting for good.
    """
    try:
        from tqdm.auto import tqdm  # type: ignore[import-untyped]
    except ImportError:  # an index is then made without any
        return
    tqdm.monitor_interval = 0  # no thread that holds the lock now and then
    tqdm.set_lock(threading.RLock())
