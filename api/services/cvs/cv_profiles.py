"""From what was taken from documents to profiles: their texts are encoded together, then each is proposed for."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from api.services.cvs.cv_reading import Document, Reading
from api.services.exchange.json_lines import in_batches
from matching.cv.reading import profile_of
from matching.cv.values import Parts, ReadProfile
from matching.engine import Engine
from matching.errors import MatchingError, UnreadableDocument
from matching.neutral_wording import neutral
from matching.texts import detect_language

BATCH = 32  # documents whose texts are encoded together

Outcome = ReadProfile | MatchingError


def read_profiles(
    reading: Reading, engine: Callable[[], Engine], today: date
) -> Iterator[tuple[Document, Outcome | None]]:
    """Each document with its profile, or the reason why there is none; None for one that was met before.

    Args:
        engine: asked for once there is something to understand: what cannot be read is told without a model.
    """
    for batch in in_batches(reading.documents(), BATCH):
        taken = [document for document in batch if document.taken]
        found = dict(zip(map(id, taken), profiles_of(taken, engine(), today), strict=True)) if taken else {}
        for document in batch:
            yield document, found.get(id(document), document.problem)


def profiles_of(documents: Sequence[Document], engine: Engine, today: date, key: bytes = b"") -> list[Outcome]:
    """The profile of each document of which something was taken. An error of ours over one costs that one alone."""
    _encode(documents, engine)
    return [_profile(document, engine, today, key) for document in documents]


def _profile(document: Document, engine: Engine, today: date, key: bytes) -> Outcome:
    assert document.taken is not None
    try:
        return profile_of(document.taken, document.sha256, engine=engine, today=today, key=key)
    except Exception as error:
        return in_words(error)


def in_words(error: Exception) -> MatchingError:
    """An error over one document: where it arose, and nothing of what it says, which may quote the CV."""
    if isinstance(error, MatchingError):
        return error
    last = traceback.extract_tb(error.__traceback__)[-1]
    return UnreadableDocument(
        "The document was read, but could not be taken in.",
        f"An unexpected error arose ({type(error).__name__} in {last.name}, line {last.lineno}).",
        "Report it with the kind of the document; the others are not touched by it.",
    )


def _encode(documents: Sequence[Document], engine: Engine) -> None:
    """Encode everything these documents say in one go: a few long batches cost less than many short ones.

    The texts are those that proposing and the roster ask for, which find them in the store.
    """
    if engine.store is None:  # nothing encoded here would be found again
        return
    texts = [text for document in documents if document.taken for text in embedded_texts(document.taken.parts)]
    if texts:
        engine.encode_passages(texts)


def embedded_texts(parts: Parts) -> list[str]:
    """The texts of a CV as they are encoded: of each entry, in neutral wording."""
    usual = detect_language(parts.text)
    entries = [entry for entry in parts.entries if entry.text.strip()]
    return [neutral(entry.text, entry.language or detect_language(entry.text) or usual) for entry in entries]
