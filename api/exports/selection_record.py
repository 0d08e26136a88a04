"""The selection record of a call: what was decided, by whom and why, and everything that the decision rests on.

Plain values: whoever keeps the process fills them, the writers beside this file show them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, Self

from pydantic import Field, model_validator

from api.exports.long_list import Account
from matching.entities import Value
from matching.results import BalanceReport, Shortlist


class Step(Value):
    """A step of the process and the day or moment at which it was reached."""

    name: str  # for example "call published"
    at: date | datetime
    by: Account | None = None
    reason: str | None = None  # where the step needed one


class Note(Value):
    """What an evaluator wrote about a person for one position; `points` run from 0 to 100."""

    position_id: str
    expert_id: str
    text: str
    at: datetime
    by: Account
    points: int | None = Field(default=None, ge=0, le=100)


class Chosen(Value):
    """A person who was chosen or stands in reserve."""

    expert_id: str
    name: str | None


class MadeVersion(Value):
    """One version of the call's shortlist, in few words."""

    number: int = Field(ge=1)
    at: datetime
    by: Account
    compared: int  # how many people
    whole_roster: bool  # else those who applied or were invited
    run_id: str
    content_hash: str  # of the shortlist as it was made and kept
    redacted_at: datetime | None = None


class Asking(Value):
    """One time a person was asked: to take part or, after the decision, to fill the place (`offer`).

    The reason that a person gave for a no has no place here: a record is filed and copied, and it may be about health.
    """

    position_id: str
    person: Chosen
    offer: bool
    at: datetime
    by: Account
    reply_by: date
    state: Literal["sent", "accepted", "declined", "expired", "cancelled"]
    answered_at: datetime | None = None
    from_reserve: bool = False
    instead_of: Chosen | None = None  # from the reserve: whose place it was; None where they are no longer on record


class Place(Value):
    """Who holds a place when the record is drawn up; `person` is None where no offer of it stands."""

    person: Chosen | None
    accepted: bool = False  # else they have not answered yet
    instead_of: Chosen | None = None  # where they stepped in from the reserve


class Choice(Value):
    """Who was chosen for one position (None: nobody), who steps in, in order, and who goes by what was answered."""

    position_id: str
    chosen: Chosen | None
    reserve: tuple[Chosen, ...] = ()
    place: Place | None = None  # None: no offer of the place is on record


class Decision(Value):
    """The selection decision of a person, whole: all positions at once."""

    choices: tuple[Choice, ...]
    departs: bool  # from the ranking, for at least one position
    reason: str | None
    by: Account
    at: datetime

    @model_validator(mode="after")
    def _with_its_reason(self) -> Self:
        if self.departs and not (self.reason or "").strip():
            raise ValueError("the decision departs from the ranking, so its reason must be given")
        return self


class SelectionRecord(Value):
    """Everything an officer files about one selection. Without a decision it has a form for it."""

    shortlist: Shortlist  # the version decided on, with the record of its run
    version: int = Field(ge=1)  # of the shortlist, within the call
    made_at: datetime  # when this record was drawn up
    prepared_by: Account | None = None
    request: str | None = None  # which request and which action the call comes from, in words
    action: str | None = None
    steps: tuple[Step, ...] = ()  # in order of time
    versions: tuple[MadeVersion, ...] = ()  # of the call's shortlist, by number
    askings: tuple[Asking, ...] = ()  # in order of time
    notes: tuple[Note, ...] = ()
    decision: Decision | None = None
    make_up: BalanceReport | None = None  # counts for those chosen together, as declared
    content_hash: str | None = None  # of the shortlist as it was made and kept
    redacted_at: datetime | None = None  # when somebody on the shortlist was erased from it

    @model_validator(mode="after")
    def _about_positions_of_the_shortlist(self) -> Self:
        known = {position.position_id for position in self.shortlist.positions}
        choices = self.decision.choices if self.decision else ()
        told: tuple[Choice | Note | Asking, ...] = (*choices, *self.notes, *self.askings)
        strange = [one.position_id for one in told if one.position_id not in known]
        if strange:
            raise ValueError(f"the shortlist has no position '{strange[0]}'; it has {', '.join(sorted(known))}")
        return self
