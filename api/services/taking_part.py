"""Who takes part in a call: who applied, who was invited, and how they stand now."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.errors import NotAllowed
from api.services.unit import Actor, Unit
from api.storage import applications, invitations
from api.storage.tables import ApplicationRow, CallRow, InvitationRow

WAITING, ACCEPTED, DECLINED = "sent", "accepted", "declined"
LIVE = (WAITING, ACCEPTED)


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
