"""The terms of the office: changed over the packaged ones, refused where a record would lose its term, used at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from api.services.taxonomy.following import TermFollower
from api.services.taxonomy.overlay import in_force
from api.services.unit import SYSTEM, reading
from api.spoken_terms import speak_with, spoken
from api.storage import taxonomy as rows
from api.storage.tables import EntryRow
from tests.api.conftest import Doors, problem

SETTING, TERMS = "/api/v1/settings/taxonomy", "/api/v1/taxonomy"
JOBS: dict[str, Any] = {"code": "A.35", "labels": {"en": "Jobs", "fr": "Emplois"}, "parent": "A"}


@pytest.fixture(autouse=True)
def packaged_words() -> Iterator[None]:
    yield
    speak_with(None)


@pytest.fixture
def administrator(doors: Doors) -> TestClient:
    return doors(Role.ADMINISTRATOR)


def put(client: TestClient, version: int = 0, **kinds: Any) -> Any:
    return client.put(SETTING, json=kinds, headers={"If-Match": f'"{version}"'})


def listed(client: TestClient, kind: str = "fields") -> dict[str, Any]:
    return {term["code"]: term for term in client.get(f"{TERMS}/{kind}").json()}


def test_terms_are_as_packaged_until_the_office_makes_something_of_them(administrator: TestClient) -> None:
    assert administrator.get(SETTING).json() == {"fields": [], "competences": [], "activity_types": []}
    assert {term["origin"] for term in listed(administrator).values()} == {"packaged"}
    made = put(administrator, fields=[JOBS, {"code": "A.99", "labels": {"en": "Gig work"}, "parent": "A.35"}])
    assert made.headers["etag"] == '"1"'
    now = listed(administrator)
    assert (now["A.35"]["labels"], now["A.35"]["origin"]) == ({"en": "Jobs", "fr": "Emplois"}, "changed")
    assert (now["A.99"]["parent"], now["A.99"]["origin"]) == ("A.35", "own")


def test_only_administrators_change_terms_and_auditors_read_them(doors: Doors) -> None:
    for role in Role:
        reads = role in (Role.ADMINISTRATOR, Role.AUDITOR)
        assert doors(role).get(f"{TERMS}/fields").status_code == (200 if reads else 403)
        assert doors(role).get(SETTING).status_code == (200 if reads else 403)
        if role is not Role.ADMINISTRATOR:
            assert put(doors(role)).status_code == 403


def test_uses_are_counted_and_fewer_than_five_people_are_not_told(administrator: TestClient, staffed: Office) -> None:
    with reading(staffed, SYSTEM) as unit:
        assert rows.people_by_code(unit.session, "fields") == {"A.35": 5, "E.10.07": 2}
        assert rows.calls_by_code(unit.session, "fields") == {}
    used = {code: term["uses"]["people"] for code, term in listed(administrator).items()}
    assert (used["A.35"], used["E.10.07"], used["A"]) == (5, None, 0)


def test_a_call_that_asks_for_a_code_uses_it(doors: Doors, officer: TestClient) -> None:
    terms = {"id": "c", "title": "Help", "language": "en", "activity_types": ["advice"],
             "positions": [{"id": "1", "principal": True, "title": "Expert", "fields": ["A.20.02"]}]}  # fmt: skip
    assert officer.post("/api/v1/calls", json={"call": terms}).status_code == 201
    administrator = doors(Role.ADMINISTRATOR)
    assert listed(administrator)["A.20.02"]["uses"]["calls"] == 1
    assert listed(administrator, "activity_types")["advice"]["uses"]["calls"] == 1
    gone = JOBS | {"code": "A.20.02", "retired": True}
    assert "A.20.02" in problem(put(administrator, fields=[gone]), 409, "conflict")["detail"]


def test_a_code_in_use_is_retired_with_a_successor_alone(administrator: TestClient, staffed: Office) -> None:
    gone = JOBS | {"retired": True}
    refused = problem(put(administrator, fields=[gone]), 409, "conflict")
    assert refused["detail"] == "The term 'A.35' is in use."
    assert put(administrator, fields=[gone | {"successor": "A.45"}]).status_code == 200
    assert in_force(staffed).fields.normalise("a.35") == "A.45"
    now = listed(administrator)
    assert (now["A.45"]["former"], now["A.45"]["uses"]["people"]) == (["A.35"], 5)
    assert (now["A.35"]["retired"], now["A.35"]["successor"]) == (True, "A.45")


def test_a_term_of_the_office_that_is_in_use_cannot_be_dropped(administrator: TestClient, doors: Doors) -> None:
    put(administrator, fields=[{"code": "A.99", "labels": {"en": "Gig work"}, "parent": "A"}])
    office = doors.office
    assert TermFollower(office).look()
    officer = doors(Role.OFFICER)
    added = officer.post("/api/v1/experts", json={"fields": ["a99"], "segments": [{"text": "Gig work."}]})
    assert added.status_code == 201, added.text
    problem(put(administrator, version=1), 409, "conflict")


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        ([JOBS | {"parent": "Z"}], 422),
        ([JOBS | {"labels": {"fr": "Emplois"}}], 422),
        ([JOBS | {"successor": "A.45"}], 422),
        ([JOBS | {"code": "A", "parent": "A.35"}], 422),
        ([JOBS | {"code": "Ж"}], 422),
        ([JOBS, JOBS], 422),
    ],
)
def test_what_would_break_the_tree_is_refused(administrator: TestClient, entries: list[Any], status: int) -> None:
    answer = put(administrator, fields=entries)
    assert answer.status_code == status, answer.text
    assert administrator.get(SETTING).headers["etag"] == '"0"'


def test_a_packaged_code_is_kept_as_the_vocabulary_writes_it(administrator: TestClient) -> None:
    made = put(administrator, fields=[JOBS | {"code": "a-35", "parent": "A.00", "retired": True, "successor": "a45"}])
    kept = made.json()["fields"][0]
    assert (kept["code"], kept["parent"], kept["successor"]) == ("A.35", "A", "A.45")
    assert listed(administrator)["A.35"]["retired"]


def test_changes_are_made_by_version_and_the_log_names_the_terms(administrator: TestClient, staffed: Office) -> None:
    problem(administrator.put(SETTING, json={}), 428, "version_needed")
    put(administrator, fields=[JOBS])
    problem(put(administrator, fields=[]), 412, "changed_meanwhile")
    with reading(staffed, SYSTEM) as unit:
        entry = unit.session.query(EntryRow).filter_by(event="setting.changed").one()
        assert entry.subject_id == "taxonomy"
        assert entry.facts["parts"] == ["fields.A.35"]


def test_a_serving_process_takes_new_terms_into_use(administrator: TestClient, staffed: Office) -> None:
    staffed.work_with(replace(staffed.engine, remembers=3))
    follower, before = TermFollower(staffed), staffed.roster.current().matcher
    assert not follower.look()
    put(administrator, fields=[JOBS | {"retired": True, "successor": "A.45"}])
    assert follower.look()
    matcher, kind = staffed.roster.current().matcher, staffed.engine.vocabularies.fields
    assert matcher is not before and matcher.engine is staffed.engine and staffed.engine.remembers == 3
    assert matcher.roster.columns.fields[:, kind.index("A.45")].sum() == 5
    assert spoken().fields.label("A.35", "fr") == kind.label("A.45", "fr")
    assert not follower.look()
    put(administrator, version=1)
    assert follower.look()
    assert staffed.engine.vocabularies.content_hash == before.engine.vocabularies.content_hash


def test_people_are_found_by_a_term_under_a_code_that_it_followed(administrator: TestClient, doors: Doors) -> None:
    put(administrator, fields=[JOBS | {"retired": True, "successor": "A.45"}])
    TermFollower(doors.office).look()
    found = doors(Role.OFFICER).get("/api/v1/experts", params={"field": "A.45", "limit": 50}).json()["items"]
    assert len(found) == 5


def test_the_commands_list_show_and_set_terms(staffed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from api.cli import app

    monkeypatch.setenv("EXPERTMATCH_DATABASE", staffed.settings.database)
    monkeypatch.setenv("EXPERTMATCH_DATA", str(tmp_path / "data"))
    run = CliRunner().invoke
    assert "A.35  Employment" in run(app, ["taxonomy", "list"]).output
    file = tmp_path / "terms.json"
    file.write_text('{"fields": [{"code": "A.35", "labels": {"en": "Jobs"}, "parent": "A"}]}', encoding="utf-8")
    assert "Set, version 1: 1 terms." in run(app, ["taxonomy", "set", str(file)]).output
    assert run(app, ["taxonomy", "list", "--changed"]).output == "  A.35  Jobs [changed]  (5 people, 0 calls)\n"
    assert '"en": "Jobs"' in run(app, ["taxonomy", "show"]).output
    file.write_text('{"fields": [{"code": "A.35"}]}', encoding="utf-8")
    assert run(app, ["taxonomy", "set", str(file)]).exit_code != 0
