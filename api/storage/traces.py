"""Texts in which people wrote about others, gone through for words; and where words still stand in any table."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, Text, cast, func, or_, select, update
from sqlalchemy.orm import Session

from api.storage.tables import Base
from api.storage.tables.base import Json

AT_ONCE = 500  # rows fetched at a time
SOMEBODYS_OWN = {"experts": "id"}  # the column that says whose a row is, where it is not `expert_id`
OF_A_CALL = {"calls": "id", "steps": "subject_id"}  # which call a row belongs to, where it is not `call_id`


@dataclass(frozen=True)
class Place:
    """Where a text stands."""

    table: str
    column: str
    notes: bool  # written about people; else prose, in which somebody may be named
    expert_id: str | None  # whose row it is, if anybody's
    call_id: str | None

    @property
    def name(self) -> str:
        """Table and column, as a proof tells them."""
        return f"{self.table}.{self.column}"


Strike = Callable[[str, Place], str]
Found = tuple[Place, Table, Column[Any], Any]  # and the row: its key, then the text at its end


@dataclass
class Struck:
    """What was struck out: rows by table, and whose profiles or CVs were among them."""

    rows: dict[str, int] = field(default_factory=dict)
    experts: set[str] = field(default_factory=set)


def texts(session: Session, hints: Collection[str], *, notes: bool) -> Iterator[tuple[Place, Any]]:
    """Every note; or the prose in which one of the hints stands. With each its place."""
    for place, _, _, row in _texts(session, hints, notes):
        yield place, row[-1]


def strike_out(
    session: Session, strike: Strike, hints: Collection[str], also: Mapping[str, Mapping[str, Any]]
) -> Struck:
    """Put what `strike` makes of it in the place of every note, and of the prose in which one of the hints stands.

    Args:
        also: by table, values that go with a change of a row.
    """
    done = Struck()
    for notes in (True, False):
        for place, table, column, row in list(_changed(session, strike, hints, notes)):
            values = {column.name: rewritten(row[-1], strike, place), **also.get(table.name, {})}
            if "version" in table.columns:  # whoever edits it at the moment has to look again
                values["version"] = table.columns["version"] + 1
            keys = zip(table.primary_key.columns, row, strict=False)
            session.execute(update(table).where(*(part == value for part, value in keys)).values(values))
            done.rows[table.name] = done.rows.get(table.name, 0) + 1
            if place.expert_id is not None and table.name in {"experts", "cvs"}:
                done.experts.add(place.expert_id)
    session.expire_all()
    return done


def standing(session: Session, strike: Strike, hints: Collection[str]) -> dict[str, int]:
    """Rows, by table and column, out of which something would have to be struck."""
    found: dict[str, int] = {}
    for notes in (True, False):
        for place, *_ in _changed(session, strike, hints, notes):
            found[place.name] = found.get(place.name, 0) + 1
    return found


def rewritten(value: Any, strike: Strike, place: Place) -> Any:
    """A text struck; of JSON the values that are sentences or addresses: one without a space is a code or an id."""
    if isinstance(value, str):
        return strike(value, place)
    if isinstance(value, list):
        return [_told(item, strike, place) for item in value]
    if isinstance(value, dict):
        return {key: _told(item, strike, place) for key, item in value.items()}
    return value


def found_in_tables(session: Session, words: Sequence[str]) -> dict[str, int]:
    """Rows, by table and column, in which any of the words stands. Capitals may differ."""
    found = {f"{table.name}.{column.name}": len(_values(session, column, words)) for table, column in _written()}
    return {name: count for name, count in found.items() if count}


def where(session: Session, words: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """(word, table and column, whether it is all that stands there) for every row in which one of the words stands."""
    forms = {word: {form.lower() for form in _forms(word)} for word in words}
    for table, column in _written():
        for value in _values(session, column, words):
            said = (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).lower()
            for word, ways in forms.items():
                if any(way in said for way in ways):
                    yield word, f"{table.name}.{column.name}", said == word.lower()


def free_text() -> set[str]:
    """Tables and columns of notes and prose."""
    return {f"{table.name}.{column.name}" for notes in (True, False) for table, column in _free(notes)}


def _free(notes: bool) -> Iterator[tuple[Table, Column[Any]]]:
    for table in Base.metadata.sorted_tables:
        for name in table.info.get("notes" if notes else "prose", ()):
            yield table, table.columns[name]


def _written() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that holds text or JSON."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, (String, type(Json))):
                yield table, column


def _texts(session: Session, hints: Collection[str], notes: bool) -> Iterator[Found]:
    for table, column in _free(notes):
        key = list(table.primary_key.columns)
        whose = table.columns.get(SOMEBODYS_OWN.get(table.name, "expert_id"))
        call = table.columns.get(OF_A_CALL.get(table.name, "call_id"))
        known = [part for part in (whose, call) if part is not None]
        question = select(*key, *known, column).where(column.is_not(None))
        if not notes:
            question = question.where(_holds(column, list(hints)))
        for row in session.execute(question.execution_options(yield_per=AT_ONCE)):
            told = dict(zip((part.name for part in known), row[len(key) :], strict=False))
            place = Place(
                table.name,
                column.name,
                notes,
                None if whose is None else told[whose.name],
                None if call is None else told[call.name],
            )
            yield place, table, column, row


def _changed(session: Session, strike: Strike, hints: Collection[str], notes: bool) -> Iterator[Found]:
    for found in _texts(session, hints, notes):
        if rewritten(found[3][-1], strike, found[0]) != found[3][-1]:
            yield found


def _told(value: Any, strike: Strike, place: Place) -> Any:
    if isinstance(value, str) and not any(c.isspace() for c in value) and "@" not in value:
        return value
    return rewritten(value, strike, place)


def _values(session: Session, column: Column[Any], words: Sequence[str]) -> list[Any]:
    return list(session.scalars(select(column).where(_holds(column, words)))) if words else []


def _holds(column: Column[Any], words: Sequence[str]) -> ColumnElement[bool]:
    """Whether one of the words stands in a column, in capitals or not, as it is or as JSON writes it."""
    said = func.lower(cast(column, Text))
    forms = {form.lower() for word in words for form in _forms(word)}
    return or_(*(said.contains(form, autoescape=True) for form in sorted(forms))) if forms else or_(False)


def _forms(word: str) -> tuple[str, str]:
    return word, json.dumps(word, ensure_ascii=False)[1:-1]
