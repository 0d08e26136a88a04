"""The survey of interests: what institutions want to exchange about, grouped into topics that regions share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.errors import InvalidSetting, NotOnRecord
from api.services.office import Office
from api.services.peers.communities import Codes, normalised
from api.services.people import institutions
from api.services.storable import Id, Said
from api.services.unit import Actor, Unit, new_id, reading
from api.services.versions import found
from api.storage import peers as rows
from api.storage.tables import InterestRow
from matching.peers import Interest, Topic, group_interests

FIRST_SURVEY, LAST_SURVEY = 2000, 2100
LONGEST_ANSWER = 2000


class InterestData(BaseModel):
    """One answer: in words, by fields ticked, or both."""

    model_config = ConfigDict(extra="forbid")

    institution_id: Id = Field(min_length=1, max_length=200)
    focal_point_id: Id | None = Field(default=None, max_length=200, description="who answered for the institution")
    year: int = Field(ge=FIRST_SURVEY, le=LAST_SURVEY, strict=True, description="of the survey")
    text: Said = Field(default="", max_length=LONGEST_ANSWER, description="what is of interest, in any language")
    fields: Codes = Field(default=[], description="codes of fields that were ticked")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and not self.fields:
            raise ValueError("an answer says something in words or ticks a field")
        return self


@dataclass(frozen=True)
class Answered:
    """An answer on record, and whose it is."""

    id: str
    text: str
    institution_id: str
    institution: str
    country: str | None


@dataclass(frozen=True)
class Survey:
    """The answers of a year and the topics they make."""

    year: int
    years: tuple[int, ...]  # of which there are answers, the newest first
    topics: tuple[Topic, ...]
    answers: dict[str, Answered]


def add(unit: Unit, data: InterestData) -> InterestRow:
    """A new answer.

    Raises:
        InvalidSetting: the survey is of a year that is not near yet.
        NotOnRecord: there is no such institution, or no such focal point of it.
        UnknownCode: of a field.
    """
    if data.year > (newest := unit.today.year + 1):  # the newest survey is the one that is shown
        raise InvalidSetting(
            "The year of the survey lies too far ahead.", f"Found {data.year}.", f"Give a year up to {newest}."
        )
    institutions.get(unit, data.institution_id)
    if data.focal_point_id is not None:
        point = rows.focal_points(unit.session, [data.focal_point_id]).get(data.focal_point_id)
        if point is None or point.institution_id != data.institution_id:
            raise NotOnRecord(
                f"The institution has no focal point with the id '{data.focal_point_id[:80]}'.",
                "",
                "Name the focal point of the institution first, or leave it out.",
            )
    values = data.model_dump() | {"fields": normalised(unit, data.fields)}
    row = InterestRow(id=new_id("interest"), at=unit.now, by=unit.actor.account_id, **values)
    unit.session.add(row)
    unit.session.flush()
    unit.record("interest.noted", "interest", row.id, institution=row.institution_id, year=row.year)
    return row


def remove(unit: Unit, interest_id: str) -> None:
    """An answer, removed.

    Raises:
        NotOnRecord: there is none with this id.
    """
    row = found(rows.interest(unit.session, interest_id), "answer to a survey", interest_id)
    unit.session.delete(row)
    unit.record("interest.removed", "interest", interest_id, institution=row.institution_id, year=row.year)


def survey(office: Office, actor: Actor, year: int | None) -> Survey:
    """The topics of a year: of the newest survey where none is named; without answers, no topic.

    The database is read first, and encoding begins when it is no longer held.
    """
    with reading(office, actor) as unit:
        years = rows.survey_years(unit.session)
        wanted = year if year is not None else years[0] if years else unit.today.year
        answered = rows.interests(unit.session, wanted)
        answers = {row.id: Answered(row.id, row.text, one.id, one.name, one.country) for row, one in answered}
        said = [
            Interest(id=row.id, text=row.text, fields=tuple(row.fields), country=one.country) for row, one in answered
        ]
    return Survey(wanted, tuple(years), group_interests(said, office.engine) if said else (), answers)
