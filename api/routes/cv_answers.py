"""CVs in the shape of answers: what was read, fact by fact, each with where it stands; and what differs."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from api.routes.people import PREFIX
from api.services.cvs import cvs as use
from api.services.cvs.cv_differences import Change, Differences
from api.services.cvs.cv_facts import State
from api.services.cvs.cv_shown import as_shown
from api.services.cvs.cv_values import FactKind, FactValue
from api.services.cvs.cvs import CvState, Outcome
from api.services.unit import Unit
from api.storage.tables import CvRow
from matching.cv.values import Dropped, Format, Source

NOT_KEPT = (
    "The document itself is not kept, and what it said of protected matters (see 'dropped') is kept nowhere: only this "
    "text and these facts are."
)
FACT: dict[str, Any] = {
    "path": "entries.0.employer",
    "kind": "employer",
    "value": "Public Employment Service",
    "read": "Public Employment Service",
    "source": {"start": 120, "end": 145, "text": "Public Employment Service", "page": 1},
    "confidence": None,
    "reason": None,
    "years": None,
    "question": None,
    "sure": True,
    "state": "proposed",
}


class CvLinks(BaseModel):
    """Where to go on."""

    itself: str
    facts: str = Field(description="to accept, correct or remove facts")
    differences: str
    confirmation: str


class CvSummary(BaseModel):
    """A CV in one line, without what it says."""

    id: str
    expert_id: str
    state: CvState
    format: Format
    language: str | None
    pages: int
    read_at: datetime
    decided_at: datetime | None = Field(description="when it was confirmed, replaced by a newer one, or withdrawn")
    version: int
    links: CvLinks


class CvFound(CvSummary):
    """A CV, and how much was found in it."""

    facts: int = Field(description="facts to look through")
    questions: int = Field(description="of them, those that could not be settled")
    dropped: list[Dropped] = Field(description="kinds of protected data that were met and taken out")
    warnings: list[str]
    original_kept: Literal[False] = Field(default=False, description="the document is not kept")
    note: str = NOT_KEPT


class CvMade(CvFound):
    """A CV that was read just now, or before."""

    outcome: Outcome = Field(
        description="new: a person of whom no profile was known; newer: of somebody known, look at the differences; same: "
        "this document was read before, and nothing happened; possible: it may be of somebody known, see the duplicates"
    )


class FactAnswer(BaseModel):
    """One fact: as it stands, as it was read, where, and what was decided on it."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"example": FACT})

    path: str
    kind: FactKind
    value: FactValue | None
    read: FactValue | None = Field(description="null: nothing was read here; it can be said with 'corrected'")
    source: Source | None = Field(description="characters of the text, what is written there, and the page")
    confidence: float | None = Field(description="0 to 1 of what was concluded; null: the CV says it")
    reason: str | None
    years: float | None = Field(description="of work in it, where that is known")
    question: str | None
    sure: bool = Field(description="false: a confirmation of the whole leaves it out unless it was accepted by itself")
    state: State


class DoubtAnswer(BaseModel):
    """Something that could not be settled."""

    model_config = ConfigDict(from_attributes=True)

    about: str
    question: str


class CvAnswer(CvFound):
    """A CV with its text and facts; both are empty once a newer one took its place or it was withdrawn."""

    text: str = Field(description="as it is kept; sources count its characters")
    items: list[FactAnswer] = Field(description="the facts, in the order of the profile")
    doubts: list[DoubtAnswer]


class DifferenceAnswer(BaseModel):
    """One fact beside the profile on record; a path that begins with 'record.' is one that the CV does not tell of."""

    model_config = ConfigDict(from_attributes=True)

    path: str
    kind: FactKind
    change: Change
    before: FactValue | None
    after: FactValue | None
    source: Source | None
    state: State
    sure: bool = Field(description="false: a confirmation of the whole leaves it out unless it was accepted by itself")


class DifferencesAnswer(BaseModel):
    """What a CV would change; what is gone from it stays in the profile unless it is removed."""

    cv_id: str
    version: int = Field(description="of the CV, for If-Match")
    profile_version: int = Field(description="send it with the confirmation to be sure that nobody changed the profile")
    counts: dict[str, int]
    items: list[DifferenceAnswer]


def summary(row: CvRow) -> CvSummary:
    """A CV in one line."""
    return CvSummary(**_line(row))


def made(unit: Unit, row: CvRow, outcome: Outcome) -> CvMade:
    """The answer to a document that was sent."""
    return CvMade(**_line(row), **_found(unit, row), outcome=outcome)


def answer(unit: Unit, row: CvRow) -> CvAnswer:
    """A CV with its text and facts, as somebody may see them."""
    shown = as_shown(unit, row)
    return CvAnswer(
        **_line(row),
        **_found(unit, row),
        text=shown.text,
        items=[FactAnswer.model_validate(fact) for fact in shown.facts],
        doubts=[DoubtAnswer.model_validate(doubt) for doubt in shown.doubts],
    )


def differences(found: Differences) -> DifferencesAnswer:
    """Differences in the shape of an answer."""
    return DifferencesAnswer(
        cv_id=found.row.id,
        version=found.row.version,
        profile_version=found.profile_version,
        counts=dict(sorted(Counter(item.change for item in found.items).items())),
        items=[DifferenceAnswer.model_validate(item) for item in found.items],
    )


def where(row: CvRow) -> str:
    """The address of a CV."""
    return f"{PREFIX}/{quote(row.expert_id, safe='')}/cvs/{quote(row.id, safe='')}"


def _line(row: CvRow) -> dict[str, Any]:
    path = where(row)
    own = ("id", "expert_id", "state", "format", "language", "pages", "read_at", "decided_at", "version")
    links = CvLinks(
        itself=path, facts=f"{path}/facts", differences=f"{path}/differences", confirmation=f"{path}/confirmation"
    )
    return {name: getattr(row, name) for name in own} | {"links": links}


def _found(unit: Unit, row: CvRow) -> dict[str, Any]:
    read, facts = use.read_of(row), use.visible(unit, row)
    return {
        "facts": len(facts),
        "questions": sum(1 for fact in facts if fact.question),
        "dropped": list(read.parts.dropped) if read else [],
        "warnings": list(read.warnings) if read else [],
    }
