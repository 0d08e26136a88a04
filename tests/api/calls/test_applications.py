"""Applications: one click with both declarations, for a validated profile, while the call is open; and the long list."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from api.auth.roles import Role, Scope
from tests.api.calls.a_call import CALLS, DECLARED, CallDesk
from tests.api.conftest import Doors, Watchmaker, problem


def test_one_click_applies_and_is_confirmed_once(desk: CallDesk) -> None:
    call_id = desk.published()
    made = desk.apply(call_id, "anna", positions=["1"], message="  I led this work for ten years. ")
    assert made.status_code == 201
    assert made.json()["message"] == "I led this work for ten years."
    assert {g["verdict"] for g in made.json()["standing"]["1"]} == {"pass"}
    again = desk.apply(call_id, "anna")
    assert (again.status_code, again.json()["id"], again.json()["positions"]) == (200, made.json()["id"], [])
    assert desk.letters("application_received") == [("application_received", "anna")]
    own = desk.expert("anna").get("/api/v1/experts/anna/applications").json()["items"]
    assert [a["call_id"] for a in own] == [call_id]


def test_a_double_click_applies_once(desk: CallDesk) -> None:
    call_id, anna = desk.published(), desk.expert("anna")
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: anna.put(f"{CALLS}/{call_id}/applications/anna", json=DECLARED), range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 201]
    assert desk.letters("application_received") == [("application_received", "anna")]


def test_who_applies_is_told_at_once_which_rules_they_do_not_meet(desk: CallDesk) -> None:
    standing = desk.apply(desk.published(), "ewa").json()["standing"]
    failing = [gate for gate in standing["1"] if gate["verdict"] == "fail"]
    assert [gate["name"] for gate in failing] == ["language:fr"]
    assert "speaking B1" in failing[0]["found"]


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"available": False}, "available on its dates"),
        ({"no_conflict": False}, "no conflict of interest"),
        ({"available": False, "no_conflict": False}, "that you are available on its dates and that you have"),
    ],
)
def test_without_both_declarations_nobody_applies(desk: CallDesk, said: dict[str, Any], missing: str) -> None:
    refused = problem(desk.apply(desk.published(), "anna", **said), 409, "conflict")
    assert missing in refused["found"] and refused["next_step"]


@pytest.mark.parametrize(
    ("changed", "what", "next_step"),
    [
        ({"validated": None}, "not validated", "ask the office to validate"),
        ({"validated": False}, "not validated", "ask the office to validate"),
        ({"consent": None}, "cannot be compared", "Give your consent"),
        ({"consent": False}, "cannot be compared", "Give your consent"),
        ({"excluded": True}, "takes no part", "Ask the office"),
        ({"profile": {"conflicts": ["National Employment Agency"]}}, "conflict of interest", "in your profile first"),
    ],
)
def test_a_profile_that_cannot_apply_is_refused_with_the_next_step(
    desk: CallDesk, changed: dict[str, Any], what: str, next_step: str
) -> None:
    call_id = desk.published()
    desk.change_expert("anna", **changed)
    refused = problem(desk.apply(call_id, "anna"), 409, "conflict")
    assert what in refused["detail"] and next_step in refused["next_step"]
    problem(desk.expert("anna").get(f"{CALLS}/{call_id}/applications/anna"), 404, "not_on_record")


def test_one_applies_only_while_the_call_is_open(desk: CallDesk, clock: Watchmaker) -> None:
    draft, open_call = desk.draft().json()["id"], desk.published(deadline="2026-11-17")
    problem(desk.apply(draft, "anna"), 404, "not_on_record")
    clock.pass_(days=1)
    assert desk.apply(open_call, "anna").status_code == 201
    clock.pass_(days=1)
    assert "last day was 2026-11-17" in problem(desk.apply(open_call, "bert"), 409, "conflict")["found"]
    problem(desk.expert("anna").delete(f"{CALLS}/{open_call}/applications/anna"), 409, "conflict")
    desk.officer.post(f"{CALLS}/{open_call}/close")
    refused = problem(desk.apply(open_call, "bert"), 409, "conflict")
    assert refused["found"] == "It is closed since 2026-11-18." and "calls that are open" in refused["next_step"]


def test_positions_applied_for_have_to_be_of_the_call(desk: CallDesk) -> None:
    assert (
        "It has 1, 2" in problem(desk.apply(desk.published(), "anna", positions=["3"]), 404, "not_on_record")["found"]
    )


def test_an_application_can_be_withdrawn_and_made_again_until_the_call_closes(desk: CallDesk) -> None:
    call_id = desk.published()
    where = f"{CALLS}/{call_id}/applications/anna"
    anna = desk.expert("anna")
    problem(anna.delete(where), 404, "not_on_record")
    desk.apply(call_id, "anna")
    gone = anna.delete(where).json()
    assert gone["state"] == "withdrawn" and gone["withdrawn_at"]
    problem(anna.delete(where), 409, "conflict")
    assert desk.apply(call_id, "anna").json()["state"] == "submitted"
    assert len(desk.letters("application_received")) == 2
    desk.officer.post(f"{CALLS}/{call_id}/close")
    problem(anna.delete(where), 409, "conflict")


def test_an_expert_applies_for_nobody_else(desk: CallDesk, doors: Doors) -> None:
    call_id = desk.published()
    where = f"{CALLS}/{call_id}/applications/bert"
    problem(desk.expert("anna").put(where, json=DECLARED), 403, "not_allowed")
    problem(desk.expert("anna").get("/api/v1/experts/bert/applications"), 403, "not_allowed")
    problem(desk.officer.put(where, json=DECLARED), 403, "not_allowed")
    problem(doors(Role.EXPERT).put(where, json=DECLARED), 403, "not_allowed")


def test_names_and_words_are_shown_unless_read_blind_and_looking_is_noted(desk: CallDesk, doors: Doors) -> None:
    call_id = desk.published()
    desk.apply(call_id, "anna", message="My name is Anna.")
    path = f"{CALLS}/{call_id}/applications"
    named = desk.officer.get(path).json()["items"][0]
    blind = desk.officer.get(path, params={"blind": True}).json()["items"][0]
    assert (named["name"], blind["name"], blind["message"]) == ("Anna Surname", None, None)
    auditor = doors(Role.AUDITOR)
    seen = auditor.get("/api/v1/log", params={"event": "personal.viewed", "subject_id": call_id}).json()["items"]
    assert [entry["facts"]["people"] for entry in seen] == [1]
    problem(doors(Role.OFFICER, scopes=[Scope.READ]).get(path), 403, "not_allowed")
    for role in (Role.BUSINESS, Role.STEERING, Role.ADMINISTRATOR):
        problem(doors(role).get(path), 403, "not_allowed")


# --- the long list ---


def long_list(desk: CallDesk, call_id: str, **params: Any) -> Any:
    return desk.officer.get(f"{CALLS}/{call_id}/long-list", params=params).json()


def test_the_long_list_has_whoever_applied_was_invited_or_could_be(desk: CallDesk) -> None:
    call_id = desk.published()
    desk.apply(call_id, "ewa", positions=["1"])
    desk.apply(call_id, "anna")
    desk.apply(call_id, "bert")
    desk.expert("bert").delete(f"{CALLS}/{call_id}/applications/bert")
    desk.invite(call_id, "cleo", "2")
    found = long_list(desk, call_id)
    came = [[(p["expert_id"], p["came"]) for p in position["people"]] for position in found["positions"]]
    could = "could_be_invited"
    assert came[0][:2] == [("ewa", "applied"), ("anna", "applied")]
    assert came[0][2:] == [(i, could) for i in ("bert", "cleo", "dino", "finn")]  # finn last: his rules are open
    assert came[1] == [("anna", "applied"), ("cleo", "invited"), *((i, could) for i in ("bert", "dino", "finn"))]
    assert found["came"] == {"applied": 3, "invited": 1, could: 7}
    ewa = found["positions"][0]["people"][0]
    assert ewa["name"] == "Ewa Surname"
    assert next(g for g in ewa["gates"] if g["name"] == "language:fr")["verdict"] == "fail"


def test_what_somebody_declared_for_the_call_answers_what_the_profile_leaves_open(desk: CallDesk) -> None:
    desk.change_expert("finn", validated=True, consent=True)
    call_id = desk.published()
    desk.apply(call_id, "finn")
    finn = long_list(desk, call_id)["positions"][0]["people"][0]
    gates = {gate["name"]: gate for gate in finn["gates"]}
    assert gates["availability"]["found"] == "declared available for this call on 2026-11-16"
    assert (gates["availability"]["verdict"], gates["conflict of interest"]["verdict"]) == ("pass", "pass")
    assert gates["language:fr"]["verdict"] == "unknown" and gates["language:fr"]["question"]


def test_nobody_is_offered_whose_profile_changed_and_was_not_read_again(
    desk: CallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = desk.published()
    assert "dino" in [p["expert_id"] for p in long_list(desk, call_id)["positions"][0]["people"]]
    monkeypatch.setattr("api.services.roster.roster_keeper.QUICK", 0.0)  # as for a roster that takes long to make
    desk.change_expert("dino", status="private")
    assert [p["expert_id"] for p in long_list(desk, call_id)["positions"][0]["people"]] == [
        "anna",
        "bert",
        "cleo",
        "finn",
    ]


def test_of_a_long_long_list_those_with_open_rules_are_left_out_first_and_counted(desk: CallDesk) -> None:
    found = long_list(desk, desk.published(), most=3, blind=True)
    assert [p["expert_id"] for p in found["positions"][0]["people"]] == ["anna", "bert", "cleo"]
    assert found["notes"][0] == "Position 1: 2 more could be invited and are not listed."
    assert {p["name"] for p in found["positions"][0]["people"]} == {None}


def test_institutions_that_lend_readily_are_said_and_change_no_order(desk: CallDesk) -> None:
    body = {"name": "Institution BERT", "country": "FR", "kind": "civil_servant", "collaborative": True}
    desk.officer.post("/api/v1/institutions", json=body)
    people = long_list(desk, desk.published())["positions"][0]["people"]
    assert [(p["expert_id"], p["collaborative"]) for p in people][:3] == [
        ("anna", False), ("bert", True), ("cleo", False),
    ]  # fmt: skip


def test_the_long_list_can_be_filed_in_every_format(desk: CallDesk, doors: Doors) -> None:
    call_id = desk.published()
    desk.apply(call_id, "anna")
    path = f"{CALLS}/{call_id}/long-list/export"
    files = {f: desk.officer.get(path, params={"format": f}).content for f in ("docx", "xlsx", "pdf")}
    tables = docx.Document(io.BytesIO(files["docx"])).tables
    assert "Anna Surname" in " ".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    sheets = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert "Anna Surname" in str([[c for c in row] for sheet in sheets for row in sheet.iter_rows(values_only=True)])
    assert "Anna Surname" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(files["pdf"])).pages)
    exported = doors(Role.AUDITOR).get("/api/v1/log", params={"event": "shortlist.exported"}).json()["items"]
    assert [entry["facts"]["document"] for entry in exported] == ["long list"] * 3
