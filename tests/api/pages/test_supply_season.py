"""The page of a season: who may look, what it proposes in words, and what is wrong with what was asked."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.services.office_settings import RotationRules, change
from api.services.unit import SYSTEM, writing
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, look

pytestmark = one_kind
PAGE = "/supply/season"


@pytest.fixture
def wanted(desk: CallDesk) -> tuple[str, str]:
    """Two calls; the one person of the second is the best of the first."""
    terms = {"positions": [desk.terms["positions"][0]]}
    first = desk.closed("anna", "bert", terms=terms | {"title": "First call"}, deadline="2026-12-01")
    best = desk.shortlist(first)["shortlist"]["positions"][0]["candidates"][0]["expert_id"]
    second = desk.closed(best, terms=terms | {"title": "Second call"}, deadline="2026-12-20")
    return first, second


def test_it_is_for_the_team(browsers: Browsers) -> None:
    for role in Role:
        seen = look(browsers(role), PAGE, 200 if role in (Role.OFFICER, Role.LEADER) else 403)
        assert ("No call waits for a decision." in seen.text) is (role in (Role.OFFICER, Role.LEADER))


def test_it_proposes_without_names_first_and_says_what_is_gained_and_why(
    browsers: Browsers, wanted: tuple[str, str]
) -> None:
    seen = look(browsers(Role.OFFICER), PAGE)
    assert "This is a proposal. Nobody is invited" in seen.text and "Surname" not in seen.text
    assert "All calls at once 2 of 2" in seen.text and "Call after call, the next deadline first 1 of 2" in seen.text
    assert "Proven No other way" in seen.text and "1 more place filled" in seen.text
    assert "from First call, Principal expert" in seen.text and "had no place" in seen.text
    named = look(browsers(Role.OFFICER), f"{PAGE}?blind=false")
    assert "Anna Surname" in named.text and f"{PAGE}?pool=applied&most=1" in named.links
    assert any(link.startswith("/shortlists/") for link in named.links)
    assert {f"/calls/{one}" for one in wanted} <= set(named.links)


def test_calls_are_chosen_and_what_stays_empty_says_whom_it_lacks(browsers: Browsers, wanted: tuple[str, str]) -> None:
    _, second = wanted
    seen = look(browsers(Role.LEADER), f"{PAGE}?call={second}&most=1")
    assert "All calls at once 1 of 1" in seen.text and "1 chosen" in seen.text
    assert "Nobody changes" in seen.text
    sure = look(browsers(Role.LEADER), f"{PAGE}?pool=applied&days=1")
    assert "Stays empty. Nobody is eligible and free to take part." in sure.text


@pytest.mark.parametrize(("query", "words"), [
    ("most=0", "from 1 to 20"), ("most=many", "from 1 to 20"), ("days=0", "from 0.5 to 1000"),
    ("per_institution=x", "from 1 to 1000"), ("pool=friends", "cannot be used"),
])  # fmt: skip
def test_what_cannot_be_used_is_said_beside_its_field(
    browsers: Browsers, wanted: tuple[str, str], query: str, words: str
) -> None:
    seen = look(browsers(Role.OFFICER), f"{PAGE}?{query}", 422)
    assert words in seen.text and "At once" not in seen.text


def test_a_call_that_does_not_wait_is_refused_in_words(browsers: Browsers, desk: CallDesk) -> None:
    draft = desk.draft().json()["id"]
    assert "cannot be staffed" in look(browsers(Role.OFFICER), f"{PAGE}?call={draft}", 409).text


@pytest.mark.parametrize("language", ["fr", "es"])
def test_it_speaks_french_and_spanish(browsers: Browsers, wanted: tuple[str, str], language: str) -> None:
    officer = browsers(Role.OFFICER)
    officer.cookies.set("language", language)
    officer.headers["Accept-Language"] = language
    seen = look(officer, PAGE, language=language)
    assert {"fr": "Ceci est une proposition.", "es": "Esto es una propuesta."}[language] in seen.text


def test_a_shortlist_says_who_of_it_has_reached_the_cap_and_ranks_as_before(browsers: Browsers, desk: CallDesk) -> None:
    _, team = desk.decided()
    june = [{"name": "on site", "start": "2027-06-07", "end": "2027-06-18", "on_site": True}]
    page = f"/shortlists/{desk.shortlist(desk.closed(*team.values(), terms={'phases': june}))['id']}"
    before = look(browsers(Role.OFFICER), page)
    assert "Rule of the office: at most" not in before.text
    with writing(desk.doors.office, SYSTEM) as unit:
        change(unit, RotationRules(missions=1), 0)
    after = look(browsers(Role.OFFICER), page)
    assert "Rule of the office: at most 1 mission" in after.text and "It is reached by:" in after.text
    assert all(f"{one} (1)" in after.text for one in team.values())
    assert before.links == after.links
