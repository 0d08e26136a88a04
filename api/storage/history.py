"""Which servers are believed: those of one database, and of the newest history of it that was met."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event

from api.storage.replica import POSITION, Position
from matching.errors import MatchingError


class DatabaseUnavailable(MatchingError):
    """The database cannot be reached or opened."""

    code = "database_unavailable"
    wait = 10  # seconds after which it is worth asking again: a promotion takes no longer


class History:
    """What was seen of the servers of a database; asked of every connection as it is made.

    `era`: raised by a promotion, after which what was kept last may be gone; 0 before a server that writes was met.
    """

    def __init__(self) -> None:
        self.era = 0
        self.database = ""

    def watch_first(self, engine: Engine) -> None:
        """Let nobody write to a server in whose place another was promoted."""

        def meet(connection: Any, _: Any) -> None:
            found = _asked(engine, connection)
            if found is None:
                return
            if 0 < found.timeline < self.era:
                raise DatabaseUnavailable(
                    "A server of the database that was taken out of service answers as if it were not.",
                    f"Its history is {found.timeline}; {self.era} was begun since, at {_place(engine)}.",
                    "Stop it, and make it follow the server in its place.",
                )
            self.era, self.database = max(self.era, found.timeline), found.database

        event.listen(engine, "connect", meet)

    def watch_second(self, engine: Engine) -> None:
        """Let nobody read from a server that follows another database."""

        def meet(connection: Any, _: Any) -> None:
            found = _asked(engine, connection)
            if found is not None and self.database and found.database != self.database:
                raise DatabaseUnavailable(
                    "The replica holds another database.",
                    f"It is at {_place(engine)}.",
                    "Give the address of a server that follows the one that writes, or none.",
                )

        event.listen(engine, "connect", meet)


def _asked(engine: Engine, connection: Any) -> Position | None:
    """Where the server of a new connection stands; None where it is only like PostgreSQL and tells less."""
    with connection.cursor() as cursor:
        try:
            return Position.of(cursor.execute(POSITION).fetchone())
        except engine.dialect.loaded_dbapi.Error:
            return None
        finally:
            connection.rollback()


def _place(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
