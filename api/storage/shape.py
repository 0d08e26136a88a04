"""What a database holds, table by table, and the revisions between which its tables can be moved."""

from __future__ import annotations

from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select

from api.storage import migrate
from api.storage.database import Database
from api.storage.tables import Base

BASE = "base"  # no tables at all


def revisions() -> list[str]:
    """Every revision that this version knows, the oldest first."""
    folder = ScriptDirectory(str(migrate.FOLDER))
    return [script.revision for script in folder.walk_revisions()][::-1]


def rows_by_table(database: Database) -> dict[str, int]:
    """How many rows each of our tables has that is there."""
    there = set(inspect(database.engine).get_table_names())
    with database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name)
            if table.name in there
        }
