"""Words looked for in a column, whichever letters are capitals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute, Session


def holds(session: Session, column: InstrumentedAttribute[Any], words: str) -> ColumnElement[bool]:
    """Whether a column holds these words.

    SQLite's own comparison knows the capitals of the Latin alphabet without accents alone, and goes through a hundred
    thousand names in milliseconds. Words with other letters are compared by our `lower` (database.py), a call of Python
    for every row, which every other thread has to wait for.
    """
    if session.get_bind().dialect.name == "sqlite" and words.isascii():
        return column.contains(words, autoescape=True)
    return column.icontains(words, autoescape=True)
