"""The letters of the outbox folder, read as a mail program reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path


@dataclass(frozen=True)
class Letter:
    """One letter: to whom, in which language, what it says."""

    to: str
    language: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """The address within the service that it leads to."""
        found = re.search(r"https?://[^/\s]+(/\S+)", self.text)
        assert found, self.text
        return found[1]


class Outbox:
    """The folder; `new()` gives what came since it was last asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: set[str] = set()

    def new(self) -> list[Letter]:
        """The letters that came since the last time, by address."""
        fresh = [path for path in sorted(self.folder.glob("*.eml")) if path.name not in self._seen]
        self._seen |= {path.name for path in fresh}
        return sorted((_letter(path.read_bytes()) for path in fresh), key=lambda letter: (letter.to, letter.subject))


def _letter(content: bytes) -> Letter:
    message = message_from_bytes(content, policy=policy.default)
    text = message.get_body(("plain",))
    assert text is not None
    return Letter(
        to=message["To"].addresses[0].addr_spec,
        language=message["Content-Language"],
        subject=_typed(message["Subject"]),
        text=_typed(text.get_content()),
    )


def _typed(text: str) -> str:
    """The text with the spaces that one types; French sets narrower ones before its marks."""
    return text.replace("\xa0", " ").replace("\u202f", " ")
