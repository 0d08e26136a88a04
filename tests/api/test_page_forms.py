"""The form for a new shortlist: what it takes, what it says of what it cannot take, and the way to settings and back."""

from __future__ import annotations

from datetime import date

from fastapi.testclient import TestClient

from api.speech.speech import speech
from api.web.forms import read_form, values_of
from matching.settings import MatchSettings
from tests.api import page_office
from tests.api.page_office import REPORT, TEXT, check, look
from tests.api.shortlists import HOSTILE

SAY = speech("en", "rules")
office, client, made = page_office.hostile_office, page_office.its_officer, page_office.its_shortlist


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
    reading = read_form(values_of(settings, date(2027, 1, 2)), settings, SAY)
    assert reading.settings == settings and reading.today == date(2027, 1, 2) and reading.problems == ()


def test_empty_fields_are_rules_not_applied() -> None:
    reading = read_form(
        {"mode": "report"}, MatchSettings.model_validate({"rules": {"min_countries": 2, "min_previous": 1}}), SAY
    )
    assert reading.settings is not None
    assert reading.settings.rules == MatchSettings().rules and reading.settings.shown == MatchSettings().shown
