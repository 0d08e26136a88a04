"""Third part: a call is drafted from terms of reference, published, answered by those who could take part, and closed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.api.conftest import problem
from tests.api.scenario.person import Person, done
from tests.api.scenario.story import Story
from tests.api.scenario.texts import MESSAGE, PARTNER, TERMS

TIE_BREAK: dict[str, Any] = {
    "balance": {"mode": "tie_break", "band": 2.0},
    "rules": {"min_per_gender": {"woman": 1, "man": 1}},
    "reserve": 2,
}


def a_call_is_drafted_from_terms_of_reference(story: Story, activity_id: str) -> str:
    """What the text does not say comes back as questions; the officer answers them; the id of the call."""
    officer = story.officer
    drafted = officer.post("calls", text=TERMS, activity_id=activity_id)
    terms = drafted["terms"]
    assert (drafted["state"], drafted["reference"], drafted["country"]) == ("draft", "2027-03-A1", "TG")
    assert (terms["institution"], terms["language"], drafted["positions"]) == (PARTNER, "fr", 2)
    assert [question["about"] for question in terms["questions"]] == ["positions.1.fields", "positions.2.fields"]
    first, second = terms["positions"]
    first |= {"fields": ["A.35"], "competences": ["3.6"], "min_years": 8}
    second |= {"fields": ["E.10.07"]}
    path = f"calls/{drafted['id']}"
    completed = officer.change(
        "PUT",
        path,
        of=path,
        call=terms | {"activity_types": ["technical_training"]},
        activity_id=activity_id,
        deadline="2026-12-04",
    )
    assert completed["terms"]["questions"] == completed["open_questions"] == []
    assert completed["reserve_moves_up"] is True
    return str(drafted["id"])


def the_band_of_the_tie_break_is_fixed_and_the_call_published(story: Story, call_id: str) -> None:
    """What may choose among equals is written down before anybody has applied, and cannot be changed afterwards."""
    officer, path = story.officer, f"calls/{call_id}"
    assert story.leader.refused("not_allowed", "POST", f"{path}/publish")
    officer.change("PUT", f"{path}/settings", of=path, **TIE_BREAK)
    assert story.expert.get("published-calls")["items"] == []
    published = officer.change("POST", f"{path}/publish", of=path)
    assert (published["state"], published["settings"]["balance"]["band"]) == ("published", 2.0)
    tag = {"If-Match": done(officer.send("GET", path)).headers["etag"]}
    problem(officer.send("PUT", f"{path}/settings", json=TIE_BREAK, headers=tag), 409, "conflict")
    letters = story.letters()
    # Not told: ewa drafts French at A2, finn has no validated profile, gus is away in March, hana is excluded.
    assert story.told(letters) == [
        ("Annelie Brandtner", "en"),
        ("Bertrand Okonjo", "es"),
        ("Cleonice Sampaio", "pt"),
        ("Dinislam Fattakhov", "ru"),
        ("Maude Delacroix", "fr"),
    ]
    french = next(letter for letter in letters if letter.language == "fr")
    assert french.subject.startswith("Nouvel appel à candidatures : Demandeurs d'emploi âgés")
    assert "4 décembre 2026" in french.text


def the_expert_sees_the_call_and_applies(story: Story, call_id: str) -> None:
    """One click, with both declarations; without one of them nothing is kept."""
    expert = story.expert
    assert [call["id"] for call in expert.get("published-calls", state="published")["items"]] == [call_id]
    seen = done(expert.send("GET", f"published-calls/{call_id}"))
    assert seen.json()["positions"][0]["tasks"] == ["Former les conseillers au profil des demandeurs d'emploi."]
    assert "tie_break" not in seen.text
    path = f"calls/{call_id}/applications/{expert.expert_id}"
    refused = expert.refused("conflict", "PUT", path, available=True, no_conflict=False)
    assert "no conflict of interest" in refused["found"]
    assert expert.refused("not_on_record", "GET", path)
    applied = _apply(story, expert, call_id, message=MESSAGE)
    assert applied["state"] == "submitted"
    assert {gate["verdict"] for gate in applied["standing"]["1"]} == {"pass"}
    assert story.roster["anna"].refused("not_allowed", "PUT", path, available=True, no_conflict=True)


def others_apply_and_one_is_invited(story: Story, call_id: str) -> None:
    """Three more apply; somebody who did not is invited, refuses at first for want of a declaration, and accepts."""
    story.later(days=4)
    for expert_id in ("bert", "cleo", "dino"):
        _apply(story, story.roster[expert_id], call_id)
        story.later(hours=1)
    officer, anna = story.officer, story.roster["anna"]
    wish = {"expert_id": "anna", "position_id": "1", "reply_by": "2026-12-01"}
    of_ewa = officer.refused("conflict", "POST", f"calls/{call_id}/invitations", **wish | {"expert_id": "ewa"})
    assert "language:fr" in of_ewa["found"]
    invited = officer.post(f"calls/{call_id}/invitations", **wish)
    assert (invited["state"], invited["offer"]) == ("sent", False)
    [letter] = story.letters()
    assert (letter.to, letter.language) == (anna.email, "en")
    story.later(days=1)
    [own] = anna.get("experts/anna/invitations")["items"]
    answer = f"experts/anna/invitations/{own['id']}/answer"
    assert "no_conflict" in anna.refused("conflict", "POST", answer, accept=True, available=True)["found"]
    assert anna.post(answer, accept=True, available=True, no_conflict=True)["state"] == "accepted"


def the_call_closes_when_its_last_day_has_passed(story: Story, call_id: str) -> None:
    """In the last hour one may still apply; after it nobody can, and the service closes the call by itself."""
    officer, bert, path = story.officer, story.roster["bert"], f"calls/{call_id}"
    story.clock.moment = datetime(2026, 12, 4, 23, 0, tzinfo=UTC)
    assert story.letters() == []
    own = f"{path}/applications/bert"
    assert bert.put(own, available=True, no_conflict=True, positions=["1"])["positions"] == ["1"]
    story.clock.pass_(hours=2)
    late = bert.refused("conflict", "PUT", own, available=True, no_conflict=True)
    assert late["found"] == "The last day was 2026-12-04."
    assert officer.get(path)["state"] == "published"
    assert story.letters() == []
    closed = officer.get(path)
    assert [(step["step"], step["at"][:10]) for step in closed["steps"]] == [
        ("published", "2026-11-19"),
        ("closed", "2026-12-05"),
    ]
    assert closed["steps"][1]["by"] == "system"
    applied = officer.get(f"{path}/applications")["items"]
    assert [(one["name"], one["positions"]) for one in applied] == [
        ("Maude Delacroix", []),
        ("Bertrand Okonjo", ["1"]),
        ("Cleonice Sampaio", []),
        ("Dinislam Fattakhov", []),
    ]


def _apply(story: Story, person: Person, call_id: str, **more: Any) -> Any:
    path = f"calls/{call_id}/applications/{person.expert_id}"
    made = person.put(path, available=True, no_conflict=True, **more)
    [letter] = story.letters()
    assert (letter.to, letter.language) == (person.email, person.language)
    return made
