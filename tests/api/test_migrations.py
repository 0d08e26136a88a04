"""The tables of a database: brought up and taken down with data in place, and equal to what the code says."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from api.services.office import Office
from api.storage import migrate, roster_state
from api.storage.database import Database, DatabaseUnavailable
from api.storage.tables import Base


def test_migrations_make_the_tables_that_the_code_knows(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrations_go_down_and_up_again_with_people_in_place(staffed: Office) -> None:
    database = staffed.database
    migrate.downgrade(database, "0001")
    with database.read() as session:
        assert roster_state.count(session) == 8
        with pytest.raises(Exception, match="calls"):
            session.execute(text("select 1 from calls"))
    with pytest.raises(DatabaseUnavailable, match="revision 0001"):
        migrate.check_current(database)
    migrate.upgrade(database)
    migrate.check_current(database)
    with database.read() as session:
        assert session.scalar(text("select count(*) from calls")) == 0
        assert session.scalar(text("select count(*) from identities")) == 8
    migrate.downgrade(database, "base")
    assert migrate.current(database) is None


def test_every_table_says_what_it_is_for_and_how_long_it_is_kept() -> None:
    for table in Base.metadata.tables.values():
        assert table.info["purpose"], table.name
        assert table.info["kept"], table.name
