"""An office for a whole module of tests, on SQLite: what its pages and addresses do has nothing to do with the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.roles import Role
from api.auth.signing import Signer
from api.config import Settings
from api.services.office import Clock, Office
from api.services.people.experts import new_row
from api.services.unit import SYSTEM, Unit, writing
from api.storage.tables import DeclarationRow, IdentityRow
from matching.engine import Engine
from matching.entities import Expert
from tests.api.conftest import Doors, Watchmaker
from tests.api.databases import opened_for_a_test


@contextmanager
def opened(
    prepared: Callable[[str, Path], str], folder: Path, engine: Engine, people: Sequence[Expert] = ()
) -> Iterator[Office]:
    """An office with these people on its roster, each under the name they bring along."""
    url = prepared("sqlite", folder)
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing", database=url)
    database, clock = opened_for_a_test(url), Watchmaker()
    office = Office(settings, database, lambda: engine, Signer("s" * 40), Clock(clock.now, clock.today))
    if people:
        with writing(office, SYSTEM) as unit:
            lay_people(unit, people)
    yield office
    database.close()


def lay_people(unit: Unit, people: Sequence[Expert]) -> None:
    """Rows as they are, whatever an import would say of them: pages have to cope with what is on record."""
    for person in people:
        row = new_row(unit, person, unit.roster_changed(), validated=person.validated, consent=person.consent)
        row.excluded = person.excluded
    unit.session.flush()
    for person in people:
        unit.session.add(IdentityRow(expert_id=person.id, name=person.name or person.id))
        declared = person.declared.model_dump(mode="json")
        unit.session.add(DeclarationRow(expert_id=person.id, at=unit.now, **declared))


# Fixtures for a module that takes them under the names office, doors and client.


@pytest.fixture(scope="module")
def small_office(
    prepared: Callable[[str, Path], str],
    engine: Engine,
    people: list[Expert],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    """An office with the eight people of the small roster."""
    with opened(prepared, tmp_path_factory.mktemp("office"), engine, people) as office:
        yield office


@pytest.fixture(scope="module")
def its_doors(office: Office) -> Doors:
    """Its application, which takes no more than 200 kB at a time."""
    made = Doors(office)
    made.app = create_app(office, max_body=200_000)
    return made


@pytest.fixture(scope="module")
def its_officer(doors: Doors) -> TestClient:
    """An action officer's client."""
    return doors(Role.OFFICER)
