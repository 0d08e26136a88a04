"""The long list of a call: everyone who applied, was invited or could be invited, with every rule and what it found.

Plain values: whoever keeps the process fills them, the writers beside this file show them.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from matching.entities import Call, Value, Verdict
from matching.results import Gate


class Account(Value):
    """Who did something: the account, the role it acted in, and the name where one is still held.

    Without an account (`id` is None) the role says alone who it was: the service itself, or a command.
    """

    id: str | None
    role: str  # for example "team_leader"
    name: str | None = None


class Arrival(StrEnum):
    """How a person came onto a long list."""

    APPLIED = "applied"
    INVITED = "invited"
    COULD_BE_INVITED = "could_be_invited"


class ListedPerson(Value):
    """One person of a long list. What people declared of gender and nationality has no place here."""

    expert_id: str
    name: str | None  # None: no name is on record, or it may not be shown (blind reading)
    status: str | None  # code of a status of people
    institution: str | None
    came: Arrival
    on: date | None = None  # the day of the application or invitation
    gates: tuple[Gate, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The hardest of what the rules said: a rule not met, else one still open, else eligible."""
        said = {gate.verdict for gate in self.gates}
        return next((v for v in (Verdict.FAIL, Verdict.UNKNOWN) if v in said), Verdict.PASS)


class ListedPosition(Value):
    """The people considered for one position, in the order in which they are to be shown."""

    position_id: str | None  # None: for the call as a whole
    title: str | None = None
    people: tuple[ListedPerson, ...] = ()


class LongList(Value):
    """A long list as of a moment, by position or for the call as a whole."""

    call: Call
    positions: tuple[ListedPosition, ...]
    made_at: datetime
    by: Account | None = None
    notes: tuple[str, ...] = ()
