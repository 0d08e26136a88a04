"""Fourth part: long list, two versions of the shortlist, notes, the decision, and the reserve that moves up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.api.scenario.story import Story
from tests.api.scenario.texts import NOTES, WHY_DEPARTS

Version = dict[str, Any]


def the_long_list_holds_everybody(story: Story, call_id: str) -> None:
    """Who applied, who was invited, who could be; each with every rule. The first reading is blind."""
    story.clock.moment = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    officer, path = story.officer, f"calls/{call_id}/long-list"
    blind = officer.get(path, blind=True)
    assert {person["name"] for place in blind["positions"] for person in place["people"]} == {None}
    found = officer.get(path)
    first, second = ([(person["name"], person["came"]) for person in place["people"]] for place in found["positions"])
    assert first == [
        ("Maude Delacroix", "applied"),
        ("Bertrand Okonjo", "applied"),
        ("Cleonice Sampaio", "applied"),
        ("Dinislam Fattakhov", "applied"),
        ("Annelie Brandtner", "invited"),
        ("Finnian Gallagher", "could_be_invited"),  # what his profile leaves open would have to be asked
    ]
    assert ("Bertrand Okonjo", "could_be_invited") in second  # he applied to the first position alone
    assert found["came"] == {"applied": 7, "invited": 1, "could_be_invited": 4}
    collaborative = [p["expert_id"] for p in found["positions"][0]["people"] if p["collaborative"]]
    assert collaborative == [story.expert.expert_id]


def the_first_version_is_read_blind(story: Story, call_id: str) -> Version:
    """Everybody who takes part, ranked by merit; ids alone."""
    made = story.officer.send("POST", f"calls/{call_id}/shortlists", json={"pool": "applied"}, params={"blind": True})
    assert made.status_code == 201, made.text
    names = [person.name for person in story.everybody]
    assert not [name for name in names if name in made.text]
    version: Version = made.json()
    assert (version["number"], len(version["pool"])) == (1, 5)
    assert _ranking(version, "1")[:3] == [story.expert.expert_id, "anna", "bert"]
    assert set(_ranking(version, "2")[:2]) == {"cleo", "dino"}  # the same facts, so the same points
    first, second = version["shortlist"]["positions"][1]["candidates"][:2]
    assert first["score"] == second["score"]
    return version


def one_who_was_invited_declines_and_a_second_version_is_made(story: Story, call_id: str) -> Version:
    """What changed between the versions is told person by person; the same input again makes no third one."""
    story.later(days=1)
    officer, anna, path = story.officer, story.roster["anna"], f"calls/{call_id}"
    [own] = anna.get("experts/anna/invitations")["items"]
    answer = f"experts/anna/invitations/{own['id']}/answer"
    assert anna.post(answer, accept=False, reason="My office needs me in March.")["state"] == "declined"
    version: Version = officer.post(f"{path}/shortlists", pool="applied")
    assert (version["number"], sorted(version["pool"])) == (2, sorted(["bert", "cleo", "dino", story.expert.expert_id]))
    changes = officer.get(f"{path}/shortlists/1/changes/2")
    assert (changes["left"], changes["joined"]) == (["anna"], [])
    assert {change["name"]: change["after"] for change in changes["inputs"]} == {
        "pool": "4 who applied or were invited",
        "today": "2026-12-08",
    }
    moves = {move["name"]: move for move in changes["positions"][0]["moves"]}
    assert (moves["Bertrand Okonjo"]["rank_before"], moves["Bertrand Okonjo"]["rank_after"]) == (3, 2)
    assert moves["Bertrand Okonjo"]["why"] == "The same points; others came, left or moved."
    assert moves["Annelie Brandtner"]["why"] == "No longer takes part."
    assert "Maude Delacroix" not in moves
    assert officer.post(f"{path}/shortlists", pool="applied")["number"] == 2
    return version


def the_tie_is_broken_and_its_price_told(story: Story, version: Version) -> None:
    """Of two with the same points the band lets the rule choose: a woman and a man, for no points at all."""
    team = version["shortlist"]["teams"][0]
    assert _members(team) == {"1": story.expert.expert_id, "2": "dino"}
    assert (team["price"]["points"], team["balance"]["gender"]) == (0.0, {"man": 1, "woman": 1})
    assert [member["name"] for member in team["members"]] == ["Maude Delacroix", "Dinislam Fattakhov"]


def officer_and_leader_write_what_they_think(story: Story, call_id: str) -> None:
    """Notes on those at the top; nobody reads them before the decision but the team and the auditor."""
    story.later(days=1)
    path = f"calls/{call_id}/evaluation-notes"
    about = {"position_id": "1"}
    story.officer.post(path, **about, expert_id=story.expert.expert_id, text=NOTES["expert"], points=82)
    story.later(hours=1)
    story.leader.post(path, **about, expert_id="bert", text=NOTES["bert"], points=88)
    assert [note["points"] for note in story.leader.get(path)["items"]] == [82, 88]
    assert story.expert.refused("not_allowed", "GET", path)
    assert story.expert.get(f"experts/{story.expert.expert_id}/evaluation-notes")["items"] == []


def the_leader_departs_from_the_ranking_with_a_reason(story: Story, call_id: str) -> None:
    """The machine ranks; a person decides, and says why where they differ."""
    story.later(days=1)
    leader, path = story.leader, f"calls/{call_id}/decision"
    choice = {"shortlist": 2, "chosen": {"1": "bert", "2": "dino"}}
    for other in (story.officer, story.administrator, story.business, story.auditor):
        assert other.refused("not_allowed", "POST", path, **choice, reason=WHY_DEPARTS)
    assert "needs its reason" in leader.refused("conflict", "POST", path, **choice)["detail"]
    assert leader.refused("not_on_record", "GET", path)
    decided = leader.post(path, **choice, reason=WHY_DEPARTS)
    assert (decided["departs"], decided["reason"]) == (True, WHY_DEPARTS)
    assert decided["reserve"] == {"1": [story.expert.expert_id, "cleo"], "2": ["cleo", story.expert.expert_id]}
    letters = story.letters()
    assert story.told(letters) == [
        ("Bertrand Okonjo", "es"),  # chosen
        ("Cleonice Sampaio", "pt"),
        ("Dinislam Fattakhov", "ru"),  # chosen
        ("Fabrice Lemoyne", "fr"),  # drafted the call
        ("Maude Delacroix", "fr"),
    ]
    waits = next(letter for letter in letters if letter.to == story.expert.email)
    assert waits.subject.startswith("Votre candidature figure sur la liste de réserve : Demandeurs d'emploi âgés")


def the_chosen_one_declines_and_the_reserve_moves_up(story: Story, call_id: str) -> None:
    """The first of the reserve is asked in her language, on the day on which the place becomes free, and says yes."""
    dino, bert, expert = story.roster["dino"], story.roster["bert"], story.expert
    _answer(dino.expert_id, dino, accept=True, available=True, no_conflict=True)
    story.later(days=1)
    _answer("bert", bert, accept=False, reason="Mi institución me necesita en marzo.")
    [letter] = story.letters()
    assert (letter.to, letter.language) == (expert.email, "fr")
    places = story.officer.get(f"calls/{call_id}/decision")["places"]
    assert (places[0]["chosen"], places[0]["holder"], places[0]["state"]) == ("bert", expert.expert_id, "offered")
    assert story.later(days=3) == []
    _answer(expert.expert_id, expert, accept=True, available=True, no_conflict=True)


def _answer(expert_id: str, person: Any, **said: Any) -> None:
    newest = person.get(f"experts/{expert_id}/invitations")["items"][0]
    assert (newest["offer"], newest["state"]) == (True, "sent")
    person.post(f"experts/{expert_id}/invitations/{newest['id']}/answer", **said)


def _ranking(version: Version, position_id: str) -> list[str]:
    places = {place["position_id"]: place for place in version["shortlist"]["positions"]}
    return [candidate["expert_id"] for candidate in places[position_id]["candidates"]]


def _members(team: dict[str, Any]) -> dict[str, str]:
    return {member["position_id"]: member["expert_id"] for member in team["members"]}
