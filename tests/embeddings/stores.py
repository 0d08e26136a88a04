"""What every store of vectors holds to, wherever it keeps them: one set of cases for all of them.

A module of tests takes them by a class of its own, with a fixture `opened`: a function that opens the same store anew, as
another process would.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from embeddings import HashingEncoder, Kind, Progress, StoredEncoder, TextVectors, Vectors, text_vectors
from embeddings.text_vectors import key_of

TEXTS = ["labour inspection", "pension reform", "", "labour inspection", "youth employment"]

Opened = Callable[[], TextVectors]


def keys_of(texts: Sequence[str]) -> list[bytes]:
    """Under which keys the vectors of passages lie that `Counting` encoded."""
    return [key_of(Counting().fingerprint, "passage", text) for text in texts]


class Counting(HashingEncoder):
    """The hashing encoder, noting what it was given, and stopping when told to."""

    def __init__(self, stop_after: int | None = None) -> None:
        super().__init__(32)
        self.seen: list[str] = []
        self.stop_after = stop_after

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        if self.stop_after is not None and len(self.seen) >= self.stop_after:
            raise KeyboardInterrupt
        self.seen.extend(texts)
        return super().encode(texts, kind=kind, progress=progress)


class StoreCases:
    """The cases."""

    def test_stored_vectors_are_the_encoders_to_a_thousandth(self, opened: Opened) -> None:
        encoder, texts = HashingEncoder(), ["labour inspection", "", "Réforme des retraites"]
        exact = encoder.encode(texts, kind="passage")
        first = opened().encode_with_store(encoder, texts, "passage")
        second = opened().encode_with_store(encoder, texts, "passage")
        np.testing.assert_allclose(first, exact, atol=1e-3)
        assert (first == second).all()
        assert first.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1, atol=1e-6)

    def test_a_text_is_encoded_once_and_what_was_added_is_counted(self, opened: Opened) -> None:
        counting, store = Counting(), opened()
        store.encode_with_store(counting, TEXTS, "passage")
        assert counting.seen == ["labour inspection", "pension reform", "", "youth employment"]
        assert (store.new, store.again) == (4, 0)
        other = opened()
        other.encode_with_store(counting, [*TEXTS, "new"], "passage")
        assert counting.seen[4:] == ["new"]
        assert (other.new, other.again, len(other)) == (1, 0, 5)

    def test_a_text_that_two_encode_at_once_is_kept_once(self, opened: Opened) -> None:
        one, other = opened(), opened()

        class Slower(Counting):
            def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
                other.encode_with_store(Counting(), TEXTS, "passage")
                return super().encode(texts, kind=kind, progress=progress)

        one.encode_with_store(Slower(), [*TEXTS, "new"], "passage")
        assert (other.new, other.again) == (4, 0)
        assert (one.new, one.again, len(one)) == (1, 4, 5)

    def test_kind_and_encoder_have_vectors_of_their_own(self, opened: Opened) -> None:
        counting = Counting()
        opened().encode_with_store(counting, ["labour"], "passage")
        opened().encode_with_store(counting, ["labour"], "query")
        opened().encode_with_store(HashingEncoder(16), ["labour"], "query")
        assert counting.seen == ["labour", "labour"]
        assert len(opened()) == 3

    def test_an_interrupted_run_goes_on_where_it_stopped(self, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(text_vectors, "_BATCH", 2)
        texts = [f"text {number}" for number in range(7)]
        with pytest.raises(KeyboardInterrupt):
            opened().encode_with_store(Counting(stop_after=4), texts, "passage")
        counting = Counting()
        calls: list[tuple[int, int]] = []
        vectors = opened().encode_with_store(counting, texts, "passage", lambda *call: calls.append(call))
        assert counting.seen == texts[4:]
        assert calls == [(4, 7), (6, 7), (7, 7)]
        np.testing.assert_allclose(vectors, counting.encode(texts, kind="passage"), atol=1e-3)

    def test_progress_counts_repeated_texts(self, opened: Opened) -> None:
        calls: list[tuple[int, int]] = []
        opened().encode_with_store(Counting(), ["a", "b", "a"], "query", lambda *call: calls.append(call))
        assert calls == [(0, 3), (3, 3)]

    def test_no_texts_give_no_rows(self, opened: Opened) -> None:
        assert opened().encode_with_store(Counting(), [], "query").shape == (0, 32)

    def test_thousands_of_texts_are_looked_up_at_once(self, opened: Opened) -> None:
        texts = [f"text {number}" for number in range(4500)]
        counting = Counting()
        first = opened().encode_with_store(counting, texts, "passage")
        again = opened().encode_with_store(counting, texts[::-1], "passage")
        assert len(counting.seen) == 4500
        assert (first == again[::-1]).all()

    def test_a_vector_of_another_size_is_damaged_and_encoded_again(
        self, opened: Opened, caplog: pytest.LogCaptureFixture
    ) -> None:
        wider = HashingEncoder(64)
        wider.fingerprint = Counting().fingerprint  # as if bytes had been lost
        opened().encode_with_store(wider, ["labour"], "passage")
        counting = Counting()
        with caplog.at_level(logging.WARNING):
            vectors = opened().encode_with_store(counting, ["labour"], "passage")
        assert counting.seen == ["labour"]
        assert "encoded again" in caplog.text
        assert (opened().encode_with_store(counting, ["labour"], "passage") == vectors).all()
        assert counting.seen == ["labour"]

    def test_a_forgotten_text_is_encoded_again(self, opened: Opened) -> None:
        counting, kept = Counting(), opened()
        kept.encode_with_store(counting, ["labour", "pension"], "passage")
        assert kept.forget(keys_of(["labour", "never seen", "labour"])) == 1
        assert kept.forget([key_of(counting.fingerprint, "query", "pension")]) == 0
        assert kept.forget([key_of("another encoder", "passage", "pension")]) == 0
        assert len(kept) == 1
        opened().encode_with_store(counting, ["labour", "pension"], "passage")
        assert counting.seen == ["labour", "pension", "labour"]

    def test_an_encoder_with_a_store_behind_it_encodes_a_text_once_as_each_kind(self, opened: Opened) -> None:
        counting = Counting()
        encoder = StoredEncoder(counting, opened())
        assert (encoder.name, encoder.dimension, encoder.fingerprint) == (counting.name, 32, counting.fingerprint)
        first = encoder.encode(TEXTS, kind="query")
        assert (encoder.encode(TEXTS, kind="query") == first).all()
        assert len(counting.seen) == 4
        encoder.encode(TEXTS[:1], kind="passage")
        assert len(counting.seen) == 5
