"""The page of precedents: for a text that is brought, and for a request on record."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import wanted_kinds
from tests.api.pages.filled import send_filled
from tests.api.pages.looking import Browsers, check, look
from tests.api.test_actions import open_action
from tests.api.test_precedents import AGENCY, TITLE
from tests.api.test_requests import receive

pytestmark = pytest.mark.parametrize("database_url", wanted_kinds()[:1], indirect=True)

PATH = "/precedents"


def test_a_text_shows_what_was_delivered_and_warns_of_doing_it_twice(browsers: Browsers, desk: CallDesk) -> None:
    open_action(desk.officer, title=TITLE, country="TG", institution=AGENCY)
    officer = browsers(Role.OFFICER)
    seen = check(send_filled(officer, PATH, PATH, text=TITLE, country="TG", institution=AGENCY))
    assert "2027-03" in seen.text and "A guide" in seen.text
    assert "see that nothing is done twice" in seen.text
    assert "Nobody on the roster went to one of these actions." in seen.text
    assert seen.fields["institution"] == AGENCY


def test_without_a_text_the_form_says_what_is_missing(browsers: Browsers) -> None:
    seen = check(send_filled(browsers(Role.OFFICER), PATH, PATH, institution="The agency"), 422)
    assert "What is it about?" in seen.text and seen.fields["institution"] == "The agency"


def test_a_request_leads_to_its_precedents_and_persons_are_for_the_team(browsers: Browsers, desk: CallDesk) -> None:
    open_action(desk.officer, title=TITLE)
    request_id = receive(desk.officer, text=f"{TITLE}.")["id"]
    officer, auditor = browsers(Role.OFFICER), browsers(Role.AUDITOR)
    where = f"{PATH}?of={request_id}"
    assert where in look(officer, f"/requests/{request_id}").links
    assert "2027-03" in look(officer, where).text
    assert "look-named" in look(officer, PATH).controls.seen
    seen = look(auditor, where)
    assert "2027-03" in seen.text and "look-named" not in seen.controls.seen
    assert officer.get(f"{PATH}?of=none").status_code == 404
    assert browsers(Role.STEERING).get(PATH).status_code == 403
