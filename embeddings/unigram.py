"""Tokenising with a Unigram vocabulary in a sixth of the memory that the tokenizers library takes for it.

The library keeps the 250,000 pieces of a multilingual model in a tree of hash tables: 280 MB, more than all the layers of
a small encoder. Here they are one dictionary. It is slower for each word met for the first time, which an encoder on a
processor does not feel, and gives the same ids: the library's own normaliser and splitter of words go before it, and the
likeliest pieces of each word are found as the library finds them (Viterbi 1967, in the form of sentencepiece).
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_UNKNOWN_PENALTY = 10.0  # of the library: how much an unknown letter scores below the least likely piece
_MOST_WORDS = 30_000  # remembered with their pieces, some 8 MB; then forgotten and met anew
_PLAIN = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}


class UnigramTokenizer:
    """Ids of texts as a tokenizer of the library gives them, special tokens included; made by `unigram_tokenizer`."""

    def __init__(self, tokenizer: Any, settings: dict[str, Any], longest: int | None) -> None:
        vocabulary = settings["model"]["vocab"]
        self._ids: dict[str, int] = {piece: at for at, (piece, _) in enumerate(vocabulary)}
        self._scores = array("d", (score for _, score in vocabulary))
        self._unknown: int = settings["model"]["unk_id"]
        self._of_unknown = min(self._scores) - _UNKNOWN_PENALTY
        self._longest_piece = max(map(len, self._ids))
        self._added: dict[str, int] = {token["content"]: token["id"] for token in settings["added_tokens"]}
        self._at_added = re.compile("(" + "|".join(map(re.escape, self._added)) + ")")
        self._normalizer, self._splitter = tokenizer.normalizer, tokenizer.pre_tokenizer
        self._before, self._after = _around(tokenizer)
        self._room = None if longest is None else max(0, longest - len(self._before) - len(self._after))
        self._words: dict[str, list[int]] = {}

    def ids(self, texts: Iterable[str]) -> list[list[int]]:
        """The ids of each text."""
        return [[*self._before, *self._inner(text), *self._after] for text in texts]

    def _inner(self, text: str) -> list[int]:
        """The ids of one text without those around it, as many as count."""
        found: list[int] = []
        for some in self._parts(text):
            found += some
            if self._room is not None and len(found) >= self._room:
                return found[: self._room]
        return found

    def _parts(self, text: str) -> Iterator[Sequence[int]]:
        """The ids of a text word by word; a special token that is written out in it stands for itself."""
        for at, part in enumerate(self._at_added.split(text) if self._added else [text]):
            if at % 2:
                yield (self._added[part],)
            elif part:
                normal = part if self._normalizer is None else self._normalizer.normalize_str(part)
                for word, _ in self._splitter.pre_tokenize_str(normal):
                    yield self._of_word(word)

    def _of_word(self, word: str) -> list[int]:
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
            known = self._words[word] = self._likeliest(word)
        return known

    def _likeliest(self, word: str) -> list[int]:
        """The ids of the pieces of a word whose scores sum to the most; unknown letters side by side are one."""
        size = len(word)
        best, begins, ids = [0.0] + [-float("inf")] * size, [0] * (size + 1), [self._unknown] * (size + 1)
        for start in range(size):
            here, alone = best[start], False
            for end in range(start + 1, min(start + self._longest_piece, size) + 1):
                piece = self._ids.get(word[start:end])
                if piece is None:
                    continue
                alone = alone or end == start + 1
                if here + self._scores[piece] > best[end]:
                    best[end], begins[end], ids[end] = here + self._scores[piece], start, piece
            if not alone and here + self._of_unknown > best[start + 1]:
                best[start + 1], begins[start + 1], ids[start + 1] = here + self._of_unknown, start, self._unknown
        found: list[int] = []
        end = size
        while end > 0:
            if ids[end] != self._unknown or not found or found[-1] != self._unknown:
                found.append(ids[end])
            end = begins[end]
        return found[::-1]


def unigram_tokenizer(tokenizer: Any, longest: int | None) -> UnigramTokenizer | None:
    """The same tokenizer, small; None for one that works in another way.

    Args:
        tokenizer: of the tokenizers library; it is not kept.
        longest: tokens of a text that count, special ones included; None for all.
    """
    settings = json.loads(tokenizer.to_str())
    return UnigramTokenizer(tokenizer, settings, longest) if _is_plain_unigram(settings) else None


def _is_plain_unigram(settings: dict[str, Any]) -> bool:
    """Whether words are looked at one by one, an unknown letter has an id, and nothing is added but special tokens."""
    model, splitter = settings["model"], settings["pre_tokenizer"] or {}
    return (
        model["type"] == "Unigram"
        and not model.get("byte_fallback")
        and model.get("unk_id") is not None
        and (splitter.get("type"), splitter.get("split")) == ("Metaspace", True)
        and splitter.get("prepend_scheme") == "always"
        and all(_PLAIN.items() <= token.items() for token in settings["added_tokens"])
    )


def _around(tokenizer: Any) -> tuple[list[int], list[int]]:
    """The ids that a tokenizer puts before and after a text."""
    encoded = tokenizer.encode("a", add_special_tokens=False)
    alone: list[int] = encoded.ids
    within: list[int] = tokenizer.post_processor.process(encoded).ids if tokenizer.post_processor else alone
    first = next(at for at in range(len(within)) if within[at : at + len(alone)] == alone)
    return within[:first], within[first + len(alone) :]
