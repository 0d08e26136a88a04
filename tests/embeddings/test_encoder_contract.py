"""What every encoder promises, held against each of them."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings import BadTexts, Encoder

TEXTS = [
    "Labour inspectors plan visits to building sites.",
    "",
    "The pension fund forecasts its contributions until 2050.",
    "Labour inspectors plan visits to building sites.",
    "Inspection du travail : visites de chantiers, été 2021.",
]


def test_it_is_an_encoder(encoder: Encoder) -> None:
    assert isinstance(encoder, Encoder)
    assert encoder.name
    assert len(encoder.fingerprint) == 16
    int(encoder.fingerprint, 16)


def test_rows_are_float32_of_length_one(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS, kind="passage")
    assert vectors.shape == (5, encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_order_is_kept_and_a_text_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS, kind="passage")
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(encoder.encode([text], kind="passage")[0], vector, atol=1e-5)


def test_a_repeated_text_has_one_vector(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS, kind="query")
    assert (vectors[0] == vectors[3]).all()


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    calls: list[tuple[int, int]] = []
    vectors = encoder.encode([], kind="query", progress=lambda done, total: calls.append((done, total)))
    assert vectors.shape == (0, encoder.dimension)
    assert calls == [(0, 0)]


def test_progress_rises_to_the_number_of_texts(encoder: Encoder) -> None:
    calls: list[tuple[int, int]] = []
    encoder.encode(TEXTS, kind="passage", progress=lambda done, total: calls.append((done, total)))
    assert calls == sorted(calls)
    assert calls[-1] == (5, 5)


def test_shared_words_are_nearer_than_none(encoder: Encoder) -> None:
    query = encoder.encode(["visits by labour inspectors"], kind="query")[0]
    scores = encoder.encode(TEXTS, kind="passage") @ query
    assert scores[0] > scores[2]


def test_half_characters_are_encoded_as_question_marks(encoder: Encoder) -> None:
    broken, marked = encoder.encode(["été \ud83d 2021", "été ? 2021"], kind="passage")
    assert (broken == marked).all()


def test_one_string_is_refused(encoder: Encoder) -> None:
    with pytest.raises(BadTexts, match=r"one string.*list"):
        encoder.encode("labour", kind="query")


def test_something_else_than_a_string_is_refused(encoder: Encoder) -> None:
    with pytest.raises(BadTexts, match="NoneType at position 1"):
        encoder.encode(["labour", None], kind="query")  # type: ignore[list-item]


def test_an_unknown_kind_is_refused(encoder: Encoder) -> None:
    with pytest.raises(BadTexts, match="'document'"):
        encoder.encode(["labour"], kind="document")  # type: ignore[arg-type]


def test_encoders_have_different_fingerprints(hashing: Encoder, bundled: Encoder, minilm: Encoder) -> None:
    assert len({hashing.fingerprint, bundled.fingerprint, minilm.fingerprint}) == 3
