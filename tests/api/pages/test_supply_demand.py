"""The page of demand: for whom, what it says of its own worth, scenarios without a script, and the table behind the picture."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.services.sample_office import SAMPLE
from api.services.unit import SYSTEM, writing
from api.storage import beginnings
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, look
from tests.api.supply.demand_office import day_of, lay_requests, request_row

pytestmark = one_kind
PAGE = "/supply/demand"
INSIDE = {Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.STEERING, Role.AUDITOR}


@pytest.fixture
def asked(desk: CallDesk) -> CallDesk:
    """Nine years of requests."""
    lay_requests(desk.doors.office)
    return desk


def test_demand_is_for_who_may_read_it_over_http(asked: CallDesk, browsers: Browsers) -> None:
    for role in Role:
        look(browsers(role), PAGE, 200 if role in INSIDE else 403)


def test_the_page_says_what_the_forecast_is_worth(asked: CallDesk, browsers: Browsers) -> None:
    seen = look(browsers(Role.STEERING), PAGE)
    assert "Tried from 28 past periods, on 106 counts: mean loss" in seen.text
    assert "This forecast was better on the past." in seen.text or "This is last year's demand, repeated." in seen.text
    assert "All requests, by quarter" in seen.text and "invented" not in seen.text


def test_where_the_baseline_was_not_beaten_it_is_shown_and_said(desk: CallDesk, browsers: Browsers) -> None:
    with writing(desk.doors.office, SYSTEM) as unit:
        for quarter in range(36):
            for number in range((1, 12, 3, 6)[quarter % 4]):
                unit.session.add(request_row(f"r{quarter}-{number}", day_of(quarter), "TG", "E.10.07", "fr"))
    seen = look(browsers(Role.BUSINESS), PAGE).text
    assert "This is last year's demand, repeated. Our own forecast was tried on the past and did worse" in seen
    assert "In the last year 22 were counted; the coming year may bring 22.0." in seen


def test_too_little_history_says_what_is_needed_and_shows_no_picture(desk: CallDesk, browsers: Browsers) -> None:
    seen = look(browsers(Role.BUSINESS), f"{PAGE}?per=month")
    assert "There are 0 whole months on record so far. 36 months are needed" in seen.text
    assert "can enter or import them" in seen.text and not seen.tables and "svg" not in seen.tags
    assert "There are 0 whole years on record" in look(browsers(Role.BUSINESS), f"{PAGE}?per=year&of=calls").text


def test_the_invented_history_of_the_sample_is_called_that(asked: CallDesk, browsers: Browsers) -> None:
    with writing(asked.doors.office, SYSTEM) as unit:
        unit.record("data.imported", beginnings.DONE, SAMPLE, people=0)
    seen = look(browsers(Role.BUSINESS), PAGE).text
    assert "belong to an invented history that comes with the sample office. No partner sent them." in seen
    assert "invented" not in look(browsers(Role.BUSINESS), f"{PAGE}?of=calls").text


def test_every_line_leads_to_its_picture_and_the_numbers_behind_it(asked: CallDesk, browsers: Browsers) -> None:
    seen = look(browsers(Role.OFFICER), f"{PAGE}?by=language")
    assert "French, by quarter" in seen.text and seen.tables == 2
    (portuguese,) = [address for address in seen.links if "cell=pt" in address]
    drawn = look(browsers(Role.OFFICER), portuguese.partition("#")[0])
    assert "Portuguese, by quarter" in drawn.text and "Q3 2026 2 – –" in drawn.text
    assert "/api/v1/supply/demand.csv?of=requests&by=language&per=quarter" in seen.links


@pytest.mark.parametrize(("by", "told"), [("area", "Social Protection"), ("field", "Pension Schemes")])
def test_fields_and_areas_are_told_by_name(asked: CallDesk, browsers: Browsers, by: str, told: str) -> None:
    assert told in look(browsers(Role.AUDITOR), f"{PAGE}?by={by}&per=month").text


def test_a_scenario_is_an_address_and_is_told_beside_what_is_without_it(asked: CallDesk, browsers: Browsers) -> None:
    address = f"{PAGE}?by=language&language=pt&language_times=2&field=&field_times=&region=Africa&region_times=0"
    seen = look(browsers(Role.BUSINESS), address)
    assert "Scenario: Portuguese, twice as often. It is about 72 of those counted." in seen.text
    assert "Scenario: Africa, never." in seen.text and "Without the scenario" in seen.text
    assert seen.controls.options["language"] == ["", "fr", "pt"]
    assert any("change=language%3Apt%3A2&change=region%3AAfrica%3A0" in link for link in seen.links)


def test_a_scenario_that_cannot_be_is_told_and_the_page_shows_demand_as_it_is(
    asked: CallDesk, browsers: Browsers
) -> None:
    wrong = look(browsers(Role.BUSINESS), f"{PAGE}?language=pt&language_times=often", 422)
    assert "The scenario cannot be read. Choose a language" in wrong.text and wrong.title.startswith("Error")
    assert "Without the scenario" not in wrong.text
    unknown = look(browsers(Role.BUSINESS), f"{PAGE}?field=Z.99&field_times=2", 422)
    assert "The scenario cannot be read." in unknown.text


@pytest.mark.parametrize(("language", "told"), [("fr", "Ce que vaut la prévision"), ("es", "Lo que vale la previsión")])
def test_the_page_speaks_the_language_of_its_reader(
    asked: CallDesk, browsers: Browsers, language: str, told: str
) -> None:
    browser = browsers(Role.BUSINESS)
    browser.headers["accept-language"] = language
    assert told in look(browser, PAGE, language=language).text
