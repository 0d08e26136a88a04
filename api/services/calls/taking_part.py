"""Who takes part in a call: who applied, who was invited, and how they stand now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from api.errors import NotAllowed
from api.services.unit import Actor, Unit
from api.storage import applications, invitations
from api.storage.tables import ApplicationRow, CallRow, InvitationRow

WAITING, ACCEPTED, DECLINED = "sent", "accepted", "declined"
LIVE = (WAITING, ACCEPTED)


class Asked(Protocol):
    """An invitation, as a row or as what indicators read of it."""

    @property
    def offer(self) -> bool:
        """Whether it offers the place itself, after the decision."""

    @property
    def state(self) -> str:
        """Where it stands."""


OneAsked = TypeVar("OneAsked", bound=Asked)


def holding(invitations: Sequence[OneAsked]) -> OneAsked | None:
    """The offer by which somebody holds a place: the last one that stands; None where no offer does.

    Args:
        invitations: those to the place, in the order in which they were sent.
    """
    return next((one for one in reversed(invitations) if one.offer and one.state in LIVE), None)


@dataclass(frozen=True)
class TakingPart:
    """The applications that stand and every invitation of a call, in the order of time."""

    applications: dict[str, ApplicationRow] = field(default_factory=dict)  # by expert
    withdrawn: frozenset[str] = frozenset()  # experts whose application was taken back
    invitations: tuple[InvitationRow, ...] = ()

    @property
    def live(self) -> set[str]:
        """Who is invited and has not said no."""
        return {row.expert_id for row in self.invitations if row.state in LIVE}

    @property
    def declined(self) -> set[str]:
        """Who said no to an invitation and is invited to nothing else."""
        return {row.expert_id for row in self.invitations if row.state == DECLINED} - self.live

    @property
    def gone(self) -> set[str]:
        """Who said no or withdrew, and was not won back."""
        return self.declined | (self.withdrawn - self.live)

    @property
    def everyone(self) -> set[str]:
        """Who applied or was invited, and is not gone."""
        return (set(self.applications) | self.live) - self.gone

    @property
    def ever(self) -> set[str]:
        """Who applied, or was ever invited."""
        return set(self.applications) | self.withdrawn | {row.expert_id for row in self.invitations}

    def wants(self, expert_id: str, position_id: str) -> bool:
        """Whether somebody who takes part does so for this position.

        They applied for it or for any, or were invited to it; who said no to it does not.
        """
        states = {row.state for row in self.invitations if (row.expert_id, row.position_id) == (expert_id, position_id)}
        if states & {*LIVE, DECLINED}:
            return not states.isdisjoint(LIVE)
        application = self.applications.get(expert_id)
        return application is not None and (not application.positions or position_id in application.positions)

    def elsewhere(self, expert_id: str, position_id: str) -> bool:
        """Whether somebody takes part, but for other positions alone."""
        return not self.wants(expert_id, position_id) and expert_id in self.everyone

    def absent(self, expert_id: str, position_id: str) -> bool:
        """Whether somebody cannot be taken for a position, by their own word: gone, or taking part for others alone."""
        return expert_id in self.gone or self.elsewhere(expert_id, position_id)

    def named(self, positions: Sequence[str]) -> dict[str, list[str]]:
        """Which of a call's positions those want who take part for some alone, by expert."""
        wanted = {i: [place for place in positions if self.wants(i, place)] for i in sorted(self.everyone)}
        return {expert_id: places for expert_id, places in wanted.items() if len(places) < len(positions)}

    def invited_to(self, position_id: str) -> list[InvitationRow]:
        """The invitations to one position."""
        return [row for row in self.invitations if row.position_id == position_id]


def taking_part(unit: Unit, call_id: str) -> TakingPart:
    """Who takes part in a call."""
    applied = {row.expert_id: row for row in applications.all_of_call(unit.session, call_id)}
    stand = {expert: row for expert, row in applied.items() if row.state == "submitted"}
    return TakingPart(
        stand, frozenset(set(applied) - set(stand)), tuple(invitations.all_of_call(unit.session, call_id))
    )


def check_no_candidate(unit: Unit, actor: Actor, row: CallRow, done: str) -> None:
    """Refuse that somebody judges a call in which they are a candidate.

    Raises:
        NotAllowed: they are.
    """
    if actor.expert_id is not None and actor.expert_id in taking_part(unit, row.id).ever:
        raise NotAllowed(
            f"You may not {done} a call in which you are a candidate.",
            "Your account belongs to somebody who applied or was invited.",
            "Somebody else of the team has to do this.",
        )
