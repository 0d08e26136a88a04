"""Two database servers, services beside both; the one that writes dies while people work. What they were told is kept is."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.auth.signing import Signer
from api.config import Settings
from api.services.audit import verify
from api.services.held_entries import FOLDER, write_down
from api.services.office import Office
from api.services.unit import SYSTEM, reading
from api.storage import log
from api.storage.database import Database
from matching.engine import Engine
from tests.api.failover.conftest import Pair, pair_on, room
from tests.api.failover.machines import Machine, can_be_apart, two_machines
from tests.api.failover.office import (
    Reader,
    Service,
    Writer,
    lay_account,
    lay_roster,
    make_shortlist,
    until,
)
from tests.api.failover.servers import FOLLOWER

LONGEST = 20.0  # seconds that nobody is without an answer while servers change, on a machine that has much to do
ENOUGH = 6  # of whatever is counted


@pytest.fixture
def folder() -> Iterator[Path]:
    """Room for servers and services."""
    with room() as made:
        yield made


@pytest.fixture
def machines() -> Iterator[tuple[Machine, Machine]]:
    """Two, apart from each other where that is allowed."""
    apart = can_be_apart()
    if not apart:
        warnings.warn(
            "no network namespace may be made here: both machines are this one, their line is not cut", stacklevel=1
        )
    with two_machines(apart=apart) as (one, other):
        yield one, other


def served(pair: Pair, folder: Path, *machines: Machine) -> list[Service]:
    """Services on these machines, started together on a database that holds nobody, ready."""
    database = Database(pair.first.url)
    token = pair.first.machine.call(lambda: lay_account(database))
    database.close()
    services = [Service(one, folder / f"service-{number}", token) for number, one in enumerate(machines)]
    for service in services:
        service.start(pair, lay_roster(folder))
    for service in services:
        service.wait()
    return services


def there(pair: Pair, table: str, column: str) -> set[str]:
    """What the second server holds."""
    found: str = pair.second.ask(f"select string_agg({column}, ',') from {table}")
    return set((found or "").split(","))


def test_nothing_acknowledged_is_lost_and_shortlists_are_served_while_the_writing_server_dies(
    machines: tuple[Machine, Machine], folder: Path, engine: Engine
) -> None:
    one, other = machines
    pair = pair_on(one, other, folder)
    pair.first.configure(synchronous_standby_names=FOLLOWER)
    beside_first, beside_second = served(pair, folder, one, other)
    shortlist = make_shortlist(beside_second)["id"]
    writers = [Writer(beside_first, "a"), Writer(beside_second, "b"), Writer(beside_second, "c")]
    reader = Reader(beside_second, shortlist)
    people = [*writers, reader]
    try:
        until(lambda: all(one.successes >= ENOUGH for one in people), "nobody gets to work")
        one.cut()
        pair.first.kill()
        before = reader.successes
        until(lambda: reader.successes >= before + ENOUGH, "shortlists are not served")
        until(lambda: all(one.statuses[503] for one in writers[1:]), "what cannot be kept is not refused")
        pair.second.promote()
        written = [one.successes for one in writers[1:]]
        until(
            lambda: all(one.successes >= so_far + ENOUGH for one, so_far in zip(writers[1:], written, strict=True)),
            "nothing can be written after the promotion",
        )
    finally:
        for somebody in people:
            somebody.stop()
    told = [(dict(one.statuses), f"{one.gap:.1f} s") for one in people]
    print(
        f"apart: {one.network is not None}; {sum(len(w.kept | w.noted) for w in writers)} people acknowledged; {told}"
    )
    assert not set().union(*(w.kept for w in writers)) - there(pair, "experts", "id"), "somebody was lost"
    assert not set().union(*(w.noted for w in writers)) - there(pair, "performance_notes", "expert_id"), (
        "a note was lost"
    )
    assert reader.gap < LONGEST and all(wait for w in writers[1:] for wait in w.waits)
    assert set(reader.statuses) <= {200, 503}
    assert other.call(lambda: log_holds(pair, beside_second, engine, reader.statuses[200]))


def log_holds(pair: Pair, service: Service, engine: Engine, opened: int) -> bool:
    """Whether the log is whole and holds every reading of the shortlist, those of the time between two servers, too."""
    data = service.folder / "data"
    office = Office(Settings(data=data, model="hashing"), Database(pair.second.url), lambda: engine, Signer("s" * 40))
    write_down(office)
    assert not list((data / FOLDER).glob("*.json"))
    with reading(office, SYSTEM) as unit:
        said = [entry.event for entry in log.entries(unit.session)]
        holds = verify(unit).holds
    office.database.close()
    return holds and said.count("shortlist.viewed") >= opened // Reader.LOOKS
