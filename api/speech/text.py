"""Text on its way to somebody: what no file may carry is taken out, and its direction of writing is found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

RIGHT_TO_LEFT = {"ar", "fa", "he", "ps", "ur", "ug", "yi"}
LEFT_TO_RIGHT_MARK = "\u200e"

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_PLANE_ENDS = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
# Control characters but for tab and line feed; signs that turn the direction of the words that follow them (a name with
# one could make its neighbours read otherwise); halves of characters; what stands for no character at all.
_UNWANTED = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb{_PLANE_ENDS}]"
)


def clean(text: str) -> str:
    """The text without control characters, turns of direction and half characters; every end of a line is a line feed.

    Tabs stay. What is taken out leaves no trace: it could not be read in any case.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


def runs_from_the_right(text: str, language: str | None = None) -> bool:
    """Whether a text is written from right to left: by its language where known, else by most of its letters."""
    if language:
        return language in RIGHT_TO_LEFT
    if text.isascii():
        return False
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    return kinds.count("R") + kinds.count("AL") > kinds.count("L")


def listed(parts: Iterable[str], separator: str = "; ") -> str:
    """Names or sentences one after the other, each kept in its place.

    Two neighbours that are both written from right to left would be read as one, the second first; a mark between them
    keeps the order of the list.
    """
    return separator.join(f"{part}{LEFT_TO_RIGHT_MARK}" if runs_from_the_right(part) else part for part in parts)
