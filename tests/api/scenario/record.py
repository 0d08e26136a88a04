"""Sixth part: the log, as the auditor verifies it and as other systems follow it; and how everything stands at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from api.record.chain import GENESIS, entry_hash
from matching.entities import Expert
from tests.api.scenario.person import Person
from tests.api.scenario.story import Story
from tests.api.scenario.texts import CAREER, LETTER, MESSAGE, NOTES, TERMS, WHY_DEPARTS

Entry = dict[str, Any]

FROM_REQUEST_TO_DECISION = [
    ("officer", "request.received"),
    ("officer", "request.changed"),
    ("officer", "request.assessed"),  # eligible
    ("officer", "request.assessed"),  # relevant
    ("officer", "action.opened"),
    ("officer", "activity.added"),
    ("officer", "call.drafted"),
    ("officer", "call.changed"),  # its terms
    ("officer", "call.changed"),  # its settings
    ("officer", "call.published"),
    ("system", "call.announced"),
    ("Maude Delacroix", "application.submitted"),
    ("Bertrand Okonjo", "application.submitted"),
    ("Cleonice Sampaio", "application.submitted"),
    ("Dinislam Fattakhov", "application.submitted"),
    ("officer", "invitation.sent"),
    ("Annelie Brandtner", "invitation.answered"),  # yes
    ("Bertrand Okonjo", "application.submitted"),  # for the first position alone
    ("system", "call.closed"),
    ("officer", "shortlist.made"),
    ("Annelie Brandtner", "invitation.answered"),  # no
    ("officer", "shortlist.made"),
    ("leader", "selection.decided"),
    ("leader", "invitation.sent"),
    ("leader", "invitation.sent"),
    ("Dinislam Fattakhov", "invitation.answered"),  # yes
    ("Bertrand Okonjo", "invitation.answered"),  # no
    ("system", "invitation.sent"),  # which his no set off
    ("system", "reserve.moved_up"),
    ("Maude Delacroix", "invitation.answered"),  # yes
]


def the_change_feed_tells_the_same_story(story: Story, ids: set[str]) -> None:
    """Followed page by page from the beginning, as another system would."""
    followed: list[Entry] = []
    last = 0
    while page := story.officer.get("changes", after=last, limit=20)["items"]:
        followed += page
        last = page[-1]["number"]
    assert _told(story, _about(followed, ids)) == FROM_REQUEST_TO_DECISION


def the_auditor_verifies_the_log_and_finds_the_story_in_it(story: Story, ids: set[str]) -> list[Entry]:
    """The chain holds by the service's own word and by computing it again from the export; every entry."""
    auditor = story.auditor
    said = auditor.get("log/verification")
    assert (said["holds"], said["broken_at"]) == (True, None)
    log = [json.loads(line) for line in auditor.file("exports/log").splitlines()]
    before = GENESIS
    for entry in log:
        assert entry["before"] == before
        fields = {name: value for name, value in entry.items() if name != "hash"}
        before = entry_hash(**fields | {"at": datetime.fromisoformat(entry["at"])})
        assert entry["hash"] == before
    assert log[said["entries"] - 1]["hash"] == said["head"]
    feed = {event for _, event in FROM_REQUEST_TO_DECISION}
    assert _told(story, _about((entry for entry in log if entry["event"] in feed), ids)) == FROM_REQUEST_TO_DECISION
    [decided] = auditor.get("log", event="selection.decided")["items"]
    assert decided["facts"]["chosen"] == {"1": "bert", "2": "dino"}
    assert decided["facts"]["departs"] is True
    assert auditor.refused("not_allowed", "GET", "experts/bert")
    return log


