"""Reading from a server that follows: never older than allowed, never without one's own writes, and told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

import pytest
from sqlalchemy import select, update

from api.auth.signing import Signer
from api.config import Settings
from api.errors import Conflict
from api.services.audit import verify
from api.services.held_entries import write_down
from api.services.office import Office
from api.services.people import experts
from api.services.shortlists import shortlists
from api.services.unit import SYSTEM, reading, writing
from api.storage import log
from api.storage.database import BEHIND, Age, Database, DatabaseUnavailable
from api.storage.tables import ExpertRow
from matching.engine import Engine
from matching.entities import Call
from matching.errors import InvalidSetting
from tests.api.failover.conftest import Pair

PATIENCE = 120.0  # seconds
MANY = 10
T = TypeVar("T")


def write(database: Database) -> int:
    """The number of the log's last entry after one more."""
    with database.write() as session:
        head = log.take_head(session)
        head.number += 1
        return head.number


def seen(database: Database, age: Age = Age.RECENT) -> tuple[int, bool]:
    """The same number as a reader sees it, and whether a server tells that follows another."""
    with database.read(age) as session:
        follows = session.connection().exec_driver_sql("select pg_is_in_recovery()").scalar_one()
        assert (session.info[BEHIND] == 0.0) is not follows
        return log.head(session)[0], follows


def until_it_follows(database: Database) -> None:
    """Wait until the replica is known and read from."""
    until = monotonic() + PATIENCE
    while not seen(database)[1]:
        assert monotonic() < until, f"nothing is read from the replica: {database.servers()}"
        sleep(0.05)


def test_what_one_wrote_one_sees_and_a_replica_that_is_behind_is_passed_over(pair: Pair) -> None:
    database = pair.opened(lag=2.0)
    until_it_follows(database)
    for _ in range(50):
        number = write(database)
        assert seen(database)[0] == number
    until_it_follows(database)
    assert seen(database, Age.KNOWN)[1] is False

    sleep(3.0)  # nothing is written for longer than a replica may be behind: it is behind nothing
    until_it_follows(database)
    assert seen(database)[0] == number

    other = pair.opened(lag=2.0)
    until_it_follows(other)
    pair.second.ask("select pg_wal_replay_pause()")
    number = write(database)
    assert seen(database) == (number, False)  # the writer's own process
    until = monotonic() + PATIENCE
    while other.servers()["behind"] < 2.5:
        assert monotonic() < until
        sleep(0.1)
    assert seen(other) == (number, False)  # another process, once more time passed than is allowed
    pair.second.ask("select pg_wal_replay_resume()")
    until_it_follows(other)
    assert seen(other)[0] == number
    database.close()
    other.close()


def until_it_is_kept(work: Callable[[], T]) -> T:
    """What some work gives once a server writes."""
    until = monotonic() + PATIENCE
    while True:
        try:
            return work()
        except DatabaseUnavailable:
            assert monotonic() < until, "no server writes"
            sleep(0.05)


def test_without_a_server_that_writes_there_is_reading_and_with_the_next_one_everything(pair: Pair) -> None:
    database = pair.opened()
    number = write(database)
    until_it_follows(database)
    pair.first.kill()
    with pytest.raises(DatabaseUnavailable) as caught:
        write(database)
    assert caught.value.wait < 60
    with pytest.raises(DatabaseUnavailable), database.read():
        pass
    for age in (Age.KNOWN, Age.RECENT):
        assert seen(database, age) == (number, True)

    pair.second.promote()
    assert until_it_is_kept(lambda: write(database)) == number + 1
    assert seen(database, Age.NEWEST) == seen(database) == (number + 1, False)

    pair.first.start()  # as if nothing had happened
    database.engine.dispose()
    with pytest.raises(DatabaseUnavailable, match="taken out of service"):
        write(database)
    database.close()


def office_on(pair: Pair, engine: Engine, folder: Path) -> Office:
    """An office that reads from the second server."""
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing", worker=False)
    return Office(settings, pair.opened(3600), lambda: engine, Signer("s" * 40))


def add(office: Office, *names: str) -> None:
    """People put on the roster, with a text to be compared by."""
    for name in names:
        text = {"text": f"Adviser number {name} of an employment office.", "language": "en", "kind": "post"}
        with writing(office, SYSTEM) as unit:
            experts.add(
                unit, experts.NewExpertData.model_validate({"id": name, "segments": [text], "fields": ["A.35"]})
            )


