"""First chapters: everybody gets an account, the roster is laid out, and the expert's profile is made ready."""

from __future__ import annotations

import json
from collections.abc import Sequence

from api.services.accounts import accounts
from api.services.exchange.roster_import import import_experts
from api.services.unit import COMMAND, writing
from matching.entities import Expert
from tests.api.conftest import problem
from tests.api.scenario.person import Person, done
from tests.api.scenario.story import Story
from tests.api.scenario.texts import CAREER


def the_administrator_lets_the_staff_in(story: Story) -> None:
    """The first account is made on the machine, every other one over HTTP; each link is used once."""
    administrator = story.administrator
    with writing(story.office, COMMAND) as unit:
        _, link = accounts.add(unit, accounts.AccountData.model_validate(_account(administrator)), by_letter=False)
    administrator.set_password(link)
    assert administrator.sign_in()["roles"] == ["administrator"]
    problem(administrator.without_form_token("accounts", **_account(story.officer)), 403, "not_allowed")
    _come_in(story, story.staff)


def business_development_lays_out_institutions_and_the_expert(story: Story) -> None:
    """An institution that lends experts readily, who answers for it, and somebody new on the roster."""
    business, expert = story.business, story.expert
    fund = business.post("institutions", name="Caisse des pensions de Wallonie", country="BE", collaborative=True)
    focal = {"name": "Wilhelmina Ostrander", "email": "ostrander@example.org", "since": "2026-01-01"}
    point = business.post("focal-points", institution_id=fund["id"], category="A.35", **focal)
    assert business.get("focal-points", institution=fund["id"], category="A.35")["items"] == [point]
    made = business.post(
        "experts",
        **CAREER,
        institution=fund["name"],
        institution_country="BE",
        identity={"name": expert.name, "email": expert.email, "language": expert.language},
    )
    expert.expert_id = made["id"]
    assert (made["validated"], made["consent"]) == (None, None)


def the_roster_that_the_office_has_is_brought_along(story: Story, people: Sequence[Expert]) -> None:
    """The small roster, with names, addresses and languages; by whoever runs the service, as consents come with it."""
    lines = []
    for person in people:
        who = story.roster[person.id]
        identity = {"name": who.name, "email": who.email, "language": who.language}
        lines.append(json.dumps(person.model_dump(mode="json", exclude={"name"}) | {"identity": identity}))
    report = import_experts(story.office, COMMAND, lines, story.office.engine.vocabularies)
    assert (report.added, report.problems) == (8, [])
    answer = story.officer.send(
        "POST", "imports/experts", content="\n".join(lines), headers={"Content-Type": "application/x-ndjson"}
    )
    assert done(answer).json()["unchanged"] == 8  # sent once more by an officer they change nothing
    assert len(story.officer.get("experts")["items"]) == 9


def the_experts_come_in(story: Story) -> None:
    """Accounts for the expert and for four of the roster; each letter is in its reader's language."""
    _come_in(story, [story.expert, *(story.roster[i] for i in ("anna", "bert", "cleo", "dino"))])


def the_expert_makes_their_profile_ready(story: Story) -> None:
    """They read it, agree to the privacy notice, say when they are away, declare and confirm; an officer validates."""
    expert, officer = story.expert, story.officer
    own = f"experts/{expert.expert_id}"
    assert expert.get(own)["profile"]["segments"][0]["text"] == CAREER["segments"][0]["text"]
    problem(expert.send("GET", "experts/anna"), 403, "not_allowed")
    notice = expert.get("privacy-notice")
    assert "vous" in notice["texts"]["fr"]
    assert expert.post(f"{own}/consents", notice=notice["version"])["given"] is True
    holidays = [{"start": "2027-07-01", "end": "2027-07-31"}]
    free = expert.change("PATCH", f"{own}/availability", of=own, absences=holidays, release_days=30, conflicts=[])
    assert free["profile"]["absences"] == holidays
    expert.put(f"{own}/declaration", gender="woman", nationalities=["BE"])
    assert expert.post(f"{own}/confirmation")["confirmed_at"]
    assert expert.refused("not_allowed", "PUT", f"{own}/validation", validated=True)
    assert officer.get(own)["consent"] is True
    assert officer.change("PUT", f"{own}/validation", of=own, validated=True)["validated"] is True
    [letter] = story.letters()
    assert (letter.to, letter.subject) == (expert.email, "Votre profil est validé")
    assert officer.get(f"{own}/identity")["name"] == expert.name
    seen = [(view["by"], view["part"]) for view in expert.get(f"{own}/views")["items"]]
    assert (["action_officer"], "identity") in seen


def _come_in(story: Story, people: Sequence[Person]) -> None:
    for person in people:
        story.administrator.post("accounts", **_account(person))
    letters = story.letters()
    assert story.told(letters) == sorted((person.name, person.language) for person in people)
    links = {letter.to: letter.link for letter in letters}
    for person in people:
        person.set_password(links[person.email])
        assert person.sign_in()["roles"] == [person.role]
    used = links[people[0].email].rsplit("/", 1)[-1]
    assert people[0].refused("not_on_record", "POST", "passwords", secret=used, password=people[0].password)


def _account(person: Person) -> dict[str, object]:
    return {
        "email": person.email,
        "name": person.name,
        "roles": [person.role],
        "language": person.language,
        "expert_id": person.expert_id or None,
    }
