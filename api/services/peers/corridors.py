"""A corridor between two countries: who deals with a subject on both sides."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from api.services.office import Office
from api.services.peers.asking import LONGEST_QUESTION, Counts, people_of, told_count, without_people
from api.services.peers.communities import Codes, may_see_persons
from api.services.peers.known_profiles import known_profiles
from api.services.storable import Said
from api.services.unit import Actor, reading
from matching.entities import Country
from matching.errors import InvalidCall
from matching.peers import Corridor, ask, find_corridor


class CorridorQuestion(BaseModel):
    """Two countries and a subject."""

    model_config = ConfigDict(extra="forbid")

    origin: Country = Field(description="where people come from, ISO 3166-1 alpha-2")
    destination: Country = Field(description="where they go, ISO 3166-1 alpha-2")
    text: Said = Field(default="", max_length=LONGEST_QUESTION, description="the sector or subject, in any language")
    fields: Codes = Field(default=[], description="codes of fields that it is about")
    limit: int = Field(default=10, ge=1, le=50, description="most institutions on each side")


@dataclass(frozen=True)
class ToldCorridor:
    """A corridor as it may be told to who asked."""

    corridor: Corridor
    counts: Counts


def ask_corridor(office: Office, actor: Actor, question: CorridorQuestion) -> ToldCorridor:
    """Ministries, agencies, cities and others on both sides, those who work with the other side first.

    Raises:
        InvalidCall: neither words nor a field are given, or both ends are one country.
        UnknownCode: a field is not in the vocabulary.
    """
    if question.origin == question.destination:
        raise InvalidCall(
            "A corridor leads from one country to another.",
            f"Found {question.origin} at both ends.",
            "Choose two countries.",
        )
    roster, left_out = people_of(office)
    found = find_corridor(
        ask(question.text, office.engine, fields=question.fields),
        question.origin,
        question.destination,
        roster,
        known_profiles(office, actor),
        office.engine,
        today=office.clock.today(),
        left_out=left_out,
        limit=question.limit,
    )
    with reading(office, actor) as unit:
        persons = may_see_persons(unit)
    both = (*found.at_origin, *found.at_destination)
    bare = found.model_copy(
        update={
            "at_origin": tuple(without_people(one) for one in found.at_origin),
            "at_destination": tuple(without_people(one) for one in found.at_destination),
        }
    )
    return ToldCorridor(bare, {one.key: told_count(one, persons) for one in both})
