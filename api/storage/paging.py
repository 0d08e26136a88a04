"""Long lists given in pages: each page ends with a mark, from which the next one goes on."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from matching.errors import InvalidSetting

Row = TypeVar("Row")


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
) -> Part[Row]:
    """The next rows of a question, in the order of a key that no two rows share.

    Args:
        question: for whole rows.
        key: columns whose values together are unique; of the row itself.
        after: the mark of the page before.

    Raises:
        InvalidSetting: the mark is not one of ours.
    """
    if after is not None:
        values = _open(after, len(key))
        beyond = tuple_(*key) < tuple_(*values) if newest_first else tuple_(*key) > tuple_(*values)
        question = question.where(beyond)
    order = [column.desc() if newest_first else column.asc() for column in key]
    found: list[Row] = list(session.scalars(question.order_by(*order).limit(limit + 1)))
    more = len(found) > limit
    rows = found[:limit]
    return Part(rows, _mark([getattr(rows[-1], column.key) for column in key]) if more else None)


def _mark(values: list[Any]) -> str:
    said = [{"t": v.isoformat()} if isinstance(v, datetime) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")


def _open(mark: str, count: int) -> list[Any]:
    try:
        said = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        values = [datetime.fromisoformat(v["t"]) if isinstance(v, dict) else v for v in said]
        good = len(values) == count and all(isinstance(v, (str, int, datetime)) for v in values)
    except (ValueError, TypeError, KeyError, binascii.Error):
        good = False
    if not good:
        raise InvalidSetting(
            "The mark of a page ('after') cannot be used.",
            f"Found '{mark[:40]}'.",
            "Take it from 'next' of the page before, or leave it out to begin.",
        )
    return values
