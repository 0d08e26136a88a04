"""Other weights, rules and declines tried at the desk of a shortlist: who moves, what is said, and what is not kept."""

from __future__ import annotations

import re

import pytest

from api.auth.roles import Role
from api.services.office import Office
from api.services.people.experts import new_row
from api.services.shortlists import bench
from api.services.unit import SYSTEM, writing
from tests.api import offices
from tests.api.page_office import NAMED
from tests.api.pages import shortlist_desk
from tests.api.pages.looking import check, look
from tests.api.pages.shortlist_desk import Desk, ranking, visitor
from tests.api.web_pages import outline
from tests.people import person

office, at_desk = offices.small_office, shortlist_desk.at_desk


def test_a_weight_that_is_tried_shows_who_moves_and_keeps_nothing(at_desk: Desk) -> None:
    page = at_desk.made()
    before = at_desk.kept(page)
    tried = at_desk.tried(page, weight_fields="0", weight_relevance="0", weight_languages="100")
    seen = check(tried)
    assert "Nobody changes place" not in seen.text and "change place" in seen.text
    assert seen.fields["weight_languages"] == "100" and seen.fields["weight_seniority"] == "6"
    assert any(move.startswith(("up", "down")) for _, move in ranking(tried))
    assert at_desk.kept(page) == before and "Nothing is kept" in seen.text


def test_the_ranking_that_is_tried_is_that_of_a_run_with_the_same_weights(at_desk: Desk) -> None:
    weights = {"relevance": 3, "fields": 0, "competences": 40, "activities": 20, "seniority": 1, "context": 9, "public": 30,
               "languages": 12}  # fmt: skip
    tried = at_desk.tried(at_desk.made(), **{f"weight_{name}": str(value) for name, value in weights.items()})
    run = at_desk.kept(at_desk.made(weights=weights))
    for number, position in enumerate(run["positions"], start=1):
        assert [who for who, _ in ranking(tried, number)] == [one["expert_id"] for one in position["candidates"]]
        for one in position["candidates"]:
            assert f'<span class="figure">{one["score"]:.1f}</span>' in tried.text


def test_nothing_changed_moves_nobody(at_desk: Desk) -> None:
    tried = at_desk.tried(at_desk.made())
    assert {move for _, move in ranking(tried)} == {"stays"} and "Nobody changes place." in tried.text


def test_who_comes_in_and_who_leaves_the_list_is_said(at_desk: Desk) -> None:
    tried = at_desk.tried(at_desk.made(shown=1), shown="1", weight_fields="0", weight_relevance="0", weight_public="100",
                          weight_competences="90")  # fmt: skip
    moves = [move for number in (1, 2) for _, move in ranking(tried, number)]
    assert any(move.startswith("comes in, was") for move in moves)
    assert any(move.startswith("leaves the list, was") for move in moves)


def test_the_script_is_given_the_outcome_alone(at_desk: Desk) -> None:
    part = at_desk.tried(at_desk.made(), weight_public="50", alone="1").text
    assert part.strip().startswith('<div class="trial" id="trial">') and "<html" not in part and "<form" not in part


def test_what_cannot_be_used_is_told_at_its_field(at_desk: Desk) -> None:
    page = at_desk.made()
    wrong = check(at_desk.tried(page, weight_fields="-1", band="x"), 422)
    assert {"#weight_fields", "#band"} <= set(wrong.links) and wrong.fields["weight_fields"] == "-1"
    none = {f"weight_{name}": "0" for name in at_desk.kept(page)["record"]["settings"]["weights"]}
    assert "Every weight is 0" in check(at_desk.tried(page, **none), 422).text
    stranger = check(at_desk.tried(page, include="nobody-known"), 404)
    assert "not on the roster" in stranger.text and stranger.fields["include"] == "nobody-known"


def test_who_declines_is_in_no_team_and_stays_in_the_ranking(at_desk: Desk) -> None:
    page = at_desk.made()
    first = at_desk.kept(page)["teams"][0]["members"][0]["expert_id"]
    field = re.search(rf'name="(declines_\d+)" value="{first}"', at_desk.browser.get(page).text)[1]  # type: ignore[index]
    tried = at_desk.tried(page, **{field: first})
    run = at_desk.kept(at_desk.made(rules={"exclude": [first]}, list_rules={"exclude": [first]}))
    assert "composed without one person who declines" in check(tried).text
    assert first in [who for who, _ in ranking(tried)]
    teams = tried.text[tried.text.index('id="trial-teams"') : tried.text.index('id="the-teams"')]
    for team in run["teams"]:
        assert f'<span class="figure">{team["value"]:.1f}</span>' in teams
    assert f'value="{first}" checked' in tried.text


