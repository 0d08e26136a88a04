"""What the fonts that travel with the project can show, and how wide a word is in them.

Noto Sans has Latin, Greek and Cyrillic, Noto Sans Arabic the Arabic script, DejaVu Sans what is left over: arrows, Hebrew,
Armenian, Georgian and some more. A letter that none of them has is shown as an empty box.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
FAMILIES = ("Noto Sans", "Noto Sans Arabic", "DejaVu Sans")  # in the order in which a letter is looked for
_FILES = (
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"),
    ("DejaVuSans.ttf",),
)
MISSING = "□"
_SELECTORS = range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)  # they choose among forms of a letter and show nothing


@cache
def advances() -> dict[int, float]:
    """How far each character moves the pen, in parts of the font size (bold where bold is wider), by code point."""
    found: dict[int, float] = {}
    for family in _FILES:
        widths: dict[int, float] = {}
        for name in family:
            with TTFont(FONTS / name, lazy=True) as font:
                head: Any = font["head"]
                metrics: Any = font["hmtx"]
                for code, glyph in (font.getBestCmap() or {}).items():
                    widths[code] = max(widths.get(code, 0.0), metrics[glyph][0] / head.unitsPerEm)
        found = widths | found
    return found


def showable(text: str) -> str:
    """The text with a box for each character that no font has; signs that show nothing anyway are left out."""
    if text.isascii():
        return text.replace("\t", " ")
    return "".join(letter if ord(letter) in advances() else _instead(letter) for letter in text)


def _instead(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter == "\n":
        return letter
    if kind == "Zs" or letter == "\t":
        return " "
    return "" if kind in ("Cf", "Cc") or any(ord(letter) in some for some in _SELECTORS) else MISSING


def width(text: str) -> float:
    """How wide a text is on one line, in parts of the font size; letters that join are taken a little too wide."""
    known = advances()
    return sum(known.get(ord(letter), 0.0) for letter in text)
