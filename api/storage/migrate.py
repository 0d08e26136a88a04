"""The shape of the database: brought up to date, taken back, and told."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from api.storage.database import Age, Database, DatabaseUnavailable

FOLDER = Path(__file__).parent / "migrations"
LOCK = 7_307_117  # of our own, for PostgreSQL's advisory locks: two processes that start together migrate in turn


def upgrade(database: Database, to: str = "head") -> None:
    """Bring the tables to a revision, the newest by default; nothing happens where they are there already.

    Raises:
        DatabaseUnavailable: it does not answer, or has no room; the tables are as they were then.
    """
    _run(database, lambda config: command.upgrade(config, to))


def downgrade(database: Database, to: str) -> None:
    """Take the tables back to an earlier revision ("base": to none at all); what only later ones hold is lost."""
    _run(database, lambda config: command.downgrade(config, to))


def current(database: Database) -> str | None:
    """The revision that the tables are at; None for an empty database.

    Raises:
        DatabaseUnavailable: it does not answer.
    """
    with database.read(Age.KNOWN) as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def newest() -> str:
    """The revision that this version of the software needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def check_current(database: Database) -> None:
    """Refuse tables of another version.

    Raises:
        DatabaseUnavailable: they are older or newer than this version needs.
    """
    found = current(database)
    if found != newest():
        raise DatabaseUnavailable(
            "The database has the tables of another version.",
            f"Found revision {found or 'none'} at {database.place}; this version needs {newest()}.",
            "Make a backup, then run: expertmatch database upgrade",
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def _run(database: Database, job: object) -> None:
    config = _config()
    with database.worded(), database.engine.connect() as connection:
        if database.is_sqlite:
            connection = connection.execution_options(begin="BEGIN IMMEDIATE")
        with connection.begin():
            if not database.is_sqlite:
                connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
            config.attributes["connection"] = connection
            job(config)  # type: ignore[operator]
