"""Facts of the database: what each table says of itself, and which tables hold ids of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from api.governance.facts import TableFact

PEOPLE = ("experts", "accounts")  # tables whose ids stand for a person
ACTORS = ("by", "actor")  # columns that name who did something, without a reference


class TableLike(Protocol):
    """A table as SQLAlchemy describes it; `info` may hold `personal`, `purpose` and `kept`."""

    @property
    def name(self) -> str: ...

    @property
    def info(self) -> Mapping[Any, Any]: ...

    @property
    def columns(self) -> Any: ...


def table_facts(tables: Iterable[Any]) -> tuple[TableFact, ...]:
    """Every table, those with personal data of their own first, then by name."""
    facts = [_fact(table) for table in tables]
    return tuple(sorted(facts, key=lambda fact: (not fact.personal, fact.name)))


def _fact(table: TableLike) -> TableFact:
    info = table.info
    return TableFact(
        name=table.name,
        personal=str(info.get("personal") or ""),
        purpose=str(info.get("purpose") or ""),
        kept=str(info.get("kept") or ""),
        columns=tuple(column.name for column in table.columns),
        points_to=tuple(dict.fromkeys(person for column in table.columns for person in _people(column))),
        described="personal" in info and bool(info.get("purpose")) and bool(info.get("kept")),
    )


def _people(column: Any) -> list[str]:
    """Whose id a column holds: that of an expert or of an account; nobody's for all others."""
    if column.table.name in PEOPLE and column.primary_key:
        return [column.table.name]
    found = [key.target_fullname.partition(".")[0] for key in column.foreign_keys]
    by_name = f"{column.name.removesuffix('_id')}s"
    if not found and by_name in PEOPLE:
        found = [by_name]
    if not found and (column.name in ACTORS or column.name.endswith("_by")):
        found = ["accounts"]
    return [name for name in found if name in PEOPLE]
