"""A question to peers: who on the roster, which institution, community or earlier work knows about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.auth.roles import STAFF
from api.auth.roles import Role as OfficeRole
from api.services.indicators.suppressed import count
from api.services.office import Office
from api.services.peers.communities import Codes, may_see_persons
from api.services.peers.known_profiles import known_profiles
from api.services.people.viewing import seen
from api.services.requests.precedents import of_text
from api.services.requests.similar import Similar, SoughtData
from api.services.storable import Said
from api.services.unit import Actor, Unit, reading
from api.storage.identities import names_of
from matching.entities import Country
from matching.errors import EmptyRoster
from matching.left_out import LeftOut
from matching.peers import FoundInstitution, PeerAnswer, ask, find_peers
from matching.roster import Roster

LONGEST_QUESTION = 5000  # characters: a question, not a document
PRECEDENTS, MOST_SOUGHT = 5, 20
SHORTEST_SOUGHT = 3  # characters that a text has to have to be near to anything
READ_REQUESTS = (*STAFF, OfficeRole.AUDITOR)

EXAMPLE: dict[str, Any] = {
    "text": "من قام بإصلاح أنظمة التقاعد ورفع سن التقاعد؟",
    "country": "JO",
    "limit": 5,
}


class PeerQuestion(BaseModel):
    """A question or a topic, in any language."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    text: Said = Field(default="", max_length=LONGEST_QUESTION, description="the question, in any language")
    fields: Codes = Field(default=[], description="codes of fields that it is about; read from the words if none")
    country: Country | None = Field(default=None, description="of who asks: other regions are then shown apart")
    limit: int = Field(default=10, ge=1, le=50, description="most of each kind, in the own region and in the others")
    named: bool = Field(default=False, description="with the names of people, for those who may see them")


Counts = dict[tuple[str | None, str, str | None], int | None]  # people who know, by key of institution; None: 1 to 4


@dataclass(frozen=True)
class Role:
    """Somebody who knows, as it is told to who may not see persons: where they work and in which status."""

    institution: str | None
    country: str | None
    status: str | None
    elsewhere: bool | None


@dataclass(frozen=True)
class Peers:
    """An answer as it may be told to who asked."""

    answer: PeerAnswer  # without people, where persons may not be seen
    persons: bool  # whether they may
    names: dict[str, str]
    roles: tuple[Role, ...]  # in the place of people
    counts: Counts
    precedents: tuple[Similar, ...]


def ask_peers(office: Office, actor: Actor, question: PeerQuestion) -> Peers:
    """The answer to a question. Whoever is shown is noted, one by one.

    Raises:
        InvalidCall: neither words nor a field are given.
        UnknownCode: a field is not in the vocabulary.
    """
    asked = ask(question.text, office.engine, fields=question.fields)
    roster, left_out = people_of(office)
    found = find_peers(
        asked,
        roster,
        known_profiles(office, actor),
        office.engine,
        today=office.clock.today(),
        country=question.country,
        left_out=left_out,
        limit=question.limit,
    )
    precedents = earlier(office, actor, asked.call.text)
    with reading(office, actor) as unit:
        return told(unit, found, precedents, names=question.named)


def earlier(office: Office, actor: Actor, text: str) -> tuple[Similar, ...]:
    """What was asked for or done before and is near; whoever may not read requests is told of actions alone."""
    if len(text) < SHORTEST_SOUGHT:
        return ()
    near = of_text(office, actor, SoughtData(text=text), MOST_SOUGHT).near
    if actor.is_any(*READ_REQUESTS):
        return tuple(near[:PRECEDENTS])
    actions = [one for one in near if one.earlier.kind == "action"][:PRECEDENTS]
    return tuple(replace(one, likeness=replace(one.likeness, theirs=None)) for one in actions)  # a request's words


def people_of(office: Office) -> tuple[Roster | None, tuple[LeftOut, ...]]:
    """The roster as it is now and who takes no part; None where it holds nobody with a text."""
    try:
        served = office.roster.current()
    except EmptyRoster:
        return None, ()
    return served.matcher.roster, served.left_out


def told(unit: Unit, found: PeerAnswer, precedents: tuple[Similar, ...], *, names: bool) -> Peers:
    """What of an answer may be told to who asked; with `names` where these are wanted and may be seen."""
    persons = may_see_persons(unit)
    counts = {one.key: told_count(one, persons) for one in found.institutions}
    if not persons:
        roles = dict.fromkeys(Role(p.institution, p.country, p.status, p.elsewhere) for p in found.people)
        institutions = tuple(without_people(one) for one in found.institutions)
        bare = found.model_copy(update={"people": (), "institutions": institutions})
        return Peers(bare, False, {}, tuple(roles), counts, precedents)
    for person in found.people:
        seen(unit, person.expert_id, "profile", blind=not names)
    known = names_of(unit.session, {person.expert_id for person in found.people}) if names else {}
    return Peers(found, True, known, (), counts, precedents)


def told_count(one: FoundInstitution, persons: bool) -> int | None:
    """How many people of an institution know; for who may not see persons None for fewer than five, and rounded."""
    return len(one.people) if persons else count(len(one.people))


def without_people(one: FoundInstitution) -> FoundInstitution:
    """An institution without the ids of its people."""
    return one.model_copy(update={"people": ()})
