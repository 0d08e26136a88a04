"""What an empty database is begun with: a roster, or an index; and never twice, or over another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from api.config import Settings
from api.first_start import begin, make_ready
from api.services.beginning import lay_roster
from api.services.exchange.json_lines import Report
from api.services.exchange.roster_import import BATCH
from api.services.office import Office
from api.services.requests.request_reading import read_request
from api.services.sample_office import is_sample_office, lay_sample_office
from api.services.unit import SYSTEM, writing
from api.storage import roster_state
from api.storage.experts import all_experts
from api.storage.tables import (
    AccountRow,
    ConsentRow,
    DeclarationRow,
    ExpertRow,
    IdentityRow,
    RemovedExpertRow,
)
from api.wiring import build_office, open_office
from embeddings import HashingEncoder
from embeddings.encoder import Kind, Progress, Vectors
from matching.engine import Engine, build_engine
from matching.entities import Expert
from matching.errors import BrokenLines, EmptyRoster, InvalidSetting
from matching.roster import build_roster
from matching.roster_store import save_roster
from tests.api.beginnings import VOCABULARIES, count, pairs
from tests.api.command_line import write_lines
from tests.people import person


def lines_of(people: Sequence[Expert]) -> Callable[[], list[str]]:
    return lambda: [person.model_dump_json() for person in people]


def never() -> list[str]:
    raise AssertionError("it is not read")


def remove_all(office: Office) -> None:
    with writing(office, SYSTEM) as unit:
        revision = unit.roster_changed()
        for row in unit.session.scalars(select(ExpertRow)):
            unit.session.delete(row)
            unit.session.add(RemovedExpertRow(id=row.id, revision=revision, at=unit.now, why="erasure", proof={}))


# --- a roster ---


def test_a_roster_is_laid_whole_with_what_is_apart_kept_apart(office: Office, people: list[Expert]) -> None:
    assert lay_roster(office, "people.jsonl", "mark", lines_of(people), VOCABULARIES).added == len(people)
    with office.database.read() as session:
        assert [e.model_copy(update={"name": f"Person {e.id}"}) for e in all_experts(session)] == people
        names = pairs(session, select(IdentityRow.expert_id, IdentityRow.name))
        consents = pairs(session, select(ConsentRow.expert_id, ConsentRow.given))
    assert names == {person.id: person.name for person in people}
    assert consents == {person.id: person.consent for person in people if person.consent is not None}
    assert count(office, DeclarationRow) == 4
    assert office.roster.current().matcher.roster.ids == [person.id for person in people]


def test_the_same_roster_again_changes_nothing_and_another_is_refused(office: Office, people: list[Expert]) -> None:
    lay_roster(office, "people.jsonl", "mark", lines_of(people), VOCABULARIES)
    assert lay_roster(office, "people.jsonl", "mark", never, VOCABULARIES) == Report()
    with pytest.raises(InvalidSetting, match="holds a roster already") as caught:
        lay_roster(office, "others.jsonl", "other", never, VOCABULARIES)
    assert "8 people" in caught.value.found and "others.jsonl" in caught.value.found
    assert "expertmatch import FILE" in caught.value.next_step
    assert count(office, ExpertRow) == len(people)


def test_a_roster_that_was_cut_short_goes_on(office: Office) -> None:
    many = [person(f"p{number}") for number in range(BATCH + 10)]

    def cut() -> Iterator[str]:
        yield from lines_of(many[: BATCH + 5])()
        raise KeyboardInterrupt

    calls = iter([lines_of(many), cut])  # the first one is only looked at
    with pytest.raises(KeyboardInterrupt):
        lay_roster(office, "people.jsonl", "mark", lambda: next(calls)(), VOCABULARIES)
    assert count(office, ExpertRow) == BATCH
    with pytest.raises(InvalidSetting, match="another one"):
        lay_roster(office, "others.jsonl", "other", never, VOCABULARIES)
    done = lay_roster(office, "people.jsonl", "mark", lines_of(many), VOCABULARIES)
    assert (done.added, done.unchanged, count(office, ExpertRow)) == (10, BATCH, BATCH + 10)


def test_whoever_was_removed_does_not_come_back_by_a_restart(office: Office, people: list[Expert]) -> None:
    lay_roster(office, "people.jsonl", "mark", lines_of(people), VOCABULARIES)
    remove_all(office)
    assert lay_roster(office, "people.jsonl", "mark", never, VOCABULARIES).added == 0
    with pytest.raises(InvalidSetting):
        lay_roster(office, "people.jsonl", "changed", never, VOCABULARIES)
    assert lay_sample_office(office, VOCABULARIES) == []
    assert count(office, ExpertRow) == 0


def test_of_a_roster_with_a_broken_line_nobody_is_laid_unless_it_may_be_skipped(
    office: Office, people: list[Expert]
) -> None:
    lines = [*lines_of(people)(), "{nonsense"]
    with pytest.raises(BrokenLines) as caught:
        lay_roster(office, "people.jsonl", "mark", lambda: lines, VOCABULARIES)
    assert [problem.line for problem in caught.value.problems] == [9] and caught.value.good == 8
    assert count(office, ExpertRow) == 0
    with office.database.read() as session:
        assert roster_state.revision(session) == 0
    assert lay_roster(office, "people.jsonl", "mark", lambda: lines, VOCABULARIES, skip_broken=True).left_out == 1
    assert count(office, ExpertRow) == len(people)


def test_a_roster_of_nobody_is_refused(office: Office) -> None:
    with pytest.raises(EmptyRoster, match="holds nobody"):
        lay_roster(office, "people.jsonl", "mark", lambda: ["", "  "], VOCABULARIES)


# --- by settings ---


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_serving_begins_with_the_roster_given_and_goes_on_without_it(
    tmp_path: Path, cache: Path, people: list[Expert]
) -> None:
    file = write_lines(tmp_path / "roster.jsonl", [p.model_dump(mode="json") for p in people])
    settings = Settings(model="hashing", cache=cache, data=tmp_path / "data")
    first = build_office(settings.model_copy(update={"roster": file}))
    assert first.roster.state() == {"revision": 1, "built": 1, "pending": 0}
    assert first.clock.today() == date.today()
    first.database.close()
    for again in (settings.model_copy(update={"roster": file}), settings):
        office = open_office(again)
        begin(office, VOCABULARIES)
        assert count(office, ExpertRow) == len(people)
        assert not is_sample_office(office)
        office.database.close()


def test_serving_begins_with_the_people_of_an_index(tmp_path: Path, cache: Path, people: list[Expert]) -> None:
    office = open_office(Settings(model="hashing", cache=cache, data=tmp_path / "data"))
    save_roster(build_roster(people, office.engine), office.engine, tmp_path / "index")
    office.database.close()
    office = open_office(Settings(model="hashing", cache=cache, data=tmp_path / "data", index=tmp_path / "index"))
    for _ in range(2):
        begin(office, VOCABULARIES)
        assert count(office, ExpertRow) == len(people)
    assert count(office, IdentityRow) == len(people)
    office.database.close()


def test_where_other_machines_reach_the_service_nothing_invented_is_laid(tmp_path: Path, cache: Path) -> None:
    far = {"model": "hashing", "cache": cache, "public_url": "https://experts.example.org"}
    office = open_office(Settings(data=tmp_path / "data", **far))  # type: ignore[arg-type]
    begin(office, VOCABULARIES)
    assert (count(office, ExpertRow), count(office, AccountRow)) == (0, 0)
    make_ready(office)
    assert office.roster.state() == {"revision": 0, "built": None, "pending": 0}
    office.database.close()


class Counting(HashingEncoder):
    """An encoder that counts the texts it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = 0

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        self.texts += len(texts)
        return super().encode(texts, kind=kind, progress=progress)


@pytest.mark.parametrize("worker", [True, False])
def test_the_first_request_waits_for_nothing_that_could_be_made_ready(
    office: Office, engine: Engine, worker: bool
) -> None:
    encoder = Counting()
    own = build_engine(encoder, engine.vocabularies)
    settings = office.settings.model_copy(update={"worker": worker})
    make_ready(replace(office, make_engine=lambda: own, settings=settings))
    told = []
    for _ in range(2):
        before = encoder.texts
        read_request(own, None, "Support to the inspection of pension funds.")
        told.append(encoder.texts - before)
    assert told[0] == told[1] > 0
