"""A person's profile as it comes in: what it may hold, how much, and its codes made canonical."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from matching.entities import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_CHARACTERS,
    Absence,
    Country,
    Expert,
    LanguageClaim,
    Mission,
    Segment,
    Text,
)
from matching.errors import UnknownCode
from matching.vocabulary import Vocabularies, Vocabulary

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$"  # no '@' and no space: an id stands in the log for good
Code = Annotated[str, Field(min_length=1, max_length=80)]
Short = Annotated[str, Field(max_length=300)]


def _only_a_day(value: Any) -> Any:
    """A date is written YYYY-MM-DD: a number would otherwise be taken for seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)):
        return value
    raise ValueError("a date is written YYYY-MM-DD")


IsoDate = Annotated[date, BeforeValidator(_only_a_day)]
Day = Annotated[IsoDate, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]
_STRICT = ConfigDict(frozen=True, extra="forbid")
_SELF_DECLARED = {"absences", "release_days", "conflicts"}  # nothing that an officer could validate


class SegmentData(Segment):
    """One piece of a CV: a post, an assignment, a degree, a publication."""

    model_config = _STRICT

    text: Text = Field(max_length=MOST_CHARACTERS)
    id: str | None = Field(default=None, max_length=100)
    start: IsoDate | None = None
    end: IsoDate | None = None
    employer: Short | None = None


class LanguageData(LanguageClaim):
    """What a person says of one language, per skill."""

    model_config = _STRICT

    origin: Short | None = Field(default=None, description="how the claim was worded")


class AbsenceData(Absence):
    """Days on which a person is not available, both ends included."""

    model_config = _STRICT

    start: Day
    end: Day


class MissionData(Mission):
    """An earlier assignment for the facility."""

    model_config = _STRICT

    action: Short | None = None
    partner: Short | None = None
    end: Day | None = None


class AvailabilityData(BaseModel):
    """When a person is free, and with whom they have a conflict of interest; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    absences: list[AbsenceData] | None = Field(
        default=None, max_length=500, description="null: not said; an empty list: free throughout"
    )
    release_days: int | None = Field(
        default=None, ge=0, le=3650, strict=True, description="notice that the home institution asks for"
    )
    conflicts: list[Short] | None = Field(
        default=None, max_length=200, description="partners or action codes; null: no declaration; empty: none"
    )


class ProfileData(AvailabilityData):
    """Everything that a person says of their work. Codes are those of the vocabulary, in any printed form."""

    segments: list[SegmentData] = Field(max_length=1000)
    status: Code | None = Field(default=None, description="code of a status of people")
    institution: Short | None = None
    institution_country: Country | None = None
    languages: list[LanguageData] = Field(default=[], max_length=100)
    fields: list[Code] = Field(default=[], max_length=200)
    competences: list[Code] = Field(default=[], max_length=200)
    activity_types: list[Code] = Field(default=[], max_length=200)
    countries: list[Country] = Field(default=[], max_length=260, description="of professional experience")
    missions: list[MissionData] = Field(default=[], max_length=500)

    @model_validator(mode="after")
    def _not_too_long(self) -> Self:
        if (total := sum(len(segment.text) for segment in self.segments)) > MOST_CHARACTERS:
            raise ValueError(f"the texts have {total:,} characters together; a profile holds {MOST_CHARACTERS:,}")
        return self

    def expert(self, expert_id: str) -> Expert:
        """The profile as matching reads it; of what others decide about the person, nothing is known."""
        return Expert.model_validate({**self.model_dump(), "id": expert_id})


PARTS = tuple(ProfileData.model_fields)


def check_bounds(expert: Expert) -> None:
    """Refuse an expert read from elsewhere that is larger than a profile may be.

    Raises:
        pydantic.ValidationError: naming what is too long or too many.
    """
    ProfileData.model_validate(expert.model_dump(include=set(PARTS)))


def changed_parts(before: Expert, after: Expert) -> list[str]:
    """Names of the parts of a profile that differ."""
    return [part for part in PARTS if getattr(before, part) != getattr(after, part)]


def needs_validation(parts: list[str]) -> bool:
    """Whether one of these parts is a fact that an officer validates."""
    return bool(set(parts) - _SELF_DECLARED)


class Codes:
    """Codes of fields, competences, activity types and statuses made canonical, each looked up once."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._kinds: dict[str, Vocabulary] = {
            "fields": vocabularies.fields,
            "competences": vocabularies.competences,
            "activity_types": vocabularies.activity_types,
            "status": vocabularies.statuses,
        }
        self._known: dict[tuple[str, str], str | UnknownCode] = {}

    def canonical(self, expert: Expert, left_out: list[tuple[str, UnknownCode]] | None = None) -> Expert:
        """The expert with every code in its canonical form, each once.

        Args:
            left_out: where given, unknown codes are left out and noted here with the part they stood in.

        Raises:
            UnknownCode: naming near ones; never where `left_out` is given.
        """
        changes: dict[str, Any] = {}
        for part in ("fields", "competences", "activity_types"):
            changes[part] = tuple(dict.fromkeys(self._each(part, getattr(expert, part), left_out)))
        if expert.status is not None:
            changes["status"] = next(iter(self._each("status", (expert.status,), left_out)), None)
        return expert.model_copy(update=changes)

    def _each(self, part: str, codes: tuple[str, ...], left_out: list[tuple[str, UnknownCode]] | None) -> list[str]:
        found = []
        for code in codes:
            known = self._look_up(part, code)
            if isinstance(known, str):
                found.append(known)
            elif left_out is None:
                raise known
            else:
                left_out.append((part, known))
        return found

    def _look_up(self, part: str, code: str) -> str | UnknownCode:
        known = self._known.get((part, code))
        if known is None:
            try:
                known = self._kinds[part].normalise(code)
            except UnknownCode as error:
                known = error
            self._known[part, code] = known
        return known
