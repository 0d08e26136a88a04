"""What happened in a period, as tables: one line per event, one per stage that a person reached, one per time that passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pandas as pd

from api.services.calls.taking_part import holding
from api.storage import indicators as rows
from api.storage.session import Session

OF_STEPS = {
    ("request", "received"): "requests_received",
    ("request", "eligible"): "requests_eligible",
    ("request", "not_eligible"): "requests_not_eligible",
    ("request", "relevant"): "requests_relevant",
    ("request", "not_relevant"): "requests_not_relevant",
    ("request", "action"): "requests_into_action",
    ("request", "withdrawn"): "requests_withdrawn",
    ("request", "merged"): "requests_merged",
    ("action", "open"): "actions_opened",
    ("action", "completed"): "actions_completed",
    ("action", "cancelled"): "actions_cancelled",
    ("call", "published"): "calls_published",
    ("call", "closed"): "calls_closed",
    ("call", "cancelled"): "calls_cancelled",
}
STAGES = ("registered", "invited", "applied", "shortlisted", "selected")
OF_REQUESTS = ("received", "eligible", "relevant", "action")  # whose times are taken from one to the next
OF_CALLS = ("published", "closed", "decided")
COLUMNS = ["measure", "subject", "day", "expert", "amount"]


def events(session: Session) -> pd.DataFrame:
    """Everything that is counted: measure, subject, day, expert (None where there is none) and amount."""
    lines: list[tuple[str, str, date, str | None, float]] = []
    for step in rows.steps(session):
        if measure := OF_STEPS.get((step.kind, step.step)):
            lines.append((measure, step.subject, step.at.date(), None, 1.0))
    lines += [("applications", one.call_id, one.at.date(), one.expert_id, 1.0) for one in rows.applications(session)]
    for invitation in rows.invitations(session):
        lines += _of_invitation(invitation)
    workload, going = _workload(session), who_goes(session)
    for decision in rows.decisions(session):
        lines.append(("decisions", decision.call_id, decision.at.date(), None, 1.0))
        if decision.departs:
            lines.append(("decisions_departing", decision.call_id, decision.at.date(), None, 1.0))
        lines += [
            ("days_of_expertise", decision.call_id, decision.at.date(), expert, workload[decision.call_id, position])
            for position, expert in going[decision.call_id].items()
            if (decision.call_id, position) in workload
        ]
    return pd.DataFrame(lines, columns=COLUMNS)


def stages(session: Session) -> pd.DataFrame:
    """Who reached which stage of the funnel: the stage as measure, and the rest as in `events`."""
    registered = rows.registered(session)
    lines: list[tuple[str, str, date, str | None, float]] = [
        ("registered", one.expert_id, one.at.date(), one.expert_id, 1.0) for one in registered
    ]
    lines += [("invited", i.call_id, i.at.date(), i.expert_id, 1.0) for i in rows.invitations(session) if not i.offer]
    lines += [("applied", one.call_id, one.at.date(), one.expert_id, 1.0) for one in rows.applications(session)]
    lines += [("shortlisted", one.call_id, one.at.date(), one.expert_id, 1.0) for one in rows.shortlisted(session)]
    going = who_goes(session)
    lines += [
        ("selected", decision.call_id, decision.at.date(), expert, 1.0)
        for decision in rows.decisions(session)
        for expert in going[decision.call_id].values()
    ]
    return pd.DataFrame(lines, columns=COLUMNS)


def who_goes(session: Session) -> dict[str, dict[str, str]]:
    """Who goes, by call and position: whoever holds the place, which is not always who was chosen for it.

    Where a place was offered and no offer of it stands, nobody does; where no offer of it is on record, the decision
    counts.
    """
    offers: dict[str, dict[str, list[rows.Invited]]] = {}
    for one in rows.invitations(session):
        if one.offer:
            offers.setdefault(one.call_id, {}).setdefault(one.position_id, []).append(one)
    return {one.call_id: dict(_going(one.chosen, offers.get(one.call_id, {}))) for one in rows.decisions(session)}


def _going(chosen: Mapping[str, str | None], offers: Mapping[str, Sequence[rows.Invited]]) -> Iterator[tuple[str, str]]:
    for position in dict.fromkeys([*chosen, *offers]):
        holder = holding(offers.get(position, ()))
        expert = chosen[position] if position not in offers else holder.expert_id if holder else None
        if expert:
            yield position, expert


def times(session: Session) -> pd.DataFrame:
    """Days that passed from one step to a later one; the day is that of the later step, `expert` is None throughout."""
    reached: dict[str, dict[str, datetime]] = {}
    for step in rows.steps(session):
        reached.setdefault(step.subject, {}).setdefault(step.step, step.at)  # the first time counts
    lines = []
    for subject, steps in reached.items():
        for order in (OF_REQUESTS, OF_CALLS):
            lines += [
                _passed(f"{earlier}_to_{later}", subject, steps[earlier], steps[later])
                for earlier, later in pairwise(order)
                if earlier in steps and later in steps
            ]
    lines += list(_across(session, reached))
    return pd.DataFrame(lines, columns=COLUMNS)


def applications_per_call(session: Session) -> pd.DataFrame:
    """One line per published call: the day it was published, and how many applied."""
    applied: dict[str, int] = {}
    for one in rows.applications(session):
        applied[one.call_id] = applied.get(one.call_id, 0) + 1
    lines = [
        ("applications_per_call", step.subject, step.at.date(), None, float(applied.get(step.subject, 0)))
        for step in rows.steps(session)
        if (step.kind, step.step) == ("call", "published")
    ]
    return pd.DataFrame(lines, columns=COLUMNS)


def _of_invitation(one: rows.Invited) -> Iterator[tuple[str, str, date, str | None, float]]:
    what = "offers" if one.offer else "invitations"
    yield f"{what}_sent", one.call_id, one.at.date(), one.expert_id, 1.0
    if one.state in ("accepted", "declined", "expired"):
        ended = one.answered_at or one.reply_by
        yield f"{what}_{one.state}", one.call_id, ended.date(), one.expert_id, 1.0


def _workload(session: Session) -> dict[tuple[str, str], float]:
    """Days of work by call and position, where they are known."""
    return {
        (call.id, position["id"]): float(position["days"])
        for call in rows.calls(session)
        for position in call.positions or ()
        if position.get("days") is not None
    }


def _across(session: Session, reached: dict[str, dict[str, datetime]]) -> Iterable[tuple[Any, ...]]:
    """From the action to its first call, and from the request to the first decision and to the first activity."""
    activities = rows.activities(session)
    action_of = {activity.id: activity.action_id for activity in activities}
    starts: dict[str, list[date]] = {}
    for activity in activities:
        if activity.start:
            starts.setdefault(activity.action_id, []).append(activity.start)
    first: dict[tuple[str, str], datetime] = {}
    for call in rows.calls(session):
        action_id = action_of.get(call.activity_id or "")
        for step in ("published", "decided"):
            if action_id and (at := reached.get(call.id, {}).get(step)):
                first[action_id, step] = min(at, first.get((action_id, step), at))
    for action in rows.actions(session):
        opened = reached.get(action.id, {}).get("open")
        received = reached.get(action.request_id or "", {}).get("received")
        if opened and (published := first.get((action.id, "published"))):
            yield _passed("action_to_published", action.id, opened, published)
        if received and (decided := first.get((action.id, "decided"))):
            yield _passed("received_to_decided", action.id, received, decided)
        if received and (begun := starts.get(action.id)):
            days = (min(begun) - received.date()).days
            yield "days_received_to_first_activity", action.id, min(begun), None, float(days)


def _passed(name: str, subject: str, earlier: datetime, later: datetime) -> tuple[str, str, date, str | None, float]:
    return f"days_{name}", subject, later.date(), None, float((later.date() - earlier.date()).days)
