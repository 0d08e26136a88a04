"""The desk of a shortlist and the pages that start from it: people side by side, who is not eligible, and who may look."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.services.office import Office
from tests.api import offices
from tests.api.page_office import NAMED
from tests.api.pages import shortlist_desk
from tests.api.pages.looking import check, look
from tests.api.pages.shortlist_desk import Desk, visitor

office, at_desk = offices.small_office, shortlist_desk.at_desk
TEAM = (Role.OFFICER, Role.LEADER)


@pytest.fixture(scope="module")
def made(at_desk: Desk) -> str:
    return at_desk.made()


def test_the_desk_holds_for_each_what_is_on_record(at_desk: Desk, made: str) -> None:
    seen, found = look(at_desk.browser, made), at_desk.kept(made)
    for position in found["positions"]:
        for person in position["candidates"]:
            assert f"{person['score']:.1f}" in seen.text
            assert all(gate["found"] in seen.text for gate in person["gates"])
            assert f"{made}/experts/{person['expert_id']}" in seen.links
    for team in found["teams"]:
        assert f"{team['value']:.1f}" in seen.text
    assert "Make-up, as declared" in seen.text and "Price of balance" in seen.text and "Who steps in" in seen.text


def test_the_desk_counts_who_is_not_eligible_by_rule_and_names_who_is_one_rule_away(at_desk: Desk, made: str) -> None:
    seen = look(at_desk.browser, made)
    for rule in ("Language: French", "Availability", "Past performance"):
        assert f"{rule}11" in seen.text.replace(" 1", "1")
    assert "One rule away" in seen.text and "away from 1 March 2027 to 31 March 2027" in seen.text


def test_the_page_of_those_not_eligible_holds_them_by_rule(at_desk: Desk, made: str) -> None:
    everybody = look(at_desk.browser, f"{made}/not-eligible?position=1")
    assert {f"{made}/experts/{one}" for one in ("ewa", "gus", "hana")} <= set(everybody.links)
    away = look(at_desk.browser, f"{made}/not-eligible?position=1&rule=availability")
    people = {link.rsplit("/", 1)[1] for link in away.links if "/experts/" in link}
    assert people == {"gus"} and "this rule alone" in away.text
    assert "Nobody is listed" in look(at_desk.browser, f"{made}/not-eligible?rule=nothing").text
    assert "Nobody is listed" in look(at_desk.browser, f"{made}/not-eligible?start=50").text
    look(at_desk.browser, f"{made}/not-eligible?position=none")


def test_people_are_shown_side_by_side_with_what_differs_most(at_desk: Desk, made: str) -> None:
    seen = look(at_desk.browser, f"{made}/compare?who=anna&who=cleo&who=gus")
    assert "What differs most Fields of expertise:" in seen.text
    assert "rank 1" in seen.text and "not eligible" in seen.text and "away from 1 March 2027" in seen.text
    assert "not among the rules not met" in seen.text
    anna = next(c for c in at_desk.kept(made)["positions"][0]["candidates"] if c["expert_id"] == "anna")
    known = [c for c in anna["criteria"] if c["points"] is not None]
    weight = sum(c["weight"] for c in known)
    assert all(
        f"brings {100 * c['weight'] * c['points'] / weight:.1f} points" in seen.text for c in known if c["weight"]
    )


@pytest.mark.parametrize("asked", ["who=anna", "who=anna&who=anna", "who=anna&who=bert&who=cleo&who=dino"])
def test_one_or_four_are_asked_for_again(at_desk: Desk, made: str, asked: str) -> None:
    assert "Choose two or three people." in look(at_desk.browser, f"{made}/compare?{asked}", 422).text


def test_nobody_chosen_yet_is_no_mistake_and_a_stranger_is_not_found(at_desk: Desk, made: str) -> None:
    look(at_desk.browser, f"{made}/compare")
    look(at_desk.browser, f"{made}/compare?who=&who=")
    look(at_desk.browser, f"{made}/compare?who=anna&who=nobody", 404)


def test_the_first_reading_stays_without_names_on_every_page(at_desk: Desk, made: str) -> None:
    for path in ("", "/compare?who=anna&who=cleo", "/not-eligible", "/experts/anna"):
        blind = look(at_desk.browser, made + path)
        assert "Person anna" not in blind.text and "Show names" in blind.text
        shown = path + ("&" if "?" in path else "?") + NAMED[1:]
        named = look(at_desk.browser, made + shown)
        assert "Person " in named.text and "Hide names" in named.text
        assert made + path.replace("/not-eligible", "/not-eligible?position=1") in named.links


def test_a_shortlist_of_a_call_runs_again_for_the_same_people(office: Office, at_desk: Desk) -> None:
    from api.services.shortlists import shortlists
    from api.services.unit import SYSTEM

    pool = ["anna", "bert", "cleo"]
    stored = shortlists.make(office, SYSTEM, at_desk.terms, pool=pool)
    page = f"/shortlists/{stored.id}"
    sent = look(at_desk.browser, page).fields | {"mode": "report", "weight_public": "20"}
    again = at_desk.browser.post("/shortlists", data=sent).headers["location"]
    assert at_desk.kept(again)["positions"][0]["outside"] == at_desk.kept(page)["positions"][0]["outside"] == 5
    assert "3 compared" in look(at_desk.browser, again).text


@pytest.mark.parametrize("role", [r for r in Role if r not in TEAM])
def test_whoever_may_not_read_shortlists_sees_none_of_their_pages(office: Office, made: str, role: Role) -> None:
    browser = visitor(office, role)
    for path in ("/shortlists", made, f"{made}/compare", f"{made}/not-eligible", f"{made}/experts/anna", "/new"):
        refused = browser.get(path)
        assert refused.status_code == 403 and "anna" not in refused.text.replace("/experts/anna", "")
    assert browser.post(f"{made}/try", data={"mode": "report"}).status_code == 403


def test_a_stranger_is_led_to_the_sign_in(office: Office, made: str) -> None:
    stranger = visitor(office)
    answer = stranger.get(f"{made}/compare", headers={"accept": "text/html"})
    assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?after=")
    check(stranger.get("/sign-in"))
