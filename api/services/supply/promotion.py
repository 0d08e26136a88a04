"""Whom to ask for people of a kind that is short: institutions that have the nearest, their focal points, and countries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.services.office import Office
from api.services.people.viewing import roles_of
from api.services.supply.gaps import Gaps, gaps
from api.services.supply.looking import Asked, Look, look
from api.services.unit import Actor, Unit, reading
from api.storage import promotion as rows
from api.storage.tables import FocalPointRow, InstitutionRow
from matching.entities import Cefr
from matching.errors import InvalidSetting
from matching.scope import UNION
from matching.supply.holders import Represented, Source, holders
from matching.supply.sought import NOT_SAID

MOST = 25  # institutions that are named
Place = Literal["union", "elsewhere"]


class Contact(BaseModel):
    """A focal point: who answers for an institution."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    email: str
    category: str | None = Field(description="code of the field they answer for; null: for everything")


class Approach(BaseModel):
    """An institution to approach, with how many of its people come near to what is lacking."""

    name: str
    id: str | None = Field(description="where it is on record")
    country: str | None
    lends: bool = Field(description="whether it lends experts readily")
    people: int = Field(description="on the roster")
    field: int = Field(description="of these, who hold the field")
    language: int = Field(description="who have the language at the level")
    both: int
    nearest: float = Field(description="how near they come to the field in the tree of fields, 0 to 1")
    focal_points: list[Contact]


class OfCountry(BaseModel):
    """A Member State by the people of its institutions."""

    model_config = ConfigDict(from_attributes=True)

    country: str
    people: int
    field: int
    both: int
    few: bool = Field(description="nobody of the field, or fewer than half of what a Member State has in the middle")


class Promotion(BaseModel):
    """Whom to ask for people of a field, with a language, or both."""

    field: str | None
    language: str | None
    level: Cefr | None
    demand: Gaps = Field(description="what calls ask of it, and how many could do it")
    institutions: list[Approach]
    member_states: list[OfCountry] = Field(description="of the European Union, those with fewest people of it first")


@dataclass(frozen=True)
class Wanted:
    """The kind of people that is short, as cells of supply are narrowed, and where to look for them."""

    asked: Asked
    place: Place | None = None


@dataclass(frozen=True)
class Lacking:
    """The kind of people that is short, what asks for them, and where they are: nobody is named."""

    seen: Look
    field: str | None
    language: str | None
    level: Cefr | None
    sources: list[Source]
    states: list[Represented]


def lacking(office: Office, actor: Actor, wanted: Wanted) -> Lacking:
    """Where people of a kind are; to be called outside a unit of work.

    Raises:
        InvalidSetting: it says neither a field nor a language, or there is no such language or level.
        UnknownCode: there is no such field.
    """
    seen = look(office, actor, wanted.asked)
    field, language = (_said(seen, name) for name in ("field", "language"))
    if field is None and language is None:
        raise InvalidSetting("It is not said who is lacking.", "", "Name a field, a language, or both.")
    level = _level(seen)
    return Lacking(seen, field, language, level, *_on_roster(seen, office, field, language, level, wanted.place))


def promotion(office: Office, actor: Actor, wanted: Wanted) -> Promotion:
    """Institutions to approach, those with most people of the kind first; to be called outside a unit of work.

    Raises:
        InvalidSetting, UnknownCode: see `lacking`.
    """
    found = lacking(office, actor, wanted)
    with reading(office, actor) as unit:
        institutions = _approached(unit, found.sources, found.field)
    return Promotion(
        field=found.field,
        language=found.language,
        level=found.level,
        demand=gaps(found.seen, ()),
        institutions=institutions,
        member_states=[OfCountry.model_validate(one) for one in found.states],
    )


def _on_roster(
    seen: Look, office: Office, field: str | None, language: str | None, level: Cefr | None, place: Place | None
) -> tuple[list[Source], list[Represented]]:
    if seen.found.matcher is None:
        return [], []
    known = holders(seen.found.matcher.roster, office.engine.vocabularies, field, language, level)
    near = [one for one in known.sources() if (one.both or one.language or one.field) and _lies(one.country, place)]
    return near[:MOST], known.represented(UNION)


def _lies(country: str | None, place: Place | None) -> bool:
    return place is None or (country in UNION) == (place == "union")


def _approached(unit: Unit, found: Sequence[Source], field: str | None) -> list[Approach]:
    """The institutions with their focal points; that these were looked at goes to the log."""
    on_record = rows.named(unit.session, [one.name for one in found])
    known = [_recorded(one, on_record) for one in found]
    fields = unit.office.engine.vocabularies.fields
    categories = [] if field is None else [field, *(term.code for term in fields.ancestors(field))]
    points = rows.in_office(unit.session, [row.id for row in known if row], categories, unit.today)
    if points:
        ids = [point.id for point in points]
        unit.record("personal.viewed", "focal_points", "promotion", part="contact", ids=ids, roles=roles_of(unit))
    return [_approach(one, row, points) for one, row in zip(found, known, strict=True)]


def _recorded(one: Source, on_record: Sequence[InstitutionRow]) -> InstitutionRow | None:
    """The institution on record: of the same name and country; where one of the two does not say it, the only one."""
    named = [row for row in on_record if row.name == one.name]
    here = [row for row in named if row.country == one.country]
    unsaid = [row for row in named if None in (row.country, one.country)]
    return here[0] if here else unsaid[0] if len(unsaid) == 1 else None


def _approach(one: Source, row: InstitutionRow | None, points: Sequence[FocalPointRow]) -> Approach:
    return Approach(
        name=one.name,
        id=row.id if row else None,
        country=(row.country if row else None) or one.country,
        lends=bool(row and row.collaborative),
        people=one.people,
        field=one.field,
        language=one.language,
        both=one.both,
        nearest=one.nearest,
        focal_points=[Contact.model_validate(point) for point in points if row and point.institution_id == row.id],
    )


def _said(seen: Look, name: Literal["field", "language"]) -> str | None:
    value = seen.where.get(name)
    return None if value in (None, NOT_SAID) else value


def _level(seen: Look) -> Cefr | None:
    value = seen.where.get("level")
    if value in (None, NOT_SAID):
        return None
    if value not in Cefr.__members__:
        raise InvalidSetting("There is no such level.", f"Found '{value[:20]}'.", f"Use one of {', '.join(Cefr)}.")
    return Cefr(value)
