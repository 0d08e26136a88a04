"""Bytes of a text file to characters: Unicode when it is, else the three Windows code pages of the six languages."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from matching.errors import UnreadableDocument

CODE_PAGES = ("cp1252", "cp1251", "cp1256")  # Western European, Cyrillic, Arabic
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, label: str = "The document") -> tuple[str, str]:
    """(text, name of the encoding).

    Raises:
        UnreadableDocument: the bytes are not text in any of these encodings.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, label), encoding
    if (wide := _unmarked_utf16(data)) is not None:
        return _strict(data, wide, label), wide
    if data.count(b"\x00") or sum(b < 9 or 13 < b < 32 for b in data[:100_000]) > 0.02 * min(len(data), 100_000):
        raise _not_text(label, "it holds bytes that no text has")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=list(CODE_PAGES), threshold=0.6).best()
    if best is None:
        raise _not_text(label, "none of the known encodings yields readable words")
    return str(best), best.encoding


def _strict(data: bytes, encoding: str, label: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(label, f"marked as {encoding}, but byte {error.start} does not fit") from error


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows as one zero byte in two where the text is Latin."""
    head = data[:2000]
    if len(head) < 4 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0) / (len(head) // 2), head[1::2].count(0) / (len(head) // 2)
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else None


def _not_text(label: str, found: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"{label} is not text that can be read.",
        f"Found: {found}.",
        "Save it as .docx, .pdf or as text in UTF-8 and try again.",
    )
