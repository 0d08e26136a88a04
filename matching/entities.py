"""The values that travel through the flow: experts and calls in, a shortlist out. Nobody edits them on the way.

Dates are ISO dates, languages ISO 639-1 codes, countries and nationalities ISO 3166-1 alpha-2 codes, fields and
competences codes of the vocabulary. A value that was not said is None or empty, never a guess.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from matching.codes import country_code, language_code
from matching.json_data import whole


class Value(BaseModel):
    """A frozen value; an unknown key is an error, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RosterValue(Value):
    """A frozen value read from a roster that others may have extended: keys we do not know are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Text = Annotated[str, AfterValidator(whole)]
Country = Annotated[str, BeforeValidator(country_code)]
Language = Annotated[str, BeforeValidator(language_code)]


class Cefr(StrEnum):
    """Levels of the Common European Framework, lowest first."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"

    @property
    def rank(self) -> int:
        """1 for A1 to 6 for C2."""
        return list(Cefr).index(self) + 1


class Verdict(StrEnum):
    """What a gate says. Unknown is never a fail: it comes with a question."""

    PASS = "pass"  # nosec B105 # an outcome
    UNKNOWN = "unknown"
    FAIL = "fail"


Skill = Literal["listening", "reading", "speaking", "writing"]
FIRST_YEAR, LAST_YEAR = 1900, 2100  # of anything in a CV
SKILLS: tuple[Skill, ...] = ("listening", "reading", "speaking", "writing")


# --- an expert ---------------------------------------------------------------------------------------------------------


class LanguageClaim(RosterValue):
    """What a person says of one language, per skill; `native` stands for C2 in every skill not given."""

    language: Language
    native: bool = False
    listening: Cefr | None = None
    reading: Cefr | None = None
    speaking: Cefr | None = None
    writing: Cefr | None = None
    origin: str | None = None  # how the claim was worded, for example "PRAG 2" or "courant"

    def level(self, skill: Skill) -> Cefr | None:
        """The level claimed for one skill, or None where it was not said."""
        given: Cefr | None = getattr(self, skill)
        return given or (Cefr.C2 if self.native else None)


def _joined(one: LanguageClaim, other: LanguageClaim) -> LanguageClaim:
    levels: dict[str, Cefr | None] = {
        skill: max((lv for c in (one, other) if (lv := c.level(skill))), key=lambda lv: lv.rank, default=None)
        for skill in SKILLS
    }
    origin = "; ".join(o for o in (one.origin, other.origin) if o) or None
    return one.model_copy(update={**levels, "native": one.native or other.native, "origin": origin})


class Declared(RosterValue):
    """What a person declared about themselves. Never scored, never embedded: read by composition and audit alone."""

    gender: Literal["woman", "man", "other"] | None = None
    nationalities: tuple[Country, ...] = ()


class Segment(RosterValue):
    """One piece of a CV: a post, an assignment, a degree, a publication... with its language and dates."""

    text: Text
    id: str | None = None
    kind: Literal["summary", "post", "assignment", "degree", "training", "publication", "skills", "other"] = "other"
    language: Language | None = None
    start: date | None = None
    end: date | None = None  # None with a start: still going on, or not said
    employer: str | None = None
    country: Country | None = None

    @model_validator(mode="after")
    def _dates_can_be(self) -> Self:
        for day in (self.start, self.end):
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValueError(f"the date {day} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the end {self.end} lies before the start {self.start}")
        return self


