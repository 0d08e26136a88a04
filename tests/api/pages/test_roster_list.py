"""The list of people on the roster: who sees it, what narrows it, and that names come only where they are asked for."""

from __future__ import annotations

import pytest

from api.auth.roles import STAFF, TEAM, Role
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.cvs.documents import CV, EMAIL, NAME
from tests.api.pages.looking import Browsers, done, look, send
from tests.api.test_experts import events

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

LIST, NEW = "/experts", "/experts/new"
EVERYBODY = {"anna", "bert", "cleo", "dino", "ewa", "finn", "gus", "hana"}
NARROWED = {
    "": EVERYBODY,
    "?field=E.10.07": {"cleo", "dino"},
    "?field=E.10.07+whatever+its+label": {"cleo", "dino"},
    "?language=French&level=C1": EVERYBODY - {"ewa", "finn"},
    "?language=fran%C3%A7ais&level=B1": EVERYBODY - {"finn"},
    "?status=civil_servant&q=Institution+b": {"bert"},
    "?institution=Institution+gus": {"gus"},
    "?country=Togo": set[str](),
    "?state=waiting": {"finn"},
    "?state=cv": set[str](),
    "?excluded=yes": {"hana"},
}


def people(browsers: Browsers, query: str = "", role: Role = Role.OFFICER) -> set[str]:
    links = look(browsers(role), LIST + query).links
    return {link.split("/")[2].split("?")[0] for link in links if link.startswith("/experts/")} - {"new"}


def test_the_roster_is_for_staff_alone(browsers: Browsers) -> None:
    for role in Role:
        status = 200 if role in STAFF else 403
        page = look(browsers(role), LIST, status)
        assert ("/experts" in page.links) == (role in STAFF)
        look(browsers(role), NEW, status)
        assert ("/duplicates" in page.links) == (role in TEAM)


def test_names_are_shown_only_where_they_were_asked_for(desk: CallDesk, browsers: Browsers) -> None:
    assert "Surname" not in look(browsers(Role.OFFICER), LIST).text
    assert events(desk.doors.office, "personal.viewed") == []
    named = look(browsers(Role.OFFICER), f"{LIST}?blind=false&q=anna+sur")
    assert "Anna Surname" in named.text and "Bert" not in named.text
    assert "/experts/anna?blind=false" in named.links
    assert [one.subject_id for one in events(desk.doors.office, "personal.viewed")] == ["anna"]
    assert people(browsers, "?q=anna+sur") == set()  # names are not sought where they are not shown


def test_the_list_is_narrowed(browsers: Browsers) -> None:
    for query, who in NARROWED.items():
        assert people(browsers, query) == who, query


def test_who_is_excluded_only_the_team_is_told(browsers: Browsers) -> None:
    assert people(browsers, "?excluded=yes", Role.BUSINESS) == EVERYBODY
    assert "Excluded" not in look(browsers(Role.BUSINESS), LIST).text
    assert "Excluded" in look(browsers(Role.LEADER), LIST).text


def test_what_cannot_be_sought_is_said_beside_its_field(browsers: Browsers) -> None:
    wrong = ("field", "language", "level", "country", "status")
    page = look(browsers(Role.OFFICER), f"{LIST}?q=anna&{'&'.join(f'{name}=Xyzzyq' for name in wrong)}", 422)
    assert {f"{name}-problem" for name in wrong} <= set(page.described)
    assert "/experts/anna" not in page.links


def test_a_long_roster_comes_in_pages_with_the_same_filters(
    browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.web.roster.people.SHOWN", 5)
    first = look(browsers(Role.OFFICER), f"{LIST}?blind=false&status=civil_servant")
    onward = next(link for link in first.links if "after=" in link)
    second = look(browsers(Role.OFFICER), onward)
    assert "Gus Surname" in second.text and "Anna Surname" not in second.text and "Finn" not in second.text


def test_a_person_is_put_on_the_roster_by_name(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    page = done(send(officer, NEW, NEW, name="Ida Newcomer", email="ida@example.org"), "added")
    seen = look(officer, page)
    assert "Ida Newcomer" in seen.text and "The person is on the roster" in seen.text
    again = send(officer, NEW, NEW, name="", email="not an address")
    assert again.status_code == 422
    wrong = send(officer, NEW, NEW, name="Somebody", email="not an address")
    assert wrong.status_code == 422 and "person-email-problem" in wrong.text and "not an address" in wrong.text


def test_a_cv_puts_somebody_on_the_roster_and_leads_to_its_facts(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    token = next(iter(look(officer, NEW).controls.hidden.values()))
    answer = officer.post(f"{NEW}/cv", data=token, files={"document": ("cv.txt", CV.encode())})
    assert answer.status_code == 303 and answer.headers["location"].endswith("?done=read_new")
    assert "Labour Inspectorate" in look(officer, answer.headers["location"]).text
    assert len(people(browsers, "?state=cv")) == 1
    assert NAME in look(officer, f"{LIST}?blind=false&state=cv").text
    nothing = officer.post(f"{NEW}/cv", data=token)
    assert nothing.status_code == 422 and "upload-document-problem" in nothing.text
    pasted = officer.post(f"{NEW}/cv", data=token | {"text": f"{CV}\nReferences: {EMAIL}"})
    assert pasted.status_code == 303 and "read_newer" in pasted.headers["location"]
