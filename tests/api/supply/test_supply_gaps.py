"""Gaps of supply over HTTP: cells, the calls behind them, the next profiles; and what of it is told to whom."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from api.auth.roles import Role
from api.governance.suppression import SMALL_GROUPS
from api.services.unit import SYSTEM, writing
from api.storage.tables import DeclarationRow, ExpertRow
from matching.entities import Call, Expert
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import Doors, Watchmaker, one_kind, problem

pytestmark = one_kind
PATH = "/api/v1/supply"
READERS = (Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.STEERING, Role.AUDITOR)


@pytest.fixture
def desk(doors: Doors, call: Call, clock: Watchmaker) -> CallDesk:
    return CallDesk(doors, call, clock)


def gaps(desk: CallDesk, role: Role = Role.AUDITOR, **asked: Any) -> dict[str, Any]:
    answer = desk.doors(role).get(f"{PATH}/gaps", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def cells(desk: CallDesk, role: Role = Role.AUDITOR, **asked: Any) -> dict[str, dict[str, Any]]:
    return {" ".join(one["of"].values()): one for one in gaps(desk, role, **asked)["cells"]}


def more_people(desk: CallDesk, people: list[Expert], number: int, gender: str, nationality: str) -> None:
    """So many more like anna, who declared this."""
    with writing(desk.doors.office, SYSTEM) as unit:
        like = unit.session.get_one(ExpertRow, "anna")
        revision = unit.roster_changed()
        for one in range(number):
            id = f"{gender}-{nationality}-{one}"
            unit.session.add(
                ExpertRow(
                    id=id, revision=revision, profile=like.profile | {"id": id}, status=like.status, validated=True,
                    consent=True, created_at=unit.now, changed_at=unit.now,
                )
            )  # fmt: skip
            unit.session.flush()
            unit.session.add(DeclarationRow(expert_id=id, gender=gender, nationalities=[nationality], at=unit.now))


def test_cells_are_counted_by_what_calls_ask_for_and_by_what_people_are(desk: CallDesk) -> None:
    assert gaps(desk)["whole"] is None and gaps(desk)["cells"] == []
    desk.published()
    assert {name: (one["people"], one["fewest"], one["thin"]) for name, one in cells(desk, by="field").items()} == {
        "A": (3, 3, 0),  # anna, bert, and finn, of whom nothing is known
        "E": (2, 2, 1),  # cleo and dino
    }
    assert {name: one["people"] for name, one in cells(desk, by="gender").items()} == {"-": 1, "man": 2, "woman": 2}
    assert set(cells(desk, by=["field", "level"], field="E.10")) == {"E.10.07 C1"}
    assert cells(desk, by="season", language="fr")["Q1"]["positions"] == 2
    assert gaps(desk, language="es")["whole"] is None
    assert gaps(desk, sure=True)["whole"]["people"] == 4
    assert gaps(desk, fewer_than=4)["whole"]["thin"] == 2
    assert cells(desk, by="status", status="civil_servant")["civil_servant"]["people"] == 4


def test_merit_says_whether_the_third_best_would_do(desk: CallDesk) -> None:
    call_id = desk.published()
    found = cells(desk, by="field", merit=True)
    assert (found["A"]["third_would_do"], found["A"]["compared"]) == (1, 1) and found["E"]["third_would_do"] == 0
    assert gaps(desk)["whole"]["compared"] == 0
    (one,) = desk.officer.get(f"{PATH}/calls").json()["items"]
    assert one["id"] == call_id and one["when"] == "open" and one["no_team"] is None
    assert [(p["eligible"], p["third_would_do"]) for p in one["positions"]] == [(3, True), (2, False)]
    made = desk.officer.post(f"/api/v1/calls/{call_id}/shortlists", json={"pool": "roster"}).json()["shortlist"]
    assert one["positions"][0]["best"] == pytest.approx(made["positions"][0]["candidates"][0]["score"], abs=0.051)


def test_past_calls_and_open_ones_are_looked_at_apart_and_since_a_day(desk: CallDesk, clock: Watchmaker) -> None:
    desk.closed()
    clock.pass_(days=10)
    desk.published()
    desk.draft()
    assert [gaps(desk, when=when)["whole"]["calls"] for when in ("all", "open", "past")] == [2, 1, 1]
    assert gaps(desk, since="2026-11-20")["whole"]["calls"] == 1
    assert set(cells(desk, by="when")) == {"open", "past"}
    assert gaps(desk, when="forecast")["whole"] is None  # too little is on record to forecast from


def test_a_past_call_is_read_on_the_day_it_was_published(desk: CallDesk, clock: Watchmaker) -> None:
    desk.change_expert("anna", profile={"release_days": 30})
    desk.closed()
    clock.pass_(days=100)  # too late by now to be released for it
    assert cells(desk, by="field")["A"]["people"] == 3


def test_calls_without_a_lawful_team_say_what_stands_in_the_way(desk: CallDesk) -> None:
    desk.published(settings={"rules": {"min_previous": 1}})
    assert gaps(desk)["without_team"] == 1
    (one,) = desk.doors(Role.AUDITOR).get(f"{PATH}/calls").json()["items"]
    assert not one["no_team"]["people"] and one["no_team"]["in_the_way"] and one["no_team"]["sentence"]


def test_how_soon_people_say_no_is_counted_from_the_first_invitation(desk: CallDesk, clock: Watchmaker) -> None:
    call_id = desk.published()
    assert gaps(desk)["first_decline"] == {"invited": 0, "declined": 0, "days": None}
    desk.invite(call_id, "anna")
    clock.pass_(days=1)
    second = desk.invite(call_id, "bert").json()
    clock.pass_(days=2)
    assert desk.answer(second, accept=False).status_code == 200
    assert gaps(desk)["first_decline"] == {"invited": 1, "declined": 1, "days": 3.0}
    assert gaps(desk, Role.STEERING)["first_decline"] == {"invited": None, "declined": None, "days": None}


def test_a_rule_on_gender_tells_nothing_of_a_few_who_are_eligible(desk: CallDesk) -> None:
    basis = {"mode": "target", "legal_basis": "Decision 7", "saving_clause": "It gives way."}
    for out in ("anna", "bert"):
        desk.change_expert(out, profile={"languages": [{"language": "fr", "speaking": "A1", "writing": "A1"}]})
    desk.published(settings={"rules": {"min_per_gender": {"other": 2}}, "balance": basis})
    (seen,) = desk.doors(Role.BUSINESS).get(f"{PATH}/calls").json()["items"]
    (known,) = desk.doors(Role.AUDITOR).get(f"{PATH}/calls").json()["items"]
    assert 0 < seen["positions"][0]["eligible"] < 5
    assert seen["no_team"] is None and known["no_team"]["in_the_way"]


def test_the_next_profile_is_named_with_its_proof(desk: CallDesk) -> None:
    desk.published()
    found = desk.officer.get(f"{PATH}/next-profiles", params={"how_many": 1}).json()
    assert (found["calls"], found["feasible_before"], found["depth_gained"], found["optimal"]) == (1, 1, 1, True)
    (one,) = found["profiles"]
    assert [field["code"] for field in one["fields"]] == ["E.10"] and one["languages"][0]["language"] == "fr"
    hidden = desk.doors(Role.STEERING).get(f"{PATH}/next-profiles").json()
    assert hidden["depth_before"] is None and hidden["made_feasible_calls"] is None and hidden["profiles"] == []
    desk.published(terms={"languages": [{"language": "fr", "speaking": "C2"}]})
    opened = desk.officer.get(f"{PATH}/next-profiles").json()
    assert (opened["calls"], opened["feasible_before"], opened["made_feasible"], opened["optimal"]) == (2, 1, 1, True)
    few = desk.doors(Role.STEERING).get(f"{PATH}/next-profiles").json()
    assert (few["calls"], few["made_feasible"], few["profiles"]) == (
        0,
        0,
        [],
    )  # of two calls it would tell who is there
    for _ in range(3):
        desk.published()
    blind = desk.doors(Role.STEERING).get(f"{PATH}/next-profiles").json()
    assert (blind["calls"], blind["feasible_before"], blind["made_feasible"]) == (5, 4, 1) and blind["profiles"]
    assert all(one["calls"] is None and one["gender"] is None for one in blind["profiles"])


def test_who_may_not_see_persons_is_told_no_number_of_one_to_four(desk: CallDesk) -> None:
    desk.published()
    told = cells(desk, Role.STEERING, by="field", merit=True)
    for one in told.values():
        assert one["suppressed"] and (one["positions"], one["thin"]) == (1, 1)  # thin: fewer than five
        for number in ("people", "fewest", "median", "compared", "third_would_do", "third_of_best"):
            assert one[number] is None
    whole = gaps(desk, Role.STEERING, fewer_than=1)
    assert (whole["whole"]["people"], whole["fewer_than"], whole["roster"]) == (5, 5, 10)
    assert whole["without_team"] is None
    problem(desk.doors(Role.STEERING).get(f"{PATH}/calls"), 403, "not_allowed")
    for asked in ({"by": ["field", "status"]}, {"status": "civil_servant"}, {"gender": "woman"}):
        problem(desk.doors(Role.STEERING).get(f"{PATH}/gaps", params=asked), 403, "not_allowed")


def test_what_people_declared_is_told_of_groups_of_five_alone(desk: CallDesk, people: list[Expert]) -> None:
    desk.published()
    for role in (Role.OFFICER, Role.BUSINESS, Role.STEERING):
        assert set(cells(desk, role, by="gender")) == {SMALL_GROUPS}
        assert set(cells(desk, role, by="nationality")) == {SMALL_GROUPS}
    more_people(desk, people, 6, "woman", "MT")
    for role in (Role.OFFICER, Role.STEERING):
        found = cells(desk, role, by="nationality")
        assert (found["MT"]["people"], found["MT"]["fewest"]) == (5, None)  # six
        assert set(found) == {"MT", SMALL_GROUPS}
        women = cells(desk, role, by="gender")["woman"]
        assert (women["people"], women["fewest"]) == (None, None)  # eight of eleven: the others are three
    assert cells(desk, by="gender")["woman"]["people"] == 8
    problem(desk.officer.get(f"{PATH}/gaps", params={"gender": "woman"}), 403, "not_allowed")
    problem(desk.officer.get(f"{PATH}/gaps", params={"by": ["gender", "field"]}), 403, "not_allowed")
    assert cells(desk, Role.OFFICER, by=["field", "status"])["A civil_servant"]["people"] == 8


def test_gaps_are_for_whom_they_concern(desk: CallDesk) -> None:
    desk.published()
    for role in Role:
        for path in ("gaps", "gaps.csv", "next-profiles"):
            answer = desk.doors(role).get(f"{PATH}/{path}")
            assert answer.status_code == (200 if role in READERS else 403), (role, path)
        assert (desk.doors(role).get(f"{PATH}/calls").status_code == 200) is (role in READERS and role != Role.STEERING)
    problem(desk.doors().get(f"{PATH}/gaps"), 401, "not_signed_in")


def test_the_same_cells_are_given_for_a_spreadsheet(desk: CallDesk) -> None:
    desk.published()
    answer = desk.doors(Role.STEERING).get(f"{PATH}/gaps.csv", params={"by": ["field", "language"]})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["field"], row["field_label"], row["language_label"], row["people"]) for row in rows] == [
        ("A", "Work", "French", ""), ("E", "Social Protection", "French", "")
    ]  # fmt: skip
    assert answer.headers["content-disposition"] == 'attachment; filename="supply-by-field-language.csv"'
    empty = desk.doors(Role.STEERING).get(f"{PATH}/gaps.csv", params={"field": "B"})
    assert len(empty.text.splitlines()) == 1


def test_what_cannot_be_asked_is_refused_in_words(desk: CallDesk) -> None:
    problem(desk.officer.get(f"{PATH}/gaps?field=nothing"), 422, "unknown_code")
    problem(desk.officer.get(f"{PATH}/gaps?language=nothing"), 422, "invalid_setting")
    problem(desk.officer.get(f"{PATH}/gaps?by=field&by=field"), 422, "invalid_setting")
    problem(desk.officer.get(f"{PATH}/gaps?by=colour"), 422, "invalid_request")
    problem(desk.officer.get(f"{PATH}/gaps?when=forecast&change=nothing"), 422, "invalid_setting")
    problem(desk.officer.get(f"{PATH}/next-profiles?how_many=0"), 422, "invalid_request")
