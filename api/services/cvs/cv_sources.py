"""The files that were named for reading: single ones, and all those in folders, in the order of their names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.cv.limits import Limits, label_of, load
from matching.errors import UnreadableDocument

CLUTTER = ("thumbs.db", "desktop.ini", "icon\r")
TEMPORARY = ("~$", ".~")  # what an office suite keeps beside an open document
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\x1f\x8b")


@dataclass(frozen=True)
class Source:
    """A document that waits to be read: a file on disk, or the bytes of one in an archive.

    Attributes:
        name: how messages and reports call it: its path in the folder or archive that was named.
        path: where it lies; None for one in an archive.
        data: the bytes of one in an archive.
        problem: why it cannot be read at all.
    """

    name: str
    path: Path | None = None
    data: bytes = b""
    problem: UnreadableDocument | None = None

    def load(self, limits: Limits) -> bytes:
        """Its bytes.

        Raises:
            UnreadableDocument: not to be opened, empty or too large.
        """
        if self.problem:
            raise self.problem
        return self.data if self.path is None else load(self.path, limits)


def sources(paths: Sequence[Path]) -> Iterator[Source]:
    """The files under these paths. Hidden files, links to folders and what office suites leave beside files are passed over."""
    for path in paths:
        if path.is_dir():
            yield from _inside(path)
        else:
            yield Source(printable(path.name), path)


def is_large_archive(path: Path, limits: Limits) -> bool:
    """Whether a file too large for a document is one of many, which may be larger."""
    try:
        if not path.is_file() or path.stat().st_size <= limits.megabytes * 1_000_000:
            return False
        with path.open("rb") as file:
            head = file.read(512)
    except OSError:
        return False
    return head.startswith(_PACKED) or head[257:262] == b"ustar"


def printable(name: str) -> str:
    """A file's name as text that can be written anywhere: what is no character is replaced."""
    kept = name.encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in kept)


def _inside(folder: Path) -> Iterator[Source]:
    problems: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__MACOSX")
        for name in sorted(files):
            if not _is_clutter(name):
                path = Path(place) / name
                yield Source(printable(str(path.relative_to(folder.parent))), path)
    for error in problems:
        name = printable(os.path.basename(str(error.filename)))
        yield Source(name, problem=UnreadableDocument(
            f"{label_of(name)} could not be opened.", f"It is a folder: {error.strerror}.", "Check the right to read it."
        ))  # fmt: skip


def _is_clutter(name: str) -> bool:
    return name.startswith((".", *TEMPORARY)) or name.lower() in CLUTTER
