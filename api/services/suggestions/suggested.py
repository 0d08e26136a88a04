"""The open calls for one person, in order: how each stands, why, why not, and the smallest change that would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.services.office import Office
from api.services.people import experts
from api.services.people.viewing import seen
from api.services.suggestions.open_standings import Offered, Standings, offered, standings
from api.services.unit import Actor, Unit, reading
from api.storage import applications, candidates
from matching.entities import Call, Expert
from matching.errors import InvalidSetting
from matching.suggesting.exposure import Exposure, exposure
from matching.suggesting.standing import on_record
from matching.suggesting.suggestions import Suggestion, suggestions_of, with_reasons

APPLIED = "submitted"


@dataclass(frozen=True)
class SuggestedCall:
    """An open call for a person; `terms` and whether they applied beside it."""

    suggestion: Suggestion
    terms: Call
    applied: bool


@dataclass(frozen=True)
class Suggested:
    """A page of the open calls for a person, in order; `next` is the id of its last call where more follow."""

    person: Expert
    today: date
    total: int
    calls: tuple[SuggestedCall, ...]
    next: str | None


def suggested(
    office: Office, actor: Actor, expert_id: str, *, limit: int | None = None, after: str | None = None
) -> Suggested:
    """Every open call for one person as they are on record now, a page at a time; no call is left out.

    Args:
        after: id of the call after which the page begins.

    Raises:
        NotOnRecord: there is no such person.
        InvalidSetting: no open call has the id to begin after.
        DatabaseUnavailable: the database does not answer.
    """
    with reading(office, actor) as unit:
        experts.get(unit, expert_id)
        seen(unit, expert_id, "profile")
        person = candidates.experts(unit.session, [expert_id])[expert_id]
        calls, today = offered(unit), unit.today
        applied = _applied(unit, expert_id, calls)
    made = standings(office, calls, today)
    ordered = in_order(office, person, made, today)
    begin = _place_after(ordered, after)
    end = len(ordered) if limit is None else begin + limit
    terms = {one.offer.call.id: one.offer.call for one in calls}
    told = [with_reasons(one, made.of(one.call_id), person.id, made.matcher, today) for one in ordered[begin:end]]
    return Suggested(
        person=person,
        today=today,
        total=len(ordered),
        calls=tuple(SuggestedCall(one, terms[one.call_id], one.call_id in applied) for one in told),
        next=ordered[end - 1].call_id if end < len(ordered) else None,
    )


def in_order(office: Office, person: Expert, made: Standings, today: date) -> tuple[Suggestion, ...]:
    """The open calls for one person, without the reasons for their merit."""
    vocabularies = office.engine.vocabularies
    now = on_record([person], made.calls, made.row_of, vocabularies, today)
    return suggestions_of(person, 0, now, vocabularies, today)


def exposure_now(office: Office, actor: Actor) -> Exposure:
    """How evenly the open calls are suggested over the roster; counts alone."""
    with reading(office, actor) as unit:
        calls: list[Offered] = offered(unit)
        today = unit.today
    return exposure(standings(office, calls, today).calls)


def _applied(unit: Unit, expert_id: str, calls: list[Offered]) -> set[str]:
    ids = (one.offer.call.id for one in calls)
    rows = (applications.application(unit.session, call_id, expert_id) for call_id in ids)
    return {row.call_id for row in rows if row is not None and row.state == APPLIED}


def _place_after(ordered: tuple[Suggestion, ...], after: str | None) -> int:
    if after is None:
        return 0
    place = next((place for place, one in enumerate(ordered, start=1) if one.call_id == after), None)
    if place is None:
        raise InvalidSetting(
            "The mark of a page ('after') cannot be used.",
            f"Found '{after[:40]}'.",
            "Take it from 'next' of the page before, or leave it out to begin.",
        )
    return place
