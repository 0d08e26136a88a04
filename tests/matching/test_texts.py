"""Words, sentences, chunks and languages of texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.texts import chunks, detect_language, sentences, stems


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Support to the reform of old-age pensions in the region", "en"),
        ("Appui à la réforme des pensions de vieillesse dans la région", "fr"),
        ("Apoyo a la reforma de las pensiones de vejez en la región", "es"),
        ("Apoio à reforma das pensões de velhice na região", "pt"),
        ("Поддержка реформы пенсий по старости в регионе", "ru"),
        ("دعم إصلاح معاشات الشيخوخة في المنطقة", "ar"),
        ("Unterstützung der Rentenreform in der Region und im ganzen Land", "de"),
        ("", None),
        ("!!! 123 --", None),
    ],
)
def test_the_language_of_a_text_is_found(text: str, language: str | None) -> None:
    found = detect_language(text)
    assert found == language or (language is None and text.strip("!- 123") == "")


def test_words_are_stemmed_in_their_language_and_kept_in_others() -> None:
    assert stems("Pensions, pensioners", "en")[0] == stems("pension", "en")[0]
    assert stems("cotisations", "fr") == stems("cotisation", "fr")
    assert stems("Renten", "de") == ["renten"]
    assert stems("Pension reform", None) == ["pension", "reform"]


def test_sentences_end_at_stops_and_bullets() -> None:
    text = "Led a team. Wrote laws!\n• Trained staff\n- Reported"
    assert [text[a:b] for a, b in sentences(text)] == ["Led a team.", "Wrote laws!", "Trained staff", "Reported"]


@given(st.text(max_size=200))
def test_sentences_are_in_order_and_hold_every_word(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans) and all(x[1] <= y[0] for x, y in zip(spans, spans[1:], strict=False))
    inside = "".join(text[a:b] for a, b in spans)
    assert [c for c in text if c.isalnum()] == [c for c in inside if c.isalnum()]


def test_chunks_are_cut_between_sentences() -> None:
    assert chunks("One two three. Four five. Six.", 5) == ["One two three. Four five.", "Six."]
    assert chunks("a b c d e f g", 3) == ["a b c", "d e f", "g"]
    assert chunks("Hello there. a b c d e", 3) == ["Hello there.", "a b c", "d e"]
    assert chunks("  ", 3) == []


@given(st.lists(st.sampled_from(["law", "a.", "b!", "work;", "x\n"]), max_size=60), st.integers(1, 9))
def test_chunks_keep_every_word_and_their_size(words: list[str], size: int) -> None:
    text = " ".join(words)
    pieces = chunks(text, size)
    assert " ".join(pieces).split() == text.split()
    assert all(len(p.split()) <= size for p in pieces)
