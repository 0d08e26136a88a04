"""The entries of CVs as they are encoded: in which language each is, its text in neutral wording, and its vector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.cv.values import Entry, Parts
from matching.engine import Engine
from matching.neutral_wording import neutral
from matching.texts import detect_language


@dataclass(frozen=True)
class EntryTexts:
    """The entries of one CV that have a text, the language of each (None: not known), and the texts to be encoded.

    Attributes:
        language: of the CV as a whole.
    """

    language: str | None
    entries: tuple[Entry, ...]
    languages: list[str | None]
    texts: list[str]


@dataclass(frozen=True)
class EncodedEntries:
    """The same with the vectors of the texts, not centred: shape (n, d)."""

    told: EntryTexts
    vectors: NDArray[np.float32]


def entry_texts(parts: Parts) -> EntryTexts:
    """What is encoded of a CV."""
    entries = tuple(entry for entry in parts.entries if entry.text.strip())
    usual = detect_language(parts.text)
    languages = [entry.language or detect_language(entry.text) or usual for entry in entries]
    texts = [neutral(entry.text, spoken) for entry, spoken in zip(entries, languages, strict=True)]
    return EntryTexts(usual, entries, languages, texts)


def encode_entries(cvs: Sequence[Parts], engine: Engine) -> list[EncodedEntries]:
    """The entries of several CVs, all encoded in one go: a few long batches cost less than many short ones."""
    told = [entry_texts(parts) for parts in cvs]
    texts = [text for one in told for text in one.texts]
    vectors = engine.encode_passages(texts) if texts else np.empty((0, engine.encoder.dimension), dtype=np.float32)
    ends = np.cumsum([len(one.texts) for one in told])
    return [EncodedEntries(one, rows) for one, rows in zip(told, np.split(vectors, ends[:-1]), strict=True)]