class Absence(RosterValue):
    """Days on which a person cannot travel or work for us, both ends included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"the end {self.end} lies before the start {self.start}")
        return self


class Mission(RosterValue):
    """An earlier assignment for the facility."""

    action: str | None = None
    country: Country | None = None
    partner: str | None = None
    end: date | None = None


class Expert(RosterValue):
    """A person of the roster. Only `id` and `segments` must be there; everything else may be unknown."""

    id: Text = Field(min_length=1)
    segments: tuple[Segment, ...]
    name: Text | None = None
    declared: Declared = Declared()
    status: str | None = None  # code of a status of people
    institution: str | None = None
    institution_country: Country | None = None
    languages: tuple[LanguageClaim, ...] = ()
    fields: tuple[str, ...] = ()  # confirmed by the person or an officer
    competences: tuple[str, ...] = ()
    activity_types: tuple[str, ...] = ()
    countries: tuple[Country, ...] = ()  # of professional experience
    absences: tuple[Absence, ...] | None = None  # None: availability not said; empty: free throughout
    release_days: int | None = Field(default=None, ge=0, le=3650)  # notice that the home institution asks for
    conflicts: tuple[str, ...] | None = None  # partner institutions or action codes declared; None: no declaration
    validated: bool | None = None
    consent: bool | None = None
    excluded: bool = False  # by past performance, decided by a person
    missions: tuple[Mission, ...] = ()

    @field_validator("languages", mode="after")
    @classmethod
    def _one_claim_per_language(cls, claims: tuple[LanguageClaim, ...]) -> tuple[LanguageClaim, ...]:
        """Several claims of one language count as one, with the highest level per skill."""
        best: dict[str, LanguageClaim] = {}
        for claim in claims:
            before = best.get(claim.language)
            best[claim.language] = _joined(before, claim) if before else claim
        return tuple(best.values())

    @model_validator(mode="before")
    @classmethod
    def _segments_may_be_texts(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("segments"), list):
            data = {**data, "segments": [{"text": s} if isinstance(s, str) else s for s in data["segments"]]}
        return data


# --- a call ------------------------------------------------------------------------------------------------------------


class LanguageNeed(Value):
    """A language that a position asks for; a skill that is None is not asked for."""

    language: Language
    listening: Cefr | None = None
    reading: Cefr | None = None
    speaking: Cefr | None = None
    writing: Cefr | None = None
    required: bool = True  # False: an asset

    def asked(self) -> tuple[tuple[Skill, Cefr], ...]:
        """The skills that are asked for, with their level."""
        return tuple((skill, level) for skill in SKILLS if (level := getattr(self, skill)) is not None)


class Phase(Value):
    """Part of an activity: preparation, on site, delivery... both ends included; dates may be indicative."""

    name: str
    start: date | None = None
    end: date | None = None
    on_site: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"phase '{self.name}' ends on {self.end}, before it starts on {self.start}")
        return self


class Proposal(Value):
    """A code proposed from the text, with a confidence from 0 to 1 and the words that led to it."""

    code: str
    confidence: float = Field(ge=0, le=1)
    because: str | None = None


class Position(Value):
    """One place in the team. What is not said stays None or empty."""

    id: str
    title: str | None = None
    principal: bool | None = None
    fields: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    activity_types: tuple[str, ...] = ()
    days: float | None = Field(default=None, gt=0, le=1000)
    tasks: tuple[str, ...] = ()
    essential: tuple[str, ...] = ()  # criteria, as written
    desirable: tuple[str, ...] = ()
    languages: tuple[LanguageNeed, ...] = ()  # in addition to those of the call
    min_years: float | None = Field(default=None, ge=0, le=80)
    statuses: tuple[str, ...] = ()  # eligible statuses; empty: any
    regions: tuple[str, ...] = ()  # countries or regions where experience is wanted, as written


MOST_POSITIONS = 12  # a team is two or three people; beyond this, composing exactly takes too long to wait for
MOST_CHARACTERS = 500_000  # some 200 pages


class Question(Value):
    """What the officer is asked, because the call does not say it."""

    about: str  # the path of the missing fact, for example "positions.1.days"
    text: str
    why: str = ""  # what the answer would change


class Call(Value):
    """A call for experts, as read: one activity of an action, with one or more positions."""

    id: str
    title: Text | None = None
    text: Text = Field(
        default="", max_length=MOST_CHARACTERS
    )  # the whole text as it came, for evidence and for embedding what has no place below
    language: Language | None = None  # of the text
    reference: str | None = None
    action_code: str | None = None
    action_title: str | None = None
    version: str | None = None
    country: Country | None = None
    institution: str | None = None
    activity_number: str | None = None
    activity_title: str | None = None
    activity_types: tuple[str, ...] = ()
    assistance_types: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    languages: tuple[LanguageNeed, ...] = ()  # for every position
    positions: tuple[Position, ...] = Field(default=(), max_length=MOST_POSITIONS)
    proposed_fields: tuple[Proposal, ...] = ()
    proposed_competences: tuple[Proposal, ...] = ()
    questions: tuple[Question, ...] = ()
    previous_members: tuple[str, ...] = ()  # ids of experts of earlier activities of this action
    issued: date | None = None

    @property
    def window(self) -> tuple[date, date] | None:
        """First and last day of all dated phases, or None where no phase has a date."""
        days = [d for p in self.phases for d in (p.start, p.end) if d]
        return (min(days), max(days)) if days else None

    def needs(self, position: Position) -> tuple[LanguageNeed, ...]:
        """The language needs of one position: those of the call, overridden by its own for the same language."""
        own = {need.language for need in position.languages}
        return tuple(need for need in self.languages if need.language not in own) + position.languages
