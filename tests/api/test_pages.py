"""The pages: a form in, a shortlist out, explanations and errors, all without scripts and with everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.services import ShortlistService
from api.web.forms import read_form, values_of
from embeddings import HashingEncoder
from matching.engine import Engine
from matching.pipeline import Matcher
from matching.roster import build_roster
from matching.settings import MatchSettings
from tests.api.shortlists import ARABIC, HOSTILE
from tests.api.web_pages import Outline, outline
from tests.conftest import TODAY
from tests.people import person

TEXT = (
    f"Support to the public employment service {HOSTILE}\nPartner country: Togo\n"
    "The expert trains counsellors in the profiling of jobseekers."
)
REPORT = {"mode": "report", "band": "3"}


@pytest.fixture(scope="module")
def service(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> ShortlistService:
    assert isinstance(engine.encoder, HashingEncoder)
    hostile_segment = {
        "text": f"Counsellor of jobseekers. {HOSTILE} Profiling of jobseekers {HOSTILE}.",
        "kind": "post",
    }
    people = [
        person(
            "anna",
            name=f"Anna {HOSTILE}",
            segments=[hostile_segment],
            declared={"gender": "woman", "nationalities": ["FR"]},
        ),
        person("nadia", name="نادية", segments=[{"text": f"{ARABIC}.", "kind": "post", "language": "ar"}]),
        person("out/of order", consent=False),
        person("bert", declared={"gender": "man", "nationalities": ["ES"]}),
    ]
    matcher = Matcher(build_roster(people, engine), engine)
    return ShortlistService(matcher, tmp_path_factory.mktemp("shortlists"), today=lambda: TODAY)


@pytest.fixture(scope="module")
def client(service: ShortlistService) -> Iterator[TestClient]:
    with TestClient(create_app(service), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def made(client: TestClient) -> str:
    answer = client.post("/shortlists", data={"text": TEXT, **REPORT})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def look(client: TestClient, path: str, status: int = 200) -> Outline:
    """A page, checked for what holds for every page."""
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return check(answer.text)


def check(page: str) -> Outline:
    seen = outline(page)
    assert "<script" not in page and HOSTILE not in page
    assert not re.search(r"""\son[a-z]+=|\sstyle=|javascript:""", page)
    assert all(address.startswith("/static/") for address in seen.fetched)
    assert all(address.startswith(("/", "#")) for address in seen.links)
    assert seen.unclosed == [] and seen.stray == []
    assert seen.headings[0] == 1 and seen.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(seen.headings, seen.headings[1:], strict=False))
    assert {"main", "header", "nav", "footer"} <= seen.tags and seen.language == "en" and seen.title
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.described) <= set(seen.ids)
    assert {f for f in seen.fields if f != "again"} <= seen.labelled
    assert {address[1:] for address in seen.links if address.startswith("#")} <= set(seen.ids)
    return seen


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/shortlists", "/api"])
def test_a_page_is_well_formed_accessible_and_needs_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    look(client, path)


def test_what_a_page_links_to_is_there(client: TestClient, made: str) -> None:
    for page in ("/", "/shortlists", "/api", made):
        seen = look(client, page)
        for address in {a.split("#")[0] for a in (*seen.links, *seen.fetched) if a.startswith("/")}:
            assert client.get(address).status_code == 200, address


def test_the_first_page_shows_the_form_with_the_usual_settings(client: TestClient) -> None:
    seen = look(client, "/")
    assert seen.forms == [{"action": "/shortlists", "method": "post", "enctype": "multipart/form-data"}]
    assert seen.fields["band"] == "3" and seen.fields["shown"] == "10" and seen.fields["min_women"] == ""
    assert "4 experts on the roster" in seen.text


def test_a_shortlist_page_shows_the_call_the_people_and_the_exports(client: TestClient, made: str) -> None:
    seen = look(client, made)
    assert "The machine ranks; a person decides." in seen.text
    assert f"Anna {HOSTILE}" in seen.text and "نادية" in seen.text
    assert sum("export?format=" in address for address in seen.links) == 4
    assert f"{made}/experts/anna" in seen.links
    assert seen.fields["again"] == made.rsplit("/", 1)[1]


def test_hostile_words_of_a_cv_stay_words_in_the_evidence(client: TestClient, made: str) -> None:
    page = client.get(made).text
    assert HOSTILE not in page and "&lt;script&gt;" in page
    exported = client.get(f"/api/v1{made}/export?format=html").text
    assert HOSTILE not in exported and "&lt;script&gt;" in exported


def test_evidence_in_arabic_keeps_language_and_direction(client: TestClient, made: str) -> None:
    assert re.search(rf'<blockquote lang="ar" dir="auto">{ARABIC}', client.get(made).text)


def test_the_page_and_the_exported_file_say_the_same(client: TestClient, made: str) -> None:
    page = outline(client.get(made).text).text
    file = outline(client.get(f"/api/v1{made}/export?format=html").text).text
    start, end = "The call as understood", "Who was considered"
    links = re.compile(r"Explanation for .*? would change it ")
    on_page = links.sub("", page[page.index(start) : page.rindex(end)])
    assert on_page == file[file.index(start) : file.rindex(end)]


def test_recent_shortlists_are_listed_with_their_links(client: TestClient, made: str) -> None:
    assert made in look(client, "/shortlists").links
    assert made in look(client, "/").links


def test_without_any_shortlist_the_list_says_so(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    matcher = Matcher(build_roster([person("anna")], engine), engine)
    empty = TestClient(
        create_app(ShortlistService(matcher, tmp_path_factory.mktemp("none"))), base_url="http://127.0.0.1"
    )
    assert "There is none yet." in look(empty, "/shortlists").text
    assert "There is none yet." in look(empty, "/").text


def test_a_person_is_explained_even_with_a_slash_in_the_id(client: TestClient, made: str) -> None:
    seen = look(client, f"{made}/experts/anna")
    assert "What would change it" in seen.text and "Criteria and evidence" in seen.text
    out = look(client, f"{made}/experts/out%2Fof%20order")
    assert "✕ not eligible" in out.text and "Rules not met" in out.text and "Merit there would have been" in out.text
    assert f"{made}/experts/out%2Fof%20order" in look(client, made).links


# --- the form --------------------------------------------------------------------------------------------------------


def test_a_document_is_taken_as_well(client: TestClient) -> None:
    upload = {"document": ("terms.txt", b"A trainer for inspectors of building sites.", "text/plain")}
    answer = client.post("/shortlists", data={"text": "", **REPORT}, files=upload)
    assert answer.status_code == 303
    assert "inspectors of building sites" in client.get(f"/api/v1{answer.headers['location']}").text


def test_nothing_given_and_both_given_are_told_at_the_field(client: TestClient) -> None:
    nothing = client.post("/shortlists", data={"text": "  ", **REPORT}, files={"document": ("", b"")})
    both = client.post("/shortlists", data={"text": TEXT, **REPORT}, files={"document": ("a.txt", b"words here")})
    assert nothing.status_code == both.status_code == 422
    assert "Paste the terms of reference here" in check(nothing.text).text
    assert "not both" in check(both.text).text


def test_values_that_cannot_be_used_are_told_together_and_what_was_typed_stays(client: TestClient) -> None:
    sent = {"text": TEXT, "mode": "target", "band": "99", "min_women": "many", "today": "soon", "legal_basis": HOSTILE}
    answer = client.post("/shortlists", data=sent)
    assert answer.status_code == 422
    seen = check(answer.text)
    assert {"band", "min_women", "today"} <= {a[1:] for a in seen.links if a.startswith("#")}
    assert seen.fields["min_women"] == "many" and seen.fields["legal_basis"] == HOSTILE
    assert seen.title.startswith("Error")
    assert "Women, at least: Write a whole number." in seen.text and "Write 20 or less." in seen.text


def test_a_target_without_its_basis_is_refused_at_the_mode(client: TestClient) -> None:
    answer = client.post("/shortlists", data={"text": TEXT, "mode": "target"})
    assert answer.status_code == 422
    seen = check(answer.text)
    assert "#mode-report" in seen.links and "saving clause" in seen.text


def test_what_the_matcher_refuses_is_told_on_the_form_with_the_next_step(client: TestClient) -> None:
    answer = client.post("/shortlists", data={"text": "words", **REPORT})
    assert answer.status_code == 422
    seen = check(answer.text)
    assert "too little to be matched" in seen.text and "at least a sentence" in seen.text


def test_the_rules_can_be_changed_and_run_again_on_the_same_call(client: TestClient, made: str) -> None:
    sent = {"again": made.rsplit("/", 1)[1], "mode": "tie_break", "band": "2.5", "min_countries": "1", "today": ""}
    answer = client.post("/shortlists", data=sent)
    assert answer.status_code == 303 and answer.headers["location"] != made
    new = client.get(f"/api/v1{answer.headers['location']}").json()["shortlist"]
    old = client.get(f"/api/v1{made}").json()["shortlist"]
    assert new["record"]["mode"] == "tie_break" and new["record"]["settings"]["balance"]["band"] == 2.5
    assert new["call"] == old["call"]
    seen = look(client, answer.headers["location"])
    assert seen.fields["band"] == "2.5" and seen.fields["min_countries"] == "1"


def test_run_again_unchanged_is_the_same_run(client: TestClient, made: str) -> None:
    fields = look(client, made).fields
    answer = client.post("/shortlists", data=fields | {"mode": "report"})
    assert answer.status_code == 303 and answer.headers["location"] == made


def test_a_mistake_in_changed_rules_stays_with_its_shortlist(client: TestClient, made: str) -> None:
    answer = client.post("/shortlists", data={"again": made.rsplit("/", 1)[1], "mode": "report", "min_public": "-1"})
    assert answer.status_code == 422
    seen = check(answer.text)
    assert made in seen.links and "#min_public" in seen.links
    assert client.post("/shortlists", data={"again": "none"}).status_code == 404


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/nothing", "/shortlists/none", "/shortlists/none/experts/x", "/static/secret.txt"])
def test_an_error_is_a_page_with_the_next_step(client: TestClient, path: str) -> None:
    seen = look(client, path, 404)
    assert "What to do:" in seen.text and "Code:" in seen.text


def test_an_id_that_is_code_is_shown_as_words(client: TestClient) -> None:
    look(client, "/shortlists/<script>alert(1)<%2Fscript>", 404)


def test_what_nobody_foresaw_is_a_page_with_a_log_id(
    client: TestClient, service: ShortlistService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("Maria Secret")

    monkeypatch.setattr(service, "recent", fails)
    seen = look(client, "/shortlists", 500)
    assert "log id" in seen.text and "Secret" not in seen.text


def test_styles_are_kept_by_the_browser_under_an_address_of_their_content(client: TestClient) -> None:
    for address in look(client, "/").fetched:
        answer = client.get(address)
        assert "max-age" in answer.headers["cache-control"] and re.search(r"\?v=[0-9a-f]{12}$", address)
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


# --- from the form to settings ---------------------------------------------------------------------------------------


def test_settings_survive_the_way_to_the_form_and_back() -> None:
    settings = MatchSettings.model_validate(
        {
            "weights": {"relevance": 10},
            "rules": {"min_per_gender": {"woman": 1}, "min_countries": 2, "include": ["a", "b"], "min_previous": 1,
                      "cover_languages": True},
            "balance": {"mode": "target", "legal_basis": "x", "saving_clause": "y", "band": 2.5},
            "shown": 0,
        }
    )  # fmt: skip
    reading = read_form(values_of(settings, date(2027, 1, 2)), settings)
    assert reading.settings == settings and reading.today == date(2027, 1, 2) and reading.problems == ()


def test_empty_fields_are_rules_not_applied() -> None:
    reading = read_form(
        {"mode": "report"}, MatchSettings.model_validate({"rules": {"min_countries": 2, "min_previous": 1}})
    )
    assert reading.settings is not None
    assert reading.settings.rules == MatchSettings().rules and reading.settings.shown == MatchSettings().shown
