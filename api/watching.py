"""Looking on while long work is done: stages with their progress, and lines that deserve a look."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Progress = Callable[[int, int], None]
MOST_NOTES = 20  # lines of a roster noted one by one

log = logging.getLogger(__name__)


class Watch(Protocol):
    """Who looks on while parts are built: shows progress, takes times, or does nothing."""

    def stage(self, name: str) -> AbstractContextManager[Progress]:
        """A stage of that name runs inside; it reports (done, in all)."""
        ...

    def note(self, line: str) -> None:
        """Something that was left out or deserves a look."""
        ...


class Quiet:
    """Nobody looks on; notes go to the log."""

    @contextmanager
    def stage(self, name: str) -> Iterator[Progress]:
        """See Watch."""
        yield lambda done, total: None

    def note(self, line: str) -> None:
        """See Watch; what nobody looks at goes to the log."""
        log.warning("%s", line)


QUIET = Quiet()
