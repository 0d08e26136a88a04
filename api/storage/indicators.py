"""What indicators are made of, read from the database as plain rows; of people their ids and what they declared alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from api.storage.tables import (
    ActionRow,
    ActivityRow,
    ApplicationRow,
    AssessmentRow,
    CallRow,
    DecisionRow,
    DeclarationRow,
    ExpertRow,
    InvitationRow,
    RequestRow,
    ShortlistRow,
    StepRow,
)


class RequestFacts(NamedTuple):
    """A request; `proposed` are fields with their confidence, `types` activity types, as they were understood."""

    id: str
    country: str | None
    institution: str | None
    proposed: list[dict[str, Any]] | None
    types: list[str] | None


class ActionFacts(NamedTuple):
    """An action, and the request it comes from."""

    id: str
    request_id: str | None
    country: str | None
    institution: str | None
    fields: list[str]


class ActivityFacts(NamedTuple):
    """An activity of an action."""

    id: str
    action_id: str
    types: list[str]
    start: date | None


class CallFacts(NamedTuple):
    """A call; `positions` as in its terms."""

    id: str
    activity_id: str | None
    country: str | None
    institution: str | None
    types: list[str] | None
    positions: list[dict[str, Any]] | None


class Step(NamedTuple):
    """When a subject reached a state."""

    kind: str
    subject: str
    step: str
    at: datetime


class Taken(NamedTuple):
    """Something that a person did or that was done with them, for a call."""

    call_id: str
    expert_id: str
    at: datetime


class Invited(NamedTuple):
    """An invitation and what became of it."""

    call_id: str
    position_id: str
    expert_id: str
    offer: bool
    state: str
    at: datetime
    answered_at: datetime | None
    reply_by: datetime


class Decided(NamedTuple):
    """A decision: `chosen` is the expert by position."""

    call_id: str
    chosen: dict[str, str | None]
    departs: bool
    at: datetime


class Registered(NamedTuple):
    """A person on the roster."""

    expert_id: str
    at: datetime
    fields: list[str] | None
    types: list[str] | None


class Declared(NamedTuple):
    """What a person declared."""

    expert_id: str
    gender: str | None
    nationalities: list[str]


def requests(session: Session) -> list[RequestFacts]:
    """Every request."""
    row = RequestRow
    said = (row.understood["fields"], row.understood["activity_types"])
    return [RequestFacts(*found) for found in session.execute(select(row.id, row.country, row.institution, *said))]


def relevance(session: Session) -> dict[str, bool]:
    """The last judgement of the relevance of each request that was judged."""
    row = AssessmentRow
    question = select(row.request_id, row.answer).where(row.question == "relevance").order_by(row.at, row.id)
    return {request_id: answer for request_id, answer in session.execute(question)}


def actions(session: Session) -> list[ActionFacts]:
    """Every action."""
    row = ActionRow
    question = select(row.id, row.request_id, row.country, row.institution, row.fields)
    return [ActionFacts(*found) for found in session.execute(question)]


def activities(session: Session) -> list[ActivityFacts]:
    """Every activity."""
    row = ActivityRow
    question = select(row.id, row.action_id, row.activity_types, row.start)
    return [ActivityFacts(*found) for found in session.execute(question)]


def calls(session: Session) -> list[CallFacts]:
    """Every call."""
    said = [CallRow.terms[name] for name in ("country", "institution", "activity_types", "positions")]
    return [CallFacts(*found) for found in session.execute(select(CallRow.id, CallRow.activity_id, *said))]


def steps(session: Session) -> list[Step]:
    """Every step, in order of time."""
    row = StepRow
    question = select(row.kind, row.subject_id, row.step, row.at).order_by(row.at, row.id)
    return [Step(*found) for found in session.execute(question)]


def applications(session: Session) -> list[Taken]:
    """Every application, those withdrawn included."""
    row = ApplicationRow
    return [Taken(*found) for found in session.execute(select(row.call_id, row.expert_id, row.at))]


def invitations(session: Session) -> list[Invited]:
    """Every invitation, in the order in which they were sent."""
    row = InvitationRow
    whose = (row.call_id, row.position_id, row.expert_id)
    columns = (*whose, row.offer, row.state, row.sent_at, row.answered_at, row.reply_by)
    return [Invited(*found) for found in session.execute(select(*columns).order_by(row.sent_at, row.id))]


def decisions(session: Session) -> list[Decided]:
    """Every selection decision."""
    row = DecisionRow
    return [Decided(*found) for found in session.execute(select(row.call_id, row.chosen, row.departs, row.at))]


# The candidates are taken from the shortlists by the database: whole shortlists, with every reason, are large.
_CANDIDATES = {
    "postgresql": """
        select s.id, c.value #>> '{}' from shortlists s,
            jsonb_path_query(s.content, '$.positions[*].candidates[*].expert_id') as c(value)
        where s.call_id is not null
    """,
    "sqlite": """
        select s.id, json_extract(c.value, '$.expert_id') from shortlists s,
            json_each(s.content, '$.positions') p, json_each(p.value, '$.candidates') c
        where s.call_id is not null
    """,
}


def shortlisted(session: Session) -> list[Taken]:
    """Everyone who stands on the newest version of the shortlist of a call."""
    row = ShortlistRow
    newest = select(row.call_id, func.max(row.number).label("number")).group_by(row.call_id).subquery()
    question = select(row.id, row.call_id, row.at).join(
        newest, (newest.c.call_id == row.call_id) & (newest.c.number == row.number)
    )
    lists = {shortlist_id: (call_id, at) for shortlist_id, call_id, at in session.execute(question)}
    candidates = session.execute(text(_CANDIDATES[session.get_bind().dialect.name]))
    return list(_taken(lists, {(row[0], row[1]) for row in candidates}))


def registered(session: Session) -> list[Registered]:
    """Everyone on the roster."""
    row = ExpertRow
    said = (row.profile["fields"], row.profile["activity_types"])
    return [Registered(*found) for found in session.execute(select(row.id, row.created_at, *said))]


def declared(session: Session) -> list[Declared]:
    """What people declared about gender and nationality."""
    row = DeclarationRow
    return [Declared(*found) for found in session.execute(select(row.expert_id, row.gender, row.nationalities))]


def _taken(lists: dict[str, tuple[Any, datetime]], found: Iterable[tuple[str, str]]) -> Iterable[Taken]:
    for shortlist_id, expert_id in sorted(found):
        if shortlist_id in lists:
            call_id, at = lists[shortlist_id]
            yield Taken(call_id, expert_id, at)