def test_a_promotion_takes_away_no_more_than_was_not_received_and_nobody_is_served_of_it(
    pair: Pair, engine: Engine, tmp_path: Path
) -> None:
    office = office_on(pair, engine, tmp_path)
    until_it_follows(office.database)
    kept: dict[str, int] = {}  # where the log of the first server stood after each was acknowledged
    for number in range(2 * MANY):
        if number == MANY:
            pair.second.follow_no_more()
        add(office, f"p{number}")
        kept[f"p{number}"] = int(pair.first.ask("select pg_current_wal_insert_lsn() - '0/0'"))
    assert set(office.roster.current().matcher.roster.ids) == set(kept)

    pair.first.kill()
    received = int(pair.second.ask("select pg_last_wal_receive_lsn() - '0/0'"))
    with reading(office, SYSTEM) as unit:  # what is said in the log meanwhile
        unit.record("shortlist.viewed", "shortlist", "shortlist-1", call=None, blind=True)
    assert set(office.roster.current().matcher.roster.ids) == set(kept)
    with pytest.raises(DatabaseUnavailable):
        write_down(office)

    pair.second.promote()
    until_it_is_kept(lambda: add(office, "new"))
    with reading(office, SYSTEM) as unit:
        there = set(unit.session.scalars(select(ExpertRow.id)))
    lost = set(kept) - there
    assert len(lost) >= MANY and lost <= {who for who, place in kept.items() if place > received}
    assert set(office.roster.current().matcher.roster.ids) == there == set(kept) - lost | {"new"}
    assert (write_down(office), write_down(office)) == (1, 0)
    with reading(office, SYSTEM) as unit:
        assert verify(unit).holds
        said = [entry.event for entry in log.entries(unit.session)]
    assert said.count("shortlist.viewed") == 1
    office.database.close()


def test_a_shortlist_from_a_replica_says_how_old_it_is_and_names_nobody_who_withdrew_since(
    pair: Pair, engine: Engine, call: Call, tmp_path: Path
) -> None:
    office, source = office_on(pair, engine, tmp_path), call.model_dump(mode="json", exclude_unset=True)
    add(office, "anna", "bert")
    until_it_follows(office.database)
    shortlists.make(office, SYSTEM, source)
    with office.database.read() as session:
        (made,) = (entry for entry in log.entries(session) if entry.event == "shortlist.made")
    assert 0 < made.facts["behind"] <= office.database.replica_lag

    until_it_follows(office.database)
    pair.second.ask("select pg_wal_replay_pause()")
    elsewhere = Database(pair.url)
    with elsewhere.write() as session:  # as another process does it
        session.execute(update(ExpertRow).where(ExpertRow.id == "anna").values(consent=False, revision=1000))
    elsewhere.close()
    with pytest.raises(Conflict, match="took their consent back"):
        shortlists.make(office, SYSTEM, source)
    office.database.close()


def test_another_database_is_never_taken_for_a_replica(pair: Pair, postgresql: str) -> None:
    pair.first.ask(
        "create role plain login",
        "grant all on database office to plain",
        "grant all on all tables in schema public to plain",
    )
    database = Database(pair.url.replace("postgres@", "plain@"), postgresql, 3600)  # as somebody without any privilege
    number = write(database)
    until = monotonic() + PATIENCE
    while database.servers()["replica"]:
        assert monotonic() < until
        sleep(0.05)
    assert seen(database) == (number, False)
    pair.first.kill()
    for age in Age:
        with pytest.raises(DatabaseUnavailable), database.read(age):
            pass
    database.close()


@pytest.mark.parametrize(
    ("url", "replica"),
    [
        ("sqlite:///{}/office.sqlite", "postgresql://one/office"),
        ("postgresql://one/office", "sqlite:///other.sqlite"),
        ("postgresql://one/office", "postgresql://other,third/office"),
    ],
)
def test_a_replica_is_one_server_that_follows_another(url: str, replica: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match="replica"):
        Database(url.format(tmp_path), replica)


def test_an_address_may_name_several_servers() -> None:
    url = Database("postgresql://me:secret@one,other:5433/office?sslmode=require").url
    assert url.query["host"] == ("one:5432", "other:5433")
    assert (url.username, url.database, url.query["target_session_attrs"]) == ("me", "office", "read-write")
    assert url.query["sslmode"] == "require" and "secret" not in url.render_as_string(hide_password=True)
