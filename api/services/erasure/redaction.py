"""What stays of an erased person on a shortlist that is kept: an id that leads nowhere, a rank and a score."""

from __future__ import annotations

from collections.abc import Set
from typing import TypeVar

from matching.results import Member, NotEligible, ScoredCandidate, Shortlist

Listed = TypeVar("Listed", ScoredCandidate, NotEligible, Member)


def without_people(shortlist: Shortlist, gone: Set[str]) -> Shortlist:
    """A copy in which nothing is said of these people but where they stood."""
    positions = tuple(
        position.model_copy(
            update={
                "candidates": tuple(_bare(candidate, gone) for candidate in position.candidates),
                "not_eligible": tuple(_bare(person, gone) for person in position.not_eligible),
            }
        )
        for position in shortlist.positions
    )
    teams = tuple(
        team.model_copy(
            update={
                "members": tuple(_bare(member, gone) for member in team.members),
                "questions": () if gone & {member.expert_id for member in team.members} else team.questions,
            }
        )
        for team in shortlist.teams
    )
    return shortlist.model_copy(update={"positions": positions, "teams": teams})


def _bare(person: Listed, gone: Set[str]) -> Listed:
    if person.expert_id not in gone:
        return person
    reasons = {name: () for name in ("gates", "criteria") if name in type(person).model_fields}
    return person.model_copy(update={"name": None, **reasons})
