"""What the JSON handlers share of HTTP: pages of a list, versions as ETags."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Header, Query, Response
from pydantic import AwareDatetime, BaseModel, BeforeValidator, Field

from api.errors import MalformedRequest
from api.services.versions import ANY

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=200, description="most items on a page")]
After = Annotated[str | None, Query(max_length=500, description="'next' of the page before; nothing to begin")]
_DATED = re.compile(r"\d{4}-\d\d-\d\d")
_ETAG = re.compile(r'(?:W/)?"(\d{1,18})"')


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(default=None, description="send it as 'after' for the next page; null on the last")


def _as_written(value: Any) -> Any:
    """A day or a moment is written out: numbers would be read as seconds since 1970."""
    if isinstance(value, str) and not _DATED.match(value):
        raise ValueError("it is not written as YYYY-MM-DD, or YYYY-MM-DDThh:mm:ss with its time zone")
    return value


Day = Annotated[date, BeforeValidator(_as_written)]
Moment = Annotated[AwareDatetime, BeforeValidator(_as_written)]


def expected_version(
    if_match: Annotated[str | None, Header(description="ETag of the version that is changed")] = None,
) -> int | None:
    """The version that a change was made from, ANY where it holds for every one ("*"); None where the request does not say.

    Raises:
        MalformedRequest: If-Match is not an ETag of ours.
    """
    if if_match is None:
        return None
    if if_match.strip() == "*":
        return ANY
    match = _ETAG.fullmatch(if_match.strip())
    if match is None:
        raise MalformedRequest(
            "The header If-Match cannot be read.", f"Found {if_match[:40]!r}.", "Send the ETag as it was given."
        )
    return int(match[1])


def tag(response: Response, row: Any) -> None:
    """Give the answer the ETag of its record."""
    response.headers["ETag"] = f'"{row.version}"'
