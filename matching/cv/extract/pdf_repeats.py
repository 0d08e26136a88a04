"""Headers and footers that come back from page to page: kept once; page numbers left out."""

from __future__ import annotations

import re

from matching.cv.extract.lines import is_page_number
from matching.cv.extract.pdf_fragments import Fragment
from matching.cv.extract.pdf_paragraphs import visual_rows

ZONE = 0.13  # of the page's height, above and below, where headers and footers stand
SHIFT = 2.0  # points that one may move from page to page

Row = list[Fragment]


def without_repeats(pages: list[list[Fragment]], heights: list[float]) -> list[list[Fragment]]:
    """The fragments of each page without page numbers, and without headers and footers that an earlier page had.

    From each edge of the page inwards, row by row, up to the first row that is neither.
    """
    zones = [
        (_zone(page, height, False), _zone(page, height, True)) for page, height in zip(pages, heights, strict=True)
    ]
    kept = []
    for number, page in enumerate(pages):
        gone: set[int] = set()
        for side in (0, 1):
            earlier = [rows[side] for rows in zones[:number]]
            for row in zones[number][side]:
                others = [r[side] for n, r in enumerate(zones) if n != number]
                if not (_numbers_page(row, number, others) or any(_alike(row, r) for rows in earlier for r in rows)):
                    break
                gone |= {id(f) for f in row}
        kept.append([f for f in page if id(f) not in gone])
    return kept


def _zone(page: list[Fragment], height: float, below: bool) -> list[Row]:
    """The rows near an edge, from the edge inwards."""
    inside = [f for f in page if (f.top > (1 - ZONE) * height if below else f.bottom < ZONE * height)]
    rows = visual_rows(inside)
    return rows[::-1] if below else rows


def _numbers_page(row: Row, number: int, others: list[list[Row]]) -> bool:
    """Whether a row only numbers its page ("3", "Page 3 of 4"), or says what other pages say but for that number."""
    text = " ".join(f.text for f in row)
    digits = re.findall(r"\d+", text)
    if str(number + 1) not in digits:
        return False
    if is_page_number(text):
        return len(text) > 4 or bool(others)
    mask = _mask(text)
    return any(
        _mask(" ".join(f.text for f in r)) == mask and abs(r[0].y - row[0].y) <= SHIFT for rows in others for r in rows
    )


def _alike(one: Row, other: Row) -> bool:
    return abs(one[0].y - other[0].y) <= SHIFT and [f.text for f in one] == [f.text for f in other]


def _mask(text: str) -> str:
    """A text with its numbers of up to three digits made alike; years stay."""
    return re.sub(r"(?<!\d)\d{1,3}(?!\d)", "0", text)
