"""Records of one person side by side: made one by an officer, or said to be of two people."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.roles import TEAM, Role
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.cvs.documents import CV, sent
from tests.api.pages.looking import Browsers, check, done, look, send

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

PAGE = "/duplicates"


@pytest.fixture(autouse=True)
def alike(desk: CallDesk) -> None:
    """The same CV was sent for two people."""
    for one in ("anna", "bert"):
        sent(desk.officer, CV, expert_id=one)


def test_the_team_looks_and_an_officer_acts(browsers: Browsers) -> None:
    for role in Role:
        seen = look(browsers(role), PAGE, 200 if role in TEAM else 403)
        assert ("Anna Surname and Bert Surname" in seen.text) == (role in TEAM)
        assert (f"{PAGE}/merge" in seen.controls.hidden) == (role is Role.OFFICER)
    assert "The same document was sent for both." in look(browsers(Role.OFFICER), PAGE).text
    form = next(iter(look(browsers(Role.LEADER), "/account").controls.hidden.values()))
    for address in ("merge", "two"):
        assert browsers(Role.LEADER).post(f"{PAGE}/{address}", data=form).status_code == 403


def test_two_records_become_one_and_the_one_chosen_stays(desk: CallDesk, browsers: Browsers) -> None:
    officer: Any = browsers(Role.OFFICER)
    unchosen = send(officer, PAGE, "merge")
    assert "merge-anna-bert-stays-problem" in check(unchosen, 422).described
    old = look(officer, PAGE).controls.hidden[f"{PAGE}/merge"]
    late = officer.post(f"{PAGE}/merge", data=old | {"stays": "bert", "version-1": "99"})
    assert late.status_code == 412
    done(send(officer, PAGE, "merge", stays="bert"), "merged")
    assert "No two records look like one person" in look(officer, PAGE).text
    look(officer, "/experts/anna", 404)
    look(officer, "/experts/bert")


def test_a_pair_of_two_people_is_not_shown_any_more(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    page = done(send(officer, PAGE, "two"), "two")
    seen = look(officer, page).text
    assert "they are two people" in seen and "No two records look like one person" in seen
    look(officer, "/experts/anna")


def test_a_pair_told_apart_is_merged_only_by_who_says_so_again(browsers: Browsers) -> None:
    officer: Any = browsers(Role.OFFICER)
    apart = f"{PAGE}?apart=true"
    assert "Nobody has told two records apart" in look(officer, apart).text
    done(send(officer, PAGE, "two"), "two")
    seen = look(officer, apart)
    assert "Anna Surname and Bert Surname" in seen.text and f"{PAGE}/two" not in seen.controls.hidden
    refused = check(send(officer, apart, "merge", stays="bert"), 409).text
    assert "merge them anyway" in refused and "Anna Surname and Bert Surname" in refused
    done(send(officer, apart, "merge", stays="bert", anyway="on"), "merged")
    look(officer, "/experts/anna", 404)


def test_a_record_cannot_be_merged_with_itself(browsers: Browsers) -> None:
    officer: Any = browsers(Role.OFFICER)
    form = look(officer, PAGE).controls.hidden[f"{PAGE}/merge"]
    refused = officer.post(f"{PAGE}/merge", data=form | {"first": "anna", "second": "anna", "stays": "anna"})
    assert refused.status_code == 409 and "cannot be merged with itself" in refused.text
