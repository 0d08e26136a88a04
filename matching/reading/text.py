"""Any document to plain text: .docx, .pdf, .txt and .md, told apart by what they hold, not by what they are called.

Headings of a .docx come as in Markdown ("# Title"), list items as "- item", and the cells of a table's row on one line
with tabs between them. Nothing outside the document is ever fetched.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from matching.errors import UnreadableDocument
from matching.reading.folding import tidy

Kind = Literal["docx", "pdf", "text"]
SAVE_AS = "Save it as .docx, .pdf or plain text and try again, or paste the text."


@dataclass(frozen=True)
class Limits:
    """How much a document may hold. What is above is refused in words, never cut in silence."""

    megabytes: float = 20  # of the file as it comes
    pages: int = 100
    characters: int = 2_000_000
    unpacked_megabytes: float = 200  # of a .docx, which is a zip archive
    unpacking_ratio: float = 200  # unpacked size / packed size, for archives that unpack to more than one megabyte


@dataclass(frozen=True)
class Document:
    """The text of a document and what is worth knowing about how it was taken."""

    text: str
    pages: int  # 1 where the kind has no pages
    kind: Kind
    warnings: tuple[str, ...] = ()


OTHER_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls) or a Word file locked with a password"),
    (b"{\\rtf", "a rich text file (.rtf)"),
    (b"\x89PNG", "an image (.png)"),
    (b"\xff\xd8\xff", "an image (.jpg)"),
    (b"GIF8", "an image (.gif)"),
    (b"II*\x00", "an image (.tif)"),
    (b"MM\x00*", "an image (.tif)"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"Rar!", "an archive (.rar)"),
    (b"7z\xbc\xaf", "an archive (.7z)"),
)


def extract_text(source: Path | bytes, name: str = "", limits: Limits | None = None) -> Document:
    """The text of a file, or of its bytes; `name` is only used in messages.

    Raises:
        UnreadableDocument: empty, too long, damaged, locked, without text, or of a kind that is not read here.
    """
    limits = limits or Limits()
    label = (
        f"The document '{shown}'"
        if (shown := name or (source.name if isinstance(source, Path) else ""))
        else "The document"
    )
    data = _bytes(source, label, limits)
    if promised := _not_what_it_says(shown, data):
        raise UnreadableDocument(
            f"{label} is not {promised}, as its name says.",
            f"It begins with {data[:12]!r}.",
            f"Open it and save it as {promised}, or give it the ending of what it is (.txt for plain text).",
        )
    document = _read(data, label, limits)
    if len(document.text) > limits.characters:
        raise UnreadableDocument(
            f"{label} is too long.", f"It holds {len(document.text):,} characters; the limit is {limits.characters:,}.",
            "Send the part that describes the call or the profile.",
        )  # fmt: skip
    return document


def _bytes(source: Path | bytes, label: str, limits: Limits) -> bytes:
    most = int(limits.megabytes * 1_000_000)
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > most:
            raise UnreadableDocument(
                f"{label} is too large.", f"It has {size / 1e6:.1f} MB; the limit is {limits.megabytes:g} MB.",
                "Remove pictures or send the part that matters.",
            )  # fmt: skip
        data = source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"{label} could not be opened.", f"{error.strerror or error}.", "Check the path and the right to read it."
        ) from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument(f"{label} is empty.", f"It has {len(data)} bytes, none of text.", SAVE_AS)
    return data


def _not_what_it_says(name: str, data: bytes) -> str | None:
    """The kind that a name promises, where the content is plainly another one."""
    ending = name.lower().rpartition(".")[2]
    promised = {"docx": (b"PK", "a Word document"), "pdf": (b"%PDF-", "a PDF")}.get(ending)
    return promised[1] if promised and promised[0] not in data[:1024] else None


def _read(data: bytes, label: str, limits: Limits) -> Document:
    # The readers are imported here because each brings a library that most runs do not need.
    if b"%PDF-" in data[:1024]:
        from matching.reading.pdf_files import read_pdf

        return read_pdf(data, label, limits)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        check_archive(data, label, limits)
        from matching.reading.word_files import read_docx

        return read_docx(data, label)
    for mark, what in OTHER_KINDS:
        if data.startswith(mark):
            raise UnreadableDocument(f"{label} is not of a kind that is read here.", f"It is {what}.", SAVE_AS)
    from matching.reading.plain_files import decode

    text, encoding = decode(data, label)
    warnings = (
        () if encoding.startswith("utf") else (f"The text was read as {encoding}; check accents and special letters.",)
    )
    return Document(tidy(text), 1, "text", warnings)


def check_archive(data: bytes, label: str, limits: Limits) -> None:
    """Refuse what is not a Word file, and archives made to fill the memory, before anything is unpacked.

    Raises:
        UnreadableDocument: damaged, of another kind, or unpacking to more than the limits allow.
    """
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
        raise UnreadableDocument(f"{label} is damaged.", f"Its archive cannot be opened ({error}).", SAVE_AS) from error
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    too_dense = unpacked > 1_000_000 and unpacked > limits.unpacking_ratio * max(packed, 1)
    if unpacked > limits.unpacked_megabytes * 1_000_000 or too_dense:
        raise UnreadableDocument(
            f"{label} would unpack to far more than a document holds.",
            f"{packed:,} packed bytes stand for {unpacked:,}.",
            "It was not opened. Save the text as a new file and send that.",
        )
    names = {e.filename for e in entries}
    if "word/document.xml" in names:
        return
    if any(n.startswith("xl/") for n in names):
        what = "a workbook (.xlsx)"
    elif any(n.startswith("ppt/") for n in names):
        what = "a presentation (.pptx)"
    elif "content.xml" in names:
        what = "an OpenDocument file (.odt or similar)"
    else:
        what = "a zip archive without a Word document in it"
    raise UnreadableDocument(f"{label} is not a Word document.", f"It is {what}.", SAVE_AS)
