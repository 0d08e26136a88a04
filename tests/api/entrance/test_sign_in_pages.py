"""The pages of the entrance: they work without scripts, lead back to where one was, and give nothing away."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.roles import Role
from api.services.office import Office
from api.storage.tables import AccountRow, ExpertRow, NoticeRow
from tests.api.conftest import Watchmaker, one_kind_shared
from tests.api.entrance.people import EMAIL, PASSWORD, SESSION, browser, put_account
from tests.api.web_pages import Outline, outline

OTHER = "gravel cinema lantern"


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    made = browser(app)
    made.follow_redirects = False
    return made


def shown(answer: Any, status: int = 200) -> Outline:
    """The page of an answer, which has to be whole: one heading, every field labelled, nothing fetched from elsewhere."""
    assert answer.status_code == status, answer.text
    page = outline(answer.text)
    assert page.headings[0] == 1 and page.headings.count(1) == 1
    assert not page.unclosed and not page.stray
    assert "script" not in page.tags
    assert all(address.startswith("/static/") for address in page.fetched)
    hidden = {"form_token", "after", "username"}
    assert set(page.fields) - hidden <= page.labelled
    assert set(page.described) <= set(page.ids)
    return page


def sign_in(client: TestClient, **more: str) -> Any:
    return client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD} | more)


def test_one_signs_in_and_comes_to_where_one_was_going(office: Office, client: TestClient) -> None:
    put_account(office, Role.OFFICER)
    page = shown(client.get("/sign-in", params={"after": "/shortlists?after=x&y=1"}))
    assert page.fields["after"] == "/shortlists?after=x&y=1"
    answer = sign_in(client, after=page.fields["after"])
    assert (answer.status_code, answer.headers["location"]) == (303, "/shortlists?after=x&y=1")
    assert client.get(SESSION).status_code == 200
    client.cookies.clear()
    assert sign_in(client).headers["location"] == "/"


@one_kind_shared
@pytest.mark.parametrize("role", Role)
def test_whoever_signs_in_comes_to_a_page_that_is_for_them(office: Office, client: TestClient, role: Role) -> None:
    put_account(office, role)
    assert sign_in(client).headers["location"] == "/"
    client.follow_redirects = True
    assert client.get("/").status_code == 200
    assert "Vera Muster" in shown(client.get("/account")).text


@one_kind_shared
@pytest.mark.parametrize(
    "after",
    [
        "//evil.example.org",
        "https://evil.example.org",
        "/\\evil.example.org",
        "\\\\evil.example.org",
        "/\t/evil.example.org",
        "javascript:x",
        "/a\r\nX: y",
        "é",
    ],
)
def test_the_sign_in_leads_to_no_other_site(office: Office, client: TestClient, after: str) -> None:
    put_account(office, Role.OFFICER)
    assert shown(client.get("/sign-in", params={"after": after})).fields["after"] == ""
    assert sign_in(client, after=after).headers["location"] == "/"


PAGE = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@one_kind_shared
@pytest.mark.parametrize(
    "path", ["/new", "/shortlists?after=x%26y&a=1", "/shortlists/a/experts/%C3%A9%2F%20y?blind=false"]
)
def test_who_has_to_sign_in_is_led_there_and_back(office: Office, client: TestClient, path: str) -> None:
    put_account(office, Role.OFFICER)
    gone = client.get(path, headers=PAGE)
    assert gone.status_code == 303
    page = shown(client.get(gone.headers["location"], headers=PAGE))
    assert page.fields["after"] == path
    assert sign_in(client, after=path).headers["location"] == path


@one_kind_shared
def test_programs_and_changes_are_refused_where_one_has_to_sign_in(client: TestClient) -> None:
    assert client.get("/new").status_code == 401
    assert client.get(SESSION, headers=PAGE).status_code == 401
    refused = client.post("/shortlists", headers=PAGE)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")


@one_kind_shared
def test_the_way_there_is_never_lost_nor_leads_elsewhere(client: TestClient) -> None:
    long = client.get("/shortlists?after=" + "x" * 600, headers=PAGE)
    assert long.headers["location"] == "/sign-in"
    for path in ("/%5Cevil.example.org/../new", "/shortlists/%0D%0AX:y"):
        gone = client.get(path, headers=PAGE)
        assert gone.headers.get("location", "/sign-in").startswith("/sign-in")


@one_kind_shared
def test_a_wrong_password_gives_the_form_again_with_the_address_and_without_the_password(
    office: Office, client: TestClient
) -> None:
    put_account(office)
    answer = sign_in(client, email='x"><b>@example.org', password="wrong-and-never-shown")
    page = shown(answer, 401)
    assert page.fields["email"] == 'x"><b>@example.org'
    assert "wrong-and-never-shown" not in answer.text
    assert "b" not in page.tags
    for _ in range(5):
        sign_in(client, password="wrong")
    late = sign_in(client)
    shown(late, 429)
    assert int(late.headers["retry-after"]) > 0


@one_kind_shared
def test_a_page_sends_the_form_token_and_another_site_has_none(office: Office, client: TestClient) -> None:
    put_account(office)
    sign_in(client)
    page = shown(client.get("/account"))
    assert client.post("/sign-out", data={}).status_code == 403
    assert client.post("/sign-out", data={"form_token": "x" * 64}).status_code == 403
    assert client.get(SESSION).status_code == 200
    out = client.post("/sign-out", data={"form_token": page.fields["form_token"]})
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")
    assert client.get(SESSION).status_code == 401
    assert client.get("/account").status_code == 401


def test_everywhere_means_every_browser(office: Office, app: FastAPI, client: TestClient) -> None:
    put_account(office)
    sign_in(client)
    there = browser(app)
    sign_in(there)
    token = shown(client.get("/account")).fields["form_token"]
    client.post("/sign-out", data={"form_token": token, "everywhere": "on"})
    assert there.get(SESSION).status_code == 401


def test_a_password_is_changed_on_the_page(office: Office, client: TestClient) -> None:
    put_account(office)
    sign_in(client)
    token = {"form_token": shown(client.get("/account")).fields["form_token"]}
    wrong = client.post("/account/password", data=token | {"current": "wrong", "new": OTHER})
    assert "not the current password" in shown(wrong, 422).text
    weak = client.post("/account/password", data=token | {"current": PASSWORD, "new": "password1234"})
    assert "easy to guess" in shown(weak, 422).text
    assert client.post("/account/password", data=token | {"current": PASSWORD, "new": OTHER}).status_code == 303
    client.cookies.clear()
    assert sign_in(client).status_code == 401
    client.cookies.clear()
    assert sign_in(client, password=OTHER).status_code == 303


def link_of(office: Office) -> str:
    with office.database.read() as session:
        return str(session.query(NoticeRow).one().facts["link"])


def test_a_forgotten_password_is_set_by_a_link_once(office: Office, client: TestClient, clock: Watchmaker) -> None:
    put_account(office)
    shown(client.get("/forgotten-password"))
    known = client.post("/forgotten-password", data={"email": EMAIL})
    unknown = client.post("/forgotten-password", data={"email": "nobody@example.org"})
    assert known.text == unknown.text
    assert "on its way" in shown(known).text
    link = link_of(office)
    assert EMAIL in shown(client.get(link)).text
    shown(client.get(link))  # looking at it uses nothing up
    assert "too short" in shown(client.post(link, data={"password": "short"}), 422).text
    assert client.post(link, data={"password": OTHER}).headers["location"] == "/sign-in"
    shown(client.get(link), 404)
    shown(client.post(link, data={"password": OTHER}), 404)
    assert sign_in(client, password=OTHER).status_code == 303


def test_an_expert_registers_and_is_asked_for_consent_behind_the_link(office: Office) -> None:
    object.__setattr__(office, "settings", office.settings.model_copy(update={"registration": "open"}))
    client = TestClient(create_app(office), base_url="http://127.0.0.1", follow_redirects=False)
    shown(client.get("/register"))
    wrong = client.post("/register", data={"email": "nobody", "name": "Inês", "language": "pt"})
    assert shown(wrong, 422).fields["name"] == "Inês"
    data = {"email": "ines@example.org", "name": "Inês Perfil", "language": "pt"}
    assert "on its way" in shown(client.post("/register", data=data)).text
    page = shown(client.get(link_of(office)))
    assert "consent" in page.fields
    assert client.post(link_of(office), data={"password": OTHER, "consent": "1"}).status_code == 303
    with office.database.read() as session:
        assert session.query(ExpertRow).one().consent is True


def test_a_closed_office_says_so(office: Office, client: TestClient) -> None:
    assert "no registrations" in shown(client.get("/register")).text
    shown(client.post("/register", data={"email": "a@example.org", "name": "A", "language": ""}), 409)
    with office.database.read() as session:
        assert session.query(AccountRow).count() == 0
    assert "/register" not in client.get("/sign-in").text


def test_forms_of_any_shape_are_only_wrong(office: Office, client: TestClient) -> None:
    put_account(office)
    for data in ({}, {"email": "\0", "password": "\0"}, {"email": "x" * 50_000, "password": "y" * 50_000}):
        assert client.post("/sign-in", data=data).status_code == 401
    assert client.post("/sign-in", content=b"\xff\xfe=%ff", headers={"Content-Type": FORM}).status_code == 401
    assert client.post("/sign-in", files={"email": b"x"}).status_code == 400
    assert client.get("/password/" + "x" * 201).status_code == 422
    assert client.get("/password/%00").status_code == 404


FORM = "application/x-www-form-urlencoded"
