"""Text made comparable: the same length as before, so that places in it are places in the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_SAME = {
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00ab": '"', "\u00bb": '"', "\u201c": '"', "\u201d": '"',
    "\u060c": ",", "\u061b": ";", "\u061f": "?", "\uff1a": ":", "º": "o", "ª": "a",
    "ة": "ه", "ى": "ي", "ک": "ك", "ی": "ي", "ٱ": "ا",
}  # fmt: skip


_SHAPES = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]")  # ligatures, Arabic presentation forms


class _Table(dict[int, str]):
    """What each character becomes, found when it is first met: `str.translate` is many times as fast as a join."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, code: int) -> str:
        self[code] = changed = self._change(chr(code))
        return changed


def _plain(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    if char.isspace():
        return char if char in "\n\t" else " "
    if (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)
    base = unicodedata.normalize("NFKD", char.casefold())[:1].casefold()[:1]  # "№" is "No", whose letter is large
    return base or char


def plain(text: str) -> str:
    """Lower case without accents, one character for each of `text`; digits of any script become 0 to 9.

    Dashes, quotation marks and spaces become the plain ones; Arabic letters that are commonly confused become one.
    """
    return text.translate(_PLAIN)


def for_plain(expression: str) -> str:
    """A regular expression written with accented Cyrillic or Arabic letters, turned to fit plain text."""
    return "".join(_plain(char) if "\u0400" <= char <= "\u06ff" else char for char in expression)


def tidy(text: str) -> str:
    """Text in composed form (NFC; Arabic presentation forms resolved), without control or invisible characters."""
    if _SHAPES.search(text):
        text = "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufefc" else c for c in text)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n"))
    return text.translate(_VISIBLE)


def _visible(char: str) -> str:
    hidden = char == "\u0640" or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co")
    return "" if hidden and char not in "\n\t" else char


_PLAIN, _VISIBLE = _Table(_plain), _Table(_visible)
