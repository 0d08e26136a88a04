"""What a page sets side by side: words parted by its style, items that are entries, dates flush right, slanted letters."""

from __future__ import annotations

import pytest

from fixtures.cv_samples import cv_folder
from matching.cv.extract import extract
from matching.cv.extract.pdf_fragments import Fragment
from matching.cv.extract.pdf_relation import relation


def lines(body: str) -> list[str]:
    page = f"<!DOCTYPE html><html><body>{body}</body></html>".encode()
    return [block.text for block in extract(page, "cv.html").blocks]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<p><span class="a">Français</span><span class="b">Courant</span></p>', "Français Courant"),
        ("<p><span>Allemand</span><span>40 %</span></p>", "Allemand 40 %"),
        ("<p><span>Euskera</span><span>★★★☆☆</span></p>", "Euskera ★★★☆☆"),
        ("<p><b>E</b>xpérience en <b>ré</b>insertion</p>", "Expérience en réinsertion"),
        ("<p>XX<sup>e</sup>siècle</p>", "XXesiècle"),
    ],
)
def test_inline_words_set_apart_by_style_alone_are_parted_and_parts_of_a_word_are_not(markup: str, text: str) -> None:
    assert lines(markup) == [text]


def test_an_item_of_several_paragraphs_is_an_entry_and_no_item_of_a_list() -> None:
    page = b"<html><body><ul><li><div>Officer</div><div>Ministry</div></li><li>One line</li></ul></body></html>"
    assert [(b.text, b.kind) for b in extract(page, "cv.html").blocks] == [
        ("Officer", "line"),
        ("Ministry", "line"),
        ("One line", "item"),
    ]


def test_dates_flush_right_beside_short_heads_are_read_across_however_wide_they_are() -> None:
    def at(text: str, x: float, y: float, order: int) -> Fragment:
        return Fragment(text, x, x + 5.0 * len(text), y, 10.0, False, float(order), order)

    left = [at("Docente de FP", 20, 100, 10), at("CIFP Tartanga", 20, 113, 11), at("Experta en normas", 20, 126, 12)]
    right = [at("oct. 2009 – ene. 2012", 200, 100, 1), at("nov. 2022", 260, 126, 2)]
    assert relation(left, right) == "rows"
    words = [at("una columna de texto", 200, 100, 1), at("que sigue", 200, 126, 2)]
    assert relation(left, words) == "columns"


def test_letters_that_slant_are_not_taken_for_bold_by_the_weight_of_their_stems() -> None:
    path = cv_folder() / "tuning" / "x-es-montiel.pdf"
    bold = {block.text: block.bold for block in extract(path.read_bytes(), path.name).blocks}
    assert bold["TRAYECTORIA"]
    assert not bold["CIFP Tartanga LHII, Erandio"]
