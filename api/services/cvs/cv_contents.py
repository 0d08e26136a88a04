"""Whether a document that could be read tells of a person at all: any text can be read, and not every text is a CV."""

from __future__ import annotations

from matching.cv.limits import label_of
from matching.cv.values import Parts
from matching.errors import UnreadableDocument

_TELLING = ("entries", "languages", "name", "emails", "phones", "links", "nationalities", "gender")


def check_tells(parts: Parts, name: str) -> None:
    """See that there is something to put on the roster.

    Raises:
        UnreadableDocument: nothing was found of who a person is or what they did.
    """
    if any(getattr(parts, part) for part in _TELLING):
        return
    raise UnreadableDocument(
        f"{label_of(name)} holds nothing of a CV.",
        f"Words: {len(parts.text.split())}, and no name, address, language or entry among them.",
        "Send a CV that says who the person is and what they did.",
    )
