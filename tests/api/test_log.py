"""The log: chained, verified, read in pages, followed by other systems."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.auth.roles import Role
from api.record.chain import GENESIS, Entry, entry_hash, first_break
from api.services import audit
from api.services.office import Office
from api.services.unit import SYSTEM, reading, writing
from api.storage.log import Said, entries
from tests.api.conftest import Doors, one_kind, problem
from tests.api.test_institutions import AGENCY, PATH


@pytest.fixture
def busy(officer: TestClient, staffed: Office) -> Office:
    """Three institutions were added."""
    for name in ("One", "Two", "Three"):
        officer.post(PATH, json=AGENCY | {"name": name})
    return staffed


def verified(office: Office) -> audit.Verification:
    with reading(office, SYSTEM) as unit:
        return audit.verify(unit)


def tamper(office: Office, command: str) -> None:
    with office.database.write() as session:
        session.execute(text(command))


def test_a_log_as_written_holds(busy: Office) -> None:
    found = verified(busy)
    assert (found.holds, found.entries) == (True, 3)
    assert found.head != GENESIS


def test_an_empty_log_holds(staffed: Office) -> None:
    assert verified(staffed).holds


@pytest.mark.parametrize(
    ("command", "number", "reason"),
    [
        ("update log_entries set actor = 'somebody' where number = 2", 2, "changed"),
        ("update log_entries set event = 'institution.changed' where number = 1", 1, "changed"),
        ("delete from log_entries where number = 2", 2, "missing"),
        ("delete from log_entries where number = 3", 3, "ends with entry 2"),
        (f"update log_entries set before = '{GENESIS}' where number = 3", 3, "does not follow"),
    ],
)
def test_a_log_that_was_changed_does_not_hold(busy: Office, command: str, number: int, reason: str) -> None:
    tamper(busy, command)
    found = verified(busy)
    assert not found.holds
    assert found.broken_at == number
    assert reason in str(found.reason)


def test_a_changed_entry_whose_hash_was_mended_breaks_the_next(busy: Office) -> None:
    with busy.database.read() as session:
        real = list(entries(session))
    first = real[0]
    told = entry_hash(1, first.at, "somebody", first.event, first.kind, first.subject_id, first.facts, first.before)
    forged = Entry(1, first.at, "somebody", first.event, first.kind, first.subject_id, first.facts, first.before, told)
    found = first_break([forged, *real[1:]], (3, real[2].hash))
    assert found is not None
    assert found.number == 2


def test_what_failed_is_not_in_the_log(staffed: Office) -> None:
    with pytest.raises(RuntimeError), writing(staffed, SYSTEM) as unit:
        unit.record("institution.added", "institution", "x")
        raise RuntimeError
    assert verified(staffed).entries == 0


def test_an_event_that_nobody_explained_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="not an event"):
        Said("institution.exploded", "institution", "x", {}, "system")


def test_auditors_read_the_log_newest_first_and_narrowed(busy: Office, doors: Doors) -> None:
    auditor = doors(Role.AUDITOR)
    page = auditor.get("/api/v1/log", params={"limit": 2}).json()
    assert [e["number"] for e in page["items"]] == [3, 2]
    rest = auditor.get("/api/v1/log", params={"limit": 2, "after": page["next"]}).json()
    assert [e["number"] for e in rest["items"]] == [1]
    subject = page["items"][0]["subject_id"]
    about = auditor.get("/api/v1/log", params={"subject_id": subject}).json()["items"]
    assert [e["number"] for e in about] == [3]
    assert auditor.get("/api/v1/log", params={"event": "call.drafted"}).json()["items"] == []
    problem(auditor.get("/api/v1/log", params={"event": "nonsense"}), 422, "invalid_setting")
    assert auditor.get("/api/v1/log", params={"until": "2026-11-16T08:00:00Z"}).json()["items"] == []
    answer = auditor.get("/api/v1/log/verification").json()
    assert answer["holds"] is True


def test_others_do_not_read_the_log(doors: Doors) -> None:
    problem(doors(Role.OFFICER).get("/api/v1/log"), 403, "not_allowed")


def test_other_systems_follow_what_happened_in_order(busy: Office, doors: Doors) -> None:
    follower = doors(Role.OFFICER)

    def since(after: int, **more: Any) -> tuple[list[int], int]:
        found = follower.get("/api/v1/changes", params={"after": after, **more}).json()
        return [e["number"] for e in found["items"]], found["last"]

    assert since(0, limit=2) == ([1, 2], 2)
    assert since(2) == ([3], 3)
    assert since(3) == ([], 3)
    beyond = problem(follower.get("/api/v1/changes", params={"after": 4}), 422, "invalid_setting")
    assert beyond["found"] == "The last one is 3."
    problem(follower.get("/api/v1/changes", params={"event": "account.signed_in"}), 422, "invalid_setting")


@one_kind
def test_an_administrator_is_told_of_no_person_by_the_log_and_the_feed(busy: Office, doors: Doors) -> None:
    with writing(busy, SYSTEM) as unit:
        unit.record("expert.changed", "expert", "anna", parts=["fields"])
        unit.record("application.submitted", "application", "application-1", call="call-1", expert="anna")
        unit.record("setting.changed", "setting", "scope", version=7)

    def told(role: Role, path: str, **asked: Any) -> list[tuple[str, str | None, Any]]:
        items = doors(role).get(path, params=asked).json()["items"]
        return sorted((e["event"], e["subject_id"], e["facts"]) for e in items if e["number"] > 3)

    changed = ("expert.changed", "anna", {"parts": ["fields"]})
    applied = ("application.submitted", "application-1", {"call": "call-1", "expert": "anna"})
    untold = [("application.submitted", "application-1", None), ("expert.changed", None, None)]
    rule = ("setting.changed", "scope", {"version": 7})
    assert told(Role.AUDITOR, "/api/v1/log") == [applied, changed, rule]
    assert told(Role.ADMINISTRATOR, "/api/v1/log") == [*untold, rule]
    assert told(Role.OFFICER, "/api/v1/changes") == told(Role.AUDITOR, "/api/v1/changes") == [applied, changed]
    assert told(Role.ADMINISTRATOR, "/api/v1/changes") == untold
    assert told(Role.AUDITOR, "/api/v1/log", subject_id="anna") == [changed]
    assert told(Role.ADMINISTRATOR, "/api/v1/log", subject_id="anna") == []
    assert told(Role.ADMINISTRATOR, "/api/v1/log", subject_id="scope") == [rule]
