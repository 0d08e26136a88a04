"""Whole kinds of data, given out as files: noted in the log first, then streamed from one state of the data."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic_core import to_jsonable_python

from api.auth.roles import TEAM
from api.exports.tables import Record, written
from api.services.office import Office
from api.services.unit import Actor, reading, writing
from api.services.viewing import roles_of
from api.storage import kinds

KINDS = tuple(kinds.KINDS)


def export(office: Office, actor: Actor, kind: str, format: str) -> Iterator[bytes]:
    """A kind of data as the bytes of a file, in pieces.

    That it was exported is in the log before the first piece leaves.

    Args:
        kind: one of KINDS.
        format: one of `api.exports.tables.FORMATS`.
    """
    with writing(office, actor) as unit:
        rows = kinds.count(unit.session, kind)
        unit.record("data.exported", "data", kind, format=format, rows=rows, roles=roles_of(unit))
    without = () if actor.is_any(*TEAM) else ("excluded",)  # who is excluded is for the team alone
    columns = [column for column in kinds.columns(kind) if kind != "experts" or column not in without]
    return written(_records(office, actor, kind, columns), columns, format)


def _records(office: Office, actor: Actor, kind: str, columns: list[str]) -> Iterator[Record]:
    with reading(office, actor) as unit:
        for record in kinds.records(unit.session, kind):
            yield {name: to_jsonable_python(record[name]) for name in columns}
