"""Writing to disk so that a reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embeddings.errors import StorageFull

CACHE_VARIABLE = "EXPERTMATCH_CACHE"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG}


def cache_folder() -> Path:
    """The folder for derived data that can be rebuilt: $EXPERTMATCH_CACHE, or the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE, "").strip()
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("expertmatch")


@contextmanager
def storage_errors(target: Path) -> Iterator[None]:
    """Turn "disk full", "over quota" and "not allowed to write" into StorageFull; other errors pass unchanged."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull(
                f"There is no room to write {target}",
                f"The system said: {error.strerror}",
                "Free some space on that disk, or choose a folder on another one, and try again",
            ) from error
        if error.errno in _CLOSED:
            raise StorageFull(
                f"{target} cannot be written",
                f"The system said: {error.strerror}",
                "Allow writing there, or choose a folder you may write to",
            ) from error
        raise


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put(descriptor: int, content: bytes | memoryview) -> None:
    """Write all of `content`; every byte of this room goes through here, so that a test can fill the disk."""
    view = memoryview(content).cast("B")
    while view:
        view = view[os.write(descriptor, view) :]


def write_atomic(target: Path, *parts: bytes | memoryview) -> None:
    """Replace `target` by the parts, one after the other, in one step (temporary file beside it, then rename).

    Raises:
        StorageFull: the disk is full or closed to us; `target` is as it was.
    """
    with storage_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
        # Not tempfile: its files are readable by their owner only, and an index is shared by a service's workers.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            try:
                for part in parts:
                    put(descriptor, part)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            os.replace(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@contextmanager
def folder_in_the_making(target: Path) -> Iterator[Path]:
    """A new folder beside `target` that takes its place when the block ends well, and vanishes otherwise.

    The caller keeps other writers out (a lock). An existing `target` is removed last, so a reader that holds its
    files open or memory-mapped keeps them.

    Raises:
        StorageFull: the disk is full or closed to us; `target` is as it was.
    """
    with storage_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        making = target.with_name(f".{target.name}.{secrets.token_hex(6)}.new")
        aside = making.with_suffix(".old")
        making.mkdir()
        try:
            yield making
            if target.exists():
                os.replace(target, aside)
            os.replace(making, target)
        finally:
            shutil.rmtree(making, ignore_errors=True)
            shutil.rmtree(aside, ignore_errors=True)
