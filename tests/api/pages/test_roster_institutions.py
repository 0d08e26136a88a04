"""Institutions and their focal points: who sees which, and what staff keep of them."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.roles import STAFF, Role
from api.services.unit import SYSTEM, writing
from api.storage.tables import ExpertRow
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, check, done, look, send
from tests.api.test_experts import events

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

LIST, POINTS = "/institutions", "/focal-points"
POINT = {"name": "Berta Surname", "email": "berta@example.org", "phone": "", "category": "", "since": "2026-01-01"}


@pytest.fixture
def page(desk: CallDesk) -> str:
    """The page of an institution at which Bert works."""
    made: Any = desk.officer.post("/api/v1/institutions", json={"name": "Institution bert", "country": "TG"})
    return f"{LIST}/{made.json()['id']}"


def test_institutions_are_read_by_staff_audit_and_steering_and_focal_points_by_staff(
    browsers: Browsers, page: str
) -> None:
    done(send(browsers(Role.OFFICER), page, "focal-points", **POINT), "point_added")
    for role in Role:
        reads = role not in (Role.EXPERT, Role.ADMINISTRATOR)
        seen = look(browsers(role), LIST, 200 if reads else 403)
        assert ("Institution bert" in seen.text) == reads
        assert bool(seen.controls.hidden.get(LIST)) == (role in STAFF)  # its filter hides nothing
        one = look(browsers(role), page, 200 if reads else 403)
        assert ("berta@example.org" in one.text) == (role in STAFF)
        assert (page in one.controls.hidden) == (role in STAFF)
        look(browsers(role), POINTS, 200 if role in STAFF else 403)


@pytest.mark.parametrize(("role", "under"), [(Role.OFFICER, "/experts"), (Role.AUDITOR, LIST)])
def test_institutions_lie_under_what_the_navigation_offers(
    browsers: Browsers, page: str, role: Role, under: str
) -> None:
    assert f'<a href="{under}" aria-current="true">' in browsers(role).get(page).text


def test_an_institution_is_added_changed_and_removed(browsers: Browsers) -> None:
    business = browsers(Role.BUSINESS)
    page = done(send(business, LIST, LIST, name="Fund of Pensions", country="Sénégal", kind="partner"), "added")
    page = page.split("?")[0]
    assert "Senegal · Partner that asks for experts" in look(business, page).text
    nameless = send(business, page, page, name=" ", country="Togo")
    assert "change-name-problem" in check(nameless, 422).described
    nowhere = send(business, page, page, name="Fund", country="Atlantis")
    assert "change-country-problem" in check(nowhere, 422).described and "Atlantis" in nowhere.text
    done(send(business, page, page, name="Fund", country="", kind="", lends="on"), "changed")
    assert "Lends experts readily" in look(business, page).text
    old = look(business, page).controls.hidden[page]
    done(send(business, page, page, name="Fund of all", country=""), "changed")
    assert business.post(page, data=old | {"name": "Late"}).status_code == 412
    done(send(business, page, "remove"), "removed")
    look(business, page, 404)


def test_institutions_are_sought_by_words_country_and_whether_they_lend(browsers: Browsers, page: str) -> None:
    officer = browsers(Role.OFFICER)
    for query, is_there in (("q=TION+BERT", True), ("q=elsewhere", False), ("country=Togo", True), ("country=FR", False),
                            ("lends=yes", False), ("lends=no", True)):  # fmt: skip
        assert (page in look(officer, f"{LIST}?{query}").links) == is_there, query
    assert "country-problem" in look(officer, f"{LIST}?country=Atlantis", 422).described
    seen = look(officer, page)
    assert "/experts?institution=Institution%20bert" in seen.links and "1 person on the roster" in seen.text


def test_people_are_counted_where_name_and_country_are_theirs(desk: CallDesk, browsers: Browsers, page: str) -> None:
    officer = browsers(Role.OFFICER)
    works_in(desk, "bert", None)
    assert "1 person on the roster" in look(officer, page).text, "only one country is said for that name"
    other = desk.officer.post("/api/v1/institutions", json={"name": "Institution bert", "country": "FR"}).json()["id"]
    assert "1 person on the roster" not in look(officer, page).text, "bert may work in either"
    works_in(desk, "bert", "FR")
    assert "1 person on the roster" not in look(officer, page).text
    seen = look(officer, f"{LIST}/{other}")
    assert "1 person on the roster" in seen.text
    assert "/experts?institution=Institution%20bert&country=FR" in seen.links
    assert "bert" in look(officer, "/experts?institution=Institution%20bert&country=FR").text
    of_peers = [look(officer, f"/peers{at}").text for at in (page, f"{LIST}/{other}")]
    assert ["1 person" in text for text in of_peers] == [False, True]
    nowhere = desk.officer.post("/api/v1/institutions", json={"name": "Institution bert"}).json()["id"]
    said = look(officer, f"{LIST}/{nowhere}")
    assert "1 person on the roster" in said.text and "/experts?institution=Institution%20bert" in said.links


def works_in(desk: CallDesk, person: str, country: str | None) -> None:
    """The country of the institution that somebody says they work for."""
    with writing(desk.doors.office, SYSTEM) as unit:
        row = unit.session.get(ExpertRow, person)
        assert row is not None
        row.institution_country, row.revision = country, unit.roster_changed()


def test_focal_points_are_named_changed_and_leave_office(desk: CallDesk, browsers: Browsers, page: str) -> None:
    officer = browsers(Role.OFFICER)
    wrong = send(officer, page, "focal-points", **(POINT | {"name": "", "category": "no such field"}))
    assert "point-name-problem" in check(wrong, 422).described
    wrong = send(officer, page, "focal-points", **(POINT | {"category": "no such field"}))
    assert "point-category-problem" in check(wrong, 422).described
    wrong = send(officer, page, "focal-points", **(POINT | {"until": "2025-01-01"}))
    assert "point-until-problem" in check(wrong, 422).described
    done(send(officer, page, "focal-points", **(POINT | {"category": "A.35 Employment Services"})), "point_added")
    one = next(form for form in look(officer, page).controls.hidden if "/focal-points/focal" in form)
    assert "Berta Surname" in look(officer, f"{POINTS}?category=A.35").text
    assert "Berta Surname" not in look(officer, f"{POINTS}?category=E.10.07").text
    look(officer, f"{POINTS}?category=no+such", 422)
    done(send(officer, page, one, **(POINT | {"until": "2026-06-30"})), "point_changed")
    assert "no longer" in look(officer, page).text
    assert "Berta Surname" not in look(officer, POINTS).text
    assert "Berta Surname" in look(officer, f"{POINTS}?former=yes").text
    assert events(desk.doors.office, "personal.viewed")[-1].kind == "focal_points"
    done(send(officer, page, f"{one}/remove"), "point_removed")
    assert "Berta Surname" not in look(officer, page).text
