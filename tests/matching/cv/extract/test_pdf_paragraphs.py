"""Which lines of a page go on from the line above, and which begin something new."""

from __future__ import annotations

from matching.cv.extract.pdf_fragments import Fragment
from matching.cv.extract.pdf_paragraphs import Column, paragraphs

FULL = 480.0


def drawn(*lines: tuple[str, float]) -> list[str]:
    """Lines drawn one below the other in a column, each as wide as given, put together to paragraphs."""
    fragments = [
        Fragment(text=text, x0=50.0, x1=50.0 + width, y=100.0 + 14 * at, size=11.0, bold=False, order=at, first=at)
        for at, (text, width) in enumerate(lines)
    ]
    return [line.text for line in paragraphs(fragments, 1, Column(50.0, 50.0 + FULL))]


def test_what_stands_between_a_full_sentence_and_dates_begins_something_new() -> None:
    lines = (("Chair of the working group on career guidance and on counselling for youth.", FULL - 8),
             ("Deputy Director: Labour Market Information", 250), ("August 2015 - May 2020", 140))  # fmt: skip
    assert drawn(*lines)[1:] == [lines[1][0], lines[2][0]]


def test_a_line_that_ends_in_its_year_is_complete() -> None:
    lines = (("Master of Commerce (MCom), Development Economics, Witwatersrand · (2007 - 2009)", FULL - 4),
             ("North-West University", 130))  # fmt: skip
    assert drawn(*lines) == [text for text, _ in lines]


def test_an_address_that_breaks_at_a_full_stop_is_whole_again() -> None:
    assert drawn(("naledi.mokgatle@example.co.", 140), ("za", 12)) == ["naledi.mokgatle@example.co.za"]


def test_running_text_goes_on() -> None:
    lines = (
        ("I lead the teams behind a national portal for those who look for work and", FULL - 6),
        ("for firms.", 60),
    )
    assert drawn(*lines) == [" ".join(text for text, _ in lines)]


def test_the_longest_of_short_lines_is_not_the_edge_of_a_column() -> None:
    lines = (
        "Instituto do Emprego e Formação Profissional, Praia",
        "Contratos com 80 empresas do turismo.",
        "Professora",
    )
    fragments = [
        Fragment(
            text=text, x0=50.0, x1=50.0 + 5 * len(text), y=100.0 + 14 * at, size=11.0, bold=False, order=at, first=at
        )
        for at, text in enumerate(lines)
    ]
    assert [line.text for line in paragraphs(fragments, 1)] == list(lines)
