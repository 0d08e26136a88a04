"""Rules of the office: a safe default until one is set, changed by version, read by use cases as they stand."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from api.services.office_settings import (
    KINDS,
    MatchDefaults,
    PrivacyNotice,
    RetentionPeriods,
    ScopeRules,
    SettingDamaged,
    setting,
)
from api.services.unit import SYSTEM, reading, writing
from api.storage.tables import EntryRow, SettingRow
from matching.codes import WORKING_LANGUAGES
from tests.api.conftest import Doors, problem

PATH = "/api/v1/settings"


@pytest.fixture
def administrator(doors: Doors) -> TestClient:
    return doors(Role.ADMINISTRATOR)


def test_a_rule_that_was_never_set_has_a_safe_default_and_the_version_0(administrator: TestClient) -> None:
    for name in KINDS:
        read = administrator.get(f"{PATH}/{name}")
        assert read.status_code == 200, name
        assert read.headers["etag"] == '"0"'
    assert administrator.get(f"{PATH}/scope").json() == {"rule": "outside_the_union", "countries": []}
    assert administrator.get(f"{PATH}/match_settings").json()["settings"]["balance"]["mode"] == "report"


def test_a_rule_is_set_by_version_and_read_as_it_stands(administrator: TestClient, staffed: Office) -> None:
    periods = administrator.get(f"{PATH}/retention").json() | {"notices": 30}
    first = administrator.put(f"{PATH}/retention", json=periods, headers={"If-Match": '"0"'})
    assert (first.json(), first.headers["etag"]) == (periods, '"1"')
    late = administrator.put(f"{PATH}/retention", json=periods, headers={"If-Match": '"0"'})
    problem(late, 412, "changed_meanwhile")
    problem(administrator.put(f"{PATH}/retention", json=periods), 428, "version_needed")
    second = administrator.put(f"{PATH}/retention", json=periods | {"notices": 20}, headers={"If-Match": '"1"'})
    assert second.headers["etag"] == '"2"'
    with reading(staffed, SYSTEM) as unit:
        assert setting(unit, RetentionPeriods).notices == 20
        events = [row.facts for row in unit.session.query(EntryRow).filter_by(event="setting.changed")]
    changed = [(1, [90, 30]), (2, [30, 20])]
    assert events == [{"version": n, "parts": ["notices"], "figures": {"notices": days}} for n, days in changed]


def test_a_yes_is_no_number_of_days_or_missions(administrator: TestClient) -> None:
    version = {"If-Match": '"0"'}
    for name, value in (
        ("retention", {"first_looks": True}),
        ("rotation", {"missions": True}),
        ("upkeep", {"outdated_after": "9"}),
    ):
        problem(administrator.put(f"{PATH}/{name}", json=value, headers=version), 422, "invalid_request")


def test_a_rule_that_makes_no_sense_is_refused(administrator: TestClient) -> None:
    version = {"If-Match": '"0"'}
    for name, value in {
        "scope": {"rule": "listed"},
        "retention": {"notices": 0},
        "reserve": {"moves": True},
        "suggestions": {"letters": 1},
        "privacy_notice": {"version": "2", "texts": {"fr": "Texte"}},
        "match_settings": {"settings": {"rules": {"exclude": ["anna"]}}},
    }.items():
        problem(administrator.put(f"{PATH}/{name}", json=value, headers=version), 422, "invalid_request")
    both = administrator.put(f"{PATH}/scope", json={"countries": ["TG"]}, headers=version)
    problem(both, 422, "invalid_request")
    listed = administrator.put(f"{PATH}/scope", json={"rule": "listed", "countries": ["Togo"]}, headers=version)
    assert listed.json()["countries"] == ["TG"]


def test_another_text_of_the_privacy_notice_needs_another_version(administrator: TestClient) -> None:
    notice = administrator.get(f"{PATH}/privacy_notice").json()
    other = notice | {"texts": {"en": "What we keep: nothing.\x00"}}
    same_version = administrator.put(f"{PATH}/privacy_notice", json=other, headers={"If-Match": '"0"'})
    problem(same_version, 409, "conflict")
    contact = administrator.put(
        f"{PATH}/privacy_notice", json=notice | {"contact": "The office"}, headers={"If-Match": '"0"'}
    )
    assert contact.status_code == 200
    new = administrator.put(f"{PATH}/privacy_notice", json=other | {"version": "2"}, headers={"If-Match": '"1"'})
    assert new.json()["texts"] == {"en": "What we keep: nothing.\ufffd"}


def test_the_notice_speaks_every_working_language_and_english_to_all_others() -> None:
    notice = PrivacyNotice()
    assert set(notice.texts) == set(WORKING_LANGUAGES)
    assert notice.text("fr").startswith("Ce que")
    assert notice.text("de") == notice.text(None) == notice.texts["en"]


def test_a_rule_on_record_that_no_longer_fits_is_told_and_never_replaced_by_the_default(staffed: Office) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(SettingRow(name="scope", value={"rule": "everywhere"}))
    with reading(staffed, SYSTEM) as unit, pytest.raises(SettingDamaged, match="'rule'"):
        setting(unit, ScopeRules)
    with reading(staffed, SYSTEM) as unit:
        assert setting(unit, MatchDefaults) == MatchDefaults()


def test_the_administrator_sets_and_the_auditor_only_reads(doors: Doors) -> None:
    assert doors(Role.AUDITOR).get(f"{PATH}/reserve").json() == {"moves_up": True}
    problem(doors(Role.AUDITOR).put(f"{PATH}/reserve", json={}, headers={"If-Match": '"0"'}), 403, "not_allowed")
    for role in (Role.LEADER, Role.OFFICER, Role.STEERING, Role.BUSINESS):
        problem(doors(role).get(f"{PATH}/reserve"), 403, "not_allowed")
    problem(doors().get(f"{PATH}/reserve"), 401, "not_signed_in")
