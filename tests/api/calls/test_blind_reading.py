"""Blind reading: wherever evidence is shown blind, a CV's sentences do not tell whose they are."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.roles import Role
from api.routes.shortlists import PREFIX as SHORTLISTS
from api.services.shortlists.striking import ADDRESS, NAME, NUMBER
from api.services.unit import SYSTEM, writing
from api.storage.tables import IdentityRow
from tests.api.calls.a_call import CALLS, REASON, CallDesk
from tests.api.conftest import one_kind
from tests.api.scenario.papers import READERS

TELLS = ("Surname", "SURNAME", "anna@example.org", "555 01 99")
WORK = "SURNAME Anna, head of the counselling unit of the public employment service"
WRITTEN = f"{WORK}: profiling of jobseekers, reached at anna@example.org or 02 555 01 99."
STRUCK = WRITTEN.replace("SURNAME Anna", NAME).replace("anna@example.org", ADDRESS).replace("02 555 01 99", NUMBER)
PATHS = {  # every address that is read blind, by whether it shows evidence
    "/api/v1/shortlists": True,
    "/api/v1/shortlists/document": True,
    "/api/v1/shortlists/{id}": True,
    "/api/v1/shortlists/{id}/export": True,
    "/api/v1/shortlists/{id}/experts/{expert_id}": True,
    "/api/v1/calls/{id}/shortlists": True,
    "/api/v1/calls/{id}/shortlists/{number}": True,
    "/api/v1/calls/{id}/selection-record": True,
    "/api/v1/calls/{id}/shortlists/{number}/changes/{to}": False,
    "/api/v1/calls/{id}/applications": False,
    "/api/v1/calls/{id}/invitations": False,
    "/api/v1/calls/{id}/evaluation-notes": False,
    "/api/v1/calls/{id}/long-list": False,
    "/api/v1/calls/{id}/long-list/export": False,
    "/api/v1/season": False,
    "/api/v1/season/export": False,
    "/api/v1/precedents/people": False,
    "/api/v1/requests/{id}/precedents/people": False,
}


@pytest.fixture
def told(desk: CallDesk) -> tuple[str, str]:
    """A call and the first version of its shortlist, with somebody on it whose CV says who they are."""
    segments = [{"text": WRITTEN, "kind": "post", "language": "en", "start": "2010-01-01", "end": "2019-12-31"}]
    desk.change_expert("anna", {"segments": segments})
    with writing(desk.doors.office, SYSTEM) as unit:
        unit.session.get_one(IdentityRow, "anna").phone = "+32 2 555 01 99"
    call_id = desk.closed("anna", "bert")
    return call_id, str(desk.shortlist(call_id)["id"])


def evidence(found: dict[str, Any]) -> set[str]:
    """The sentences on record of a shortlist's answer or of a person's explanation."""
    positions = found.get("shortlist", found)["positions"]
    people = [person for place in positions for person in place.get("candidates", [place])]
    return {one["text"] for person in people for criterion in person["criteria"] for one in criterion["evidence"]}


@one_kind
def test_every_address_that_is_read_blind_is_known_here(desk: CallDesk) -> None:
    described = desk.officer.get("/openapi.json").json()["paths"]
    blind = {
        path
        for path, operations in described.items()
        for operation in operations.values()
        if any(parameter["name"] == "blind" for parameter in operation.get("parameters", ()))
    }
    assert blind == set(PATHS)


@one_kind
def test_data_read_blind_shows_no_name_within_the_evidence(desk: CallDesk, told: tuple[str, str]) -> None:
    call_id, shortlist_id = told
    blind, again = {"blind": True}, {"call": desk.terms}
    answers = [
        desk.officer.post(SHORTLISTS, params=blind, json=again),
        desk.officer.post(f"{SHORTLISTS}/document", params=blind, files={"file": ("t.txt", WORK.encode())}),
        desk.officer.get(f"{SHORTLISTS}/{shortlist_id}", params=blind),
        desk.officer.get(f"{SHORTLISTS}/{shortlist_id}/experts/anna", params=blind),
        desk.officer.post(f"{CALLS}/{call_id}/shortlists", params=blind, json={}),
        desk.officer.get(f"{CALLS}/{call_id}/shortlists/1", params=blind),
    ]
    for answer in answers:
        assert answer.is_success, answer.text
        assert STRUCK in evidence(answer.json()), answer.url
        assert not [one for one in TELLS if any(one in text for text in evidence(answer.json()))], answer.url
    named = desk.officer.get(f"{SHORTLISTS}/{shortlist_id}").json()
    assert WRITTEN in evidence(named)


@one_kind
@pytest.mark.parametrize("format", ["html", "json", "xlsx", "docx", "pdf"])
def test_a_file_made_blind_shows_no_name_within_the_evidence(
    desk: CallDesk, told: tuple[str, str], format: str
) -> None:
    def words(blind: bool) -> str:
        path = f"{SHORTLISTS}/{told[1]}/export"
        content = desk.officer.get(path, params={"format": format, "blind": blind}).content
        return READERS[format](content) if format in READERS else content.decode()

    assert "SURNAME Anna" in words(False) and NAME not in words(False)
    assert not [one for one in TELLS if one in words(True)] and NAME in words(True)


@one_kind
@pytest.mark.parametrize("format", ["xlsx", "docx", "pdf"])
def test_a_selection_record_made_blind_shows_no_name_within_the_evidence(
    desk: CallDesk, told: tuple[str, str], format: str
) -> None:
    path = f"{CALLS}/{told[0]}/selection-record"
    words = READERS[format](desk.officer.get(path, params={"format": format, "blind": True}).content)
    assert not [one for one in TELLS if one in words] and NAME in words


ABOUT = "Anna Surname knows more than Bert SURNAME, whose number 02 555 01 99 is hers (anna@example.org)."
READ_BLIND = "[name] knows more than [name] [name], whose number [telephone] is hers ([e-mail])."


@one_kind
def test_evaluation_notes_read_blind_name_neither_whom_they_are_about_nor_another_candidate(
    desk: CallDesk, told: tuple[str, str]
) -> None:
    path = f"{CALLS}/{told[0]}/evaluation-notes"
    desk.officer.post(path, json={"position_id": "1", "expert_id": "anna", "text": ABOUT})
    assert [note["text"] for note in desk.officer.get(path, params={"blind": True}).json()["items"]] == [READ_BLIND]
    assert [note["text"] for note in desk.officer.get(path).json()["items"]] == [ABOUT]


@one_kind
def test_a_selection_record_made_blind_names_nobody_in_notes_and_reasons(desk: CallDesk, told: tuple[str, str]) -> None:
    path = f"{CALLS}/{told[0]}"
    desk.officer.post(f"{path}/evaluation-notes", json={"position_id": "1", "expert_id": "anna", "text": ABOUT})
    assert desk.decide(told[0], {"1": "bert"}, reason=f"{REASON} {ABOUT}").status_code == 201

    def words(blind: bool) -> str:
        params = {"format": "docx", "blind": blind}
        return READERS["docx"](desk.leader.get(f"{path}/selection-record", params=params).content)

    assert ABOUT in words(False)
    assert words(True).count(READ_BLIND) == 2 and not [one for one in TELLS if one in words(True)]


@one_kind
def test_pages_are_read_blind_first_without_a_name_within_the_evidence(desk: CallDesk, told: tuple[str, str]) -> None:
    for path in (f"/shortlists/{told[1]}", f"/shortlists/{told[1]}/experts/anna"):
        first, named = desk.officer.get(path), desk.officer.get(path, params={"blind": False})
        assert not [one for one in TELLS if one in first.text] and NAME in first.text, path
        assert "SURNAME Anna" in named.text


def test_what_is_struck_for_a_reader_stays_on_record_and_is_no_look_at_a_name(
    desk: CallDesk, told: tuple[str, str]
) -> None:
    seen = "/api/v1/experts/anna/views"
    before = desk.expert("anna").get(seen).json()["items"]
    desk.officer.get(f"{SHORTLISTS}/{told[1]}", params={"blind": True})
    assert desk.expert("anna").get(seen).json()["items"] == before
    assert WRITTEN in evidence(desk.officer.get(f"{CALLS}/{told[0]}/shortlists/1").json())


@one_kind
def test_the_log_says_of_every_reading_whether_it_was_blind(desk: CallDesk, told: tuple[str, str]) -> None:
    call_id, shortlist_id = told
    desk.officer.post(
        f"{CALLS}/{call_id}/evaluation-notes", json={"position_id": "1", "expert_id": "anna", "text": ABOUT}
    )
    asked = (
        ("post", SHORTLISTS, {"json": {"call": desk.terms}}, "shortlist.viewed"),
        ("get", f"{SHORTLISTS}/{shortlist_id}", {}, "shortlist.viewed"),
        ("get", f"{SHORTLISTS}/{shortlist_id}/export?format=json", {}, "shortlist.exported"),
        ("get", f"{SHORTLISTS}/{shortlist_id}/experts/anna", {}, "personal.viewed"),
        ("get", f"{CALLS}/{call_id}/shortlists/1", {}, "shortlist.viewed"),
        ("get", f"{CALLS}/{call_id}/selection-record?format=docx", {}, "shortlist.exported"),
        ("get", f"{CALLS}/{call_id}/evaluation-notes", {}, "personal.viewed"),
        ("get", f"{CALLS}/{call_id}/long-list", {}, "long_list.viewed"),
        ("get", f"{CALLS}/{call_id}/long-list/export?format=xlsx", {}, "shortlist.exported"),
        ("get", f"/shortlists/{shortlist_id}", {}, "shortlist.viewed"),
        ("get", f"/calls/{call_id}", {}, "long_list.viewed"),
    )
    auditor = desk.doors(Role.AUDITOR)
    for method, path, body, event in asked:
        for blind in (True, False):
            address = f"{path}{'&' if '?' in path else '?'}blind={str(blind).lower()}"
            assert getattr(desk.officer, method)(address, **body).is_success, address
            newest = auditor.get("/api/v1/log", params={"event": event, "limit": 3}).json()["items"]
            found = next(entry for entry in newest if "blind" in entry["facts"])
            assert found["facts"]["blind"] is blind, address
