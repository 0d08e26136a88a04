"""Rows that only room parts: dates in a narrow column, what they date beside them, headings between."""

from __future__ import annotations

from fixtures.cv_samples import cv_folder
from matching.cv.extract import extract
from matching.cv.extract.pdf_fragments import Fragment
from matching.cv.extract.pdf_layout import in_reading_order

LABELS, BODY, EDGE = 50.0, 170.0, 470.0  # left edges of the two columns, right edge of the second one, in points
Drawn = tuple[str, float, float, float]  # a line: its text, left edge, baseline and size


def read(*lines: Drawn) -> list[str]:
    """The lines of a page whose content was written in this order, the cells of a row with strokes between."""
    fragments = [
        Fragment(text, x0, min(EDGE, x0 + 0.5 * size * len(text)), y, size, False, at, at)
        for at, (text, x0, y, size) in enumerate(lines)
    ]
    found = in_reading_order(sorted(fragments, key=lambda f: (f.y, f.x0)), 595.0, 1)
    return [" | ".join(line.cells) or line.text for line in found if line.cells or line.text]


def row(y: float, dates: str, *body: str) -> list[Drawn]:
    """Small dates and the lines beside them, twelve points apart."""
    return [(dates, LABELS, y, 9.0), *((text, BODY, y + 12 * at, 10.5) for at, text in enumerate(body))]


def test_a_larger_line_above_the_dates_of_a_row_is_a_heading_though_it_is_not_bold() -> None:
    page = (cv_folder() / "tuning" / "t-ru-zhumagulova.pdf").read_bytes()
    assert {"Консультации", "Образование"} <= {block.text for block in extract(page).blocks}


def test_a_name_that_breaks_at_the_edge_of_its_column_is_whole_again_in_every_row() -> None:
    full = "Directrice du Laboratoire d’économie informelle, Université"
    assert read(
        *row(100, "2018 – 2022", full, "Alassane Dramane de Bouaflé"),
        *row(126, "2012 – 2018", "Maître-assistante"),
        *row(140, "2004 – 2008", full, "Félix Amani de Man"),
    ) == [
        f"2018 – 2022 | {full} Alassane Dramane de Bouaflé",
        "2012 – 2018 | Maître-assistante",
        f"2004 – 2008 | {full} Félix Amani de Man",
    ]
