"""BM25 over people, one index per language: lexical evidence counts only where call and CV share a language."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings import let_go
from embeddings.coarse import highest
from matching.neutral_wording import neutral
from matching.texts import stems

logging.getLogger("bm25s").setLevel(logging.INFO)  # it tells every step of an index otherwise
K1, B = 1.5, 0.75  # the usual values of Robertson and Zaragoza (2009)
TOO_COMMON = 0.5  # a word that over half of the people use tells nothing about any of them
LET_GO = 2000  # people from whom on the words of a saved index are not held in memory between two requests
LARGE_ROSTER = 100  # below this many people the share of a word says little, so that no word is left out


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
        found = np.where(among[self.rows], self.found, 0)
        count = min(count, int(np.count_nonzero(found)))
        if count <= 0:
            return np.empty(0, dtype=np.int64)
        places = np.sort(highest(found, count))
        places = places[np.argsort(-found[places], kind="stable")][:count]
        return self.rows[places].astype(np.int64)


class LexicalIndex:
    """One BM25 index per language over the texts of each person."""

    def __init__(self, size: int, legs: Mapping[str, tuple[NDArray[np.int32], Any]]) -> None:
        self._size, self.legs = size, dict(legs)

    @classmethod
    def build(cls, people: Iterable[Sequence[tuple[str, str | None]]]) -> LexicalIndex:
        """From each person's segments as (text, language)."""
        import bm25s

        rows: dict[str, list[int]] = {}
        vocabulary: dict[str, dict[str, int]] = {}
        words: dict[str, list[NDArray[np.int32]]] = {}
        size = 0
        for size, person in enumerate(people, start=1):
            by_language: dict[str, list[str]] = {}
            for text, language in person:
                by_language.setdefault(language or "", []).append(text)
            for language, texts in by_language.items():
                ids = vocabulary.setdefault(language, {})
                found = [ids.setdefault(stem, len(ids)) for text in texts for stem in stems(text, language or None)]
                rows.setdefault(language, []).append(size - 1)
                words.setdefault(language, []).append(np.array(found, dtype=np.int32))
        legs = {}
        for language, people_rows in rows.items():
            if not vocabulary[language]:
                continue
            _share_no_lock()
            bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
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
        known = sorted({stem for stem in stems(text, language) if stem in bm25.vocab_dict})
        tokens = np.array([bm25.vocab_dict[stem] for stem in known], dtype=np.int64)
        pointers = bm25.scores["indptr"]
        count = len(rows)
        used_by = pointers[tokens + 1] - pointers[tokens] if len(tokens) else np.empty(0)
        idf = np.log(1 + (count - used_by + 0.5) / (used_by + 0.5))
        telling = used_by <= max(TOO_COMMON * count, 1) if count >= LARGE_ROSTER else np.ones(len(tokens), dtype=bool)
        most = float(idf[telling].sum())  # the limit of BM25 in its Lucene form, when every word occurs often
        found = _summed(bm25.scores, tokens[telling]) / most if most > 0 else np.zeros(count, dtype=np.float32)
        if self._size > LET_GO:
            let_go(bm25.scores["data"])
            let_go(bm25.scores["indices"])
        weights = {s: float(w) for s, w, t in zip(known, idf, telling, strict=True) if t}
        return LexicalScores(self._size, rows, found, weights)

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


def _summed(scores: Mapping[str, Any], tokens: NDArray[np.int64]) -> NDArray[np.float32]:
    """(people of a leg,): the weights of these words in each person's texts, added up in the order of the words."""
    pointers, found = scores["indptr"], np.zeros(scores["num_docs"], dtype=np.float32)
    indices, data = (
        np.asarray(scores[part]) for part in ("indices", "data")
    )  # slices of a mapped file are dear to make
    for first, last in zip(pointers[tokens].tolist(), pointers[tokens + 1].tolist(), strict=True):
        np.add.at(found, indices[first:last], data[first:last])
    return found


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
