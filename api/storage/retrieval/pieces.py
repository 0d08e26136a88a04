"""The small files of a generation, which every reader keeps a copy of: in the database in pieces, each with its hash.

A piece is overwritten, checked and fetched by itself: taking somebody out of a file of hundreds of megabytes touches the
piece that they stand in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from psycopg import sql

from api.storage.retrieval.copying import copy_rows

CENTRES, LISTS, LEGS = "lists/centres.npy", "lists/lists.npy", "lexical/legs.json"
PIECE = 4_000_000  # bytes
Told = tuple[int, list[str]]  # of a file, as a label has it: bytes, and the hash of each of its pieces

_COPY = "copy {} (name, number, content) from stdin (format binary)"
_PIECE = "select content from {piece} where name = %s and number = %s"
_WHOLE = "select content from {piece} where name = %s order by number"
_CHANGE = "update {piece} set content = %s where name = %s and number = %s"


def digest(content: bytes) -> str:
    """The hash of a piece."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def told_of(path: Path) -> Told:
    """What a label says of a file."""
    return path.stat().st_size, [digest(content) for content in _contents(path)]


def copy_files(cursor: Any, table: sql.Identifier, paths: list[tuple[Path, Path]]) -> dict[str, Told]:
    """Put files, each given with the folder that its name begins from, into a table; what is told of each by name."""
    copy_rows(cursor, sql.SQL(_COPY).format(table), ["text", "int4", "bytea"], _pieces_of(paths))
    return {_name(path, root): told_of(path) for path, root in paths}


def content_of(run: Any, name: str) -> bytes:
    """A file as it lies in the database.

    Args:
        run: runs a statement that names tables as {piece}, with what is given for its places, and gives the cursor.
    """
    return b"".join(bytes(content) for (content,) in run(_WHOLE, name).fetchall())


def blank_rows(run: Any, name: str, rows: Collection[int], told: Told) -> Told:
    """Overwrite rows of an array in a .npy file with zeros, in the pieces where they stand; what is told of it then.

    Args:
        run: see `content_of`.
        told: what was told of the file before.
    """
    pieces: dict[int, bytearray] = {}

    def piece(number: int) -> bytearray:
        if number not in pieces:
            pieces[number] = bytearray(run(_PIECE, name, number).fetchone()[0])
        return pieces[number]

    file = BytesIO(piece(0))
    np.lib.format.read_magic(file)
    shape, _, kind = np.lib.format.read_array_header_1_0(file)
    first, wide = file.tell(), kind.itemsize * int(np.prod(shape[1:], dtype=np.int64))
    touched = set()
    for row in rows:
        begin, end = first + row * wide, first + (row + 1) * wide
        while begin < end:  # a row may lie on two pieces
            number, at = divmod(begin, PIECE)
            size = min(end - begin, PIECE - at)
            piece(number)[at : at + size] = bytes(size)
            touched.add(number)
            begin += size
    hashes = list(told[1])
    for number in sorted(touched):
        content = bytes(pieces[number])
        run(_CHANGE, content, name, number)
        hashes[number] = digest(content)
    return told[0], hashes


def _pieces_of(paths: list[tuple[Path, Path]]) -> Iterator[tuple[str, int, bytes]]:
    for path, root in paths:
        for number, content in enumerate(_contents(path)):
            yield _name(path, root), number, content


def _contents(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while content := file.read(PIECE):
            yield content


def _name(path: Path, root: Path) -> str:
    return str(path.relative_to(root))
