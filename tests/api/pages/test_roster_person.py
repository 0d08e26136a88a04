"""The page of a person for the office: who they are by right, what waits, and what is done from there."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.roles import STAFF, TEAM, Role
from api.services.office import Office
from api.services.unit import SYSTEM, reading
from api.storage.tables import ExpertRow
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import NAMED, Browsers, done, look, send
from tests.api.test_experts import events

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

ANNA = "/experts/anna"
FORMS = {  # of the page, and who sees them
    "validation": {Role.OFFICER},
    "work": set(STAFF),
    "cvs": set(STAFF),
    "performance": set(TEAM),
    "exclusion": {Role.LEADER},
}


def row_of(office: Office, expert_id: str) -> ExpertRow:
    with reading(office, SYSTEM) as unit:
        row = unit.session.get_one(ExpertRow, expert_id)
        unit.session.expunge(row)
        return row


def parts_seen(office: Office) -> list[str]:
    return [one.facts["part"] for one in events(office, "personal.viewed") if one.subject_id == "anna"]


def test_a_person_is_shown_to_staff_with_the_forms_of_their_role(browsers: Browsers) -> None:
    for role in Role:
        if role not in STAFF:
            look(browsers(role), ANNA, 403)
            continue
        page = look(browsers(role), ANNA)
        own = {form.rsplit("/", 1)[1] for form in page.controls.hidden if form.startswith(ANNA)}
        assert own == {form for form, roles in FORMS.items() if role in roles}
        assert "Surname" not in page.text and "anna@example.org" not in page.text
        assert ("Performance" in page.text) == (role in TEAM)
        assert "Who looked" not in page.text
    look(browsers(Role.OFFICER), "/experts/nobody", 404)


def test_what_was_looked_at_is_noted_part_by_part(desk: CallDesk, browsers: Browsers) -> None:
    office = desk.doors.office
    look(browsers(Role.BUSINESS), ANNA)
    assert parts_seen(office) == ["profile"]
    page = look(browsers(Role.OFFICER), ANNA + NAMED)
    assert "Anna Surname" in page.text and "anna@example.org" in page.text
    assert parts_seen(office)[1:] == ["profile", "identity", "applications"]
    look(browsers(Role.OFFICER), f"{ANNA}?notes=true")
    assert parts_seen(office)[4:] == ["profile", "applications", "performance"]
    look(browsers(Role.OFFICER, Role.AUDITOR), ANNA)  # who may read the log is told who looked
    assert "Who looked at their data" in look(browsers(Role.OFFICER, Role.AUDITOR), ANNA).text


def test_an_officer_validates_or_asks_with_a_reason(desk: CallDesk, browsers: Browsers) -> None:
    officer, finn = browsers(Role.OFFICER), "/experts/finn"
    assert "No officer has looked" in look(officer, finn).text
    wordless = send(officer, finn, "validation", judgement="asked", reason=" ")
    assert wordless.status_code == 422 and "judge-reason-problem" in wordless.text
    done(send(officer, finn, "validation", judgement="asked", reason="Which ministry was it?"), "asked")
    assert "Which ministry was it?" in look(officer, finn).text
    assert row_of(desk.doors.office, "finn").validated is False
    done(send(officer, finn, "validation", judgement="validated"), "validated")
    assert row_of(desk.doors.office, "finn").validated is True


def test_a_change_from_an_old_page_is_refused(desk: CallDesk, browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    old = look(officer, ANNA).controls.hidden[f"{ANNA}/work"]
    done(send(officer, ANNA, "work", status="academic", institution="University", country="Togo"), "work")
    late = officer.post(f"{ANNA}/work", data=old | {"status": "private", "institution": "", "country": ""})
    assert late.status_code == 412
    row = row_of(desk.doors.office, "anna")
    assert (row.status, row.institution, row.institution_country) == ("academic", "University", "TG")
    assert row.validated and len(row.profile["segments"]) == 1  # an officer's change needs no other look
    wrong = send(officer, ANNA, "work", status="academic", institution="University", country="Atlantis")
    assert wrong.status_code == 422 and "work-country-problem" in wrong.text and "Atlantis" in wrong.text


def test_name_and_contact_are_changed_where_they_are_shown(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    assert f"{ANNA}/identity" not in look(officer, ANNA).controls.hidden
    new = {"name": "Anna Other", "email": "other@example.org", "phone": "+33 1 00 00 00 00", "language": "fr"}
    page = done(send(officer, ANNA + NAMED, "identity", **new), "identity")
    assert page == f"{ANNA}{NAMED}&done=identity"
    seen = look(officer, page).text
    assert "Anna Other" in seen and "Français" in seen
    taken = send(officer, ANNA + NAMED, "identity", **(new | {"email": "bert@example.org"}))
    assert taken.status_code == 409 and "another person" in taken.text


def test_notes_are_kept_in_confidence_and_a_leader_excludes_with_a_reason(browsers: Browsers) -> None:
    officer, leader = browsers(Role.OFFICER), browsers(Role.LEADER)
    empty = send(officer, ANNA, "performance", grade="", text="")
    assert empty.status_code == 422 and empty.text.count("This is needed.") >= 2
    done(send(officer, ANNA, "performance", grade="2", text="Left early.", action_code="2026-14"), "noted")
    assert "Left early." not in look(officer, ANNA).text
    assert "Left early." in look(officer, f"{ANNA}?notes=true").text
    assert send(leader, ANNA, "exclusion", reason="").status_code == 422
    done(send(leader, ANNA, "exclusion", reason="Twice in a row."), "excluded")
    assert "Excluded" in look(officer, ANNA).text and "Excluded" not in look(browsers(Role.BUSINESS), ANNA).text
    done(send(leader, ANNA, "exclusion", reason="Talked about."), "let_in")
    notes = look(leader, f"{ANNA}?notes=true").text
    assert "Twice in a row." in notes and "Talked about." in notes


def test_the_parts_in_calls_are_the_team_s_to_see(desk: CallDesk, browsers: Browsers) -> None:
    call_id = desk.published()
    desk.apply(call_id, "anna")
    desk.invite(call_id, "anna")
    page = look(browsers(Role.OFFICER), ANNA)
    assert f"/calls/{call_id}" in page.links and "waiting for an answer" in page.text
    assert f"/calls/{call_id}" not in look(browsers(Role.BUSINESS), ANNA).links


@pytest.mark.parametrize("form", [form for form in FORMS if form != "cvs"])
def test_a_form_is_refused_to_other_roles(browsers: Browsers, form: str) -> None:
    for role in (Role.AUDITOR, Role.EXPERT, Role.STEERING, Role.ADMINISTRATOR, *(set(STAFF) - FORMS[form])):
        client: Any = browsers(role)
        token = look(client, "/account").controls.hidden
        answer = client.post(f"{ANNA}/{form}", data=next(iter(token.values())))
        assert answer.status_code == 403, role