def the_auditor_sees_who_looked_at_whom(story: Story, call_id: str) -> None:
    """By account in the log; the person sees the same by role."""
    looked = story.auditor.get("log", event="personal.viewed", limit=200)["items"]
    of = {person.id: person.role for person in story.everybody}
    at_maude = [(of[e["actor"]], e["facts"]["part"]) for e in looked if e["subject_id"] == story.expert.expert_id]
    assert sorted(set(at_maude)) == [
        ("action_officer", "identity"),
        ("action_officer", "profile"),
        ("team_leader", "evaluation notes"),
    ]
    assert {(of[e["actor"]], e["facts"]["part"]) for e in looked if e["subject_id"] == call_id} == {
        ("action_officer", "names")
    }
    assert not {"steering", "administrator"} & {of[e["actor"]] for e in looked}
    views = story.auditor.get(f"experts/{story.expert.expert_id}/views", limit=200)["items"]
    assert ["action_officer"] in [view["by"] for view in views if view["part"] == "identity"]
    assert ["business_development"] in [view["by"] for view in views if view["part"] == "export of experts"]


def nothing_that_was_written_stands_in_a_log(
    story: Story, people: Iterable[Expert], log: list[Entry], own_log: str
) -> None:
    """Neither in the audit log nor in what the service wrote about its own running."""
    names = [part for person in story.everybody for part in (person.name, person.name.split()[-1], person.email)]
    texts = [MESSAGE, WHY_DEPARTS, *NOTES.values(), "Ostrander", "example.org"]
    texts += [segment["text"] for segment in CAREER["segments"]]
    texts += [segment.text for person in people for segment in person.segments]
    texts += [line for text in (LETTER, TERMS) for line in text.splitlines() if len(line) > 20]
    for found in (json.dumps(log, ensure_ascii=False).lower(), own_log.lower()):
        assert len(found) > 1000
        assert not [text for text in (*names, *texts) if text.lower() in found]


def everything_stands_as_it_should(story: Story, request_id: str, action_id: str, call_id: str) -> None:
    """States, and the days on which they were reached."""
    officer = story.officer
    assert _steps(officer, f"requests/{request_id}") == [
        ("received", "2026-11-12"),
        ("eligible", "2026-11-16"),
        ("relevant", "2026-11-18"),
        ("action", "2026-11-19"),
    ]
    assert _steps(officer, f"actions/{action_id}") == [("open", "2026-11-19")]
    assert _steps(officer, f"calls/{call_id}") == [
        ("published", "2026-11-19"),
        ("closed", "2026-12-05"),
        ("decided", "2026-12-10"),
    ]
    places = officer.get(f"calls/{call_id}/decision")["places"]
    assert [(place["chosen"], place["holder"], place["state"]) for place in places] == [
        ("bert", story.expert.expert_id, "accepted"),
        ("dino", "dino", "accepted"),
    ]
    invitations = officer.get(f"calls/{call_id}/invitations")["items"]
    assert sorted((one["name"], one["state"], one["offer"]) for one in invitations) == [
        ("Annelie Brandtner", "declined", False),
        ("Bertrand Okonjo", "declined", True),
        ("Dinislam Fattakhov", "accepted", True),
        ("Maude Delacroix", "accepted", True),
    ]
    assert {one["state"] for one in officer.get("notices", limit=200)["items"]} == {"sent"}
    completed = officer.post(f"actions/{action_id}/complete")
    assert completed["state"] == "completed"


def _told(story: Story, entries: Iterable[Entry]) -> list[tuple[str, str]]:
    names = {person.id: person.name for person in story.everybody}
    names |= {story.officer.id: "officer", story.leader.id: "leader"}
    return [(names.get(str(entry["actor"]), str(entry["actor"])), str(entry["event"])) for entry in entries]


def _about(entries: Iterable[Entry], ids: set[str]) -> list[Entry]:
    """Those about these subjects, or that name one of them as what they belong to."""
    kept = []
    for entry in entries:
        facts = entry["facts"]
        if {entry["subject_id"], facts.get("call"), facts.get("request"), facts.get("action")} & ids:
            kept.append(entry)
    return kept


def _steps(officer: Person, path: str) -> list[tuple[str, str]]:
    return [(step["step"], step["at"][:10]) for step in officer.get(path)["steps"]]
