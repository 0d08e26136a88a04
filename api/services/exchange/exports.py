"""Whole kinds of data, given out as files: noted in the log first, then streamed from one state of the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic_core import to_jsonable_python

from api.auth.roles import STAFF, TEAM
from api.exports.tables import Record, written
from api.services.office import Office
from api.services.people.viewing import roles_of
from api.services.requests.request_figures import COLUMNS, dated_steps, figures_of
from api.services.unit import Actor, reading, writing
from api.storage import kinds

KINDS = tuple(kinds.KINDS)
Told = Callable[[dict[str, Any]], dict[str, Any]]


def export(office: Office, actor: Actor, kind: str, format: str) -> Iterator[bytes]:
    """A kind of data as the bytes of a file, in pieces.

    That it was exported is in the log before the first piece leaves. Of requests only staff is given the texts, of
    actions why a step was taken; others get `request_figures` and the days.

    Args:
        kind: one of KINDS.
        format: one of `api.exports.tables.FORMATS`.
    """
    with writing(office, actor) as unit:
        rows = kinds.count(unit.session, kind)
        unit.record("data.exported", "data", kind, format=format, rows=rows, roles=roles_of(unit))
    columns, told = _view(actor, kind)
    return written(_records(office, actor, kind, columns, told), columns, format)


def _view(actor: Actor, kind: str) -> tuple[list[str], Told]:
    """What somebody is given of each record: its columns, and the record that holds them."""
    if kind == "requests" and not actor.is_any(*STAFF):
        return list(COLUMNS), figures_of
    columns = list(kinds.columns(kind))
    if kind == "actions" and not actor.is_any(*STAFF):
        return columns, lambda record: record | {"steps": dated_steps(record)}
    if kind == "experts" and not actor.is_any(*TEAM):
        columns.remove("excluded")  # who is excluded is for the team alone
    return columns, dict


def _records(office: Office, actor: Actor, kind: str, columns: list[str], told: Told) -> Iterator[Record]:
    with reading(office, actor) as unit:
        for record in map(told, kinds.records(unit.session, kind)):
            yield {name: to_jsonable_python(record[name]) for name in columns}
