"""How much a CV may hold and cost to read; what is above is refused in words, never cut in silence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matching.errors import UnreadableDocument
from matching.reading.text import Limits as DocumentLimits

SAVE_AS = "Save it as .docx, .odt, .pdf or plain text and send that."


@dataclass(frozen=True)
class Limits(DocumentLimits):
    """Limits of one document, of an archive of many, and of the process that reads one."""

    megabytes: float = 20  # of one document as it comes
    pages: int = 100
    characters: int = 500_000  # of the text that comes out; a CV of 100 pages has about 300,000
    lines: int = 20_000  # of that text, and cells of its tables; a CV of 100 pages has about 6,000
    unpacked_megabytes: float = 200  # of a document that is itself a zip archive (.docx, .odt, .xlsx)
    unpacking_ratio: float = 200  # unpacked / packed size, for what unpacks to more than one megabyte
    markup_megabytes: float = 30  # of one XML or HTML part, unpacked
    nesting: int = 200  # elements inside one another, groups inside one another in a rich text file
    parts: int = 5_000  # files inside a document that is a zip archive
    archive_megabytes: float = 4_000  # of an archive of documents as it comes
    archive_unpacked_megabytes: float = 20_000
    archive_members: int = 50_000
    archive_depth: int = 2  # archives inside one another
    scan_pages: int = 20  # that text recognition is tried on
    scan_seconds: float = 60  # for text recognition, a page
    seconds: float = 20  # to read one document, by the clock and of the processor
    memory_megabytes: int = 1_024  # addresses of the process that reads it


class ReaderTookTooLong(UnreadableDocument):
    """A document whose reading was stopped because it took longer than the limit."""

    code = "reader_took_too_long"


class ReaderNeededTooMuch(UnreadableDocument):
    """A document whose reading was stopped because it needed more memory than the limit."""

    code = "reader_needed_too_much"


class ReaderBrokeDown(UnreadableDocument):
    """A document on which the process that read it ended without an answer."""

    code = "reader_broke_down"


def label_of(name: str) -> str:
    """How messages call a document: with its name, where it has one."""
    return f"The document '{name}'" if name else "The document"


def check_size(size: int, label: str, limits: Limits) -> None:
    """Refuse a document by its number of bytes, before any of them is read.

    Raises:
        UnreadableDocument: empty or too large.
    """
    if not size:
        raise UnreadableDocument(f"{label} is empty.", "It has no bytes at all.", "Send the file again.")
    if size > limits.megabytes * 1_000_000:
        raise UnreadableDocument(
            f"{label} is too large.", f"It has {size / 1e6:,.1f} MB; the limit is {limits.megabytes:g} MB.",
            "Make its pictures smaller, or send the pages with text.",
        )  # fmt: skip


def load(path: Path, limits: Limits | None = None) -> bytes:
    """The bytes of a document on disk; one that is too large is refused by its size, unread.

    Raises:
        UnreadableDocument: not a file, not to be opened, empty or too large.
    """
    limits, label = limits or Limits(), label_of(path.name)
    try:
        if not path.is_file():
            found = "It is a folder." if path.is_dir() else "There is no ordinary file under this name."
            raise UnreadableDocument(f"{label} could not be opened.", found, "Check the path.")
        check_size(path.stat().st_size, label, limits)
        with path.open("rb") as file:
            data = file.read(int(limits.megabytes * 1_000_000) + 1)
    except OSError as error:
        raise UnreadableDocument(
            f"{label} could not be opened.", f"{error.strerror or error}.", "Check the path and the right to read it."
        ) from error
    check_size(len(data), label, limits)  # a file that grows while it is read
    return data
