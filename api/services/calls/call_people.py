"""The people of a call as its page shows them: the long list, what happened when, and the decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from api.exports.long_list import Arrival, ListedPerson, ListedPosition, LongList
from api.services.calls import decisions
from api.services.calls.call_names import names_for
from api.services.calls.decisions import Place
from api.services.calls.long_list import long_list
from api.services.calls.taking_part import LIVE, taking_part
from api.services.office import Office
from api.services.unit import Actor, Unit, reading
from api.storage import applications
from api.storage import decisions as decision_rows
from api.storage import shortlists as shortlist_rows
from api.storage.tables import ApplicationRow, InvitationRow

MOST = 40  # people per position who could be invited, on the page; the long list as a file has them all


@dataclass(frozen=True)
class Asked:
    """An invitation and its answer."""

    id: str
    expert_id: str
    position_id: str
    state: str
    offer: bool
    from_reserve: bool
    sent_at: datetime
    reply_by: date
    reminded_at: datetime | None
    answered_at: datetime | None
    reason: str | None

    @property
    def lives(self) -> bool:
        """Whether it stands: not answered with no, not ended."""
        return self.state in LIVE


@dataclass(frozen=True)
class Moment:
    """Something that happened to a person in a call. `words`: their own, or the office's to them."""

    at: datetime
    what: str  # applied, withdrawn, invited, offered, reminded, accepted, declined, expired
    expert_id: str
    position_id: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class Decided:
    """The decision on a call, and who holds each place now."""

    at: datetime
    number: int | None  # of the version that was decided on
    shortlist_id: str
    departs: bool
    reason: str | None
    places: tuple[Place, ...]


@dataclass(frozen=True)
class People:
    """Who has a part in a call or could have; `names` is empty in a blind reading."""

    positions: tuple[ListedPosition, ...]
    notes: tuple[str, ...]
    asked: tuple[Asked, ...]
    moments: tuple[Moment, ...]
    decided: Decided | None
    names: dict[str, str] = field(default_factory=dict)

    def asked_for(self, position_id: str | None, expert_id: str) -> list[Asked]:
        """The invitations of a person to a position, in order of time."""
        return [one for one in self.asked if (one.position_id, one.expert_id) == (position_id, expert_id)]


def people_of(office: Office, actor: Actor, call_id: str, *, names: bool) -> People:
    """Everybody of a call. That they were looked at goes to the log; without names, people's words are left out too.

    Raises:
        NotOnRecord: there is no such call.
    """
    made = long_list(office, actor, call_id, names=False, most=MOST, event="long_list.viewed", blind=not names)
    with reading(office, actor) as unit:
        part, applied = taking_part(unit, call_id), applications.all_of_call(unit.session, call_id)
        found = People(
            positions=made.positions,
            notes=made.notes,
            asked=tuple(asked(row) for row in part.invitations),
            moments=tuple(sorted(_moments(applied, part.invitations), key=lambda moment: moment.at)),
            decided=_decided(unit, call_id),
        )
        if not names:
            return _wordless(found)
        return replace(found, names=names_for(unit, call_id, _everybody(found, made)))


def asked(row: InvitationRow) -> Asked:
    """An invitation as a value."""
    return Asked(
        id=row.id,
        expert_id=row.expert_id,
        position_id=row.position_id,
        state=row.state,
        offer=row.offer,
        from_reserve=row.from_reserve,
        sent_at=row.sent_at,
        reply_by=row.reply_by.date(),
        reminded_at=row.reminded_at,
        answered_at=row.answered_at,
        reason=row.reason,
    )


def apart(position: ListedPosition) -> tuple[list[ListedPerson], list[ListedPerson]]:
    """Those who applied for or were invited to a position, and those who could be invited."""
    came, could = list[ListedPerson](), list[ListedPerson]()
    for person in position.people:
        (could if person.came is Arrival.COULD_BE_INVITED else came).append(person)
    return came, could


def _moments(applied: Iterable[ApplicationRow], invitations: Iterable[InvitationRow]) -> Iterable[Moment]:
    for row in applied:
        yield Moment(row.at, "applied", row.expert_id, words=row.message)
        if row.withdrawn_at:
            yield Moment(row.withdrawn_at, "withdrawn", row.expert_id)
    for one in invitations:
        place = one.position_id
        yield Moment(one.sent_at, "offered" if one.offer else "invited", one.expert_id, place)
        if one.reminded_at:
            yield Moment(one.reminded_at, "reminded", one.expert_id, place)
        if one.answered_at:
            said = one.state if one.state in ("accepted", "declined") else "answered"
            yield Moment(one.answered_at, said, one.expert_id, place, one.reason if said == "declined" else None)
        if one.state == "expired":
            yield Moment(one.reply_by, "expired", one.expert_id, place)


def _decided(unit: Unit, call_id: str) -> Decided | None:
    row = decision_rows.of_call(unit.session, call_id)
    if row is None:
        return None
    kept = shortlist_rows.shortlist(unit.session, row.shortlist_id)
    return Decided(
        at=row.at,
        number=kept.number if kept else None,
        shortlist_id=row.shortlist_id,
        departs=row.departs,
        reason=row.reason,
        places=tuple(decisions.places(unit, row)),
    )


def _wordless(found: People) -> People:
    """Without what people wrote, which may say who they are."""
    return replace(
        found,
        asked=tuple(replace(one, reason=None) for one in found.asked),
        moments=tuple(replace(one, words=None) for one in found.moments),
        decided=replace(found.decided, reason=None) if found.decided else None,
    )


def _everybody(found: People, made: LongList) -> set[str]:
    ids = {person.expert_id for position in made.positions for person in position.people}
    ids |= {one.expert_id for one in found.asked} | {one.expert_id for one in found.moments}
    places = found.decided.places if found.decided else ()
    chosen = {i for place in places for i in (place.chosen, place.holder, *place.reserve) if i}
    return ids | chosen
