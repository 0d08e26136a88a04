"""Another model while the service goes on: every shortlist is made with one model, and none fails."""

from __future__ import annotations

import dataclasses
import signal
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from api.auth.roles import Role
from api.services.office import Office
from api.services.roster import model_change
from api.services.roster.encoding import EncodingWorker, fingerprint_of
from api.services.roster.model_change import ModelFollower
from api.services.roster.workers import Workers
from api.services.shortlists import shortlists
from api.services.unit import SYSTEM, reading
from api.storage import models, rosters
from api.storage.tables import EncodingWorkRow, EntryRow
from embeddings import HashingEncoder, Kind, Progress, Vectors, VectorStore
from matching.engine import Engine, build_engine
from matching.entities import Call
from matching.errors import InvalidSetting
from matching.pipeline import Matcher
from matching.results import Shortlist
from matching.roster import build_roster
from tests.api.command_line import run
from tests.api.conftest import Doors, one_kind
from tests.api.test_roster_keeper import add


class Mirrored(HashingEncoder):
    """Other vectors of the same size: what is compared with the first one's gives nonsense, and no error."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.fingerprint = "mirrored", "f" * 16

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        """Each text read backwards in letters of another alphabet."""
        return super().encode([text[::-1] for text in texts], kind=kind, progress=progress)


ENCODERS = {"hashing": HashingEncoder, "mirrored": Mirrored, "wide": lambda: HashingEncoder(512)}


@pytest.fixture
def engine_of(staffed: Office) -> Callable[[str], Engine]:
    store, vocabularies = VectorStore(staffed.settings.cache / "vectors.sqlite"), staffed.engine.vocabularies
    return lambda name: build_engine(ENCODERS[name](), vocabularies, store)


def changed(office: Office, engine_of: Callable[[str], Engine], name: str) -> None:
    """The whole way, with one worker."""
    model_change.choose(office, SYSTEM, name, engine_of)
    workers = Workers(office, engine_of, many=True)
    while workers.is_behind():
        workers.work()
    assert ModelFollower(office, engine_of).look()


def in_use(office: Office) -> str:
    return office.roster.current().matcher.engine.encoder.name


def points(made: Shortlist) -> dict[str, float]:
    return {f"{place.position_id} {c.expert_id}": c.score for place in made.positions for c in place.candidates}


def test_no_shortlist_mixes_two_models_and_none_fails_while_the_model_changes(
    staffed: Office, engine_of: Callable[[str], Engine], call: Call
) -> None:
    office = dataclasses.replace(staffed, make_engine=lambda: engine_of("hashing"))
    source = call.model_dump(mode="json", exclude_unset=True)
    engines = {engine.encoder.fingerprint: engine for engine in map(engine_of, ENCODERS)}
    office.roster.current()
    made: list[Shortlist] = []
    failed: list[Exception] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                made.append(shortlists.make(office, SYSTEM, source).shortlist)
            except Exception as error:
                failed.append(error)

    def follow(look: Callable[[], bool]) -> None:
        while not done.is_set():
            look()
            time.sleep(0.01)

    jobs = [ask] * 4 + [lambda: follow(ModelFollower(office, engine_of).look), office.roster.catch_up]
    threads = [threading.Thread(target=job, daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for name in ("mirrored", "wide", "hashing"):
        before = len(made)
        while len(made) < before + 4 and not failed:
            time.sleep(0.01)
        model_change.choose(office, SYSTEM, name, engine_of)
        workers = Workers(office, engine_of, many=True)
        while (workers.is_behind() or in_use(office) != ENCODERS[name]().name) and not failed:
            workers.work()
            time.sleep(0.01)
    before = len(made)
    while len(made) < before + 4 and not failed:
        time.sleep(0.01)
    done.set()
    for thread in threads:
        thread.join()
    assert failed == []
    roster_people = office.roster.current().matcher.roster.experts
    expected = {
        fingerprint: points(
            Matcher(build_roster(roster_people, engine), engine).shortlist(call, today=office.clock.today())
        )
        for fingerprint, engine in engines.items()
    }
    assert {one.record.model_fingerprint for one in made} == set(engines)
    assert len({tuple(one.values()) for one in expected.values()}) == 3, "the models have to differ"
    for one in made:
        assert points(one) == pytest.approx(expected[one.record.model_fingerprint]), one.record.model_fingerprint


@one_kind
def test_the_model_in_use_stays_until_everybody_is_read_with_the_other(
    staffed: Office, engine_of: Callable[[str], Engine]
) -> None:
    follower = ModelFollower(staffed, engine_of)
    assert in_use(staffed) == "hashing-256"
    model_change.choose(staffed, SYSTEM, "mirrored", engine_of)
    assert not follower.look()
    with reading(staffed, SYSTEM) as unit:
        assert model_change.to_come(unit.session) == model_change.ModelToCome("mirrored", "f" * 16, 8, 8)
    assert EncodingWorker(staffed.database, engine_of("mirrored")).work()
    with reading(staffed, SYSTEM) as unit:
        assert model_change.to_come(unit.session).waiting == 0  # type: ignore[union-attr]
    add(staffed, "ines")
    assert not follower.look(), "she is not read with it yet"
    assert EncodingWorker(staffed.database, engine_of("mirrored")).work()
    assert follower.look()
    assert in_use(staffed) == staffed.engine.encoder.name == "mirrored"
    assert not follower.look()
    with reading(staffed, SYSTEM) as unit:
        assert model_change.to_come(unit.session) is None
        events = [entry.event for entry in unit.session.query(EntryRow).order_by(EntryRow.number)]
    assert [event for event in events if event.startswith("model.")] == ["model.chosen", "model.changed"]
    assert model_change.model_of(staffed) == "mirrored", "whoever starts now begins with it"


@one_kind
def test_the_model_before_is_had_back_without_encoding_anybody_again(
    staffed: Office, engine_of: Callable[[str], Engine]
) -> None:
    staffed.work_with(engine_of("hashing"))
    EncodingWorker(staffed.database, staffed.engine).work()
    changed(staffed, engine_of, "mirrored")
    model_change.choose(staffed, SYSTEM, "hashing", engine_of)
    assert ModelFollower(staffed, engine_of).look()
    assert in_use(staffed) == "hashing-256"


@one_kind
def test_a_worker_that_runs_already_goes_over_to_the_other_model(
    staffed: Office, engine_of: Callable[[str], Engine]
) -> None:
    early, late = Workers(staffed, engine_of, many=True), Workers(staffed, engine_of, many=True)
    while early.work():
        pass
    changed(staffed, engine_of, "mirrored")
    add(staffed, "ines")
    for workers in (early, late):
        workers.work()
        assert workers.present.fingerprint == "f" * 16
    with staffed.database.read() as session:
        assert rosters.encoded_up_to(session, "f" * 16) == 2


@one_kind
def test_a_choice_can_be_taken_back(staffed: Office, engine_of: Callable[[str], Engine]) -> None:
    model_change.choose(staffed, SYSTEM, "mirrored", engine_of)
    workers = Workers(staffed, engine_of)
    workers.work()
    assert model_change.keep(staffed, SYSTEM)
    assert not model_change.keep(staffed, SYSTEM)
    assert not ModelFollower(staffed, engine_of).look()
    with staffed.database.read() as session:
        assert models.models(session).next is None
        assert session.query(EncodingWorkRow).filter_by(fingerprint="f" * 16).count() == 0


@one_kind
def test_the_model_in_use_cannot_follow_itself(staffed: Office, engine_of: Callable[[str], Engine]) -> None:
    with pytest.raises(InvalidSetting, match="is the one in use"):
        model_change.choose(staffed, SYSTEM, "hashing", engine_of)


@one_kind
def test_other_files_under_the_name_are_refused_and_the_model_before_stays(
    staffed: Office, engine_of: Callable[[str], Engine]
) -> None:
    model_change.choose(staffed, SYSTEM, "mirrored", engine_of)
    workers = Workers(staffed, engine_of)
    while workers.work():
        pass
    follower = ModelFollower(staffed, lambda name: engine_of("wide"))
    with pytest.raises(InvalidSetting, match="another one on this machine"):
        follower.look()
    assert not follower.look()
    assert in_use(staffed) == "hashing-256"


@one_kind
def test_health_and_page_tell_of_the_model_to_come(
    staffed: Office, doors: Doors, engine_of: Callable[[str], Engine]
) -> None:
    client = doors(Role.ADMINISTRATOR)
    assert client.get("/api/v1/health").json()["model_to_come"] is None
    model_change.choose(staffed, SYSTEM, "mirrored", engine_of)
    told = {"model": "mirrored", "fingerprint": "f" * 16, "people": 8, "waiting": 8}
    assert client.get("/api/v1/health").json()["model_to_come"] == told
    assert "mirrored: 0 of 8 people" in client.get("/operation").text
    assert fingerprint_of(staffed.engine) == client.get("/api/v1/health").json()["model_fingerprint"]


@one_kind
def test_the_commands_change_the_model(
    staffed: Office, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = {"DATA": tmp_path / "data", "CACHE": tmp_path / "cache", "DATABASE": database_url, "MODEL": "hashing"}
    for name, value in given.items():
        monkeypatch.setenv(f"EXPERTMATCH_{name}", str(value))
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # the test's own stay
    assert "Model in use: hashing\n" in run("model").stdout
    chosen = run("model", "--to", "hashing-64")
    assert "Model to come: hashing-64, 0 of 8 people encoded" in chosen.stdout, chosen.output
    assert "The model in use stays." in run("model", "--keep").stdout
    assert "is the one in use" in run("model", "--to", "hashing-256").stderr
    run("model", "--to", "hashing-64")
    worked = run("work", "--once")
    assert worked.exit_code == 0, worked.output
    assert run("model").stdout == "Model in use: hashing-64\n"
    assert "with hashing-64 on cpu" in run("work", "--once").output
