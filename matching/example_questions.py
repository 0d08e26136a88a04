"""Questions of our own, one for each field that was ever asked for, in six languages: what a question is compared with.

Requests are long and say who asks and what is to be done; a question is short. The examples of the vocabulary are
requests in short, and not in every language; these are questions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from matching.codes import WORKING_LANGUAGES

Floats = NDArray[np.float32]
OWN = 0.8  # share of the example in the question's own language; the rest is the mean over all languages


@dataclass(frozen=True)
class ExampleQuestions:
    """Vectors (fields, languages, d) of the examples, centred and of length 1; `codes` of their fields."""

    codes: tuple[str, ...]
    vectors: Floats

    def likeness(self, vector: Floats, language: str | None, codes: Sequence[str]) -> Floats:
        """(codes,): cosine of a question with the example of each field; the mean of all for a field that has none.

        Args:
            vector: (d,) of the question, centred, of length 1.
            language: of the question; where it is none of ours all examples count alike.
        """
        if not self.codes:
            return np.zeros(len(codes), dtype=np.float32)
        near = self.vectors @ vector
        like = near.mean(axis=1)
        if language in WORKING_LANGUAGES:
            like = OWN * near[:, WORKING_LANGUAGES.index(language)] + (1 - OWN) * like
        known = dict(zip(self.codes, like.tolist(), strict=True))
        usual = float(like.mean()) if len(like) else 0.0
        return np.array([known.get(code, usual) for code in codes], dtype=np.float32)


def build_examples(known: Callable[[str], bool], encode: Callable[[list[str], list[str]], Floats]) -> ExampleQuestions:
    """Encode the examples.

    Args:
        known: whether a code is in the vocabulary in use; examples of others are passed over.
        encode: texts and their languages in, centred vectors of queries (n, d) out.
    """
    given = {code: texts for code, texts in questions_by_field().items() if known(code)}
    texts = [texts[language] for texts in given.values() for language in WORKING_LANGUAGES]
    if not given:
        return ExampleQuestions((), np.empty((0, len(WORKING_LANGUAGES), 1), dtype=np.float32))
    vectors = encode(texts, [*WORKING_LANGUAGES] * len(given))
    return ExampleQuestions(tuple(given), vectors.reshape(len(given), len(WORKING_LANGUAGES), -1))


@cache
def questions_by_field() -> dict[str, dict[str, str]]:
    """Code -> language -> question."""
    data: dict[str, dict[str, str]] = json.loads(_source())
    return data


def _source() -> str:
    return (files("matching") / "example_questions.json").read_text(encoding="utf-8")