def test_rules_and_people_that_are_tried_go_to_the_log_and_weights_do_not(at_desk: Desk) -> None:
    page = at_desk.made()
    before = len(at_desk.log("shortlist.tried"))
    at_desk.tried(page, weight_public="9")
    assert len(at_desk.log("shortlist.tried")) == before
    at_desk.tried(page, declines_1="anna")
    at_desk.tried(page, min_women="1")
    facts = at_desk.log("shortlist.tried")[before:]
    assert [one["declines"] for one in facts] == [1, 0] and "anna" not in str(facts)


def test_what_two_who_are_alike_declared_is_not_told_by_a_trial(at_desk: Desk) -> None:
    tried = at_desk.tried(at_desk.made(), exclude="bert dino finn", alone="1").text
    assert "/experts/anna" in tried and "/experts/cleo" in tried
    assert "2 not shown" in tried and "2 women" not in tried


def test_a_blind_trial_names_nobody_and_a_named_one_says_whom_it_named_anew(at_desk: Desk) -> None:
    page = at_desk.made(shown=1, teams=0, list_size=1)
    moved = {
        "shown": "1",
        "weight_fields": "0",
        "weight_relevance": "0",
        "weight_public": "100",
        "weight_competences": "90",
    }
    assert "Person " not in re.sub(
        r"Person \d", "", outline(at_desk.tried(page, **moved).text).text.replace("Person Move", "")
    )
    before = len(at_desk.log("personal.viewed"))
    named = at_desk.tried(page + NAMED, alone="1", **moved)
    assert "Person " in named.text
    assert len(at_desk.log("personal.viewed")) == before + 1


def test_run_again_takes_the_weights_along(at_desk: Desk) -> None:
    page = at_desk.made()
    sent = look(at_desk.browser, page).fields | {"mode": "report", "weight_public": "33"}
    answer = at_desk.browser.post("/shortlists", data=sent)
    assert answer.status_code == 303 and answer.headers["location"] != page
    weights = at_desk.kept(answer.headers["location"])["record"]["settings"]["weights"]
    assert weights["public"] == 33 and weights["fields"] == 70
    assert look(at_desk.browser, answer.headers["location"]).fields["weight_public"] == "33"


@pytest.mark.usefixtures("quick_roster")
def test_a_roster_that_changed_is_told(at_desk: Desk) -> None:
    page = at_desk.made()
    assert "The roster changed" not in at_desk.tried(page).text
    with writing(at_desk.office, SYSTEM) as unit:
        new_row(unit, person("zoe"), unit.roster_changed(), validated=True, consent=True)
    tried = at_desk.tried(page)
    assert "The roster changed" in check(tried).text and "zoe" in [who for who, _ in ranking(tried)]


def test_the_larger_the_roster_the_fewer_desks_stay_laid_out(
    office: Office, at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, matcher = [at_desk.made(), at_desk.made(weights={"fields": 1})], office.roster.current().matcher
    monkeypatch.setattr(bench, "FEWEST_KEPT", 1)
    for people, kept in ((len(matcher.roster), 1), (2 * len(matcher.roster), 2)):
        monkeypatch.setattr(bench, "PEOPLE_KEPT", people)
        for page in pages:
            check(at_desk.tried(page, weight_fields="0"))
        assert len(bench._KEPT[matcher]) == kept


def test_what_was_erased_from_a_shortlist_is_not_read_from_memory(at_desk: Desk) -> None:
    from api.storage.tables import ShortlistRow

    page = at_desk.made()
    at_desk.tried(page)
    with writing(at_desk.office, SYSTEM) as unit:
        row = unit.session.get(ShortlistRow, page.rsplit("/", 1)[1])
        assert row is not None
        row.content, row.redacted_at = row.content | {"teams": []}, unit.now
    assert "On record" not in at_desk.tried(page, alone="1").text


def test_a_leader_may_try_and_is_not_offered_to_run_again(office: Office, at_desk: Desk) -> None:
    page = at_desk.made()
    leader = visitor(office, Role.LEADER)
    seen = look(leader, page)
    assert "Run again" not in seen.text and any(form["action"].split("#")[0] == f"{page}/try" for form in seen.forms)
    token = {"form_token": seen.fields["form_token"], "mode": "report"}
    check(leader.post(f"{page}/try", data=token | {"weight_public": "9"}))
    assert leader.post("/shortlists", data=token | {"again": seen.fields["again"]}).status_code == 403
