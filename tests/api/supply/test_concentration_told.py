"""Concentration over HTTP: of an office that can be counted by hand, by right, and as a table."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from api.auth.roles import Role
from api.commands.screen import console
from api.commands.show_concentration import show_concentration
from api.governance.suppression import SMALL_GROUPS
from api.services.office import Office
from api.services.supply.concentration import concentration
from api.services.unit import COMMAND, reading
from tests.api.conftest import Doors, problem

pytest_plugins = ("tests.api.counted_history",)
PATH = "/api/v1/concentration"


def of(doors: Doors, role: Role, **query: Any) -> dict[str, Any]:
    answer = doors(role).get(PATH, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def lines(found: dict[str, Any], by: str) -> dict[str, dict[str, Any]]:
    return {line["group"]: line for line in found[by]["lines"]}


@pytest.mark.usefixtures("history")
def test_the_auditor_is_told_every_nationality_and_several_count_in_equal_parts(doors: Doors) -> None:
    found = lines(of(doors, Role.AUDITOR), "by_nationality")
    roster = {group: line["roster"]["amount"] for group, line in found.items()}
    assert roster == {"FR": 2.5, "ES": 1, "IT": 0.5, "not declared": 4}
    assert sum(line["missions"]["amount"] for line in found.values()) == 2
    assert sum(line["days"]["amount"] for line in found.values()) == 34
    assert found["FR"]["label"] == "France" and found["FR"]["roster"]["share"] == 0.625


@pytest.mark.usefixtures("history")
def test_staff_see_institutions_and_no_nationality_of_few_and_who_steers_sees_neither(doors: Doors) -> None:
    officer, steering = of(doors, Role.OFFICER), of(doors, Role.STEERING)
    assert set(lines(officer, "by_nationality")) == set(lines(steering, "by_nationality")) == {SMALL_GROUPS}
    assert sum(line["missions"]["amount"] for line in lines(officer, "by_institution").values()) == 2
    assert set(lines(steering, "by_institution")) == {SMALL_GROUPS}
    assert lines(steering, "by_institution")[SMALL_GROUPS]["missions"] == {
        "amount": None, "share": None, "suppressed": True,
    }  # fmt: skip
    assert officer["by_person"]["people"] == 2 and steering["by_person"]["people"] is None
    assert [(one["year"], one["people"], one["newcomers"]) for one in officer["newcomers"]] == [(2026, 2, 2)]
    assert "Fewer" not in str(steering["notes"]) and "fewer than five" in str(steering["notes"])


@pytest.mark.usefixtures("history")
def test_a_period_counts_decisions_in_it_and_has_to_be_in_order(doors: Doors) -> None:
    before = of(doors, Role.AUDITOR, to="2026-10-01")
    assert before["by_person"]["missions"] == 0 and before["newcomers"][0]["people"] == 2
    assert of(doors, Role.AUDITOR, **{"from": "2026-10-20", "to": "2026-10-20"})["by_person"]["missions"] == 2
    problem(doors(Role.OFFICER).get(PATH, params={"from": "2026-10-02", "to": "2026-10-01"}), 422, "invalid_setting")


def test_it_is_for_staff_and_whoever_steers_or_audits(doors: Doors, staffed: Office) -> None:
    for role in (Role.EXPERT, Role.ADMINISTRATOR):
        problem(doors(role).get(PATH), 403, "not_allowed")
    problem(doors().get(PATH), 401, "not_signed_in")
    empty = of(doors, Role.BUSINESS)
    assert empty["newcomers"] == [] and empty["by_person"]["people"] == 0


@pytest.mark.usefixtures("history")
def test_it_leaves_as_a_table(doors: Doors) -> None:
    answer = doors(Role.AUDITOR).get(f"{PATH}.csv")
    told = list(csv.DictReader(io.StringIO(answer.text)))
    assert {line["by"] for line in told} == {"nationality", "institution"}
    assert [line["roster"] for line in told if line["group"] == "ES"] == ["1.0"]


def test_the_command_line_tells_it(history: Office, capsys: pytest.CaptureFixture[str]) -> None:
    with reading(history, COMMAND) as unit:
        show_concentration(console(), concentration(unit, since=None, until=None))
    told = " ".join(capsys.readouterr().out.split())
    assert "France" in told and "the two largest have" in told and "People who went 2" in told
    assert "2026 2 of 2 people, 100 %" in told and "Cap of the office none" in told
