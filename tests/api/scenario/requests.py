"""Second part: a request is received, understood and judged, and an action with an activity is made of it."""

from __future__ import annotations

from tests.api.scenario.story import Story
from tests.api.scenario.texts import EARLIER, FROM_A_MEMBER_STATE, LETTER, PARTNER

WHY_ELIGIBLE = "The agency is public, and its country is a partner of the facility."
WHY_RELEVANT = "Peers have done this, and nothing that was delivered before answers it."
WHY_NOT = "The partner is a Member State, and what it asks for is equipment."


def an_earlier_action_is_on_record(story: Story) -> str:
    """What the office did for the same partner two years before; its id."""
    officer = story.officer
    kept = {"title": EARLIER, "country": "TG", "institution": PARTNER, "fields": ["A.35"]}
    made = officer.post("actions", code="2025-11", **kept, deliverables=["Guide du conseiller"], on="2025-02-03")
    ended = officer.post(f"actions/{made['id']}/complete", on="2025-09-30")
    assert [(step["step"], step["at"][:10]) for step in ended["steps"]] == [
        ("open", "2025-02-03"),
        ("completed", "2025-09-30"),
    ]
    return str(made["id"])


def a_request_is_received_and_understood(story: Story, earlier: str) -> str:
    """What the letter says, what it leaves out, whether it is in scope, and what was done before; its id."""
    officer = story.officer
    received = officer.post("requests", text=LETTER, country="TG", received_on="2026-11-12")
    assert (received["state"], received["language"], received["country"]) == ("received", "fr", "TG")
    assert received["fields"][0] == "A.35"
    assert "technical_training" in received["understood"]["activity_types"]
    assert received["doubts"] == []
    missing = [question["about"] for question in received["understood"]["questions"]]
    assert missing == ["institution", "languages", "dates"]  # the country was told beside the letter
    path = f"requests/{received['id']}"
    told = officer.change(
        "PUT", path, of=path, text=LETTER, country="TG", institution=PARTNER, received_on="2026-11-12"
    )
    assert [question["about"] for question in told["understood"]["questions"]] == ["languages", "dates"]
    [near] = officer.get(f"{path}/similar")
    assert (near["id"], near["code"], near["deliverables"]) == (earlier, "2025-11", ["Guide du conseiller"])
    assert near["same_country"] and near["fields_in_common"] == ["A.35"]
    return str(received["id"])


def one_from_a_member_state_is_marked_and_closed(story: Story) -> None:
    """Out of scope is recognised and said; a person decides."""
    officer = story.officer
    received = officer.post("requests", text=FROM_A_MEMBER_STATE, country="AT")
    assert "country" in {doubt["kind"] for doubt in received["doubts"]}
    path = f"requests/{received['id']}"
    assert officer.refused("conflict", "POST", f"{path}/assessments", question="relevance", answer=True, reason=WHY_NOT)
    officer.post(f"{path}/assessments", question="eligibility", answer=False, reason=WHY_NOT)
    assert officer.get(path)["state"] == "not_eligible"


def the_request_is_judged_and_an_action_opened(story: Story, request_id: str) -> tuple[str, str]:
    """Eligible, two days later relevant, the day after an action with one activity; the ids of both."""
    officer, path = story.officer, f"requests/{request_id}"
    officer.post(f"{path}/assessments", question="eligibility", answer=True, reason=WHY_ELIGIBLE)
    story.later(days=2)
    new = {"code": "2027-03", "title": "Demandeurs d'emploi âgés", "fields": ["A.35", "E.10.07"]}
    early = officer.refused("conflict", "POST", "actions", **new, request_id=request_id)
    assert "eligible" in early["found"]
    officer.post(f"{path}/assessments", question="relevance", answer=True, reason=WHY_RELEVANT)
    story.later(days=1)
    action = officer.post("actions", **new, request_id=request_id)
    assert (action["state"], action["country"], action["institution"]) == ("open", "TG", PARTNER)
    dates = {"start": "2027-03-08", "end": "2027-03-19"}
    activity = officer.post(
        f"actions/{action['id']}/activities", title="Formation à Lomé", activity_types=["technical_training"], **dates
    )
    assert activity["number"] == 1
    read = officer.get(path)
    assert (read["state"], read["actions"]) == ("action", [action["id"]])
    assert [(judged["question"], judged["answer"], judged["reason"]) for judged in read["assessments"]] == [
        ("eligibility", True, WHY_ELIGIBLE),
        ("relevance", True, WHY_RELEVANT),
    ]
    return str(action["id"]), str(activity["id"])
