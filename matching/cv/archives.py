"""The documents inside an archive (.zip, .tar, .tar.gz), one at a time and in memory; nothing is written to disk.

A name that leads out of the archive, a link, a locked or oversized file is told of and passed over; an archive that
unpacks to more than the limits ends there, in words.
"""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from matching.cv.limits import Limits, label_of
from matching.errors import UnreadableDocument

_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, gzip.BadGzipFile, OSError, EOFError, ValueError, RuntimeError,
    NotImplementedError, OverflowError, IndexError, KeyError, struct.error,
)  # fmt: skip
_CLUTTER = (".ds_store", "thumbs.db", "desktop.ini")
_DENSE_FROM = 1_000_000  # bytes from which the ratio of unpacked to packed size counts


@dataclass(frozen=True)
class Member:
    """A file in an archive: its bytes, or why it was passed over."""

    name: str  # its path in the archive, after that of an archive around it
    data: bytes = b""
    problem: UnreadableDocument | None = None


class _Budget:
    """What may still be unpacked, over all archives inside one another."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = limits.archive_unpacked_megabytes * 1_000_000
        self._members = limits.archive_members

    def spend(self, size: int, label: str) -> None:
        self._bytes -= size
        self._members -= 1
        if self._bytes < 0 or self._members < 0:
            raise UnreadableDocument(
                f"{label} holds too much.",
                f"It unpacks to more than {self.limits.archive_unpacked_megabytes:,.0f} MB"
                f" or {self.limits.archive_members:,} files.",
                "The files before that were read. Send the rest in smaller archives.",
            )


def members(source: Path | bytes, name: str = "", limits: Limits | None = None) -> Iterator[Member]:
    """The files of an archive in the order they are packed, those of archives inside it too.

    Raises:
        UnreadableDocument: too large, damaged, or unpacking to more than the limits allow; the files before are given.
    """
    limits = limits or Limits()
    name = name or (source.name if isinstance(source, Path) else "")
    label = f"The archive '{name}'" if name else "The archive"
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > limits.archive_megabytes * 1_000_000:
            raise UnreadableDocument(
                f"{label} is too large.", f"It has {size / 1e6:,.0f} MB; the limit is {limits.archive_megabytes:,.0f} MB.",
                "Send it in parts.",
            )  # fmt: skip
        with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
            yield from _of(file, label, "", 1, _Budget(limits))
    except _BROKEN as error:
        raise UnreadableDocument(
            f"{label} is damaged.",
            f"It cannot be unpacked ({type(error).__name__}).",
            "Pack the files again and send that.",
        ) from error


def _of(file: IO[bytes], label: str, prefix: str, depth: int, budget: _Budget) -> Iterator[Member]:
    head = file.read(512)
    file.seek(0)
    found: Iterator[Member]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        found = _of_zip(file, label, prefix, budget)
    elif head[257:262] == b"ustar":
        found = _of_tar(file, label, prefix, budget)
    elif head.startswith(b"\x1f\x8b"):
        found = _of_gzip(file, label, prefix, budget)
    else:
        raise UnreadableDocument(
            f"{label} is not an archive that is read here.",
            f"It begins with {head[:8]!r}.",
            "Pack the files as .zip or .tar.gz.",
        )
    for member in found:
        if member.problem is None and _is_archive(member.data):
            yield from _inside(member, depth, budget)
        else:
            yield member


def _inside(member: Member, depth: int, budget: _Budget) -> Iterator[Member]:
    """The files of an archive inside an archive."""
    if depth >= budget.limits.archive_depth:
        yield _passed_over(
            member.name,
            "lies in archives inside one another.",
            f"They are nested deeper than {budget.limits.archive_depth}.",
            "Unpack it and send its files.",
        )
        return
    try:
        yield from _of(io.BytesIO(member.data), label_of(member.name), f"{member.name}/", depth + 1, budget)
    except _BROKEN as error:
        yield _passed_over(
            member.name, "is damaged.", f"It cannot be unpacked ({type(error).__name__}).", "Pack it again."
        )


def _is_archive(data: bytes) -> bool:
    from matching.cv.recognise import recognise

    try:
        packed = data.startswith((b"PK", b"\x1f\x8b"))
        return data[257:262] == b"ustar" or (packed and recognise(data) == "archive")
    except UnreadableDocument:
        return False


def _of_zip(file: IO[bytes], label: str, prefix: str, budget: _Budget) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            name = prefix + info.filename
            if info.filename.endswith("/") or _is_clutter(info.filename):  # is_dir breaks on a file without a name
                continue
            linked = stat.S_ISLNK(info.external_attr >> 16)
            problem = _problem(info.filename, name, info.file_size, linked, bool(info.flag_bits & 1), budget.limits)
            dense = info.file_size > _DENSE_FROM and info.file_size > budget.limits.unpacking_ratio * max(
                info.compress_size, 1
            )
            if problem is None and dense:
                problem = _passed_over(
                    name, "would unpack to far more than a document holds.",
                    f"{info.compress_size:,} packed bytes stand for {info.file_size:,}.", "It was not opened.",
                )  # fmt: skip
            budget.spend(0 if problem else info.file_size, label)
            yield problem or _unzipped(archive, info, name)


def _unzipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Member:
    try:
        with archive.open(info) as file:
            return Member(name, file.read(info.file_size + 1))
    except _BROKEN as error:
        return _passed_over(name, "is damaged.", f"It cannot be unpacked ({type(error).__name__}).", "Pack it again.")


def _of_tar(file: IO[bytes] | _Metered, label: str, prefix: str, budget: _Budget) -> Iterator[Member]:
    with tarfile.open(fileobj=file, mode="r|") as archive:  # type: ignore[call-overload]
        for info in archive:
            name = prefix + info.name
            if info.isdir() or _is_clutter(info.name):
                budget.spend(0, label)
                continue
            special = not info.isreg() or info.issparse()
            problem = _problem(info.name, name, info.size, special, False, budget.limits)
            budget.spend(info.size, label)  # also what is passed over is unpacked on the way to the next
            part = None if problem else archive.extractfile(info)
            yield problem or Member(name, part.read(info.size + 1) if part else b"")


def _of_gzip(file: IO[bytes], label: str, prefix: str, budget: _Budget) -> Iterator[Member]:
    with gzip.GzipFile(fileobj=file) as packed:
        head = packed.read(512)
    file.seek(0)
    if head[257:262] == b"ustar":
        yield from _of_tar(_Metered(file, label, budget), label, prefix, budget)
        return
    most = int(budget.limits.megabytes * 1_000_000)
    with gzip.GzipFile(fileobj=file) as packed:
        data = packed.read(most + 1)
    name = (prefix.rstrip("/") or label) + " (unpacked)"
    budget.spend(len(data), label)
    yield _problem("unpacked", name, len(data), False, False, budget.limits) or Member(name, data)


class _Metered:
    """The unpacked bytes of a compressed archive, which end where the budget does."""

    def __init__(self, file: IO[bytes], label: str, budget: _Budget) -> None:
        self._file, self._label = gzip.GzipFile(fileobj=file), label
        self._left = budget.limits.archive_unpacked_megabytes * 1_000_000

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, 1 << 20) if size >= 0 else 1 << 20)
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableDocument(
                f"{self._label} holds too much.", "It unpacks without end.", "Send its files in smaller archives."
            )
        return data


def _problem(path: str, name: str, size: int, linked: bool, locked: bool, limits: Limits) -> Member | None:
    """Why a file is passed over, or None."""
    parts = PurePosixPath(path.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in path.split("/")[0] or "\x00" in path:
        return _passed_over(
            name, "was passed over.", "Its name leads out of the archive.", "Pack it under a plain name."
        )
    if linked:
        return _passed_over(name, "was passed over.", "It is a link or a device, not a file.", "Pack the file itself.")
    if locked:
        return _passed_over(name, "is locked.", "It asks for a password.", "Pack it without a password.")
    if size > limits.megabytes * 1_000_000:
        return _passed_over(
            name, "is too large.", f"It has {size / 1e6:,.1f} MB; the limit is {limits.megabytes:g} MB.",
            "Make its pictures smaller, or send the pages with text.",
        )  # fmt: skip
    return None


def _passed_over(name: str, what: str, found: str, next_step: str) -> Member:
    return Member(name, problem=UnreadableDocument(f"{label_of(name)} {what}", found, next_step))


def _is_clutter(path: str) -> bool:
    """Files that systems leave in archives and that hold no document."""
    parts = PurePosixPath(path)
    return "__MACOSX" in parts.parts or parts.name.lower() in _CLUTTER or parts.name.startswith("._")
