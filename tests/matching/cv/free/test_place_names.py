"""Towns and countries in a text, whatever its words are made of."""

from __future__ import annotations

from matching.cv.free.places import places_in


def test_a_word_of_vowel_signs_alone_is_no_name() -> None:
    assert places_in("\u064e \u064f") == []
    assert [place.country for place in places_in("\u064e Paris")] == ["FR"]
