"""Text on its way into a file: what must not arrive does not, everything else does, and its direction is found."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.exports.labels import person, person_and_id
from api.exports.text import LEFT_TO_RIGHT_MARK, clean, listed, runs_from_the_right
from tests.api.exports.selections import ARABIC_NAME, CONTROLS, RUSSIAN, TURNED


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\x00\x07\x1b\x7f\x9fb", "ab"),
        ("half \ud800 a letter", "half  a letter"),
        ("not\ufffe a\U0001ffff letter", "not a letter"),
        (TURNED, "abctxt.exe"),
        ("isolate \u2066x\u2069", "isolate x"),
        ("one\r\ntwo\rthree\u2028four\u0085five", "one\ntwo\nthree\nfour\nfive"),
        ("tab\tstays", "tab\tstays"),
        (
            f"{RUSSIAN} {ARABIC_NAME} é e\u0301 \u200c \U0001f600",
            f"{RUSSIAN} {ARABIC_NAME} é e\u0301 \u200c \U0001f600",
        ),
    ],
)
def test_what_no_file_may_carry_is_taken_out_and_the_rest_stays(given_text: str, kept: str) -> None:
    assert clean(given_text) == kept


@given(st.text(st.characters(codec=None)))
def test_no_control_character_and_no_half_character_is_left(text: str) -> None:
    cleaned = clean(text)
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n"]
    assert clean(cleaned) == cleaned


def test_a_name_stands_on_one_line_and_a_blank_one_gives_way_to_the_id() -> None:
    assert person(CONTROLS, "e1") == "Ana[31m Horv át"
    assert person("Ana\n\tHorvát ", "e1") == "Ana Horvát"
    assert person(" \x00 ", "e1") == "e1" == person(None, "e1")
    assert person_and_id("Ana", "e1") == "Ana\ne1"
    assert person_and_id("  ", "e1") == "e1"


def test_direction_is_that_of_the_language_or_of_most_letters() -> None:
    assert runs_from_the_right(ARABIC_NAME) and runs_from_the_right("שלום 2027")
    assert not runs_from_the_right(RUSSIAN) and not runs_from_the_right("2027") and not runs_from_the_right("")
    assert not runs_from_the_right(f"{ARABIC_NAME} (team value 137.2, proven best, asked first)")
    assert runs_from_the_right("ISO 9001", language="ar") and not runs_from_the_right(ARABIC_NAME, language="fr")


def test_neighbours_from_right_to_left_keep_their_order_in_a_list() -> None:
    assert listed([ARABIC_NAME, ARABIC_NAME]) == f"{ARABIC_NAME}{LEFT_TO_RIGHT_MARK}; {ARABIC_NAME}{LEFT_TO_RIGHT_MARK}"
    assert listed(["Ana", RUSSIAN], ", ") == f"Ana, {RUSSIAN}"
