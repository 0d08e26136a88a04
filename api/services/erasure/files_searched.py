"""Words looked for in files by a process of its own.

A database file must not be opened beside SQLite in a process that serves: when any descriptor of a file is closed, the
system drops every lock that the process holds on it, and another process may then take the database for unused.
Run as a script, this module reads what to look for from its standard input and imports nothing of the service.
Packed files (zip and what is built on it, gzip, bzip2, xz, tar) are searched as they lie and unpacked, also inside one
another; one that cannot be unpacked is named, because nothing is known of what it holds.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import subprocess  # nosec B404 # our own interpreter, and this file
import sys
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from html import escape
from pathlib import Path
from typing import IO, cast
from urllib.parse import quote
from zipfile import BadZipFile, ZipFile

CHUNK = 1 << 20  # bytes of a file searched at a time
HEAD = 512  # bytes at the beginning of a file that tell how it is packed
DEEPEST = 4  # packed files inside one another
MOST = 16 << 30  # bytes that come out of one packed file


class SearchFailed(RuntimeError):
    """The process that searches the files came to no end; nothing is known of them."""


class Unread(Exception):
    """A file of which nobody can tell what it holds: it cannot be opened, or not be unpacked to its end."""


_FAILURES = (
    BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, RuntimeError,
    KeyError, NotImplementedError,
)  # fmt: skip # RuntimeError: a password is needed


@dataclass(frozen=True)
class Searched:
    """The files in which a word stands, and those that could not be searched to their end."""

    found: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()


def search(paths: Sequence[Path], words: Sequence[str]) -> Searched:
    """The files in which any of the words stands, in capitals or not; letters are read as their reader sees them.

    Raises:
        SearchFailed: the process ended badly.
    """
    if not paths or not any(words):
        return Searched()
    asked = json.dumps({"paths": [str(path) for path in paths], "words": list(words)})
    command = [sys.executable, "-I", "-S", __file__]
    ended = subprocess.run(command, input=asked.encode(), capture_output=True, check=False)  # nosec B603 # no shell
    if ended.returncode != 0:
        raise SearchFailed(f"the search of {len(paths)} files ended with {ended.returncode}")
    told = json.loads(ended.stdout)
    return Searched(*(tuple(paths[number] for number in told[name]) for name in ("found", "unread")))


def holds_any(path: Path, words: Iterable[str]) -> bool:
    """Whether any of the words stands in a file, however it falls on the pieces in which the file is read.

    Never to be called on a database that this process has open.

    Raises:
        Unread: no word was found, and the file could not be searched to its end.
    """
    wanted = sorted({form.lower() for word in words if word for form in _forms(word)})
    if not wanted:
        return False
    try:
        if path.suffix == ".eml" and any(word in text for text in _letter(path) for word in wanted):
            return True
        longest = max(len(word) for word in wanted)
        with path.open("rb") as file:
            return any(word in window for window in _everything(file, longest) for word in wanted)
    except FileNotFoundError:  # gone since the folder was listed
        return False
    except _FAILURES as error:
        raise Unread(str(path)) from error


def _forms(word: str) -> Iterator[str]:
    """A word as it stands in a text, in JSON, in HTML and in an address of a page."""
    yield word
    yield json.dumps(word)[1:-1]
    yield json.dumps(word, ensure_ascii=False)[1:-1]
    yield escape(word)
    yield quote(word)


def _everything(file: IO[bytes], longest: int, depth: int = 0) -> Iterator[str]:
    """What a file holds as it lies, then what is packed in it."""
    yield from _windows(file, longest)
    for inner in _unpacked(file):
        if depth == DEEPEST:
            raise Unread("packed too deep")
        yield from _everything(inner, longest, depth + 1)


def _windows(file: IO[bytes], longest: int) -> Iterator[str]:
    """A file as text in small letters, piece by piece, each with the end of the one before."""
    overlap = 4 * longest  # bytes of a character
    before, seen = b"", 0
    while piece := file.read(CHUNK):
        if (seen := seen + len(piece)) > MOST and not _is_on_disk(file):
            raise Unread("more comes out of it than is searched")
        window = before + piece
        yield window.decode("utf-8", "ignore").lower()
        before = window[-overlap:]


def _is_on_disk(file: IO[bytes]) -> bool:
    return type(file).__module__ in ("io", "_io")


def _unpacked(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The files inside one, by its first bytes; none where it is not packed."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"\x1f\x8b\x08"):
        with gzip.GzipFile(fileobj=file) as inner:
            yield cast(IO[bytes], inner)
    elif head.startswith(b"BZh") and head[4:10] == b"1AY&SY":
        with bz2.BZ2File(file) as inner:
            yield cast(IO[bytes], inner)
    elif head.startswith(b"\xfd7zXZ\x00"):
        with lzma.LZMAFile(file) as inner:
            yield cast(IO[bytes], inner)
    elif head.startswith(b"PK\x03\x04"):
        with ZipFile(file) as archive:
            for info in archive.infolist():
                with archive.open(info) as member:
                    yield member
    elif head[257:262] == b"ustar":
        with tarfile.open(fileobj=file, mode="r:") as files:
            for entry in files:
                if (part := files.extractfile(entry)) is not None:
                    yield part


def _letter(path: Path) -> Iterator[str]:
    """Headers and texts of a letter, decoded, in small letters; line breaks within a text are spaces, too."""
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    try:
        for part in letter.walk():
            yield " ".join(str(value) for value in part.values()).lower()
            if part.get_content_maintype() == "text":
                text = str(part.get_content()).lower()
                yield text
                yield " ".join(text.split())
    except (LookupError, ValueError):  # not a letter that can be read; it was searched as it is
        return


def main() -> None:
    """Print the numbers of the files in which something was found, and of those that could not be read."""
    asked = json.load(sys.stdin)
    told: dict[str, list[int]] = {"found": [], "unread": []}
    for number, path in enumerate(asked["paths"]):
        try:
            if holds_any(Path(path), asked["words"]):
                told["found"].append(number)
        except Unread:
            told["unread"].append(number)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
