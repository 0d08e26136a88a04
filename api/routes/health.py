"""Whether the service can work, and with what."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit, anyone
from api.auth.roles import STAFF, Role
from api.routes.examples import problems
from api.services import health as use

router = APIRouter(tags=["service"])
Worker = Annotated[Permit, Depends(May(*STAFF, Role.ADMINISTRATOR, Role.AUDITOR))]
ROSTER = {"revision": 41, "built": 41, "pending": 0}
SERVERS = {"writes": True, "replica": True, "behind": 0.6}
HEALTH: dict[str, Any] = {"status": "ok", "experts": 818, "roster": ROSTER, "database": SERVERS}
PARTICULARS: dict[str, Any] = HEALTH | {
    "version": "0.1.0",
    "model": "multilingual-e5-small",
    "model_fingerprint": "0c2f6f0a51b7e4d3",
    "model_to_come": None,
    "vocabulary_hash": "9f1c33d1b0a2e587",
    "shortlists": 3,
    "today": "2026-11-16",
}


class RosterState(BaseModel):
    """How far the roster that is matched with follows the one in the database."""

    revision: int = Field(description="how often the roster changed")
    built: int | None = Field(description="the revision in use; null before the first shortlist")
    pending: int = Field(description="people who changed since and take no part until they were read again")


class Servers(BaseModel):
    """Which servers of the database answer, and how old what is read from the replica may be."""

    writes: bool = Field(
        description="whether a server answers that writes; without one, what is there can still be read"
    )
    replica: bool | None = Field(description="whether the replica answers; null where there is none")
    behind: float | None = Field(description="seconds that the replica is behind at most; null where that is not known")


class Health(BaseModel):
    """That the service works."""

    model_config = ConfigDict(json_schema_extra={"example": HEALTH})

    status: Literal["ok"]
    experts: int
    roster: RosterState
    database: Servers


class ModelToCome(BaseModel):
    """A model that everybody is being read with, before it comes into use."""

    model_config = ConfigDict(protected_namespaces=())

    model: str
    fingerprint: str
    people: int = Field(description="on the roster")
    waiting: int = Field(description="of them still to be read with it")


class Particulars(Health):
    """With what it works."""

    model_config = ConfigDict(json_schema_extra={"example": PARTICULARS}, protected_namespaces=())

    version: str
    model: str
    model_fingerprint: str
    model_to_come: ModelToCome | None = Field(description="the one that is to follow, and how far the change is")
    vocabulary_hash: str
    shortlists: int
    today: date


@router.get("/health", summary="Whether the service works", responses=problems(401, 503))
def health(permit: Annotated[Permit, Depends(anyone)]) -> Health:
    """That the database answers, and whether the roster in use is the one in the database; nothing about anybody."""
    with permit.reading() as unit:
        return Health.model_validate(use.health(unit))


@router.get("/api/v1/health", summary="With what the service works", responses=problems(401, 403, 503))
def particulars(permit: Worker) -> Particulars:
    """Version, model, vocabulary, sizes and the office's day."""
    with permit.reading() as unit:
        return Particulars.model_validate(use.particulars(unit))
