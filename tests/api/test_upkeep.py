"""The upkeep of the roster: who counts as what, what a missing part would bring, and who is asked when."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.auth.roles import Role
from api.services.office import Office
from api.services.people import upkeep
from api.services.people.missing_parts import Missing, missing
from api.services.unit import SYSTEM, reading, writing
from api.storage.profiles_kept import Kept
from api.storage.tables import EntryRow, ExpertRow, IdentityRow, NoticeRow
from matching.entities import Call
from tests.api.calls.a_call import CallDesk
from tests.api.command_line import run
from tests.api.conftest import NOW, Doors, Watchmaker, problem
from tests.api.old_data import come_back

PATH = "/api/v1/upkeep"
EVERYBODY = ["anna", "bert", "cleo", "dino", "ewa", "finn", "gus", "hana"]


def of_kind(office: Office, kind: upkeep.UpkeepKind) -> list[str]:
    with reading(office, SYSTEM) as unit:
        return [line.id for line in upkeep.listed(unit, kind, limit=50, after=None).rows]


def letters(office: Office) -> list[tuple[str, str]]:
    with reading(office, SYSTEM) as unit:
        return sorted((row.kind, str(row.expert_id)) for row in unit.session.query(NoticeRow))


def turn_on(doors: Doors, **rules: object) -> None:
    answer = doors(Role.ADMINISTRATOR).put(
        "/api/v1/settings/upkeep", json={"letters": True} | rules, headers={"If-Match": '"0"'}
    )
    assert answer.status_code == 200, answer.text


def test_a_profile_is_outdated_when_nobody_confirmed_it_within_the_period(staffed: Office, clock: Watchmaker) -> None:
    assert of_kind(staffed, "outdated") == []
    clock.pass_(days=200)
    come_back(staffed, "cleo")
    clock.pass_(days=165)
    assert of_kind(staffed, "outdated") == [one for one in EVERYBODY if one != "cleo"]
    clock.pass_(days=200)
    assert of_kind(staffed, "outdated") == [
        *[one for one in EVERYBODY if one != "cleo"],
        "cleo",
    ]  # the longest silent first


def test_inactive_is_who_gave_no_sign_of_life_for_longer(staffed: Office, clock: Watchmaker) -> None:
    clock.pass_(days=731)
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(ExpertRow, "bert").changed_at = unit.now  # somebody worked on the record
    assert of_kind(staffed, "inactive") == [one for one in EVERYBODY if one != "bert"]
    assert "bert" in of_kind(staffed, "outdated")


def test_what_a_profile_lacks_is_named_part_by_part() -> None:
    whole = {"segments": [1], "fields": ["E"], "languages": [{"language": "fr", "speaking": "B1"}], "absences": [],
             "conflicts": []}  # fmt: skip
    cases: list[tuple[dict[str, object], tuple[Missing, ...]]] = [
        ({}, ()),
        ({"segments": []}, ("cv",)),
        ({"languages": [{"language": "fr"}]}, ("languages",)),
        ({"languages": [{"language": "fr", "native": True}]}, ()),
        ({"absences": None, "conflicts": None}, ("availability", "conflicts")),
    ]
    for change, lacking in cases:
        kept = Kept("x", whole | change, "s", None, None, True, False, None, NOW)
        assert missing(kept) == lacking, change
    assert missing(Kept("x", whole, None, None, None, None, False, None, NOW)) == ("status", "consent")


def test_an_answer_settles_where_nothing_else_is_missing(doors: Doors, call: Call, clock: Watchmaker) -> None:
    desk = CallDesk(doors, call, clock)
    desk.published()
    desk.change_expert("dino", profile={"conflicts": None})  # this alone
    desk.change_expert("cleo", profile={"conflicts": None, "absences": None})  # two things
    desk.change_expert("bert", profile={"conflicts": None}, validated=None)  # this, and an officer's word
    answer = doors(Role.BUSINESS).get(PATH).json()
    found = {one["part"]: (one["people"], one["calls"], one["settles"]) for one in answer["missing"]}
    assert found["conflicts"] == (4, 1, 1)  # finn lacks everything, and his profile waits for an officer, too
    assert found["availability"] == (2, 1, 0)


def test_nobody_is_asked_twice_within_thirty_days_nor_without_an_address(
    doors: Doors, staffed: Office, clock: Watchmaker
) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.get_one(IdentityRow, "ewa").email = None
    clock.pass_(days=366)
    officer = doors(Role.OFFICER)
    assert officer.post(f"{PATH}/outdated/letters").json() == {"asked": 7}
    assert officer.post(f"{PATH}/incomplete/letters").json() == {"asked": 0}
    counts = {one["kind"]: (one["people"], one["to_ask"]) for one in officer.get(PATH).json()["counts"]}
    assert counts["outdated"] == (8, 0)
    assert letters(staffed) == [("still_true", one) for one in EVERYBODY if one != "ewa"]
    clock.pass_(days=30)
    assert officer.post(f"{PATH}/incomplete/letters").json() == {"asked": 1}  # finn
    assert ("profile_incomplete", "finn") in letters(staffed)
    with reading(staffed, SYSTEM) as unit:
        assert unit.session.query(EntryRow).filter_by(event=upkeep.EVENT).count() == 8


def test_letters_are_written_by_themselves_only_where_the_office_wants_it_and_once_in_a_period(
    doors: Doors, staffed: Office, clock: Watchmaker
) -> None:
    clock.pass_(days=366)
    assert upkeep.ask_due(staffed) == 0
    turn_on(doors)
    willing = [one for one in EVERYBODY if one not in ("finn", "hana")]  # no consent; excluded
    assert upkeep.ask_due(staffed) == len(willing)
    assert letters(staffed) == [("still_true", one) for one in willing]
    clock.pass_(days=40)
    come_back(staffed, "anna")
    assert upkeep.ask_due(staffed) == 0
    clock.pass_(days=326)
    assert upkeep.ask_due(staffed) == len(willing) - 1  # anna confirmed meanwhile
    assert upkeep.ask_due(staffed) == 0  # not twice on a day


def test_a_confirmation_renews_the_profile(doors: Doors, staffed: Office, clock: Watchmaker) -> None:
    clock.pass_(days=366)
    assert doors(Role.EXPERT, expert_id="anna").post("/api/v1/experts/anna/confirmation").status_code == 200
    assert "anna" not in of_kind(staffed, "outdated") and "bert" in of_kind(staffed, "outdated")


def test_lists_come_in_pages_without_names(doors: Doors, clock: Watchmaker) -> None:
    clock.pass_(days=366)
    first = doors(Role.BUSINESS).get(f"{PATH}/outdated?limit=5").json()
    second = doors(Role.BUSINESS).get(f"{PATH}/outdated", params={"after": first["next"]}).json()
    assert [one["id"] for one in first["items"] + second["items"]] == EVERYBODY and second["next"] is None
    assert "Surname" not in str(first)


def test_who_may_look_and_who_may_ask(doors: Doors) -> None:
    for role in (Role.STEERING, Role.AUDITOR, Role.ADMINISTRATOR):
        problem(doors(role).get(PATH), 403, "not_allowed")
    problem(doors(Role.EXPERT, expert_id="anna").get(f"{PATH}/outdated"), 403, "not_allowed")
    for role in (Role.LEADER, Role.BUSINESS):
        assert doors(role).get(PATH).status_code == 200
        problem(doors(role).post(f"{PATH}/outdated/letters"), 403, "not_allowed")
    problem(doors(Role.OFFICER).get(f"{PATH}/other"), 422, "invalid_request")


def test_the_command_counts_lists_and_asks(
    staffed: Office, clock: Watchmaker, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"DATA": tmp_path / "data", "CACHE": tmp_path / "cache", "DATABASE": database_url, "MODEL": "hashing"}
    for name, value in settings.items():
        monkeypatch.setenv(f"EXPERTMATCH_{name}", str(value))
    counted = run("upkeep")
    assert counted.exit_code == 0, counted.output
    assert (
        "People on the roster: 8." in counted.stdout and "incomplete: 1, of them to be asked now: 1." in counted.stdout
    )
    assert run("upkeep", "--list", "incomplete").stdout.startswith("finn\tnever\t")
    assert "put into the queue: 1" in run("upkeep", "--ask", "incomplete").stdout
    assert letters(staffed) == [("profile_incomplete", "finn")]
    assert run("upkeep", "--ask", "all").exit_code == 2
