"""A season as it is told: what was asked, who goes where, what is gained over call after call, and what lacks whom."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.services.storable import Id
from matching.allocating.values import Why
from matching.entities import Verdict

MOST_CALLS = 500
Pool = Literal["applied", "roster"]
PROPOSAL = "This is a proposal. Nobody is invited and nothing is decided by it; a person decides on each call."


class SeasonWish(BaseModel):
    """Which calls are to be staffed together, with whom, and what one person can take."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    calls: tuple[Id, ...] = Field(
        default=(), max_length=MOST_CALLS, description="ids; every call that waits for a decision where none is given"
    )
    pool: Pool = Field(default="applied", description="applied: who applied or was invited; roster: everybody")
    most: int = Field(default=1, ge=1, le=20, description="places of the season for one person")
    days: float | None = Field(default=None, gt=0, le=1000, description="working days for one person; no limit if null")
    per_institution: int | None = Field(
        default=None, ge=1, le=1000, description="places for the people of one institution; no cap if null"
    )
    sure: bool = Field(default=False, description="only who meets every rule, and nobody who still has to be asked")


class PlannedSeat(BaseModel):
    """Somebody in a place."""

    call_id: str
    position_id: str
    expert_id: str
    name: str | None = None
    merit: float = Field(description="points from 0 to 100, as in the shortlist of the call")
    verdict: Verdict = Field(description="pass, or unknown where something is to be asked first")
    missions: int = Field(description="their missions of the last twelve months and to come, this one not counted")
    above_cap: bool = Field(description="with this season they have more than the office's cap on missions")


class PlannedPosition(BaseModel):
    """A place, who takes it in the season, and who does when call after call takes its best."""

    position_id: str
    title: str | None
    days: float | None
    eligible: int = Field(description="people who may be proposed for it")
    seat: PlannedSeat | None
    in_turn: PlannedSeat | None


class PlannedLack(BaseModel):
    """Why a place stays empty, or the whole team of a call whose rules bind (then without a position)."""

    position_id: str | None
    missing: int
    eligible: int
    with_calls: list[str] = Field(description="ids of the calls that want the same people")
    why: Why
    sentence: str
    detail: str


class PlannedCall(BaseModel):
    """A call of the season."""

    call_id: str
    title: str | None
    reference: str | None
    state: str
    deadline: date | None
    shortlist_id: str | None = Field(description="the newest version of its shortlist")
    whole: bool = Field(description="its rules bind: it is staffed whole or not at all")
    positions: list[PlannedPosition]
    lacks: list[PlannedLack]


class AsideCall(BaseModel):
    """A call that no group of people could staff as it stands."""

    call_id: str
    title: str | None
    reference: str | None
    why: str


class ChangeStep(BaseModel):
    """Somebody who has another place in the season than call after call; null: none."""

    expert_id: str
    name: str | None = None
    leaves: PlannedSeat | None
    takes: PlannedSeat | None


class Change(BaseModel):
    """Changes that hang together, and what they bring: places filled and points."""

    filled: int
    merit: float
    steps: list[ChangeStep]


class NationalityCount(BaseModel):
    """Places that people of one nationality take; who declared several counts in each."""

    nationality: str
    places: int
    above_cap: bool


class RotationTold(BaseModel):
    """The office's caps, and whether they hold in this season or are told alone."""

    missions: int | None
    nationality_share: float | None
    nationality_places: int | None = Field(description="places that the share stands for: at least one")
    applies: bool
    reached: int = Field(description="people who could be proposed and have reached the cap on missions already")


class Total(BaseModel):
    """Places filled, and the sum of merit in points."""

    filled: int
    merit: float


class SeasonPlan(BaseModel):
    """A season's calls staffed at once, beside what call after call would give."""

    as_of: date
    wish: SeasonWish
    calls: list[PlannedCall]
    aside: list[AsideCall] = Field(description="calls that could not be taken up, with the reason")
    people: int = Field(description="people who may be proposed for some place")
    places: int
    at_once: Total
    in_turn: Total
    proven: bool = Field(description="no allocation fills more places, and none that fills as many has more merit")
    compared: bool = Field(description="call after call was worked out to its end in the time given")
    most_filled: int
    most_merit: float = Field(description="no allocation that fills as many places has more points than this")
    proof: str
    changes: list[Change]
    nationalities: list[NationalityCount] = Field(
        description="as declared, of the season at once; empty where fewer than five places are filled"
    )
    rotation: RotationTold
    notes: list[str]

    @property
    def seats(self) -> list[PlannedSeat]:
        """Who goes where."""
        return [position.seat for call in self.calls for position in call.positions if position.seat]
