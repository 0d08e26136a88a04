"""From what was taken from documents to profiles: their texts are encoded together, then each is proposed for.

Encoding is most of the work and leaves a core idle now and then; proposing is plain Python on one core. So two batches are
encoded while the one before them is proposed for and kept. Batches are small, because nothing can be encoded while the
first is read, nor while the last is proposed for.
"""

from __future__ import annotations

import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from api.services.cvs.cv_reading import Document, Reading
from api.services.exchange.json_lines import in_batches
from matching.cv.encoded_entries import encode_entries
from matching.cv.reading import profile_of
from matching.cv.values import ReadProfile
from matching.engine import Engine
from matching.errors import MatchingError, UnreadableDocument

AHEAD = 2  # batches encoded at once, while one is proposed for: where one leaves a core idle, the other uses it
BATCH = 12  # documents whose texts, some hundred, are encoded together, and which are kept together or not at all
TURNS = 0.0005  # seconds after which a thread of plain Python lets another have its turn

Outcome = ReadProfile | MatchingError


def read_profiles(
    reading: Reading, engine: Callable[[], Engine], today: date
) -> Iterator[tuple[Document, Outcome | None]]:
    """Each document with its profile, or the reason why there is none; None for one that was met before.

    Args:
        engine: asked for once there is something to understand: what cannot be read is told without a model.
    """
    for batch in encoded(in_batches(reading.documents(), BATCH), engine):
        taken = [document for document in batch if document.taken]
        found = dict(zip(map(id, taken), profiles_of(taken, engine(), today), strict=True)) if taken else {}
        for document in batch:
            yield document, found.get(id(document), document.problem)


def encoded(batches: Iterable[list[Document]], engine: Callable[[], Engine]) -> Iterator[list[Document]]:
    """The same batches, each when all it says was encoded; the next one is encoded meanwhile.

    Args:
        engine: asked for once there is something to encode.
    """
    with _short_turns(), ThreadPoolExecutor(AHEAD, thread_name_prefix="encoding") as threads:
        waiting = deque[tuple[list[Document], Future[list[Document]] | None]]()
        try:
            for batch in batches:
                has_taken = any(document.taken for document in batch)
                waiting.append((batch, threads.submit(_encode, batch, engine()) if has_taken else None))
                if len(waiting) > AHEAD:
                    yield _ended(*waiting.popleft())
            while waiting:
                yield _ended(*waiting.popleft())
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


def _ended(batch: list[Document], encoding: Future[list[Document]] | None) -> list[Document]:
    """A batch when its encoding has ended; what went wrong there is raised here."""
    return batch if encoding is None else encoding.result()


@contextmanager
def _short_turns() -> Iterator[None]:
    """Threads that wait for each other often: with the usual turns encoding would wait longer than it works."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(usual, TURNS))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def profiles_of(documents: Sequence[Document], engine: Engine, today: date, key: bytes = b"") -> list[Outcome]:
    """The profile of each document of which something was taken. An error of ours over one costs that one alone."""
    return [_profile(document, engine, today, key) for document in documents]


def _profile(document: Document, engine: Engine, today: date, key: bytes) -> Outcome:
    assert document.taken is not None
    try:
        return profile_of(
            document.taken, document.sha256, engine=engine, today=today, key=key, encoded=document.encoded
        )
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


def _encode(batch: Sequence[Document], engine: Engine) -> list[Document]:
    """The same documents, each with what it says encoded."""
    taken = {id(document): document.taken.parts for document in batch if document.taken}
    encoded = dict(zip(taken, encode_entries(list(taken.values()), engine), strict=True))
    return [replace(document, encoded=encoded.get(id(document))) for document in batch]
