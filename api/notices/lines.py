"""Texts of one line: what a name, a title or a subject may hold."""

from __future__ import annotations

import unicodedata

# Marks that turn the direction of what follows: a name with one could mirror the rest of the message.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_BREAKING = {"Cc", "Zl", "Zp", "Cs"}  # controls, line and paragraph separators, halves of characters


def one_line(text: str) -> str:
    """A text on one line: white space of every kind becomes one space, turning marks are dropped."""
    return " ".join(text.translate(TURNING).split())


def breaks(text: str) -> bool:
    """Whether a text holds what could end a line or cannot be written at all: it may not stand in a header."""
    return any(unicodedata.category(c) in _BREAKING for c in text)


def shortened(text: str, most: int) -> str:
    """At most `most` characters, cut between words where possible, with an ellipsis where something was cut."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    cut = head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head
    return cut.rstrip(" ,;:-–") + "…"
