"""Many documents read at once: each in a process of its own, their order kept, no more of them in memory than needed."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from api.services.cvs.cv_contents import check_tells
from api.services.cvs.cv_sources import Source, is_large_archive, sources
from matching.cv.archives import members
from matching.cv.encoded_entries import EncodedEntries
from matching.cv.forms import Column
from matching.cv.limits import Limits
from matching.cv.taking_sheets import Mapping, TakenRow, columns_of, rows_of, take_or_tell, take_rows
from matching.cv.values import Taken
from matching.cv.worker import default_pool, in_worker
from matching.errors import MatchingError, UnreadableDocument

AHEAD = 48  # documents read before they are asked for
MOST_BYTES = 64_000_000  # of archives, held by those that wait
SHEET_SECONDS = 180.0  # a roster of thousands takes longer than a CV

Many = Literal["archive", "sheet"]


@dataclass(frozen=True)
class Document:
    """What came of one document or one row of a sheet: what was taken, or that it is known, or why there is nothing.

    Attributes:
        encoded: the entries of what was taken, once they are encoded.
        cells: what could not be read of a row: (column, reason).
        sheet: on the first row of a sheet, its name and what its columns were taken for.
    """

    name: str
    sha256: str = ""
    taken: Taken | None = None
    encoded: EncodedEntries | None = None
    known: bool = False
    problem: MatchingError | None = None
    cells: tuple[tuple[str, str], ...] = ()
    sheet: tuple[tuple[str, tuple[Column, ...]], ...] = ()


@dataclass(frozen=True)
class _Many:
    """A file that holds many documents."""

    kind: Many
    source: Source


class Reading:
    """Reads the documents under some paths: files, folders, archives and sheets.

    Args:
        paths: files and folders.
        mapping: of columns, for sheets.
        known: SHA-256 of documents that are passed over.
        limits: of one document.
        at_once: documents that are read at a time, each in a process of its own; by default one per processor.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        mapping: Mapping = (),
        known: Callable[[str], bool] = lambda sha256: False,
        limits: Limits | None = None,
        at_once: int | None = None,
    ) -> None:
        self.paths, self.mapping, self.limits = paths, mapping, limits or Limits()
        self.at_once = at_once or default_pool().size
        self._known, self._met = known, set[str]()
        self._lock = threading.Lock()

    def documents(self) -> Iterator[Document]:
        """The documents in order; those after them are read meanwhile. What cannot be read is told, and stops nothing."""
        threads = ThreadPoolExecutor(self.at_once, thread_name_prefix="cv")
        waiting: deque[tuple[Source, Future[Document | _Many]]] = deque()
        try:
            for source in sources(self.paths):
                yield from self._enter(source, waiting, threads)
            while waiting:
                yield from self._finish(waiting, threads)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)

    def _enter(
        self, source: Source, waiting: deque[tuple[Source, Future[Document | _Many]]], threads: ThreadPoolExecutor
    ) -> Iterator[Document]:
        """Let a document wait for its turn, once there is room."""
        while len(waiting) >= AHEAD or (waiting and _held(waiting) + len(source.data) > MOST_BYTES):
            yield from self._finish(waiting, threads)
        waiting.append((source, threads.submit(self._read, source)))

    def _finish(
        self, waiting: deque[tuple[Source, Future[Document | _Many]]], threads: ThreadPoolExecutor
    ) -> Iterator[Document]:
        """What came of the oldest that waits; of all it holds, where it holds many."""
        _, future = waiting.popleft()
        found = future.result()
        if isinstance(found, Document):
            yield found
        elif found.kind == "sheet":
            yield from self._rows(found.source)
        else:
            yield from self._members(found.source, threads)

    def _members(self, source: Source, threads: ThreadPoolExecutor) -> Iterator[Document]:
        own: deque[tuple[Source, Future[Document | _Many]]] = deque()
        try:
            for member in members(source.path or source.data, source.name, self.limits):
                name = f"{source.name}: {member.name}"
                yield from self._enter(Source(name, data=member.data, problem=member.problem), own, threads)
        except UnreadableDocument as error:
            while own:
                yield from self._finish(own, threads)
            yield Document(source.name, problem=error)
        while own:
            yield from self._finish(own, threads)

    def _read(self, source: Source) -> Document | _Many:
        """What one document says, taken in a process of its own."""
        try:
            if source.path is not None and is_large_archive(source.path, self.limits):
                return _Many("archive", source)
            data = source.load(self.limits)
            sha256 = hashlib.sha256(data).hexdigest()
            if self._is_known(sha256):
                return Document(source.name, sha256, known=True)
            found = in_worker(
                take_or_tell, data, source.name, self.limits,
                seconds=self.limits.seconds, megabytes=self.limits.memory_megabytes,
            )  # fmt: skip
            if isinstance(found, Taken):
                check_tells(found.parts, source.name)
        except MatchingError as error:
            return Document(source.name, problem=error)
        if found == "sheet" or (found == "archive" and source.path is not None):
            self._forget(sha256)  # its rows and files are looked at one by one
            return _Many("sheet" if found == "sheet" else "archive", source)
        if not isinstance(found, Taken):
            return Document(source.name, problem=_packed_too_deep(source.name))
        return Document(source.name, sha256, found)

    def _rows(self, source: Source) -> Iterator[Document]:
        try:
            data = source.load(self.limits)
            told, rows = in_worker(
                take_rows, data, source.name, self.mapping, self.limits,
                seconds=SHEET_SECONDS, megabytes=self.limits.memory_megabytes,
            )  # fmt: skip
        except MatchingError as error:
            yield Document(source.name, problem=error)
            return
        head = ((source.name, columns_of(told)),)
        for at, row in enumerate(rows_of(rows)):
            yield replace(self._row(source.name, row), sheet=head if at == 0 else ())

    def _row(self, sheet: str, row: TakenRow) -> Document:
        name = f"{sheet}, row {row.row}"
        if row.taken is None:
            problem = UnreadableDocument(
                f"Row {row.row} names no person.", "It has neither a name, an e-mail address nor an entry.",
                "Fill it in, or check what its columns are taken for.",
            )  # fmt: skip
            return Document(name, problem=problem, cells=row.problems)
        sha256 = hashlib.sha256(row.taken.model_dump_json().encode()).hexdigest()
        if self._is_known(sha256):
            return Document(name, sha256, known=True)
        return Document(name, sha256, row.taken, cells=row.problems)

    def _is_known(self, sha256: str) -> bool:
        """Whether a document was met before, in an earlier import or in this one."""
        with self._lock:
            if sha256 in self._met or self._known(sha256):
                return True
            self._met.add(sha256)
            return False

    def _forget(self, sha256: str) -> None:
        with self._lock:
            self._met.discard(sha256)


def _held(waiting: deque[tuple[Source, Future[Document | _Many]]]) -> int:
    return sum(len(source.data) for source, _ in waiting)


def _packed_too_deep(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"'{name}' is an archive inside another.", "It was not opened.", "Unpack it and send its files."
    )
