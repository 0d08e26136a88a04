"""Shapes of requests and answers that are not already values of the flow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from matching.entities import Call
from matching.results import Shortlist
from matching.settings import MatchSettings


class FieldProblem(BaseModel):
    """One value of a request that cannot be used."""

    path: str = Field(description="where the value stands, for example body.settings.balance.mode")
    message: str
    found: str | None = Field(default=None, description="the value, where it is short")


class Problem(BaseModel):
    """Problem details (RFC 9457) with what was found and what to do next."""

    type: str = Field(description="a link to the meaning of the code")
    title: str
    status: int
    detail: str = Field(description="what was wrong")
    found: str = Field(default="", description="what was met instead")
    next_step: str = Field(default="", description="what the reader can do about it")
    code: str = Field(description="a stable slug for machines")
    errors: list[FieldProblem] = []
    log_id: str | None = Field(default=None, description="where the operator finds the details, if they are not shown")


class ShortlistRequest(BaseModel):
    """A call as data or as text, and what steers the run."""

    model_config = ConfigDict(extra="forbid")

    call: Call | None = Field(default=None, description="the call as data")
    text: str | None = Field(default=None, min_length=1, description="or the terms of reference as plain text")
    settings: MatchSettings = Field(default=MatchSettings(), description="weights, rules, mode of balance and sizes")
    today: date | None = Field(default=None, description="day on which availability is judged; today, if not given")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.call is None) == (self.text is None):
            raise ValueError("give either 'call' (the call as data) or 'text' (the terms of reference), and not both")
        return self


class Links(BaseModel):
    """Where else a shortlist can be had, as paths on this service."""

    itself: str
    page: str
    exports: dict[str, str]


class StoredAnswer(BaseModel):
    """A shortlist on record."""

    id: str
    created: datetime
    call_id: str | None = Field(default=None, description="the call on record that it was made for, if any")
    number: int | None = Field(default=None, description="1, 2, 3... among those of the call")
    links: Links
    shortlist: Shortlist


class ShortlistSummary(BaseModel):
    """A shortlist in few words, as it is kept beside the whole for lists; nobody is named."""

    title: str
    country: str | None
    mode: str
    positions: int
    teams: int
    people: int = Field(description="on the roster that was read")
    listed: int = Field(description="different people ranked")


class Summary(ShortlistSummary):
    """A shortlist on record, in one line."""

    id: str
    created: datetime
    call_id: str | None = None
    number: int | None = None
    links: Links
