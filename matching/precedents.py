"""What was asked for or done before and is near to a request: by its text in any language, with the reason to look at it."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from matching.codes import fold
from matching.engine import Engine
from matching.english import ENGLISH
from matching.queries import CHUNK_WORDS, MAX_CHUNKS
from matching.texts import chunks, detect_language, sentences

Floats = NDArray[np.float32]

MOST_SENTENCES = 20  # of each text, looked through for the nearest pair
KEPT = 20_000  # vectors held in memory at most
FIELDS_SHARE = 0.4  # of similarity that comes from the fields; the rest is the texts'. 0.3 to 0.5 measure alike
LIKELY = 0.3  # confidence from which a field counts as one that both have
OVERLAP = 0.6  # cosine of the texts from which two of one institution may well be about the same


@dataclass(frozen=True)
class Precedent:
    """Something on record, as text and facts. Nothing of persons."""

    id: str
    text: str
    country: str | None = None
    institution: str | None = None
    fields: Mapping[str, float] = field(
        default_factory=dict
    )  # code -> confidence from 0 to 1; 1 where a person gave it


@dataclass(frozen=True)
class Likeness:
    """How a precedent is like what it was compared with, and why."""

    id: str
    similarity: float  # of texts, language taken out, and of fields: about 0 for unrelated ones, 1 for the same text
    # with fields that are certain
    fields: tuple[str, ...]  # that both are likely to be about, by their codes of today
    mine: str | None  # the nearest pair of sentences: the one of the request,
    theirs: str | None  # and the one of the precedent
    same_country: bool
    overlap: bool  # near, of the same institution in the same country: perhaps the same work twice


class PrecedentReader:
    """Vectors of texts by content, kept in memory as long as there is room. May be used from many threads.

    Args:
        engine: encodes; what its store holds is not encoded again.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._vectors: OrderedDict[bytes, Floats] = OrderedDict()
        self._changing = threading.Lock()

    def nearest(self, one: Precedent, others: Sequence[Precedent], limit: int) -> list[Likeness]:
        """The precedents nearest to one text, the nearest first; those without a text are left out.

        Args:
            limit: how many at most.
        """
        known = [other for other in others if other.text.strip()]
        if not one.text.strip() or not known:
            return []
        near, cosines = self.similarities(one, known)
        order = np.argsort(-near, kind="stable")[:limit]
        return [self._likeness(one, known[at], float(near[at]), float(cosines[at])) for at in order]

    def similarities(self, one: Precedent, others: Sequence[Precedent]) -> tuple[Floats, Floats]:
        """(n,) how like one text each of n others is, from 0 to 1, and (n,) the cosine of their texts alone.

        All of them have a text.
        """
        texts = [one.text, *(other.text for other in others)]
        vectors = self._kept("whole", texts, self._whole)
        cosines = vectors[1:] @ vectors[0]
        mine = self._as_now(one.fields)
        of_fields = np.array([_one_field(mine, self._as_now(other.fields)) for other in others], dtype=np.float32)
        near = (1 - FIELDS_SHARE) * self._both_ways(texts, cosines) + FIELDS_SHARE * of_fields
        return np.clip(near, 0, 1), cosines

    def _both_ways(self, texts: Sequence[str], cosines: Floats) -> Floats:
        """Cosines of texts with the first of them; the mean of two readings where both are in English.

        The cosine of the English encoder is put on the scale of the other: 0 for what is not related, 1 for the same.
        """
        in_english = np.array([detect_language(text) == ENGLISH for text in texts])
        if self.engine.english is None or not in_english[0] or not in_english[1:].any():
            return cosines
        read = self._kept(
            "english", [text for text, is_so in zip(texts, in_english, strict=True) if is_so], self._in_english
        )
        unrelated = self.engine.english_background.mean
        both = cosines.copy()
        both[in_english[1:]] = (cosines[in_english[1:]] + (read[1:] @ read[0] - unrelated) / (1 - unrelated)) / 2
        return both

    def _likeness(self, one: Precedent, other: Precedent, near: float, cosine: float) -> Likeness:
        mine, theirs = self._nearest_sentences(one.text, other.text)
        asked, known = self._as_now(one.fields), self._as_now(other.fields)
        same_country = one.country is not None and one.country == other.country
        return Likeness(
            id=other.id,
            similarity=round(near, 3),
            fields=tuple(code for code, sure in known.items() if min(sure, asked.get(code, 0.0)) >= LIKELY),
            mine=mine,
            theirs=theirs,
            same_country=same_country,
            overlap=same_country and cosine >= OVERLAP and _same(one.institution, other.institution),
        )

    def _as_now(self, fields: Mapping[str, float]) -> dict[str, float]:
        """Fields by the codes that they have today: those retired since are read as their successors."""
        kind, found = self.engine.vocabularies.fields, dict[str, float]()
        for code, sure in fields.items():
            now = kind.normalise(code) if kind.has(code) else code  # without a successor: as on record
            found[now] = max(sure, found.get(now, 0.0))
        return found

    def _nearest_sentences(self, one: str, other: str) -> tuple[str, str]:
        (mine, of_mine), (theirs, of_theirs) = self._by_sentence(one), self._by_sentence(other)
        cosines = of_mine @ of_theirs.T
        at = np.unravel_index(int(cosines.argmax()), cosines.shape)
        return mine[int(at[0])], theirs[int(at[1])]

    def _by_sentence(self, text: str) -> tuple[list[str], Floats]:
        language = detect_language(text) or ""
        parts = [text[start:end] for start, end in sentences(text)][:MOST_SENTENCES] or [text]
        return parts, self._kept(f"sentence {language}", parts, lambda new: self._encode(new, [language] * len(new)))

    def _whole(self, texts: list[str]) -> Floats:
        """(n, d): one vector per text, the mean of its pieces, of length 1."""
        pieces = _pieces(texts)
        spoken = [detect_language(text) or "" for text in texts]
        languages = [language for language, part in zip(spoken, pieces, strict=True) for _ in part]
        vectors = self._encode([piece for part in pieces for piece in part], languages)
        starts = np.cumsum([0, *(len(part) for part in pieces[:-1])])
        together = np.add.reduceat(vectors, starts, axis=0)
        return np.asarray(
            together / np.maximum(np.linalg.norm(together, axis=1, keepdims=True), 1e-9), dtype=np.float32
        )

    def _in_english(self, texts: list[str]) -> Floats:
        """(n, d): one vector per text by the encoder for English, of its beginning: there stands what it is about."""
        return self.engine.encode_english([piece[0] for piece in _pieces(texts)])

    def _encode(self, texts: list[str], languages: list[str]) -> Floats:
        return self.engine.passage_centres.apply(self.engine.encode_passages(texts), languages)

    def _kept(self, kind: str, texts: Sequence[str], make: Callable[[list[str]], Floats]) -> Floats:
        """(n, d): vectors as `make` makes them of texts, those in memory not made again."""
        keys = [sha256(f"{kind}\n{text}".encode("utf-8", "replace")).digest() for text in texts]
        with self._changing:
            found = {key: vector for key in keys if (vector := self._vectors.get(key)) is not None}
        if new := {key: text for key, text in zip(keys, texts, strict=True) if key not in found}:
            made = dict(zip(new, make(list(new.values())), strict=True))
            found |= made
            with self._changing:
                self._vectors.update(made)
                while len(self._vectors) > KEPT:
                    self._vectors.popitem(last=False)
        return np.stack([found[key] for key in keys])


def _pieces(texts: Sequence[str]) -> list[list[str]]:
    return [chunks(text, CHUNK_WORDS)[:MAX_CHUNKS] or [text] for text in texts]


def _one_field(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How probable it is that both are about one field at least, as far as one field tells nothing of another."""
    return 1 - math.prod(1 - sure * other.get(code, 0.0) for code, sure in one.items())


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and fold(one) == fold(other) != ""
