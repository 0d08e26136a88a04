"""Accounts as pages: the administrator adds them, changes them, sends links and takes them out of use."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.services.unit import SYSTEM, reading
from api.storage.tables import AccountRow, NoticeRow
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, check, done, look, send

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

LIST = "/accounts"
VERA = {"name": "Vera Muster", "email": "vera@example.org", "roles": ["action_officer"], "language": "fr"}


@pytest.fixture
def page(browsers: Browsers) -> str:
    """The page of an account that the administrator added."""
    return done(send(browsers(Role.ADMINISTRATOR), LIST, LIST, **VERA), "added").split("?")[0]


def kept(browsers: Browsers, page: str) -> AccountRow:
    with reading(browsers.office, SYSTEM) as unit:
        row = unit.session.get_one(AccountRow, page.rsplit("/", 1)[1])
        unit.session.expunge(row)
        return row


def letters(browsers: Browsers, page: str) -> list[str]:
    with reading(browsers.office, SYSTEM) as unit:
        found = unit.session.query(NoticeRow).filter_by(account_id=page.rsplit("/", 1)[1])
        return [row.kind for row in found.order_by(NoticeRow.created_at)]


def test_accounts_are_for_the_administrator_alone(browsers: Browsers, page: str) -> None:
    token = {Role.AUDITOR: look(browsers(Role.AUDITOR), "/account").controls.hidden["/language"]}
    for role in Role:
        for path in (LIST, page):
            seen = look(browsers(role), path, 200 if role is Role.ADMINISTRATOR else 403)
            assert ("vera@example.org" in seen.text) is (role is Role.ADMINISTRATOR)
    for form in (LIST, page, *(f"{page}/{way}" for way in ("shut", "open", "link", "tokens", "remove"))):
        assert browsers(Role.AUDITOR).post(form, data=token[Role.AUDITOR]).status_code == 403
        assert browsers(Role.ADMINISTRATOR).post(form, data={}).status_code == 403  # without our token


def test_an_added_account_gets_a_letter_with_a_link(browsers: Browsers, page: str) -> None:
    row = kept(browsers, page)
    assert (row.name, row.email, row.roles, row.language) == tuple(VERA.values()) and row.active
    assert letters(browsers, page) == ["account_created"]
    seen = look(browsers(Role.ADMINISTRATOR), f"{page}?done=added").text
    assert "a letter with a link for the password is on its way" in seen and "No password is set here yet" in seen


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    browsers: Browsers, desk: CallDesk, page: str
) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    for wrong, field in (
        ({"name": " "}, "name"), ({"email": ""}, "email"), ({"email": "no address"}, "email"), ({"roles": []}, "roles"),
        ({"roles": ["expert"]}, "expert_id"), ({"expert_id": "anna"}, "expert_id"),
        ({"roles": ["expert"], "expert_id": "nobody-here"}, "expert_id"),
    ):  # fmt: skip
        seen = check(send(administrator, LIST, LIST, **(VERA | {"email": "new@example.org"} | wrong)), 422)
        assert f"add-{field}-problem" in seen.described, wrong
        assert seen.title.startswith("Error") and ("Vera Muster" in str(seen.fields.values())) is (field != "name")
    taken = check(send(administrator, LIST, LIST, **VERA), 409)
    assert "This address has an account." in taken.text


def test_roles_and_address_are_changed_and_a_late_change_writes_over_nobodys(browsers: Browsers, page: str) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    old = look(administrator, page).controls.hidden[page]
    done(send(administrator, page, page, **(VERA | {"roles": ["team_leader", "auditor"], "language": ""})), "changed")
    row = kept(browsers, page)
    assert row.roles == ["auditor", "team_leader"] and row.language is None and row.active
    assert administrator.post(page, data=old | VERA).status_code == 412


def test_an_account_is_taken_out_of_use_and_put_back(browsers: Browsers, page: str) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    done(send(administrator, page, "/shut"), "shut")
    assert not kept(browsers, page).active
    seen = look(administrator, page)
    assert f"{page}/link" not in seen.controls.hidden and "out of use" in seen.text
    assert "Vera Muster" in look(administrator, f"{LIST}?active=no").text
    assert "Vera Muster" not in look(administrator, f"{LIST}?active=yes").text
    done(send(administrator, page, "/open"), "opened")
    assert kept(browsers, page).active and kept(browsers, page).roles == ["action_officer"]


def test_a_link_is_sent_again_and_tokens_are_revoked(browsers: Browsers, page: str) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    done(send(administrator, page, "/link"), "link")
    assert letters(browsers, page) == ["account_created", "account_created"]
    done(send(administrator, page, "/tokens"), "tokens")


def test_an_account_is_removed(browsers: Browsers, page: str) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    assert send(administrator, page, "/remove").headers["location"] == f"{LIST}?done=removed"
    look(administrator, page, 404)


def test_the_last_administrator_stays(browsers: Browsers) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    own = next(one for one in look(administrator, f"{LIST}?role=administrator").links if one.startswith("/accounts/"))
    for form in ("/shut", "/remove"):
        refused = check(send(administrator, own, form), 409)
        assert "This is the last administrator who can sign in." in refused.text


def test_accounts_are_narrowed_to_a_role(browsers: Browsers, page: str) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    assert "Vera Muster" in look(administrator, f"{LIST}?role=action_officer").text
    assert "Vera Muster" not in look(administrator, f"{LIST}?role=auditor").text
