"""The pages of peers: who sees what, in every role and language; communities, profiles and the survey are kept."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.auth.roles import STAFF, Role
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, check, done, look, send

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

ASK, LIST, CORRIDOR, SURVEY = "/peers", "/peers/communities", "/peers/corridor", "/peers/interests"
QUESTION = {
    "text": "How is profiling of jobseekers organised in a public employment service?",
    "field": "",
    "country": "",
}
READERS = (*STAFF, Role.STEERING, Role.AUDITOR)


@pytest.fixture
def agency(desk: CallDesk) -> str:
    """The id of an institution at which Bert works, with a focal point."""
    made: Any = desk.officer.post("/api/v1/institutions", json={"name": "Institution bert", "country": "TG"})
    point = {"name": "Berta Surname", "email": "berta@example.org", "since": "2026-01-01"}
    desk.officer.post("/api/v1/focal-points", json=point | {"institution_id": made.json()["id"]})
    return str(made.json()["id"])


def test_the_pages_are_for_staff_steering_and_audit(browsers: Browsers, agency: str) -> None:
    for role in Role:
        status = 200 if role in READERS else 403
        for page in (ASK, LIST, CORRIDOR, SURVEY, f"/peers/institutions/{agency}"):
            seen = look(browsers(role), page, status)
            if page.endswith(agency) and role in READERS:
                assert ("berta@example.org" in seen.text) == (role in STAFF)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_page_speaks_the_language(browsers: Browsers, agency: str, language: str) -> None:
    officer = browsers(Role.OFFICER)
    officer.post("/language", data={"speak": language} | look(officer, ASK).controls.hidden["/language"])
    for page in (ASK, LIST, CORRIDOR, SURVEY, f"/peers/institutions/{agency}"):
        look(officer, page, language=language)


def test_staff_are_shown_people_with_names_where_they_ask_for_them(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    blind = check(send(officer, ASK, ASK, **QUESTION))
    assert "Public employment service" in blind.text or "public employment service" in blind.text
    assert "Surname" not in blind.text
    assert "Anna Surname" in check(send(officer, ASK, ASK, **QUESTION, named="on")).text


def test_others_are_shown_institution_and_status_and_no_number_under_five(browsers: Browsers) -> None:
    for role in (Role.STEERING, Role.AUDITOR):
        seen = check(send(browsers(role), ASK, ASK, **QUESTION, named="on"))
        assert "Institution anna" in seen.text and "Civil servant" in seen.text
        assert "fewer than 5 people who know" in seen.text
        for name in ("Surname", "/experts/", "Head of the counselling unit"):
            assert name not in seen.text and not any(name in link for link in seen.links)


def test_a_question_in_arabic_is_shown_from_right_to_left(browsers: Browsers) -> None:
    asked = QUESTION | {"text": "من قام بإصلاح أنظمة التقاعد ورفع سن التقاعد؟", "country": "JO"}
    answered = send(browsers(Role.OFFICER), ASK, ASK, **asked)
    assert '<blockquote class="asked" dir="auto" lang="ar">' in answered.text
    check(answered)


def test_what_cannot_be_asked_is_said_beside_its_field(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    assert "ask-text-problem" in check(send(officer, ASK, ASK, text=" "), 422).described
    assert "ask-field-problem" in check(send(officer, ASK, ASK, text="x", field="Alchemy"), 422).described
    assert look(officer, f"{ASK}?field=A.35").text.count("Who knows") == 1
    missing = look(officer, f"{CORRIDOR}?origin=TG", 422)
    assert {"corridor-destination-problem", "corridor-subject-problem"} <= set(missing.described)
    same = look(officer, f"{CORRIDOR}?origin=TG&destination=TG&subject=work", 422)
    assert "corridor-destination-problem" in same.described


def test_an_institution_says_what_it_deals_with_and_is_found_in_a_corridor(browsers: Browsers, agency: str) -> None:
    officer, page = browsers(Role.OFFICER), f"/peers/institutions/{agency}"
    said = {
        "house": "agency",
        "description": "Profiling of jobseekers; seasonal workers for France.",
        "fields": "A.35",
        "countries": "France, Maroc",
        "languages": "French",
    }
    wrong = check(send(officer, page, page, **said | {"countries": "Atlantis"}), 422)
    assert "describe-countries-problem" in wrong.described and "Atlantis" in wrong.text
    assert "describe-fields-problem" in check(send(officer, page, page, **said | {"fields": "alchemy"}), 422).described
    done(send(officer, page, page, **said), "described")
    seen = look(officer, page).text
    assert "Agency or fund" in seen and "France, Morocco" in seen
    abroad = check(send(officer, ASK, ASK, **QUESTION | {"country": "PE"})).text
    assert "In other regions" in abroad and "Institution bert" in abroad
    both = look(browsers(Role.STEERING), f"{CORRIDOR}?origin=TG&destination=FR&subject=seasonal+workers").text
    assert "Institution bert" in both and "works with France" in both


def test_a_community_is_added_changed_and_removed(browsers: Browsers, agency: str) -> None:
    officer = browsers(Role.OFFICER)
    kept = {
        "name": "Employment network", "description": "Counsellors exchange.", "topics": "profiling\nyouth",
        "fields": "A.35", "countries": "Togo; Senegal", "languages": "fr", "coordinator": agency,
    }  # fmt: skip
    assert "add-name-problem" in check(send(officer, LIST, LIST, **kept | {"name": ""}), 422).described
    where = done(send(officer, LIST, LIST, **kept), "added").split("?")[0]
    assert "Senegal, Togo" in look(officer, where).text or "Togo, Senegal" in look(officer, where).text
    point = officer.get("/api/v1/focal-points").json()["items"][0]["id"]
    done(send(officer, where, where, **kept, member=point), "changed")
    assert "Berta Surname" in look(officer, where).text
    done(send(officer, where, where, **kept | {"fields": "A.35\nE.10.07"}), "changed")
    kept_fields = re.search(r'name="fields"[^>]*>([^<]*)<', officer.get(where).text)
    assert kept_fields is not None and len(kept_fields[1].split("\n")) == 2, "one a line, as they are read again"
    done(send(officer, where, where, **kept, member=point), "changed")
    told = look(browsers(Role.STEERING), where)
    assert "Berta" not in told.text and "Institution bert" in told.text
    assert "Employment network" in look(officer, f"/peers/institutions/{agency}").text
    done(send(officer, where, "remove"), "removed")
    look(officer, where, 404)


def test_answers_to_the_survey_are_noted_grouped_and_removed(browsers: Browsers, agency: str) -> None:
    officer = browsers(Role.OFFICER)
    given = {"institution": agency, "year": "2026", "interest": "", "ticked": "A.35"}
    empty = check(send(officer, SURVEY, SURVEY, **given | {"ticked": ""}), 422)
    assert "note-interest-problem" in empty.described
    assert "note-year-problem" in check(send(officer, SURVEY, SURVEY, **given | {"year": "soon"}), 422).described
    done(send(officer, SURVEY, SURVEY, **given), "noted")
    seen = look(officer, SURVEY)
    assert "Employment Services" in seen.text and "Africa" in seen.text
    assert "Remove" not in look(browsers(Role.STEERING), SURVEY).text
    done(send(officer, SURVEY, "remove"), "dropped")
    assert "There is no answer" in look(officer, SURVEY).text
