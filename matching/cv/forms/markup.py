"""Texts out of forms: HTML inside a field becomes lines, pictures written as letters are taken out."""

from __future__ import annotations

import html
import re

from matching.reading.folding import tidy

_NEW_LINE = {"p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
_CELL = {"td", "th"}
_SILENT = {"script", "style"}
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,20}|!|\?)[^<>]{0,5000}>")
_PICTURE = re.compile(
    r"data:[\w/+.-]{1,60}(?:;[\w=-]{1,40}){0,5};base64,[\w+/=%-]*(?:\s+[\w+/]{40,}={0,2})*(?:\s+[\w+/]*={1,2})?"
)
_LONG_CODE = re.compile(r"[A-Za-z0-9+/=_-]{300,}")  # no word is that long: bytes written as letters
LONGEST = 200_000  # characters of one field


def _without_tags(text: str) -> str:
    """A text without its tags, in one pass: what breaks a line becomes a line break, what is not shown is left out.

    The parser of the standard library looks ahead to the end of the text at every tag that is not closed, which takes
    minutes where a hostile text has thousands of them.
    """
    pieces: list[str] = []
    at, silent = 0, ""
    for tag in _TAG.finditer(text):
        if not silent:
            pieces.append(text[at : tag.start()])
        at, name, closes = tag.end(), tag["name"].lower(), bool(tag["close"])
        if silent:
            silent = "" if closes and name == silent else silent
        elif name in _SILENT and not closes and not tag[0].endswith("/>"):
            silent = name
        elif name in _NEW_LINE:
            pieces.append("\n")
        elif name in _CELL:
            pieces.append(" ")
    return html.unescape("".join(pieces) + ("" if silent else text[at:]))


def lines_of(written: str) -> tuple[list[str], int]:
    """(lines of a field without markup, empty lines and pictures; number of pictures taken out)."""
    text, pictures = _PICTURE.subn(" ", written[: 20 * LONGEST])
    text, codes = _LONG_CODE.subn(" ", text)
    text = text[:LONGEST]
    if "&lt;" in text and not _TAG.search(text):
        text = html.unescape(text)  # escaped once more than the schema asks for
    if _TAG.search(text):
        text = _without_tags(text)
    elif "&" in text:
        text = html.unescape(text)
    lines = (" ".join(line.split()).lstrip("•▪●◦· ") for line in tidy(text).split("\n"))
    return [line for line in lines if line], pictures + codes


def line_of(written: str) -> str:
    """A short field on one line, without markup and pictures."""
    return " ".join(lines_of(written)[0])
