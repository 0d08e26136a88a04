"""How the service stands, and the rules of the office, as a page of the administrator."""

from __future__ import annotations

from datetime import date

import pytest

from api.auth.roles import Role
from api.services.office_settings import (
    OfficeSetting,
    PrivacyNotice,
    ReserveRules,
    RetentionPeriods,
    RotationRules,
    ScopeRules,
    setting,
)
from api.services.unit import SYSTEM, reading, writing
from api.storage.tables import NoticeRow
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, check, done, look, send

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

PAGE = "/operation"


def rule(browsers: Browsers, kind: type[OfficeSetting]) -> OfficeSetting:
    with reading(browsers.office, SYSTEM) as unit:
        return setting(unit, kind)


def typed(browsers: Browsers, form: str, **values: str) -> dict[str, str]:
    """A form of the page as it stands, with some of its fields typed anew."""
    fields = look(browsers(Role.ADMINISTRATOR), PAGE).fields
    names = {"retention": RetentionPeriods.model_fields, "privacy_notice": ("notice_version", "date", "contact")}
    kept = {name: fields[name] for name in names.get(form, ())}
    if form == "privacy_notice":
        kept |= {f"text_{code}": text for code, text in PrivacyNotice().texts.items()}
    return kept | values


def test_the_page_is_for_the_administrator_who_begins_there(browsers: Browsers) -> None:
    assert browsers(Role.ADMINISTRATOR).get("/").headers["location"] == PAGE
    for role in Role:
        look(browsers(role), PAGE, 200 if role is Role.ADMINISTRATOR else 403)
    token = look(browsers(Role.AUDITOR), "/account").controls.hidden["/language"]
    for form in ("scope", "retention", "reserve", "privacy_notice"):
        assert browsers(Role.AUDITOR).post(f"{PAGE}/{form}", data=token).status_code == 403
        assert browsers(Role.ADMINISTRATOR).post(f"{PAGE}/{form}", data={"version": "0"}).status_code == 403


def test_letters_that_failed_are_counted_with_the_reason_and_nobody_is_named(
    browsers: Browsers, desk: CallDesk
) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    assert "No letter failed" in look(administrator, PAGE).text
    with writing(browsers.office, SYSTEM) as unit:
        for number, problem in enumerate(["no_address", "no_address", "of_a_new_kind", "delivery_refused"]):
            unit.session.add(
                NoticeRow(
                    id=f"n{number}", kind="invitation", expert_id="anna", facts={},
                    state="failed" if number < 3 else "waiting", problem=problem,
                    next_try_at=unit.now, created_at=unit.now,
                )
            )  # fmt: skip
    seen = look(administrator, PAGE).text
    assert "3 letters failed" in seen and "No address is known2" in seen and "Another reason: of_a_new_kind1" in seen
    assert "Refused by the mail server" not in seen  # it is tried again by itself
    assert "anna" not in seen.lower()


def test_the_last_backup_is_told_and_that_there_is_none(browsers: Browsers, desk: CallDesk) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    assert "No backup is on record" in look(administrator, PAGE).text
    with writing(browsers.office, SYSTEM) as unit:
        unit.record("backup.made", "backup", "b1", rows=3)
    assert "Last backup: 16 Nov 2026" in look(administrator, PAGE).text


def test_eligible_countries_are_listed_by_name(browsers: Browsers) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    none = check(send(administrator, PAGE, "/scope", rule="listed", countries=" "), 422)
    assert "scope-countries-problem" in none.described
    wrong = check(send(administrator, PAGE, "/scope", rule="listed", countries="Togo\nAtlantis"), 422)
    assert "There is no country “Atlantis”." in wrong.text and "Togo" in wrong.text
    done(send(administrator, PAGE, "/scope", rule="listed", countries="Togo\n\nPE\ntogo"), "scope")
    assert rule(browsers, ScopeRules) == ScopeRules(rule="listed", countries=["TG", "PE"])
    assert "Only these countries: Togo, Peru" in look(administrator, PAGE).text
    done(send(administrator, PAGE, "/scope", rule="outside_the_union", countries="Togo"), "scope")
    assert rule(browsers, ScopeRules) == ScopeRules()


