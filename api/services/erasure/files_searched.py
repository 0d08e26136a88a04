"""Words looked for in files by a process of its own.

A database file must not be opened beside SQLite in a process that serves: when any descriptor of a file is closed, the
system drops every lock that the process holds on it, and another process may then take the database for unused.
Run as a script, this module reads what to look for from its standard input and imports nothing of the service.
"""

from __future__ import annotations

import json
import subprocess  # nosec B404 # our own interpreter, and this file
import sys
from collections.abc import Iterable, Iterator, Sequence
from email import message_from_bytes, policy
from html import escape
from pathlib import Path
from urllib.parse import quote

CHUNK = 1 << 20  # bytes of a file searched at a time


class SearchFailed(RuntimeError):
    """The process that searches the files came to no end; nothing is known of them."""


def search(paths: Sequence[Path], words: Sequence[str]) -> list[Path]:
    """The files in which any of the words stands, in capitals or not; letters are read as their reader sees them.

    Raises:
        SearchFailed: the process ended badly.
    """
    if not paths or not any(words):
        return []
    asked = json.dumps({"paths": [str(path) for path in paths], "words": list(words)})
    command = [sys.executable, "-I", "-S", __file__]
    ended = subprocess.run(command, input=asked.encode(), capture_output=True, check=False)  # nosec B603 # no shell
    if ended.returncode != 0:
        raise SearchFailed(f"the search of {len(paths)} files ended with {ended.returncode}")
    return [paths[number] for number in json.loads(ended.stdout)]


def holds_any(path: Path, words: Iterable[str]) -> bool:
    """Whether any of the words stands in a file, however it falls on the pieces in which the file is read.

    Never to be called on a database that this process has open.
    """
    wanted = sorted({form.lower() for word in words if word for form in _forms(word)})
    if not wanted:
        return False
    try:
        if path.suffix == ".eml" and any(word in text for text in _letter(path) for word in wanted):
            return True
        return any(word in window for window in _windows(path, max(len(word) for word in wanted)) for word in wanted)
    except OSError:  # gone since the folder was listed
        return False


def _forms(word: str) -> Iterator[str]:
    """A word as it stands in a text, in JSON, in HTML and in an address of a page."""
    yield word
    yield json.dumps(word)[1:-1]
    yield json.dumps(word, ensure_ascii=False)[1:-1]
    yield escape(word)
    yield quote(word)


def _windows(path: Path, longest: int) -> Iterator[str]:
    """A file as text in small letters, piece by piece, each with the end of the one before."""
    overlap = 4 * longest  # bytes of a character
    with path.open("rb") as file:
        before = b""
        while piece := file.read(CHUNK):
            window = before + piece
            yield window.decode("utf-8", "ignore").lower()
            before = window[-overlap:]


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
    """Print the numbers of the files in which something was found."""
    asked = json.load(sys.stdin)
    found = [number for number, path in enumerate(asked["paths"]) if holds_any(Path(path), asked["words"])]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
