"""The roster in use follows the database: nobody is ranked by what they no longer are, nobody erased is named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from api.services.office import Office
from api.services.roster.encoding import EncodingWorker
from api.services.roster.roster_keeper import RosterKeeper, Served
from api.services.unit import SYSTEM, writing
from api.storage import rosters
from api.storage.database import Database
from api.storage.experts import profile_of
from api.storage.tables import ExpertRow, RemovedExpertRow
from embeddings import HashingEncoder, VectorStore
from matching.engine import Engine, build_engine
from matching.entities import Call, Verdict
from matching.errors import EmptyRoster
from tests.people import person

pytestmark = pytest.mark.usefixtures("quick_roster")
TODAY = date(2026, 11, 16)


def change(office: Office, expert_id: str, **facts: object) -> None:
    with writing(office, SYSTEM) as unit:
        row = unit.session.get(ExpertRow, expert_id)
        assert row is not None
        row.profile, row.revision = row.profile | facts, unit.roster_changed()


def add(office: Office, *ids: str) -> None:
    with writing(office, SYSTEM) as unit:
        revision = unit.roster_changed()
        for i in ids:
            row = ExpertRow(
                id=i, revision=revision, profile=profile_of(person(i)), created_at=unit.now, changed_at=unit.now
            )
            unit.session.add(row)


def remove(office: Office, expert_id: str) -> None:
    with writing(office, SYSTEM) as unit:
        unit.session.delete(unit.session.get(ExpertRow, expert_id))
        gone = RemovedExpertRow(id=expert_id, revision=unit.roster_changed(), at=unit.now, why="erasure", proof={})
        unit.session.add(gone)


def slow(keeper: RosterKeeper) -> RosterKeeper:
    """As if making the roster took long, so that it is not made while somebody waits."""
    keeper._took = 60.0
    return keeper


def ranked(served: Served, call: Call) -> tuple[set[str], set[str]]:
    first = served.matcher.shortlist(call, today=TODAY, left_out=served.left_out).positions[0]
    return {c.expert_id for c in first.candidates}, {n.expert_id for n in first.not_eligible}


def test_the_roster_of_the_database_is_what_is_matched(staffed: Office, call: Call) -> None:
    served = staffed.roster.current()
    assert "anna" in ranked(served, call)[0]
    assert served.matcher.roster.experts[0].name is None
    assert staffed.roster.current() is served


def test_a_small_roster_is_made_anew_at_once(staffed: Office) -> None:
    before = staffed.roster.current()
    add(staffed, "ines")
    after = staffed.roster.current()
    assert after.revision == before.revision + 1
    assert "ines" in after.matcher.roster.row_of
    assert not after.left_out


def test_of_whoever_withdrew_consent_nothing_is_said_before_they_are_read_again(staffed: Office, call: Call) -> None:
    assert "anna" in ranked(slow(staffed.roster).current(), call)[0]
    slow(staffed.roster)
    with writing(staffed, SYSTEM) as unit:
        row = unit.session.get_one(ExpertRow, "anna")
        row.consent, row.revision = False, unit.roster_changed()
    change(staffed, "bert", fields=["E.10.07"])
    served = staffed.roster.current()
    candidates, not_eligible = ranked(served, call)
    assert "anna" not in candidates | not_eligible
    assert "bert" in not_eligible  # who changed otherwise is told of as before
    made = served.matcher.shortlist(call, today=TODAY, left_out=served.left_out)
    assert '"anna"' not in made.model_dump_json()
    gates = served.matcher.explain(call, "anna", today=TODAY, left_out=served.left_out)[0].gates
    assert [gate.found for gate in gates if gate.name == "consent" and gate.verdict is Verdict.FAIL] == ["withdrawn"]


def test_who_changed_takes_no_part_until_read_again(staffed: Office, call: Call) -> None:
    slow(staffed.roster).current()
    slow(staffed.roster)
    change(staffed, "anna", fields=["E.10.07"])
    candidates, not_eligible = ranked(staffed.roster.current(), call)
    assert "anna" not in candidates
    assert "anna" in not_eligible
    staffed.roster._took = 0.0
    staffed.roster.catch_up()
    served = staffed.roster.current()
    assert not served.left_out
    assert served.matcher.roster.experts[served.matcher.roster.row_of["anna"]].fields == ("E.10.07",)


def test_who_was_removed_is_not_named_from_that_moment(staffed: Office, call: Call) -> None:
    staffed.roster.current()
    slow(staffed.roster)
    remove(staffed, "hana")
    candidates, not_eligible = ranked(staffed.roster.current(), call)
    assert "hana" not in candidates | not_eligible
    assert staffed.roster.state() == {"revision": 2, "built": 1, "pending": 1}


def test_another_process_sees_the_change(staffed: Office, engine: Engine) -> None:
    other_database = Database(str(staffed.database.url.render_as_string(hide_password=False)))
    other = RosterKeeper(other_database, engine)
    assert "ines" not in other.current().matcher.roster.row_of
    add(staffed, "ines")
    assert "ines" in other.current().matcher.roster.row_of
    other_database.close()


def test_an_empty_roster_is_said(office: Office) -> None:
    with pytest.raises(EmptyRoster):
        office.roster.current()
    office.roster.catch_up()  # whoever follows it waits for people
    assert office.roster.state()["built"] is None


def test_a_process_that_does_not_encode_waits_for_one_that_does(staffed: Office, engine: Engine) -> None:
    waiting = RosterKeeper(staffed.database, engine, encodes=False)
    waiting.current()
    slow(waiting)
    add(staffed, *(f"new{n}" for n in range(3)))
    waiting._at = float("-inf")
    waiting.catch_up()
    assert waiting.state()["pending"] == 3
    assert EncodingWorker(staffed.database, engine).work()
    waiting.catch_up()
    assert waiting.state()["pending"] == 0


def test_a_worker_encodes_batch_by_batch_and_marks_how_far_it_came(staffed: Office, tmp_path: object) -> None:
    store = VectorStore(staffed.settings.data / "vectors.sqlite")
    own = build_engine(HashingEncoder(), staffed.engine.vocabularies, store)
    empty = len(store)
    worker = EncodingWorker(staffed.database, own)
    assert worker.work()
    assert len(store) > empty
    with staffed.database.read() as session:
        assert rosters.encoded_up_to(session, worker.fingerprint) == 1
    assert not worker.work()
    remove(staffed, "hana")
    assert worker.work()
    assert not worker.work()


def test_one_at_a_time_encodes_beside_a_service_until_it_falls_silent(staffed: Office) -> None:
    now = datetime(2026, 11, 16, tzinfo=UTC)
    with staffed.database.write() as session:
        assert rosters.take_lease(session, "model", "one", now)
        assert not rosters.take_lease(session, "model", "other", now + timedelta(minutes=4))
        assert rosters.take_lease(session, "model", "other", now + timedelta(minutes=6))
        rosters.end_lease(session, "model", "one")  # it lost its turn
        assert not rosters.take_lease(session, "model", "one", now + timedelta(minutes=7))
