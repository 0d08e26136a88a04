"""JSON Lines in, over HTTP and as a command: in batches, resumable, and no bad line stops the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role, Scope
from api.services.exchange import roster_import
from api.services.exchange.json_lines import Report
from api.services.exchange.roster_import import import_experts
from api.services.office import Office
from api.services.unit import COMMAND, SYSTEM, reading, writing
from api.storage import identities, personal, roster_state
from api.storage.tables import ExpertRow, RemovedExpertRow
from tests.api.conftest import NOW, Doors, problem
from tests.api.imported import JSON_LINES, NINA, PATH, bring, counts, expert, send
from tests.api.test_data import lines
from tests.api.test_experts import events


def test_a_line_becomes_a_person_with_everything_in_its_place(staffed: Office) -> None:
    bring(staffed, NINA)
    row = expert(staffed, "nina")
    assert (row.validated, row.consent, row.excluded) == (True, True, False)
    assert set(row.profile) == {"segments", "fields"}
    with reading(staffed, SYSTEM) as unit:
        identity = identities.identity(unit.session, "nina")
        declared = personal.declaration(unit.session, "nina")
        [consent] = personal.consents(unit.session, "nina")
        assert identity is not None
        assert (identity.name, identity.email, identity.language) == ("Nina Surname", "nina@example.org", "pt")
        assert declared is not None
        assert declared.gender == "woman"
        assert (consent.notice, consent.given) == ("imported", True)
    assert [entry.facts for entry in events(staffed, "experts.imported")] == [{"added": 1, "changed": 0}]


def test_an_officers_file_gives_nobodys_consent_and_excludes_nobody(staffed: Office, officer: TestClient) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(ExpertRow, "finn").consent = None
    finn = next(person for person in lines(officer, "experts") if person["id"] == "finn")
    given = {"consent": True, "excluded": True}
    said = send(officer, NINA | given, finn | given | {"release_days": 3}, overwrite=True)
    assert (counts(said), said["warnings"]) == ((1, 1, 0, 0), 4)
    assert {(p["line"], p["field"], p["warning"]) for p in said["problems"]} == {
        (line, field, True) for line in (1, 2) for field in ("consent", "excluded")
    }
    for expert_id in ("nina", "finn"):
        row = expert(staffed, expert_id)
        assert (row.consent, row.excluded) == (None, False)
        with reading(staffed, SYSTEM) as unit:
            assert personal.consents(unit.session, expert_id) == []


def test_a_withdrawal_in_an_officers_file_is_taken(staffed: Office, officer: TestClient) -> None:
    bring(staffed, NINA)
    assert counts(send(officer, NINA | {"consent": False})) == (0, 1, 0, 0)
    assert expert(staffed, "nina").consent is False


def test_a_leader_who_is_an_officer_too_excludes_by_a_file(staffed: Office, doors: Doors) -> None:
    send(doors(Role.OFFICER, Role.LEADER), NINA | {"excluded": True})
    assert expert(staffed, "nina").excluded is True


def test_a_misspelt_key_is_told_and_the_person_taken(staffed: Office, officer: TestClient) -> None:
    nina = {key: value for key, value in NINA.items() if key != "consent"}
    said = send(officer, nina | {"langauges": [{"language": "fr", "native": True}]})
    assert (counts(said), said["warnings"]) == ((1, 0, 0, 0), 1)
    [warning] = said["problems"]
    assert (warning["field"], warning["warning"]) == ("langauges", True)
    assert warning["reason"].endswith("did you mean 'languages'?")


def test_who_is_unchanged_is_passed_over(staffed: Office, officer: TestClient) -> None:
    send(officer, NINA)
    before = expert(staffed, "nina").revision
    again = dict(reversed(NINA.items()))  # another order of keys is the same person
    assert counts(send(officer, again)) == (0, 0, 1, 0)
    assert expert(staffed, "nina").revision == before


def test_a_changed_line_changes_the_person_and_only_what_it_gives(staffed: Office, officer: TestClient) -> None:
    send(officer, NINA)
    changed = NINA | {"fields": ["A.35"], "identity": {"name": "Nina Other"}}
    assert counts(send(officer, changed)) == (0, 1, 0, 0)
    row = expert(staffed, "nina")
    assert row.profile["fields"] == ["A.35"]
    with reading(staffed, SYSTEM) as unit:
        identity = identities.identity(unit.session, "nina")
        assert roster_state.changed_since(unit.session, row.revision - 1) == {"nina"}
        assert identity is not None
        assert (identity.name, identity.email) == ("Nina Other", "nina@example.org")


def test_no_bad_line_stops_the_rest(officer: TestClient) -> None:
    bad: list[Any] = [
        "{",
        "[]",
        '{"id": "a"}',
        {"id": "has space", "segments": []},
        {"id": "b@example.org", "segments": []},
        {"id": "c", "segments": [], "institution": "x" * 301},
        {"id": "d", "segments": [], "identity": {"name": "D", "email": "none"}},
        {"id": "e", "segments": [], "identity": ["E"]},
        {"id": "f", "segments": [], "identity": {"name": "F", "email": "ANNA@example.org"}},
        {"id": "g", "segments": [{"text": "x" * 300_000}, {"text": "x" * 300_000}]},
        "[" * 100_000,
        '{"id": "h", "segments": [' + "[" * 900 + "]" * 900 + "]}",
    ]
    nina = {name: value for name, value in NINA.items() if name != "consent"}  # that is not an officer's to say
    report = send(officer, *bad, "", nina, nina)
    assert counts(report) == (1, 0, 0, len(bad) + 1)
    assert [p["line"] for p in report["problems"]] == sorted([*range(1, len(bad) + 1), len(bad) + 3])
    told = {p["line"]: (p["field"], p["reason"]) for p in report["problems"]}
    assert told[3] == ("segments", "Field required")
    assert told[4][0] == told[5][0] == "id"
    assert told[7][0] == "identity.email"
    assert told[9] == ("identity.email", "the address is on record for another person")
    assert "on line 14 already" in told[15][1]
    assert "example.org" not in str(report)


def test_an_unknown_code_is_left_out_with_near_ones_and_the_person_taken(staffed: Office, officer: TestClient) -> None:
    report = send(officer, NINA | {"consent": None, "fields": ["a35", "A.350"], "status": "official"})
    assert counts(report) == (1, 0, 0, 0)
    assert report["warnings"] == 2
    assert all(p["warning"] for p in report["problems"])
    assert "A.35" in report["problems"][0]["reason"]
    assert expert(staffed, "nina").profile["fields"] == ["A.35"]


def test_characters_that_a_database_refuses_are_replaced(staffed: Office, officer: TestClient) -> None:
    send(officer, '{"id": "z", "segments": [{"text": "a\\u0000\\ud800", "employer": "b\\u0000"}], "status": null}')
    assert expert(staffed, "z").profile["segments"][0] == {"text": "a�?", "employer": "b�"}


def test_a_dry_run_says_what_would_be_done_and_does_nothing(staffed: Office, officer: TestClient) -> None:
    twin = NINA | {"id": "twin"}
    said = send(officer, NINA, twin, dry_run=True)
    assert (said["dry_run"], counts(said)) == (True, (1, 0, 0, 1))
    with reading(staffed, SYSTEM) as unit:
        assert unit.session.get(ExpertRow, "nina") is None
    assert events(staffed, "experts.imported") == []
    assert counts(send(officer, NINA, twin)) == counts(said)


def test_what_a_person_changed_here_is_not_overwritten_unless_asked(doors: Doors, officer: TestClient) -> None:
    send(officer, NINA)
    nina, where = doors(Role.EXPERT, expert_id="nina"), "/api/v1/experts/nina"
    read = nina.get(where)
    own = read.json()["profile"] | {"institution": "Hers"}
    nina.put(where, json=own, headers={"If-Match": read.headers["etag"]})
    assert counts(send(officer, NINA)) == (0, 0, 1, 0)  # the file says nothing new
    newer = NINA | {"release_days": 10}
    refused = send(officer, newer)
    assert counts(refused) == (0, 0, 0, 1)
    assert "changed here" in refused["problems"][0]["reason"]
    assert counts(send(officer, newer, overwrite=True)) == (0, 1, 0, 0)
    assert officer.get(where).json()["institution"] is None
    assert counts(send(officer, newer | {"release_days": 11})) == (0, 1, 0, 0)


def test_decisions_taken_here_outlast_every_file(staffed: Office, doors: Doors, officer: TestClient) -> None:
    bring(staffed, NINA)
    nina, where = doors(Role.EXPERT, expert_id="nina"), "/api/v1/experts/nina"
    nina.post(f"{where}/consents/withdrawal")
    doors(Role.LEADER).put(f"{where}/exclusion", json={"excluded": True, "reason": "Left twice."})
    nina.delete(f"{where}/declaration")
    version = {"If-Match": officer.get(where).headers["etag"]}
    officer.put(f"{where}/validation", json={"validated": False, "reason": "No dates."}, headers=version)
    bring(staffed, NINA | {"release_days": 10}, overwrite=True)
    row = expert(staffed, "nina")
    assert (row.validated, row.consent, row.excluded) == (False, False, True)
    problem(nina.get(f"{where}/declaration"), 404, "not_on_record")


def test_facts_changed_by_a_file_are_as_validated_as_the_file_says(staffed: Office, officer: TestClient) -> None:
    send(officer, NINA)
    unsaid = {key: value for key, value in NINA.items() if key != "validated"}
    send(officer, unsaid | {"release_days": 10})
    assert expert(staffed, "nina").validated is True  # availability needs no validation
    send(officer, unsaid | {"fields": ["A.35"]})
    assert expert(staffed, "nina").validated is None


def test_nobody_validates_themselves_by_a_file(staffed: Office, doors: Doors) -> None:
    with writing(staffed, SYSTEM) as unit:
        profile: dict[str, Any] = {"segments": []}
        unit.session.add(ExpertRow(id="olaf", revision=1, profile=profile, created_at=NOW, changed_at=NOW))
    both = doors(Role.OFFICER, Role.EXPERT, expert_id="olaf")
    send(both, {"id": "olaf", "segments": ["New."], "validated": True}, overwrite=True)
    assert expert(staffed, "olaf").validated is None


def test_who_was_erased_stays_so(staffed: Office, officer: TestClient) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(RemovedExpertRow(id="nina", revision=1, at=NOW, why="erasure", proof={}))
    report = send(officer, NINA)
    assert "for good" in report["problems"][0]["reason"]
    answer = officer.post("/api/v1/experts", json={"id": "nina", "segments": []})
    problem(answer, 409, "conflict")


def test_an_import_that_was_cut_goes_on_where_it_was(staffed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [json.dumps({"id": f"p{n}", "segments": [f"Post {n}."]}) for n in range(7)]
    vocabularies, reports = staffed.engine.vocabularies, list[int]()
    monkeypatch.setattr(roster_import, "BATCH", 3)

    def cut(report: Report) -> None:
        reports.append(report.added)
        if len(reports) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_experts(staffed, COMMAND, people, vocabularies, progress=cut)
    again = import_experts(staffed, COMMAND, people, vocabularies)
    assert reports == [3, 6]
    assert (again.added, again.unchanged) == (1, 6)


def test_only_officers_with_a_token_for_personal_data_bring_people_in(doors: Doors) -> None:
    for role in set(Role) - {Role.OFFICER}:
        problem(doors(role).post(f"{PATH}/experts", content="{}", headers=JSON_LINES), 403, "not_allowed")
    unscoped = doors(Role.OFFICER, scopes=[Scope.READ, Scope.WRITE])
    problem(unscoped.post(f"{PATH}/experts", content="{}", headers=JSON_LINES), 403, "not_allowed")
    officer = doors(Role.OFFICER)
    problem(officer.post(f"{PATH}/experts", content="{}", headers={"Content-Type": "text/csv"}), 415,
            "unsupported_media_type")  # fmt: skip
    problem(officer.post(f"{PATH}/experts", json={}), 415, "unsupported_media_type")
    problem(officer.post(f"{PATH}/experts", content="", headers=JSON_LINES), 422, "invalid_request")
