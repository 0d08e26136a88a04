"""Whole kinds of data over HTTP: given out as files that are no programs, noted, and taken in again."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.auth.roles import Role, Scope
from api.exports.tables import FORMATS, LONGEST, cell, guarded, written
from api.services.exchange.exports import KINDS
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import (
    ActionRow,
    AssessmentRow,
    CommunityMemberRow,
    CommunityRow,
    FocalPointRow,
    InstitutionProfileRow,
    InstitutionRow,
    InterestRow,
    RequestRow,
    StepRow,
)
from tests.api.conftest import NOW, Doors, problem
from tests.api.test_experts import events

PATH = "/api/v1/exports"
TEAM = {Role.OFFICER, Role.LEADER}
WHO: dict[str, set[Role]] = {
    "experts": TEAM | {Role.BUSINESS},
    "identities": TEAM | {Role.BUSINESS},
    "consents": TEAM | {Role.AUDITOR},
    "institutions": TEAM | {Role.BUSINESS},
    "focal_points": TEAM | {Role.BUSINESS},
    "institution_profiles": TEAM | {Role.BUSINESS},
    "communities": TEAM | {Role.BUSINESS},
    "community_members": TEAM | {Role.BUSINESS},
    "interests": TEAM | {Role.BUSINESS},
    "requests": TEAM | {Role.BUSINESS, Role.STEERING},
    "actions": TEAM | {Role.BUSINESS, Role.STEERING},
    "activities": TEAM | {Role.BUSINESS},
    "calls": TEAM | {Role.BUSINESS},
    "applications": TEAM,
    "invitations": TEAM,
    "evaluation_notes": TEAM | {Role.AUDITOR},
    "performance_notes": {Role.LEADER},
    "decisions": TEAM | {Role.AUDITOR},
    "log": {Role.AUDITOR},
}


def fill(office: Office) -> None:
    """A request that became an action, an institution whose name is a formula, and its focal point."""
    with writing(office, SYSTEM) as unit:
        unit.session.add(InstitutionRow(id="institution-1", name='=HYPERLINK("http://x")', country="TG"))
        unit.session.add(
            RequestRow(
                id="request-1", state="eligible", received_on=NOW.date(), title="Aide", text=" Nous demandons… ",
                language="fr", country="TG", understood={"fields": [{"code": "A.35", "confidence": 0.5}]},
                created_at=NOW, created_by="account-1",
            )
        )  # fmt: skip
        unit.session.flush()
        unit.session.add_all([
            FocalPointRow(id="focal-1", institution_id="institution-1", name="B", email="b@example.org",
                          since=NOW.date()),
            AssessmentRow(id="assessment-1", request_id="request-1", question="eligibility", answer=True,
                          reason="A partner country.", at=NOW, by="account-1"),
            ActionRow(id="action-1", code="2026-14", request_id="request-1", title="Support", fields=["A.35"],
                      deliverables=["A guide"], state="open", created_at=NOW, created_by="account-1"),
            StepRow(kind="request", subject_id="request-1", step="received", at=NOW, by="account-1"),
            StepRow(kind="action", subject_id="action-1", step="open", at=NOW, by="account-1"),
        ])  # fmt: skip


def fill_peers(office: Office) -> None:
    """The institution says what it does and answers the survey; its focal point belongs to two communities."""
    with writing(office, SYSTEM) as unit:
        said: dict[str, Any] = {"fields": ["A.35"], "countries": ["TG"], "languages": ["fr"], "changed_at": NOW}
        unit.session.add_all([
            InstitutionProfileRow(institution_id="institution-1", form="agency", description="Guidance.", **said),
            CommunityRow(id="community-2", name="Guidance", description="", topics=["maps"], **said),
            CommunityRow(id="community-1", name="=1+1", description="Wages", topics=[], **said),
            InterestRow(id="interest-1", institution_id="institution-1", focal_point_id="focal-1", year=2026,
                        text="How others map jobs", fields=["A.35"], at=NOW, by="account-1"),
        ])  # fmt: skip
        unit.session.flush()
        unit.session.add_all(
            CommunityMemberRow(community_id=one, focal_point_id="focal-1") for one in ("community-2", "community-1")
        )


def lines(client: TestClient, kind: str) -> list[dict[str, Any]]:
    answer = client.get(f"{PATH}/{kind}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def said(client: TestClient, format: str, kind: str = "requests") -> str:
    """Everything that a file of the requests, or of another kind, says, as text."""
    content = client.get(f"{PATH}/{kind}", params={"format": format}).content
    if format != "xlsx":
        return content.decode("utf-8-sig")
    sheets = load_workbook(io.BytesIO(content)).worksheets
    return str([row for sheet in sheets for row in sheet.iter_rows(values_only=True)])


def client_for(doors: Doors, kind: str) -> TestClient:
    return doors(sorted(WHO[kind])[0])


def test_each_kind_is_given_to_whom_it_concerns(doors: Doors) -> None:
    assert set(WHO) == set(KINDS)
    for kind in KINDS:
        for role in Role:
            answer = doors(role).get(f"{PATH}/{kind}")
            assert answer.status_code == (200 if role in WHO[kind] else 403), (kind, role)
    problem(doors().get(f"{PATH}/requests"), 401, "not_signed_in")
    unscoped = doors(Role.OFFICER, scopes=[Scope.READ])
    for kind in ("experts", "identities", "focal_points", "community_members", "applications", "invitations"):
        problem(unscoped.get(f"{PATH}/{kind}"), 403, "not_allowed")


def test_every_kind_comes_in_every_form(staffed: Office, doors: Doors) -> None:
    fill(staffed)
    fill_peers(staffed)
    for kind in KINDS:
        client = client_for(doors, kind)
        records = lines(client, kind)
        table = client.get(f"{PATH}/{kind}", params={"format": "csv"})
        rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
        book = client.get(f"{PATH}/{kind}", params={"format": "xlsx"})
        sheet = load_workbook(io.BytesIO(book.content)).worksheets[0]
        more = 2 if kind == "log" else 0  # it goes on while it is exported
        assert len(rows) in (len(records), len(records) + more // 2)
        assert sheet.max_row - 1 in (len(records), len(records) + more)
        assert [value.value for value in sheet[1]] == list(rows[0] if rows else [c.value for c in sheet[1]])
    problem(client.get(f"{PATH}/log", params={"format": "pdf"}), 422, "invalid_request")
    problem(client.get(f"{PATH}/passwords"), 404, "not_found")


def test_communities_profiles_and_interests_go_out_whole(staffed: Office, officer: TestClient) -> None:
    fill(staffed)
    fill_peers(staffed)
    assert [(one["id"], one["name"], one["topics"]) for one in lines(officer, "communities")] == [
        ("community-1", "=1+1", []), ("community-2", "Guidance", ["maps"]),
    ]  # fmt: skip
    assert [(one["community_id"], one["focal_point_id"]) for one in lines(officer, "community_members")] == [
        ("community-1", "focal-1"), ("community-2", "focal-1"),
    ]  # fmt: skip
    [profile], [interest] = lines(officer, "institution_profiles"), lines(officer, "interests")
    assert (profile["institution_id"], profile["form"], profile["fields"]) == ("institution-1", "agency", ["A.35"])
    assert (interest["text"], interest["year"], interest["focal_point_id"]) == ("How others map jobs", 2026, "focal-1")
    assert "'=1+1" in said(officer, "csv", "communities")


def test_people_go_out_without_names_and_declarations(staffed: Office, officer: TestClient, doors: Doors) -> None:
    people = lines(officer, "experts")
    assert [person["id"] for person in people] == ["anna", "bert", "cleo", "dino", "ewa", "finn", "gus", "hana"]
    assert not {"name", "declared", "gender", "nationalities"} & set(people[0])
    assert people[-1]["excluded"] is True
    assert "excluded" not in lines(doors(Role.BUSINESS), "experts")[0]
    assert lines(officer, "identities")[0]["email"] == "anna@example.org"


def test_an_export_is_in_the_log_and_told_to_the_people_in_it(
    staffed: Office, officer: TestClient, doors: Doors
) -> None:
    officer.get(f"{PATH}/identities", params={"format": "csv"})
    [entry] = events(staffed, "data.exported")
    assert (entry.subject_id, entry.facts["format"], entry.facts["rows"]) == ("identities", "csv", 8)
    anna = doors(Role.EXPERT, expert_id="anna")
    [view] = anna.get("/api/v1/experts/anna/views").json()["items"]
    assert (view["by"], view["part"]) == (["action_officer"], "export of identities")


def test_those_who_steer_see_no_accounts(staffed: Office, doors: Doors) -> None:
    fill(staffed)
    steering = doors(Role.STEERING)
    assert "account-" not in steering.get(f"{PATH}/requests").text + steering.get(f"{PATH}/actions").text


@pytest.mark.parametrize("format", FORMATS)
def test_those_who_steer_get_states_dates_codes_and_counts_of_requests_and_no_word_of_them(
    staffed: Office, doors: Doors, format: str
) -> None:
    fill(staffed)
    written_by_people = ("Aide", "Nous demandons", "A partner country", "Ministère de la Zoé", "It is ours.", "Who?")
    with writing(staffed, SYSTEM) as unit:
        request = unit.session.get_one(RequestRow, "request-1")
        request.institution = "Ministère de la Zoé"
        request.understood = request.understood | {
            "institution": "Ministère de la Zoé",
            "questions": [{"text": "Who?"}],
        }
        unit.session.add(
            StepRow(
                kind="request", subject_id="request-1", step="eligible", at=NOW, by="account-1", reason="It is ours."
            )
        )
    given, whole = (said(doors(role), format) for role in (Role.STEERING, Role.OFFICER))
    assert not [text for text in written_by_people if text in given]
    assert not [text for text in written_by_people if text not in whole]


@pytest.mark.parametrize("format", FORMATS)
def test_those_who_steer_get_the_days_of_an_actions_steps_without_the_reasons(
    staffed: Office, doors: Doors, format: str
) -> None:
    fill(staffed)
    with writing(staffed, SYSTEM) as unit:
        why = "Anna Surname fell ill."
        unit.session.add(
            StepRow(kind="action", subject_id="action-1", step="cancelled", at=NOW, by="account-1", reason=why)
        )
    given, whole = (said(doors(role), format, "actions") for role in (Role.STEERING, Role.OFFICER))
    assert "Anna Surname" not in given and "cancelled" in given
    assert "Anna Surname" in whole


def test_what_those_who_steer_are_given_of_a_request_can_be_counted_with(staffed: Office, doors: Doors) -> None:
    fill(staffed)
    [request] = lines(doors(Role.STEERING), "requests")
    assert request == {
        "id": "request-1", "state": "eligible", "received_on": "2026-11-16", "language": "fr", "country": "TG",
        "fields": ["A.35"], "activity_types": [], "characters": 17, "questions": 0, "assessments": 1,
        "merged_into": None, "created_at": "2026-11-16T09:00:00Z",
        "steps": [{"step": "received", "at": "2026-11-16T09:00:00Z"}],
    }  # fmt: skip
    both = doors(Role.STEERING, Role.OFFICER)
    assert lines(both, "requests")[0]["assessments"][0]["answer"] is True


def test_the_log_goes_out_so_that_its_chain_can_be_verified(staffed: Office, doors: Doors) -> None:
    from api.record.chain import GENESIS

    doors(Role.OFFICER).get("/api/v1/experts/anna")
    entries = lines(doors(Role.AUDITOR), "log")
    assert entries[0]["before"] == GENESIS
    assert [entry["before"] for entry in entries[1:]] == [entry["hash"] for entry in entries[:-1]]


def test_no_cell_is_taken_for_a_formula(staffed: Office, officer: TestClient) -> None:
    fill(staffed)
    table = officer.get(f"{PATH}/institutions", params={"format": "csv"}).content.decode("utf-8-sig")
    assert "'=HYPERLINK" in table
    book = load_workbook(io.BytesIO(officer.get(f"{PATH}/institutions", params={"format": "xlsx"}).content))
    found = book.worksheets[0]["B2"]
    assert (found.data_type, found.value) == ("s", '\'=HYPERLINK("http://x")')


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "  =1", "\n=1", "＝1", "＠a"])
def test_what_looks_like_the_start_of_a_formula_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_values_keep_their_kind_in_a_table() -> None:
    assert [cell(value) for value in (None, 3, 0.5, True, "a-b", ["a", "b"], ["=a"], {"a": 1})] == [
        None, 3, 0.5, "true", "a-b", "a; b", "'=a", '{"a": 1}',
    ]  # fmt: skip


def test_a_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    pieces = written([{"text": "x" * (LONGEST + 1)}], ["text"], "xlsx")
    held = load_workbook(io.BytesIO(b"".join(pieces))).worksheets[0]["A2"].value
    assert len(held) == LONGEST
    assert held.endswith("JSON Lines hold the whole)")
