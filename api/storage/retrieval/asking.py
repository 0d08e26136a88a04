"""Questions to the tables of one generation, by the driver itself: whole arrays come and go in its binary form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg import Error, OperationalError, errors, sql
from sqlalchemy import exc

from api.storage.database import Age, Database, DatabaseUnavailable
from api.storage.retrieval.generations import TABLES, table
from matching.errors import StaleIndex

QUIET = "select set_config('jit', 'off', true)"  # to compile a statement takes longer than these do


@contextmanager
def in_words(database: Database) -> Iterator[None]:
    """What the driver says of a server that does not answer or has no room, as the rest of the house says it."""
    try:
        yield
    except (OperationalError, errors.QueryCanceled, exc.OperationalError) as error:
        raise DatabaseUnavailable(
            "The database did not answer.",
            f"{type(error).__name__} at {database.place}.",
            "See that it runs and can be reached, and that the disk is not full; 'expertmatch doctor' tells more.",
        ) from error


class Generation:
    """One generation, asked. May be used from many threads; each question is a transaction of its own.

    Args:
        number: of the generation.
    """

    def __init__(self, database: Database, number: int) -> None:
        self.database, self.number = database, number
        self.mark: str | None = (
            None  # of its content when it was opened; each time that somebody is taken out it is another
        )
        self.gone = False  # once a question found it removed
        self._names = {kind: sql.Identifier("derived", table(kind, number)) for kind in TABLES}

    def ask(self, question: str, given: dict[str, Any] | None = None, age: Age = Age.RECENT) -> list[tuple[Any, ...]]:
        """The rows of an answer.

        Args:
            question: names tables as {person}, {told}, {word} and {piece}.
            age: how old the answer may be; the server that writes is asked where a replica has no such table yet.

        Raises:
            StaleIndex: the generation was removed.
            DatabaseUnavailable: no server answers.
        """
        try:
            with in_words(self.database):
                try:
                    return self._ask(question, given, age)
                except errors.UndefinedTable:  # a replica may not have it yet
                    return self._ask(question, given, Age.NEWEST)
        except errors.UndefinedTable as error:
            self.gone = True
            raise StaleIndex(
                f"The roster that people are looked for in is gone: generation {self.number}.",
                "A newer one took its place.",
                "Ask again: the newest is opened.",
            ) from error

    def _ask(self, question: str, given: dict[str, Any] | None, age: Age) -> list[tuple[Any, ...]]:
        command = sql.SQL(question).format(**self._names)  # constants of this room
        with self.database.read(age) as session:
            connection: Any = session.connection().connection.driver_connection
            try:
                with connection.cursor(binary=True) as cursor:
                    cursor.execute(QUIET)
                    # Not prepared: a plan that is kept would be made without knowing how many are asked for.
                    found: list[tuple[Any, ...]] = cursor.execute(command, given, prepare=False).fetchall()
                    return found
            except Error:
                connection.rollback()
                raise
