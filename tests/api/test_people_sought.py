"""People looked for on a large roster: whichever letters are capitals, page by page, without reading every profile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, text

from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.database import Database
from api.storage.experts import Wanted, experts
from api.storage.tables import IdentityRow
from matching.entities import Cefr
from tests.api.conftest import one_kind


def sought(office: Office, limit: int = 50, after: str | None = None, **wanted: Any) -> tuple[list[str], str | None]:
    with office.database.read() as session:
        part = experts(session, Wanted(**wanted), limit=limit, after=after)
        return [row.id for row in part.rows], part.next


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Éloïse Ánimo", "éloÏse á"),
        ("Éloïse Ánimo", "LO\u00cfSE"),
        ("Иван Петров", "ИВАН"),
        ("Ναυσικά Λάμπρου", "λάμπρου"),
        ("Percent_100% Name", "t_100% n"),
        ("Anna MacLeod", "macleod"),
    ],
)
def test_a_name_is_found_whichever_letters_are_capitals(staffed: Office, name: str, words: str) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(IdentityRow, "bert").name = name
    assert sought(staffed, words=words, named=True)[0] == ["bert"]
    assert sought(staffed, words=words)[0] == []


def test_pages_of_a_narrowed_list_follow_each_other_and_nobody_is_left_out(staffed: Office) -> None:
    everybody, _ = sought(staffed, words="INSTITUTION")
    assert len(everybody) > 5
    found, after = [], None
    while True:
        ids, after = sought(staffed, limit=2, after=after, words="INSTITUTION")
        found += ids
        if after is None:
            break
    assert found == everybody


@one_kind
@pytest.mark.parametrize(
    "wanted",
    [
        {"words": "nobody", "named": True},
        {"country": "XX"},
        {"validated": False},
        {"excluded": True},
        {"language": "ru"},
        {"language": "fr", "level": Cefr.C1, "country": "XX"},
        {"fields": ["xx"]},
    ],
)
def test_nobodys_profile_is_read_to_find_who_is_shown(staffed: Office, wanted: dict[str, Any]) -> None:
    with plans(staffed.database) as seen:
        sought(staffed, **wanted)
    assert not any("json" in one or ("SCAN experts" in one and "COVERING INDEX" not in one) for one in seen), seen


@contextmanager
def plans(database: Database) -> Iterator[list[str]]:
    """How SQLite goes about each question that is asked meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    found: list[str] = []
    try:
        yield found
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    with database.engine.connect() as connection:
        connection.execute(text("select 1"))
        for statement, parameters in asked:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            found += [row[-1] for row in plan]
