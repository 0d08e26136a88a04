"""The pages: a form in, a shortlist out, explanations and errors, all without scripts and with everything escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.exports import FORMATS
from api.services.office import Office
from api.services.shortlists import shortlists
from api.speech.anew import anew_in
from matching.engine import Engine
from tests.api import page_office
from tests.api.offices import opened
from tests.api.page_office import NAMED, REPORT, TEXT, in_browser, look, officer
from tests.api.pages import looking
from tests.api.shortlists import ARABIC, HOSTILE
from tests.api.web_pages import outline
from tests.people import person

office, client, made = page_office.hostile_office, page_office.its_officer, page_office.its_shortlist


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/new", "/shortlists", "/api"])
def test_a_page_is_well_formed_accessible_and_needs_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    look(client, path)


def test_what_a_page_links_to_is_there(client: TestClient, made: str) -> None:
    for page in ("/new", "/shortlists", "/api", made, f"{made}/experts/anna"):
        seen = look(client, page)
        for address in {a.split("#")[0] for a in (*seen.links, *seen.fetched) if a.startswith("/")}:
            assert client.get(address, follow_redirects=True).status_code == 200, address


def test_the_form_comes_with_the_usual_settings(client: TestClient) -> None:
    seen = look(client, "/new")
    forms = [form for form in seen.forms if form["action"] != "/language"]
    assert forms == [{"action": "/shortlists", "method": "post", "enctype": "multipart/form-data"}]
    assert seen.fields["band"] == "3" and seen.fields["shown"] == "10" and seen.fields["min_women"] == ""
    assert "4 experts on the roster" in seen.text


def test_a_shortlist_page_shows_the_call_the_people_and_the_exports(client: TestClient, made: str) -> None:
    seen = look(client, made + NAMED)
    assert "The machine ranks; a person decides." in seen.text
    assert f"Anna {HOSTILE}" in seen.text and "نادية" in seen.text
    assert sum("export?format=" in address for address in seen.links) == len(FORMATS)
    assert f"{made}/experts/anna{NAMED}" in seen.links
    assert seen.fields["again"] == made.rsplit("/", 1)[1]


def test_the_first_reading_is_one_without_names_and_stays_so_along_its_links(client: TestClient, made: str) -> None:
    first = look(client, made)
    assert "Anna" not in first.text and "نادية" not in first.text and "anna" in first.text
    assert made + NAMED in first.links
    followed = [a for a in first.links if "export?format=html" in a or a.startswith(f"{made}/experts/")]
    assert len(followed) > 2
    for address in followed:
        assert "Anna" not in client.get(address).text, address


def test_names_can_be_hidden_again(client: TestClient, made: str) -> None:
    assert made in look(client, made + NAMED).links
    assert f"{made}/experts/anna" in look(client, f"{made}/experts/anna{NAMED}").links
    assert f"Anna {HOSTILE}" in look(client, f"{made}/experts/anna{NAMED}").text


def test_hostile_words_of_a_cv_stay_words_in_the_evidence(client: TestClient, made: str) -> None:
    page = client.get(made).text
    assert HOSTILE not in page and "&lt;script&gt;" in page
    exported = client.get(f"/api/v1{made}/export?format=html").text
    assert HOSTILE not in exported and "&lt;script&gt;" in exported


def test_evidence_in_arabic_keeps_language_and_direction(client: TestClient, made: str) -> None:
    assert re.search(rf'<blockquote lang="ar" dir="auto">{ARABIC}', client.get(made).text)


def test_the_page_and_the_exported_file_say_the_same(client: TestClient, made: str) -> None:
    page = outline(client.get(made + NAMED).text).text
    file = outline(client.get(f"/api/v1{made}/export?format=html").text).text
    found = client.get(f"/api/v1{made}").json()["shortlist"]
    said = [str(question["text"]) for question in found["call"]["questions"]]
    for position in found["positions"]:
        assert position["candidates"]
        for one in position["candidates"]:
            said += [one["name"], f"{one['score']:.1f}", *(gate["found"] for gate in one["gates"])]
            said += [criterion["why"] for criterion in one["criteria"]]
            said += [words["text"] for criterion in one["criteria"] for words in criterion["evidence"]]
        said += [gate["found"] for one in position["not_eligible"] for gate in one["gates"]]
    for team in found["teams"]:
        said += [f"{team['value']:.1f}", *(member["name"] for member in team["members"])]
    for words in (anew_in("en").words(" ".join(one.split())) for one in said):
        assert words in page and words in file, words


def test_recent_shortlists_are_listed_with_their_links(client: TestClient, made: str) -> None:
    assert made in look(client, "/shortlists").links
    assert made in look(client, "/new").links


def test_without_any_shortlist_the_list_says_so(
    prepared: Callable[[str, Path], str], engine: Engine, tmp_path: Path
) -> None:
    with opened(prepared, tmp_path, engine, [person("anna")]) as office:
        empty = officer(office)
        assert "There is none yet." in look(empty, "/shortlists").text
        assert "There is none yet." in look(empty, "/new").text


def test_a_person_is_explained_even_with_a_slash_in_the_id(client: TestClient, made: str) -> None:
    seen = look(client, f"{made}/experts/anna")
    assert "What would change it" in seen.text and "Criteria and evidence" in seen.text
    out = look(client, f"{made}/experts/out%2Fof%20order")
    assert "✕ not eligible" in out.text and "Rules not met" in out.text and "Merit there would have been" in out.text
    assert f"{made}/experts/out%2Fof%20order" in look(client, made).links


# --- who looks ---


@pytest.mark.parametrize(
    ("roles", "home"),
    [
        ([Role.OFFICER, Role.LEADER], "/new"),
        ([Role.LEADER], "/shortlists"),
        ([Role.STEERING], "/actions"),
        ([Role.ADMINISTRATOR], "/operation"),
        ([], "/sign-in"),
    ],
)
def test_everybody_begins_where_their_work_is(office: Office, roles: list[Role], home: str) -> None:
    browser = in_browser(office, *roles)
    answer = browser.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, home)
    looking.look(browser, home)


def test_the_navigation_offers_what_the_viewer_may_open(office: Office) -> None:
    offered = {
        role: {*look(in_browser(office, role), "/api").links} for role in (Role.OFFICER, Role.LEADER, Role.AUDITOR)
    }
    assert {"/new", "/shortlists", "/account"} <= offered[Role.OFFICER]
    assert "/new" not in offered[Role.LEADER] and "/shortlists" in offered[Role.LEADER]
    assert "/shortlists" not in offered[Role.AUDITOR]
    assert "/sign-in" in look(in_browser(office), "/api").links


def test_a_form_of_a_browser_has_to_bring_its_token(office: Office) -> None:
    browser = in_browser(office, Role.OFFICER)
    fields = look(browser, "/new").fields
    sent = {"text": TEXT, **REPORT}
    assert browser.post("/shortlists", data=sent).status_code == 403
    made = browser.post("/shortlists", data=sent | {"form_token": fields["form_token"]}, follow_redirects=False)
    assert made.status_code == 303
    page = made.headers["location"]
    again = look(browser, page).fields
    changed = {"again": again["again"], "form_token": again["form_token"], "mode": "report", "shown": "1"}
    assert browser.post("/shortlists", data=changed, follow_redirects=False).status_code == 303


def test_an_expert_reads_no_shortlist(office: Office, made: str) -> None:
    anna = in_browser(office, Role.EXPERT, expert_id="anna")
    for path in (made, f"{made}/experts/anna", f"{made}/experts/bert", f"{made}/export?format=json"):
        assert anna.get(f"/api/v1{path}").status_code == 403
        assert anna.get(path).status_code in (403, 404)


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/nothing", "/shortlists/none", "/shortlists/none/experts/x", "/static/secret.txt"])
def test_an_error_is_a_page_with_the_next_step(client: TestClient, path: str) -> None:
    seen = look(client, path, 404)
    assert "What to do:" in seen.text and "Code:" in seen.text


def test_an_id_that_is_code_is_shown_as_words(client: TestClient) -> None:
    look(client, "/shortlists/<script>alert(1)<%2Fscript>", 404)


def test_what_nobody_foresaw_is_a_page_with_a_log_id(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("Maria Secret")

    monkeypatch.setattr(shortlists, "listed", fails)
    seen = look(client, "/shortlists", 500)
    assert "log id" in seen.text and "Secret" not in seen.text


def test_styles_are_kept_by_the_browser_under_an_address_of_their_content(client: TestClient) -> None:
    for address in look(client, "/new").fetched:
        answer = client.get(address)
        assert "max-age" in answer.headers["cache-control"] and re.search(r"\?v=[0-9a-f]{12}$", address)
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
