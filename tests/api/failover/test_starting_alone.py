"""A service that starts while no server writes: it reads from the replica, says so, and writes once one does."""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.background import Background
from api.config import Settings
from api.services.periodic import run_periodic
from api.services.roster import roster_keeper
from api.storage.database import Database, DatabaseUnavailable
from api.wiring import build_office
from tests.api.conftest import ADDRESS
from tests.api.failover.conftest import Pair
from tests.api.failover.office import PATIENCE, PEOPLE, lay_account, lay_roster


def until_received(pair: Pair) -> None:
    """Wait until the second server holds what the first wrote."""
    place = pair.first.ask("select pg_current_wal_insert_lsn()")
    until = monotonic() + PATIENCE
    while not pair.second.ask(f"select pg_last_wal_replay_lsn() >= '{place}'"):
        assert monotonic() < until
        sleep(0.05)


@pytest.mark.parametrize("large", [False, True])
def test_it_serves_what_the_replica_has_and_everything_once_a_server_writes(
    pair: Pair, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    settings = Settings(
        data=tmp_path / "data", cache=tmp_path / "cache", database=pair.url, replica=pair.second.url, replica_lag=3600,
        model="hashing", roster=lay_roster(tmp_path),
    )  # fmt: skip
    build_office(settings).database.close()
    database = Database(pair.first.url)
    token = lay_account(database)
    database.close()
    until_received(pair)
    pair.first.kill()

    if large:  # too large to be made without a server that writes
        monkeypatch.setattr(roster_keeper, "SCORED_WHOLE", 3)
    office = build_office(settings)
    assert "no server of the database writes" in caplog.text
    assert ("there are no shortlists" in caplog.text) is large
    app = create_app(office, background=Background(office, run_periodic))
    client = TestClient(app, base_url=ADDRESS, headers={"Authorization": f"Bearer {token}"})
    assert client.get("/ready").status_code == 200
    assert client.get("/health").json()["database"]["writes"] is False
    assert len(client.get("/api/v1/experts").json()["items"]) == PEOPLE
    if not large:
        assert len(office.roster.current().matcher.roster) == PEOPLE
    text = {"text": "Adviser of an employment office.", "language": "en", "kind": "post"}
    new = {"id": "new", "segments": [text], "fields": ["A.35"]}
    assert client.post("/api/v1/experts", json=new).status_code == 503

    pair.second.promote()
    until = monotonic() + PATIENCE
    while client.post("/api/v1/experts", json=new).status_code != 201:
        assert monotonic() < until
        sleep(0.2)
    assert len(office.roster.current().matcher.roster) >= PEOPLE
    office.database.close()


def test_without_any_server_it_does_not_start(pair: Pair, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, cache=tmp_path, database=pair.url, replica=pair.second.url, model="hashing")
    pair.first.kill()
    pair.second.kill()
    with pytest.raises(DatabaseUnavailable):
        build_office(settings)
