"""What a fact of a CV can say: the value of each kind, as it is shown, corrected and laid into a profile."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from api.errors import InvalidRequest, invalid
from api.schemas import FieldProblem
from api.services.people.identities import LONGEST_ADDRESS, as_address, as_name, as_number
from api.services.people.profiles import LanguageData, Short
from api.services.storable import Said
from matching.cv.values import CvDate, EntryKind
from matching.entities import FIRST_YEAR, LAST_YEAR, MOST_CHARACTERS, Country, Language, Text
from matching.vocabulary import Vocabularies

LONGEST = 300  # characters of a name, a title, an employer
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def _partial(text: str) -> str:
    match = _PARTIAL.fullmatch(text)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise ValueError(f"a date is written YYYY, YYYY-MM or YYYY-MM-DD, from {FIRST_YEAR} to {LAST_YEAR}")
    first_day(text)
    return text


PartialDate = Annotated[str, Field(max_length=10), AfterValidator(_partial)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SegmentValue(_Value):
    """One piece of a CV: what it is, and its words."""

    kind: EntryKind
    text: Text = Field(min_length=1, max_length=MOST_CHARACTERS)
    language: Language | None = None


class DatesValue(_Value):
    """From when to when, as precise as it is known."""

    start: PartialDate | None
    end: PartialDate | None
    ongoing: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ongoing and self.end:
            raise ValueError("what goes on has no end yet")
        if self.start and self.end and last_day(self.end, self.start) < first_day(self.start):
            raise ValueError(f"the end {self.end} lies before the start {self.start}")
        return self


class InstitutionValue(_Value):
    """Where a person works."""

    name: Short
    country: Country | None = None


FactValue = str | SegmentValue | DatesValue | LanguageData | InstitutionValue
FactKind = Literal[
    "segment", "title", "employer", "dates", "country", "language", "nationality", "gender", "status", "institution",
    "field", "competence", "activity_type", "country_of_experience", "name", "email", "phone",
]  # fmt: skip
_Line = Annotated[Said, Field(min_length=1, max_length=LONGEST)]
_TYPES: dict[FactKind, TypeAdapter[Any]] = {
    "segment": TypeAdapter(SegmentValue),
    "title": TypeAdapter(_Line),
    "employer": TypeAdapter(_Line),
    "dates": TypeAdapter(DatesValue),
    "country": TypeAdapter(Country),
    "language": TypeAdapter(LanguageData),
    "nationality": TypeAdapter(Country),
    "gender": TypeAdapter(Literal["woman", "man", "other"]),
    "institution": TypeAdapter(InstitutionValue),
    "country_of_experience": TypeAdapter(Country),
    "name": TypeAdapter(Annotated[Said, Field(max_length=LONGEST), AfterValidator(as_name)]),
    "email": TypeAdapter(Annotated[Said, Field(max_length=LONGEST_ADDRESS), AfterValidator(as_address)]),
    "phone": TypeAdapter(Annotated[Said, Field(max_length=50), AfterValidator(as_number)]),
}


def value_of(kind: FactKind, given: Any, path: str, vocabularies: Vocabularies) -> FactValue:
    """A value that somebody gave for a fact, as that kind of fact is written.

    Raises:
        InvalidRequest: it cannot be one; naming the path.
        UnknownCode: the vocabulary does not hold it; naming near ones.
    """
    said = given.model_dump() if isinstance(given, BaseModel) else given
    terms = {
        "status": vocabularies.statuses,
        "field": vocabularies.fields,
        "competence": vocabularies.competences,
        "activity_type": vocabularies.activity_types,
    }
    if kind in terms:
        if not isinstance(said, str):
            raise InvalidRequest([FieldProblem(path=path, message="a code is a text", found=None)])
        return terms[kind].normalise(said)
    try:
        made: FactValue = _TYPES[kind].validate_python(said)
    except ValidationError as error:
        raise invalid(error, path) from error
    return made


def usable(kind: FactKind, text: str) -> str | None:
    """A name, address or number from a CV as it could be kept; None where it could not."""
    try:
        made: str = _TYPES[kind].validate_python(text)
    except ValidationError:
        return None
    return made


def first_day(written: str) -> date:
    """The first day of a year, month or day; raises ValueError where there is no such day."""
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(written: str, start: str | None) -> date:
    """The day on which something ended: the last of a month; of a year its first, which is right on average.

    From 2015 to 2018 is three years then, as people mean it; what began and ended in one year filled it.
    """
    begins = first_day(written)
    if len(written) == 10:
        return begins
    if len(written) == 7:
        return begins.replace(day=calendar.monthrange(begins.year, begins.month)[1])
    same_year = start is not None and start[:4] == written
    return date(begins.year, 12, 31) if same_year else begins


def dates_of(start: CvDate | None, end: CvDate | None, *, ongoing: bool) -> DatesValue | None:
    """Dates as a CV gives them; those that cannot be, being the wrong way round, are left for the person to say."""
    if start is None and end is None and not ongoing:
        return None
    said = {"start": start.iso if start else None, "end": end.iso if end and not ongoing else None, "ongoing": ongoing}
    try:
        return DatesValue.model_validate(said)
    except ValidationError:
        return None
