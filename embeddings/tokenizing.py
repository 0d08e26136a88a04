"""Texts to the ids of their tokens: by a model's own tokenizer, or by a small one that gives the same where memory counts."""

from __future__ import annotations

from typing import Any, Protocol

from embeddings.unigram import UnigramTokenizer, unigram_tokenizer


class Tokenizing(Protocol):
    """Texts to ids."""

    def ids(self, texts: list[str]) -> list[list[int]]:
        """Per text its ids, special tokens included, cut at the longest input."""
        ...


class LibraryTokenizer:
    """A tokenizer of the tokenizers library, which uses every core."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def ids(self, texts: list[str]) -> list[list[int]]:
        """See Tokenizing."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]


def tokenizing_of(model: Any, longest: int | None, *, small: bool) -> Tokenizing | None:
    """The tokenizer of a sentence-transformers model, set to cut and not to pad; None where it works in another way.

    Args:
        longest: tokens of a text that count.
        small: prefer one that takes little memory (see `without_own`) and one core.
    """
    from embeddings.plain_bert import PlainModel

    if not isinstance(model, PlainModel) and not _can_be_tokenized_here(model):
        return None
    tokenizer = model.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    if longest:
        tokenizer.enable_truncation(longest)
    return (unigram_tokenizer(tokenizer, longest) if small else None) or LibraryTokenizer(tokenizer)


def _can_be_tokenized_here(model: Any) -> bool:
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    plain = len(model) > 1 and isinstance(model[0], Transformer) and isinstance(model[1], Pooling)
    return plain and bool(model[1].include_prompt) and getattr(model.tokenizer, "is_fast", False)


def without_own(model: Any, tokenizing: Tokenizing | None) -> Any:
    """The model, whose own tokenizer is emptied where a small one took its place."""
    if isinstance(tokenizing, UnigramTokenizer):
        from tokenizers import models

        model.tokenizer.backend_tokenizer.model = models.Unigram([("", 0.0)], 0, False)
    return model
