"""Experts who register themselves: nobody is on the roster before the letter was answered."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.auth.roles import Role
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage import accounts
from api.storage.tables import AccountRow, ConsentRow, ExpertRow, IdentityRow, NoticeRow
from tests.api.conftest import Watchmaker, problem
from tests.api.entrance.people import (
    OTHER,
    browser,
    link_of,
    put_account,
    set_password,
    sign_in,
)


@pytest.fixture
def open_app(office: Office) -> FastAPI:
    object.__setattr__(office, "settings", office.settings.model_copy(update={"registration": "open"}))
    return create_app(office)


JOIN = {"email": "ines@example.org", "name": "Inês Perfil", "language": "pt"}


def register(app: FastAPI, **values: Any) -> Any:
    return browser(app).post("/api/v1/registrations", json=JOIN | values)


def test_nobody_registers_where_the_office_does_not_want_it(office: Office, app: FastAPI) -> None:
    problem(register(app), 409, "conflict")
    with office.database.read() as session:
        assert session.query(AccountRow).count() == 0


def test_who_registers_is_on_the_roster_once_the_letter_is_answered(office: Office, open_app: FastAPI) -> None:
    assert register(open_app).status_code == 202
    with office.database.read() as session:
        account = accounts.account_by_email(session, "ines@example.org")
        assert account is not None and account.roles == ["expert"] and account.expert_id is None
        account_id = account.id
        assert session.query(ExpertRow).count() == 0  # a stranger may have typed this address
    assert set_password(open_app, link_of(office, account_id), consent="1").status_code == 204
    signed_in = sign_in(browser(open_app), "ines@example.org", OTHER).json()
    expert_id = signed_in["account"]["expert_id"]
    with office.database.read() as session:
        expert, identity = session.get(ExpertRow, expert_id), session.get(IdentityRow, expert_id)
        assert expert is not None and (expert.validated, expert.consent, expert.excluded) == (None, True, False)
        assert identity is not None and (identity.name, identity.email, identity.language) == (
            "Inês Perfil", "ines@example.org", "pt",
        )  # fmt: skip
        consent = session.query(ConsentRow).one()
        assert (consent.notice, consent.given, consent.by) == ("1", True, account_id)


def test_without_consent_nobody_is_said_to_have_agreed(office: Office, open_app: FastAPI) -> None:
    register(open_app)
    with office.database.read() as session:
        account_id = session.query(AccountRow).one().id
    problem(set_password(open_app, link_of(office, account_id), consent="a notice of long ago"), 409, "conflict")
    assert set_password(open_app, link_of(office, account_id)).status_code == 204
    with office.database.read() as session:
        assert session.query(ExpertRow).one().consent is None
        assert session.query(ConsentRow).count() == 0


def test_who_is_on_the_roster_already_gets_their_own_place(office: Office, open_app: FastAPI) -> None:
    with writing(office, SYSTEM) as unit:
        unit.session.add(ExpertRow(id="ines", revision=unit.roster_changed(), profile={"segments": []},
                                   created_at=unit.now, changed_at=unit.now))  # fmt: skip
        unit.session.flush()
        unit.session.add(IdentityRow(expert_id="ines", name="Inês", email="ines@example.org"))
    register(open_app)
    with office.database.read() as session:
        account_id = session.query(AccountRow).one().id
    set_password(open_app, link_of(office, account_id))
    assert sign_in(browser(open_app), "ines@example.org", OTHER).json()["account"]["expert_id"] == "ines"


def test_registering_tells_nobody_who_has_an_account_and_changes_none(office: Office, open_app: FastAPI) -> None:
    account = put_account(office, Role.OFFICER, email="ines@example.org")
    answers = [register(open_app), register(open_app, email="somebody@example.org")]
    assert answers[0].text == answers[1].text
    with office.database.read() as session:
        row = accounts.account(session, account)
        assert row is not None and row.roles == ["action_officer"] and row.name == "Vera Muster"
        assert {letter.kind for letter in session.query(NoticeRow)} == {"password_reset", "account_created"}


def test_a_registration_that_nobody_confirmed_is_forgotten(
    office: Office, open_app: FastAPI, clock: Watchmaker
) -> None:
    register(open_app)
    clock.pass_(days=8)
    register(open_app, email="other@example.org")
    with office.database.write() as session:
        accounts.forget_ended_sign_ins(session, clock.now())
    register(open_app, email="third@example.org")
    with office.database.read() as session:
        assert {row.email for row in session.query(AccountRow)} == {"other@example.org", "third@example.org"}


def test_one_address_registers_ten_people_an_hour_at_most(open_app: FastAPI) -> None:
    statuses = [register(open_app, email=f"person{n}@example.org").status_code for n in range(11)]
    assert statuses == [202] * 10 + [429]


def test_nobody_registers_as_anything_else(open_app: FastAPI) -> None:
    problem(register(open_app, roles=["administrator"]), 422, "invalid_request")
    problem(register(open_app, expert_id="anna"), 422, "invalid_request")
    problem(register(open_app, name="x\nBcc: all@example.org\0"), 422, "invalid_request")
