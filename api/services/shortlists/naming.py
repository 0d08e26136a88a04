"""Names put to a shortlist at the door: matching knows nobody's, and what is on record holds none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from api.services.people.viewing import roles_of
from api.services.shortlists.make_up import without_telling
from api.services.unit import Unit
from api.storage.identities import names_of
from matching.results import Member, NotEligible, ScoredCandidate, Shortlist

Named = TypeVar("Named", ScoredCandidate, NotEligible, Member)


def with_names(unit: Unit, shortlist_id: str, shortlist: Shortlist) -> Shortlist:
    """A copy in which everybody has their name; that they were looked at goes to the log, counted."""
    names = names_of(unit.session, everybody(shortlist))
    unit.record("personal.viewed", "shortlist", shortlist_id, part="names", people=len(names), roles=roles_of(unit))
    positions = tuple(
        position.model_copy(
            update={
                "candidates": _named(position.candidates, names),
                "not_eligible": _named(position.not_eligible, names),
            }
        )
        for position in shortlist.positions
    )
    teams = tuple(team.model_copy(update={"members": _named(team.members, names)}) for team in shortlist.teams)
    return without_telling(shortlist.model_copy(update={"positions": positions, "teams": teams}))


def everybody(shortlist: Shortlist) -> set[str]:
    """The ids of everyone whom a shortlist names."""
    ranked = {candidate.expert_id for position in shortlist.positions for candidate in position.candidates}
    failing = {person.expert_id for position in shortlist.positions for person in position.not_eligible}
    return ranked | failing | {member.expert_id for team in shortlist.teams for member in team.members}


def _named(people: Iterable[Named], names: Mapping[str, str]) -> tuple[Named, ...]:
    return tuple(person.model_copy(update={"name": names.get(person.expert_id)}) for person in people)
