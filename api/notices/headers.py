"""Header lines of a message (RFC 5322, 2047, 6532), written so that no text can end a line or begin another header.

The standard library's own header folding has more than once let line breaks through that were hidden in encoded words;
what stands here is small enough to be read, and only ever writes three shapes: a plain word, a quoted string, base64.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from api.notices.addresses import Mailbox
from api.notices.errors import UnusableMessage
from api.notices.lines import breaks

WIDTH = 76  # characters of a header line that people's text goes into
_OCTETS = 39  # of text in one encoded word: 52 characters of base64 and 12 around them, beside the longest header name


def header(name: str, value: str) -> str:
    """A header that we word ourselves, such as a date; raises UnusableMessage where it holds a line break."""
    if breaks(value):
        raise UnusableMessage(f"The header '{name}' holds a line break.", "", "Give one line.")
    return f"{name}: {value}\r\n"


def text_header(name: str, text: str) -> str:
    """A header of free text, such as a subject.

    Raises:
        UnusableMessage: the text holds a line break, another control character or half a character.
    """
    if breaks(text):
        raise UnusableMessage(
            f"The header '{name}' cannot be written.",
            "Its text holds a line break, a control character or half a character.",
            "Give one line of text.",
        )
    text = text.strip()
    if _plain(text) and len(name) + 2 + len(text) <= WIDTH:
        return f"{name}: {text}\r\n"
    return f"{name}: " + "\r\n ".join(encoded_words(text)) + "\r\n"


def mailbox_header(name: str, mailbox: Mailbox) -> str:
    """A header with one address and the name before it; the address of a mailbox was checked when it was made."""
    address = f"<{mailbox.wire}>"
    if not mailbox.name:
        return f"{name}: {address}\r\n"
    if _plain(mailbox.name) and len(name) + 4 + len(mailbox.name) <= WIDTH:
        quoted = mailbox.name.replace("\\", "\\\\").replace('"', '\\"')
        return f'{name}: "{quoted}"\r\n {address}\r\n'
    return f"{name}: " + "\r\n ".join([*encoded_words(mailbox.name), address]) + "\r\n"


def encoded_words(text: str) -> list[str]:
    """A text as encoded words of RFC 2047 (UTF-8, base64), none longer than 64 characters, none splitting a character."""
    return [f"=?utf-8?b?{b64encode(piece).decode('ascii')}?=" for piece in _pieces(text)]


def _pieces(text: str) -> Iterator[bytes]:
    piece = b""
    for character in text:
        octets = character.encode("utf-8")
        if len(piece) + len(octets) > _OCTETS:
            yield piece
            piece = b""
        piece += octets
    yield piece


def _plain(text: str) -> bool:
    """Whether a text may stand as it is: printable ASCII that cannot be taken for an encoded word."""
    return text.isascii() and text.isprintable() and "=?" not in text and "  " not in text