def test_periods_are_whole_days_within_their_bounds(browsers: Browsers) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    for wrong in ("", "soon", "0", "36526", "-1", "1.5"):
        seen = check(send(administrator, PAGE, "/retention", **typed(browsers, "retention", notices=wrong)), 422)
        assert "retention-notices-problem" in seen.described, wrong
    done(send(administrator, PAGE, "/retention", **typed(browsers, "retention", notices="30")), "retention")
    assert rule(browsers, RetentionPeriods) == RetentionPeriods(notices=30)
    assert "30 days" in look(administrator, PAGE).text


def test_a_rule_that_somebody_else_changed_is_not_written_over(browsers: Browsers) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    old = look(administrator, PAGE).controls.hidden[f"{PAGE}/reserve"]
    done(send(administrator, PAGE, "/reserve"), "reserve")
    assert rule(browsers, ReserveRules) == ReserveRules(moves_up=False)
    assert administrator.post(f"{PAGE}/reserve", data=old | {"moves_up": "on"}).status_code == 412
    assert "Version 1" in look(administrator, PAGE).text


def test_another_text_of_the_privacy_notice_needs_another_version(browsers: Browsers) -> None:
    administrator, before = browsers(Role.ADMINISTRATOR), PrivacyNotice()
    same = {f"text_{code}": text.replace("\n", "\r\n") for code, text in before.texts.items()}  # as browsers send it
    form = typed(browsers, "privacy_notice", contact="Office, office@example.org", **same)
    done(send(administrator, PAGE, "/privacy_notice", **form), "privacy_notice")
    found = rule(browsers, PrivacyNotice)
    assert isinstance(found, PrivacyNotice) and found.texts == before.texts and found.contact.startswith("Office")
    form["text_en"] = "We keep <b>little</b>."
    refused = check(send(administrator, PAGE, "/privacy_notice", **form), 409)
    assert "its version did not" in refused.text and "We keep <b>little</b>." in refused.text
    new = form | {"notice_version": "2", "date": "2026-12-01"}
    done(send(administrator, PAGE, "/privacy_notice", **new), "privacy_notice")
    found = rule(browsers, PrivacyNotice)
    assert isinstance(found, PrivacyNotice) and (found.version, found.date) == ("2", date(2026, 12, 1))


@pytest.mark.parametrize("field", ["notice_version", "date", "text_en"])
def test_a_notice_lacks_neither_version_nor_day_nor_english_text(browsers: Browsers, field: str) -> None:
    form = typed(browsers, "privacy_notice", **{field: " "})
    seen = check(send(browsers(Role.ADMINISTRATOR), PAGE, "/privacy_notice", **form), 422)
    assert f"privacy_notice-{field}-problem" in seen.described


def test_caps_on_rotation_are_typed_as_people_say_them_and_one_on_nationalities_needs_its_basis(
    browsers: Browsers,
) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    form = {"missions": "2", "nationality_share": "30", "applies": "on", "legal_basis": "", "saving_clause": ""}
    seen = check(send(administrator, PAGE, f"{PAGE}/rotation", **form), 422)
    assert "Legal basis of the cap on a nationality: This is needed." in seen.text
    assert (
        "from 1 to 100, or nothing"
        in check(send(administrator, PAGE, f"{PAGE}/rotation", **form | {"missions": "two"}), 422).text
    )
    written = form | {"legal_basis": "Decision 7", "saving_clause": "It gives way to merit."}
    done(send(administrator, PAGE, f"{PAGE}/rotation", **written), "rotation")
    kept = rule(browsers, RotationRules)
    assert isinstance(kept, RotationRules)
    assert (kept.missions, kept.nationality_share, kept.applies) == (2, 0.3, True)
    assert "They hold when a season is staffed at once." in look(administrator, PAGE).text
