"""The office as commands of its administrators use it: its database, without the model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from api.services.office import Office
from api.services.unit import COMMAND, Unit, reading, writing


@contextmanager
def opened(**options: Any) -> Iterator[Office]:
    """The office of the environment's settings and these options."""
    from api.config import load_settings
    from api.wiring import open_office

    office = open_office(load_settings(**options))
    try:
        yield office
    finally:
        office.database.close()


@contextmanager
def reading_desk() -> Iterator[Unit]:
    """A unit that sees one state of the data."""
    with opened() as office, reading(office, COMMAND) as unit:
        yield unit


@contextmanager
def writing_desk() -> Iterator[Unit]:
    """A unit that is kept whole or not at all."""
    with opened() as office, writing(office, COMMAND) as unit:
        yield unit
