"""Long lists given in pages: each page ends with a mark, from which the next one goes on."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from matching.errors import InvalidSetting

Row = TypeVar("Row")
LARGEST = 2**31 - 1  # of the whole numbers that a column takes


@dataclass(frozen=True)
class Part(Generic[Row]):
    """One page of rows, and the mark from which the next goes on; None where there is none."""

    rows: list[Row]
    next: str | None


def part(
    session: Session,
    question: Select[Any],
    key: Sequence[InstrumentedAttribute[Any]],
    *,
    limit: int,
    after: str | None = None,
    newest_first: bool = False,
    narrowly: bool = False,
) -> Part[Row]:
    """The next rows of a question, in the order of a key that no two rows share.

    Args:
        question: for whole rows.
        key: columns whose values together are unique; of the row itself.
        after: the mark of the page before.
        narrowly: find the keys first, from an index where one holds what is asked, and then the rows of these alone:
            for rows that are wide, under a key of one column.

    Raises:
        InvalidSetting: the mark is not one of ours.
    """
    if after is not None:
        values = _open(after, key)
        beyond = tuple_(*key) < tuple_(*values) if newest_first else tuple_(*key) > tuple_(*values)
        question = question.where(beyond)
    order = [column.desc() if newest_first else column.asc() for column in key]
    question = question.order_by(*order).limit(limit + 1)
    if narrowly:
        [column] = key
        keys = question.with_only_columns(column, maintain_column_froms=True)
        question = select(column.class_).where(column.in_(keys)).order_by(*order)
    found: list[Row] = list(session.scalars(question))
    more = len(found) > limit
    rows = found[:limit]
    return Part(rows, _mark([getattr(rows[-1], column.key) for column in key]) if more else None)


def _mark(values: list[Any]) -> str:
    said = [{"t": v.isoformat()} if isinstance(v, datetime) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")


def _open(mark: str, key: Sequence[InstrumentedAttribute[Any]]) -> list[Any]:
    try:
        said = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        values = [_value(v, column.type.python_type) for v, column in zip(said, key, strict=True)]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise InvalidSetting(
            "The mark of a page ('after') cannot be used.",
            f"Found '{mark[:40]}'.",
            "Take it from 'next' of the page before, or leave it out to begin.",
        ) from None
    return values


def _value(said: Any, kind: type) -> Any:
    """A value of a key, as its column can be compared with.

    Raises:
        ValueError, TypeError, KeyError, OverflowError: it is of another kind, or no database takes it.
    """
    value = datetime.fromisoformat(said["t"]).astimezone(UTC) if kind is datetime else said
    if type(value) is not kind:
        raise TypeError
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError
        value.encode()  # half a character cannot be
    if isinstance(value, int) and abs(value) > LARGEST:
        raise OverflowError
    return value
