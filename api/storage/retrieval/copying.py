"""Rows for PostgreSQL's binary COPY, made from arrays: a million vectors pass without one Python object each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)  # no flags, no extension
END = b"\xff\xff"


def vector_rows(lists: NDArray[np.int32], rows: NDArray[np.int64], vectors: NDArray[np.float16]) -> bytes:
    """Rows of (list integer, row integer, vector halfvec) in the binary form, without header and end."""
    wide = vectors.shape[1]
    kind = [
        ("fields", ">i2"), ("size_1", ">i4"), ("list", ">i4"), ("size_2", ">i4"), ("row", ">i4"),
        ("size_3", ">i4"), ("dimension", ">i2"), ("unused", ">i2"), ("values", ">f2", (wide,)),
    ]  # fmt: skip
    found = np.zeros(len(rows), dtype=kind)
    found["fields"], found["size_1"], found["size_2"], found["size_3"] = 3, 4, 4, 4 + 2 * wide
    found["list"], found["row"], found["dimension"], found["values"] = lists, rows, wide, vectors
    return found.tobytes()


def driver_cursor(session: Session) -> Any:
    """The driver's own cursor, which knows COPY, in the transaction of a session."""
    connection: Any = session.connection().connection.driver_connection
    return connection.cursor()


def copy_bytes(cursor: Any, command: Any, pieces: Iterable[bytes]) -> None:
    """Send rows that are in the binary form already."""
    with cursor.copy(command) as copy:
        copy.write(HEADER)
        for piece in pieces:
            copy.write(piece)
        copy.write(END)


def copy_rows(cursor: Any, command: Any, kinds: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Send rows of values of some types."""
    with cursor.copy(command) as copy:
        copy.set_types(kinds)
        for row in rows:
            copy.write_row(row)
