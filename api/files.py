"""Writing a file line by line so that it appears whole at the end, or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from embeddings.disk import storage_errors


@contextmanager
def whole_file(target: Path) -> Iterator[TextIO]:
    """A text file (UTF-8) that takes the place of `target` when the block ends well, and vanishes otherwise.

    Raises:
        StorageFull: the disk is full or closed to us; `target` is as it was.
    """
    with storage_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
        try:
            with temporary.open("x", encoding="utf-8", newline="\n") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)
