"""Pages of calls by role: no name and no id of a person where it is not allowed, and no form that would be refused."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from tests.api.calls.a_call import REASON, CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import NAMED, Browsers, look

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

PEOPLE = ("anna", "bert", "cleo", "dino", "Surname")
FORMS = {
    "draft": {Role.OFFICER: {"deadline", "publish", "cancel"}, Role.LEADER: {"cancel"}},
    "published": {
        Role.OFFICER: {"close", "shortlists", "invitations", "take-back", "cancel"},
        Role.LEADER: {"cancel"},
    },
    "closed": {Role.OFFICER: {"shortlists", "invitations", "cancel"}, Role.LEADER: {"decision", "cancel"}},
    "decided": {Role.OFFICER: {"take-back"}, Role.LEADER: set[str]()},
}


def a_call(desk: CallDesk, state: str) -> str:
    """A call in a state, with people in it from the first day on which anybody can have a part."""
    if state == "draft":
        made: str = desk.draft().json()["id"]
        return made
    if state == "published":
        call_id = desk.published()
        desk.apply(call_id, "anna", message="Anna Surname")
        desk.invite(call_id, "bert")
        return call_id
    call_id = desk.closed("anna", "bert", "cleo", "dino")
    desk.shortlist(call_id)
    if state == "decided":
        made_so = desk.decide(call_id, {"1": "bert", "2": "anna"}, reason=f"{REASON} Anna Surname knows them.")
        assert made_so.status_code == 201, made_so.text
    return call_id


@pytest.mark.parametrize("state", FORMS)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EXPERT])
def test_a_page_holds_nobody_where_the_role_may_see_nobody_and_only_forms_that_are_let_in(
    desk: CallDesk, browsers: Browsers, state: str, role: Role
) -> None:
    call_id = a_call(desk, state)
    keeps_record = role in (Role.OFFICER, Role.LEADER, Role.AUDITOR)
    sees_drafts = keeps_record or role is Role.BUSINESS
    for reading in ("", NAMED):
        if state == "draft" and not sees_drafts:
            look(browsers(role), f"/calls/{call_id}{reading}", 404)
            continue
        page = browsers(role).get(f"/calls/{call_id}{reading}").text
        seen = look(browsers(role), f"/calls/{call_id}{reading}")
        if not keeps_record:
            assert not [name for name in PEOPLE if name in page]
        elif not reading:
            assert "Surname" not in page
        forms = {address.split("?")[0].rsplit("/", 1)[1] for address in seen.controls.hidden if address != "/language"}
        assert forms == FORMS[state].get(role, set())


def test_a_token_without_the_personal_scope_sees_counts_alone(desk: CallDesk) -> None:
    from api.auth.roles import Scope

    call_id = a_call(desk, "published")
    limited = desk.doors(Role.OFFICER, scopes=(Scope.READ,))
    page = limited.get(f"/calls/{call_id}{NAMED}").text
    assert not [name for name in PEOPLE if name in page] and "answer waited for" in page


def test_no_other_person_stands_on_the_page_of_an_expert(desk: CallDesk, browsers: Browsers) -> None:
    call_id = a_call(desk, "decided")
    page = browsers.expert("cleo").get(f"/calls/{call_id}{NAMED}").text
    assert "Your result" in page and not [name for name in PEOPLE if name in page and name != "cleo"]
