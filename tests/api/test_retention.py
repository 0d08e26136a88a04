"""What is older than its retention period goes, with everything that belongs to it; nothing else does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.errors import Conflict
from api.notices import Notice, OutboxFolder
from api.services import audit, retention
from api.services.notices.notice_parts import OUTBOX
from api.services.office import Office
from api.services.office_settings import RetentionPeriods, change
from api.services.unit import SYSTEM, reading, writing
from api.storage import log as entries
from api.storage import retention as rows
from api.storage import traces
from api.storage.alone import PURGE, alone
from api.storage.database import Database
from api.storage.tables import (
    AccountRow,
    CallRow,
    EntryRow,
    InvitationRow,
    NoticeRow,
    OneTimeLinkRow,
    PerformanceNoteRow,
    RemovedExpertRow,
    RequestRow,
)
from matching.entities import Call
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import Doors, Watchmaker
from tests.api.old_data import ALL, CALL, OF_A_CALL, action, add, come_back, count, decided, request, small_things, step


@pytest.fixture
def full(staffed: Office, clock: Watchmaker) -> Office:
    """An office with a call decided ten years ago, and everything around it; all but hana are about today."""
    with reading(staffed, SYSTEM) as unit:
        selection = [*request(unit, "action"), *action(unit, "completed", "request-1"), *decided(unit)]
        add(staffed, *selection, *small_things(unit))
    clock.pass_(days=3660)
    come_back(staffed, *ALL - {"hana"})
    return staffed


def test_a_purge_takes_everything_that_is_over_and_a_dry_run_says_so_beforehand(full: Office) -> None:
    assert min(count(full, table) for table in OF_A_CALL) > 0
    expected = retention.purge(full, SYSTEM, dry_run=True)
    assert count(full, "calls") == 1
    ones = {*retention.KINDS} - {retention.UNFINISHED, retention.TRACES}
    assert expected == {kind: int(kind in ones) for kind in retention.KINDS}
    assert retention.purge(full, SYSTEM) == expected
    for table in (*OF_A_CALL, "notices", "requests", "assessments", "actions", "activities", "performance_notes"):
        assert count(full, table) == 0, table
    for table in ("sign_ins", "one_time_links", "idempotency_keys", "failed_sign_ins"):
        assert count(full, table) == 0, table
    assert count(full, "experts") == 7
    with reading(full, SYSTEM) as unit:
        assert unit.session.get_one(RemovedExpertRow, "hana").why == "retention"
        assert audit.verify(unit).holds
        last = unit.session.query(EntryRow).filter_by(event="data.purged").order_by(EntryRow.number.desc()).first()
        assert last is not None
        assert (last.subject_id, last.facts) == (retention.EVERYTHING, expected)
    assert not any(retention.purge(full, SYSTEM).values())


def test_a_call_that_was_really_decided_goes_whole(
    doors: Doors, call: Call, staffed: Office, clock: Watchmaker
) -> None:
    CallDesk(doors, call, clock).decided()
    with writing(staffed, SYSTEM) as unit:
        for invitation in unit.session.query(InvitationRow):  # else they would wait for an answer
            invitation.state, invitation.answered_at = "accepted", unit.now
    assert min(count(staffed, table) for table in ("decisions", "shortlists", "applications", "notices", "steps")) > 0
    clock.pass_(days=3660)
    come_back(staffed, *ALL)
    assert retention.purge(staffed, SYSTEM)["calls"] == 1
    assert [count(staffed, table) for table in (*OF_A_CALL, "notices")] == [0] * (len(OF_A_CALL) + 1)


def test_a_decision_does_not_hold_the_shortlist_that_it_names(full: Office) -> None:
    with full.database.write() as session:
        counts = rows.remove_with_all(session, "calls", "call-1")
    assert counts == dict.fromkeys((*OF_A_CALL, "notices"), 1)
    assert count(full, "shortlists") == 1  # the first look, which belongs to no call


def test_what_is_not_over_stays(staffed: Office, clock: Watchmaker) -> None:
    with reading(staffed, SYSTEM) as unit:
        add(staffed, *request(unit, "action"), *action(unit, "open", "request-1"), *request(unit, "received", "r2"))
        add(staffed, *request(unit, "not_relevant", "r3"))
        for state in ("draft", "published"):
            add(staffed, CallRow(**CALL | {"id": state}, state=state, created_at=unit.now))
    clock.pass_(days=3660)
    come_back(staffed, *["anna", "bert", "cleo", "dino", "ewa", "finn", "gus", "hana"])
    counts = retention.purge(staffed, SYSTEM)
    assert {kind: number for kind, number in counts.items() if number} == {"requests": 1}
    assert (count(staffed, "requests"), count(staffed, "actions"), count(staffed, "calls")) == (2, 1, 2)


def test_what_stands_above_waits_for_what_belongs_to_it(full: Office) -> None:
    with writing(full, SYSTEM) as unit:
        unit.session.add(step(unit, "call", "call-1", "decided"))  # a step of today
    counts = retention.purge(full, SYSTEM)
    assert (counts["requests"], counts["actions"], counts["calls"]) == (0, 0, 0)
    assert count(full, "decisions") == 1


def test_an_answer_to_an_invitation_is_a_step_of_its_call(full: Office) -> None:
    with writing(full, SYSTEM) as unit:
        unit.session.get_one(InvitationRow, "i").answered_at = unit.now
    assert retention.purge(full, SYSTEM)["calls"] == 0


def test_periods_are_those_that_the_office_set(full: Office) -> None:
    with writing(full, SYSTEM) as unit:
        change(unit, RetentionPeriods(selection_records=4000, inactive_experts=4000, first_looks=3659), 0)
    counts = retention.purge(full, SYSTEM, dry_run=True)
    assert (counts["calls"], counts["experts"], counts["first_looks"]) == (0, 0, 1)


def test_a_letter_goes_with_its_row(staffed: Office, clock: Watchmaker) -> None:
    outbox = OutboxFolder(staffed.settings.data / OUTBOX)
    for name in ("notice-1", "notice-2"):
        outbox.send(name, "bert@example.org", Notice("Call", "Dear Bert", "<p></p>"))
    with reading(staffed, SYSTEM) as unit:
        add(staffed, *small_things(unit))
    clock.pass_(days=91)
    assert retention.purge(staffed, SYSTEM)["notices"] == 1
    assert [path.name for path in outbox.path.iterdir()] == ["notice-2.eml"]


def test_a_registration_that_nobody_confirmed_goes_after_a_week(staffed: Office, clock: Watchmaker) -> None:
    def account(name: str, **facts: Any) -> AccountRow:
        made = {"email": f"{name}@example.org", "name": name, "roles": ["expert"], "created_at": clock.now()}
        return AccountRow(id=name, **made | facts)

    week = clock.now() + timedelta(days=7)
    add(
        staffed,
        account("stranger"),
        OneTimeLinkRow(secret_hash="1", account_id="stranger", ends_at=week),
        account("asked-again"),
        OneTimeLinkRow(secret_hash="2", account_id="asked-again", ends_at=week + timedelta(days=5)),
        account("of-today", created_at=clock.now() + timedelta(days=1)),
        account("confirmed", password_hash="x"),
        account("on-the-roster", expert_id="anna"),
        account("by-the-provider", subject="issuer subject"),
        account("colleague", roles=["auditor"]),
    )
    assert retention.purge(staffed, SYSTEM)["unfinished_registrations"] == 0
    clock.pass_(days=7, seconds=1)
    counted = retention.purge(staffed, SYSTEM, dry_run=True)["unfinished_registrations"]
    assert (counted, retention.purge(staffed, SYSTEM)["unfinished_registrations"]) == (1, 1)
    assert count(staffed, "accounts") == 6
    with staffed.database.read() as session:
        assert session.get(AccountRow, "stranger") is None


def test_a_letter_that_waits_is_not_over(staffed: Office, clock: Watchmaker) -> None:
    with reading(staffed, SYSTEM) as unit:
        add(staffed, *small_things(unit))
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(NoticeRow, "notice-1").state = "waiting"
    clock.pass_(days=400)
    assert retention.purge(staffed, SYSTEM, dry_run=True)["notices"] == 0


def test_why_somebody_is_excluded_is_known_as_long_as_they_are(staffed: Office, clock: Watchmaker) -> None:
    def note(name: str, expert_id: str, kind: str) -> PerformanceNoteRow:
        return PerformanceNoteRow(id=name, expert_id=expert_id, kind=kind, text="t", at=clock.now(), by="x")

    add(staffed, note("n1", "hana", "exclusion"), note("n2", "hana", "assignment"), note("n3", "anna", "exclusion"))
    clock.pass_(days=2000)
    come_back(staffed, *["anna", "bert", "cleo", "dino", "ewa", "finn", "gus", "hana"])
    retention.purge(staffed, SYSTEM)
    with staffed.database.read() as session:
        assert [row.id for row in session.query(PerformanceNoteRow)] == ["n1"]


def test_somebody_who_comes_back_while_a_purge_is_under_way_stays(
    staffed: Office, clock: Watchmaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.pass_(days=1096)
    come_back(staffed, *["bert", "cleo", "ewa", "finn", "gus", "hana"])
    erased: list[str] = []

    def erase(office: Office, actor: Any, expert_id: str, **why: Any) -> Any:
        erased.append(expert_id)
        come_back(staffed, "dino")
        return original(office, actor, expert_id, **why)

    original = retention.erase
    monkeypatch.setattr(retention, "erase", erase)
    assert retention.purge(staffed, SYSTEM)["experts"] == 1
    assert erased == ["anna"]


def test_an_erasure_that_was_cut_off_is_finished(staffed: Office, clock: Watchmaker) -> None:
    for expert_id in ("gone", "going"):
        add(staffed, RemovedExpertRow(id=expert_id, revision=1, at=clock.now(), why="erasure", proof={}))
        if expert_id == "gone":
            clock.pass_(hours=2)
    assert retention.purge(staffed, SYSTEM)["unfinished_erasures"] == 1
    with reading(staffed, SYSTEM) as unit:
        proof = unit.session.get_one(RemovedExpertRow, "gone").proof
        assert (proof["cut_off"], proof["searched"], proof["clean"], proof["rows_left"]) == (True, False, False, {})
        assert {entry.event for entry in entries.entries(unit.session) if "erasure" in entry.event} == {
            "expert.erasure_unproved"
        }
        assert not unit.session.get_one(RemovedExpertRow, "going").proof  # somebody may be at it
        assert audit.verify(unit).holds


def test_rows_that_an_erasure_left_are_told(staffed: Office, clock: Watchmaker) -> None:
    add(staffed, RemovedExpertRow(id="anna", revision=1, at=clock.now(), why="erasure", proof={}))
    clock.pass_(hours=2)
    retention.purge(staffed, SYSTEM)
    with reading(staffed, SYSTEM) as unit:
        proof = unit.session.get_one(RemovedExpertRow, "anna").proof
    assert proof["clean"] is False
    assert proof["rows_left"]["experts"] == proof["rows_left"]["identities"] == 1


# --- when ---


def test_two_purges_are_not_done_at_once(staffed: Office) -> None:
    other = Database(staffed.database.url.render_as_string(False))
    with alone(other, PURGE) as free:
        assert free
        with pytest.raises(Conflict, match="under way"):
            retention.purge(staffed, SYSTEM)
        assert retention.purge_when_due(staffed) is None
    assert retention.purge_when_due(staffed) is not None
    other.close()


def test_a_purge_falls_due_once_a_day(staffed: Office, clock: Watchmaker) -> None:
    assert retention.purge_when_due(staffed) is not None
    assert retention.purge_when_due(staffed) is None
    clock.pass_(hours=24)
    assert retention.purge_when_due(staffed) is not None


def test_a_purge_that_fails_says_in_the_log_how_far_it_came(full: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise OSError("the disk is gone")

    monkeypatch.setattr(retention, "erase", fails)
    with pytest.raises(OSError, match="disk"):
        retention.purge(full, SYSTEM)
    with full.database.read() as session:
        said = session.query(EntryRow).filter_by(event="data.purged", subject_id=retention.EVERYTHING).one()
        assert (said.facts["calls"], said.facts["experts"]) == (1, 0)
    assert retention.purge_when_due(full) is None  # not again and again: tomorrow


def test_what_was_purged_is_in_no_file_of_the_database(full: Office) -> None:
    if not full.database.is_sqlite:
        pytest.skip("PostgreSQL reuses the room in its own time; see docs/operation.md")
    with full.database.write() as session:
        session.get_one(RequestRow, "request-1").text = "A request about lighthouse keepers."
    come_back(full, *ALL)  # an erasure would see to it, too
    retention.purge(full, SYSTEM)
    with full.database.read() as session:
        assert traces.found_in_tables(session, ["lighthouse keepers"]) == {}
    file = Path(str(full.database.url.database))
    assert not any(b"lighthouse" in path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
