"""The forecast of demand: from what is on record, for whom, as every door gives it, and never more sure than it is."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.auth.roles import Role
from api.commands.screen import console
from api.commands.show_forecast import show_forecast
from api.services.office import Office
from api.services.sample_office import SAMPLE
from api.services.supply.demand import demand, expected_calls
from api.services.supply.demand_history import demand_history
from api.services.unit import COMMAND, SYSTEM, reading, writing
from api.storage import beginnings
from fixtures.demand import load_demand
from matching.forecasting import Ask, Change
from tests.api.command_line import run
from tests.api.conftest import Doors, one_kind, problem
from tests.api.supply.demand_office import QUARTERS, lay_call, lay_requests, request_row

DEMAND = "/api/v1/supply/demand"


def of(doors: Doors, role: Role = Role.BUSINESS, **query: Any) -> dict[str, Any]:
    answer = doors(role).get(DEMAND, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_requests_count_on_the_day_they_came_with_the_languages_they_name(staffed: Office) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(request_row("r1", date(2026, 2, 1), "TG", "E.10.07", "fr"))
        unit.session.add(request_row("r2", date(2026, 1, 1), "PE", "A.35", "es", working_languages=[]))
        unit.session.flush()
        merged = request_row("r3", date(2026, 3, 1), "TG", "E.10.07", "fr")
        merged.merged_into = "r1"
        unit.session.add(merged)
    with reading(staffed, SYSTEM) as unit:
        found = demand_history(unit, "requests")
    assert found.asks == (
        Ask(date(2026, 1, 1), ("A.35",), ("en",), "America", "PE"),  # the language of its text, where it names none
        Ask(date(2026, 2, 1), ("E.10.07",), ("fr",), "Africa", "TG"),
    )
    assert found.invented == 0


def test_calls_count_on_the_day_they_were_first_published_with_the_languages_they_require(staffed: Office) -> None:
    asset = {"language": "en", "speaking": "B1", "required": False}
    lay_call(staffed, "c1", date(2026, 5, 4), [{"language": "fr", "speaking": "C1"}, asset], "pt")
    lay_call(staffed, "c2", None, [], "ar")
    with reading(staffed, SYSTEM) as unit:
        assert demand_history(unit, "calls").asks == (Ask(date(2026, 5, 4), ("A.35",), ("fr", "pt"), "Africa", "TG"),)


@one_kind
def test_the_sample_has_an_invented_history_and_says_so(staffed: Office, doors: Doors) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.record("data.imported", beginnings.DONE, SAMPLE, people=0)
        unit.session.add(request_row("r1", date(2026, 2, 1), "TG", "E.10.07", "fr"))
    found = of(doors)
    assert (found["asks"], found["invented"]) == (len(load_demand()) + 1, len(load_demand()))
    assert found["enough"] and found["past"][0] == "2017-Q1"
    calls = of(doors, of="calls")
    assert (calls["asks"], calls["invented"], calls["enough"]) == (0, 0, False)


@one_kind
def test_demand_is_for_the_office_and_not_for_experts(staffed: Office, doors: Doors) -> None:
    inside = {Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.STEERING, Role.AUDITOR}
    problem(doors().get(DEMAND), 401, "not_signed_in")
    for role in Role:
        for path in (DEMAND, f"{DEMAND}.csv"):
            assert doors(role).get(path).status_code == (200 if role in inside else 403)


@one_kind
def test_a_history_that_is_too_short_forecasts_nothing_and_says_what_is_needed(staffed: Office, doors: Doors) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(request_row("r1", date(2026, 2, 1), "TG", "E.10.07", "fr"))
    short = of(doors)
    assert (short["enough"], short["lines"], short["verdict"]) == (False, [], None)
    assert (len(short["past"]), short["needed"]) == (3, 12)


@one_kind
def test_what_is_expected_is_counted_and_judged_against_the_last_year(staffed: Office, doors: Doors) -> None:
    lay_requests(staffed)
    found = of(doors, by="language")
    assert found["past"][-1] == "2026-Q3" and found["coming"] == ["2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3"]
    french, portuguese = found["lines"]
    assert (french["cell"], portuguese["cell"]) == ("fr", "pt")
    assert portuguese["observed"] == [2] * 36 and french["observed"][:3] == [1, 3, 5]
    verdict = found["verdict"]
    assert verdict["origins"] == 28 and verdict["state"] in ("better", "not_shown", "worse")
    assert found["method"] == ("model" if verdict["state"] == "better" else "baseline")
    assert all(0 <= one["low"] <= one["middle"] <= one["high"] for one in french["expected"])
    fields = of(doors, by="field")
    assert [line["label"] for line in fields["lines"]] == ["Pension Schemes", "Employment Services"]


@one_kind
def test_a_scenario_changes_what_is_expected_and_says_how_much_it_is_about(staffed: Office, doors: Doors) -> None:
    lay_requests(staffed)
    before = {line["cell"]: line["year"] for line in of(doors, by="language")["lines"]}
    found = of(doors, by="language", change=["language:pt:2", "region:Europe:0"])
    after = {line["cell"]: line["year"] for line in found["lines"]}
    assert after["pt"] == pytest.approx(2 * before["pt"], rel=0.02) and after["fr"] == pytest.approx(
        before["fr"], rel=0.02
    )
    assert [(one["code"], one["about"]) for one in found["scenario"]] == [("pt", 72), ("Europe", 0)]


@one_kind
@pytest.mark.parametrize(("change", "code"), [
    (["language:pt"], "invalid_setting"),
    (["field:Z.99:2"], "unknown_code"),
    (["language:pt:2"] * 13, "invalid_request"),
])  # fmt: skip
def test_a_scenario_that_cannot_be_is_refused_in_words(doors: Doors, change: list[str], code: str) -> None:
    problem(doors(Role.BUSINESS).get(DEMAND, params={"change": change}), 422, code)


@one_kind
def test_the_table_for_a_spreadsheet_has_what_the_answer_has(staffed: Office, doors: Doors) -> None:
    lay_requests(staffed)
    answer = doors(Role.STEERING).get(f"{DEMAND}.csv", params={"by": "field"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    found = of(doors, by="field")
    assert len(rows) == 2 * (36 + 4) and 'filename="demand-field.csv"' in answer.headers["content-disposition"]
    assert [int(row["observed"]) for row in rows[:36]] == found["lines"][0]["observed"]
    assert [float(row["mean"]) for row in rows[36:40]] == [one["mean"] for one in found["lines"][0]["expected"]]


@one_kind
def test_as_many_calls_may_come_as_are_expected_and_ask_for_what_is_left(staffed: Office) -> None:
    lay_requests(staffed)
    calls = expected_calls(staffed, COMMAND, changes=[Change("language", "fr", 0)])
    assert {need.language for call in calls for need in call.languages} == {"pt"}
    year = demand(staffed, COMMAND, changes=[Change("language", "fr", 0)]).lines[0].year
    assert len(calls) == round(year) and {call.country for call in calls} == {"BR"}


@one_kind
def test_the_screen_says_what_is_expected_and_what_it_is_worth(staffed: Office, tmp_path: Path) -> None:
    def shown(**asked: Any) -> str:
        with (tmp_path / "out").open("w+", encoding="utf-8") as file:
            show_forecast(console(file), demand(staffed, COMMAND, **asked))
            file.seek(0)
            return " ".join(file.read().split())

    assert "Too little history: 0 whole periods are on record, 12 are needed." in shown()
    lay_requests(staffed)
    said = shown(level="language", changes=[Change("language", "pt", 2.0)])
    assert "French" in said and "2026-Q4" in said and "same season of last year" in said
    assert "Scenario: language pt x 2, about 72 requests." in said
    assert "Pension Schemes" in shown(level="field")


@one_kind
def test_the_answer_is_plain_json(staffed: Office, doors: Doors) -> None:
    lay_requests(staffed, 36)
    assert "NaN" not in json.dumps(of(doors, by="area", per="month"))


@one_kind
def test_the_command_shows_the_forecast_or_writes_it(
    staffed: Office, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_requests(staffed)
    for name, value in (("DATA", tmp_path), ("CACHE", tmp_path), ("DATABASE", database_url), ("MODEL", "hashing")):
        monkeypatch.setenv(f"EXPERTMATCH_{name}", str(value))
    shown = run("forecast", "--by", "language", "--change", "language:pt:2")
    assert shown.exit_code == 0, shown.output
    assert "Scenario: language pt x 2" in shown.stdout and "Portuguese" in shown.stdout
    written = run("forecast", "--by", "field", "--out", tmp_path / "out.csv")
    assert written.exit_code == 0 and "2 lines." in written.stderr
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 1 + 2 * (QUARTERS + 4)
    assert run("forecast", "--out", tmp_path / "out.json").exit_code == 0
    assert json.loads((tmp_path / "out.json").read_text())["level"] == "total"
    refused = run("forecast", "--out", tmp_path / "out.txt")
    assert refused.exit_code != 0 and "Name it .json or .csv." in refused.stderr
    assert run("forecast", "--change", "pt:2").exit_code != 0
