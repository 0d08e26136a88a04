"""What every table has in common: names of constraints, moments in UTC, JSON, and what is said about each table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypedDict

from sqlalchemy import JSON, DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class About(TypedDict):
    """What is said of a table (`__table_args__ = {"info": about(...)}`): the governance pack and the rights read it."""

    personal: str  # kinds of personal data; "" where there is none
    purpose: str
    kept: str  # how long
    notes: tuple[str, ...]  # columns in which people write what they like about others
    prose: tuple[
        str, ...
    ]  # other columns of sentences, in which somebody may be named; where JSON, among codes and ids


def about(
    purpose: str, *, personal: str = "", kept: str, notes: tuple[str, ...] = (), prose: tuple[str, ...] = ()
) -> dict[str, About]:
    """The `info` of a table. An erasure strikes names out of its `notes` and `prose`, and out of no other column."""
    return {"info": About(personal=personal, purpose=purpose, kept=kept, notes=notes, prose=prose)}


class Moment(TypeDecorator[datetime]):
    """A moment in time, aware and in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What its values are."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time of which nobody knows the zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives it back without its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    """The tables of an installation."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map = {datetime: Moment, dict[str, Any]: Json, list[Any]: Json, list[str]: Json}
