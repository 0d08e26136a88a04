"""What somebody can do here: for each role its own ways, each of which is open to it."""

from __future__ import annotations

import re

import pytest

from api.auth.roles import Role
from api.web.tour import OWN, WAYS
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, look

pytestmark = one_kind
PAGE = "/tour"


@pytest.mark.parametrize("role", WAYS)
def test_each_way_of_a_role_is_open_to_it(browsers: Browsers, role: Role) -> None:
    seen = look(browsers(role), PAGE)
    for path, _ in WAYS[role]:
        assert path in seen.links
        look(browsers(role), path)
    assert PAGE in look(browsers(role), "/account").links


def test_an_expert_is_shown_what_is_theirs_in_their_language(browsers: Browsers) -> None:
    expert = browsers.expert("anna")
    assert {path for path, _ in OWN} <= set(look(expert, PAGE).links)
    for path, _ in OWN:
        look(expert, path)
    expert.cookies.set("expertmatch_language", "ar")
    assert look(expert, PAGE, language="ar").title.startswith("ما يمكنك")


def test_an_office_of_real_people_is_not_called_invented(browsers: Browsers) -> None:
    assert "invented" not in look(browsers(Role.OFFICER), PAGE).text


def test_several_roles_are_shown_each_way_once(browsers: Browsers) -> None:
    links = look(browsers(Role.OFFICER, Role.BUSINESS), PAGE).links
    assert links.count("/experts") == 2, "in the navigation, and among the ways"


def test_strangers_are_not_led_there(browsers: Browsers) -> None:
    assert browsers().get(PAGE).status_code == 401
    assert PAGE not in look(browsers(), "/sign-in").links


def test_the_navigation_marks_where_one_is(browsers: Browsers) -> None:
    officer, marked = browsers(Role.OFFICER), re.compile(r'<a href="([^"]+)" aria-current="true">')
    for path, room in (
        ("/supply/next", ["/supply"]),
        ("/calls/new", ["/calls"]),
        ("/requests", ["/requests"]),
        ("/upkeep", ["/experts"]),
        (PAGE, []),
    ):
        assert marked.findall(officer.get(path).text) == room, path
