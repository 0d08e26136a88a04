"""Whether the posts of a CV do the work of a field or stand beside it: the journalist on pensions, the vendor of software.

Words of a field show up in both, so that neither similarity nor keywords tell them apart. A linear classifier on the
vectors does, trained when the engine is built on sentences of our own in six languages.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

REGULARISATION = 1.0  # strong for vectors of length 1: the sentences are few
# The classifier so restrained gives logits of a few tenths. Read by a steeper curve they tell most of the sample's posts
# apart: points are half at HALF, 5 % and 95 % at about 0.3 below and above it.
HALF, STEEPNESS = -0.1, 10.0


@dataclass(frozen=True)
class PracticeReader:
    """A linear classifier on centred vectors (d,): logits above 0 say that a text tells of doing the work."""

    weights: Floats
    intercept: float

    def of_people(self, vectors: Floats, kinds: Sequence[str], starts: NDArray[np.int64]) -> NDArray[np.float16]:
        """(people,) from 0 to 1: how far a person's posts tell of doing the work; 1 where no post is listed.

        Args:
            vectors: (s, d) of all segments, centred.
            kinds: of the same segments.
            starts: (people + 1,) where each person's segments begin.
        """
        posts = np.array([kind == "post" for kind in kinds], dtype=np.float32)
        logits = (vectors @ self.weights + self.intercept) * posts
        count = np.add.reduceat(posts, starts[:-1])
        mean = np.add.reduceat(logits, starts[:-1]) / np.maximum(count, 1)
        points = 1 / (1 + np.exp(-STEEPNESS * (mean - HALF)))
        return np.where(count > 0, points, 1.0).astype(np.float16)


def build_practice(encode: Callable[[list[str], list[str]], Floats]) -> PracticeReader:
    """Train the classifier. `encode`: texts and their languages in, centred vectors of passages (n, d) out."""
    from sklearn.linear_model import LogisticRegression

    texts, languages, does = practice_sentences()
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=1000)
    model.fit(encode(list(texts), list(languages)), does)
    return PracticeReader(model.coef_[0].astype(np.float32), float(model.intercept_[0]))


@cache
def practice_sentences() -> tuple[tuple[str, ...], tuple[str, ...], tuple[bool, ...]]:
    """Texts, their languages, and whether each tells of doing the work."""
    data = json.loads(_source())
    rows = [
        (text, language, name == "work")
        for name in ("work", "beside")
        for language, texts in data[name].items()
        for text in texts
    ]
    texts, languages, does = zip(*rows, strict=True)
    return texts, languages, does


def practice_hash() -> str:
    """16 hexadecimal digits that change with the sentences."""
    return hashlib.sha256(_source().encode()).hexdigest()[:16]


def _source() -> str:
    return (files("matching") / "practice_sentences.json").read_text(encoding="utf-8")
