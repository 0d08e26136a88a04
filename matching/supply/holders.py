"""Where the people are who come nearest to what is lacking: by institution, and by country of the institution.

Somebody holds a field as composition reads it (`from_calls`): confirmed or clearly shown by the CV, the same or one step
away in the tree. They have a language at a level where they have it in speaking or writing. Who withdrew their consent or
is excluded is not counted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from matching.codes import fold
from matching.composing import COVERS, SHOWS
from matching.entities import SKILLS, Cefr
from matching.roster import Roster, homes_of
from matching.vocabulary import Vocabularies

ACTIVE = tuple(SKILLS.index(skill) for skill in ("speaking", "writing"))


@dataclass(frozen=True)
class Source:
    """An institution whose people come near to what is lacking: those who give its name and its country.

    Attributes:
        name: as most of its people write it.
        country: of the institution, None where they do not say it and others say several or none.
        people: on the roster.
        field: of these, who hold the field.
        language: who have the language at the level.
        both: who have both.
        nearest: how near the field that comes nearest is in the tree, from 0 to 1, among its people with the language;
            of all its people where none has it.
    """

    name: str
    country: str | None
    people: int
    field: int
    language: int
    both: int
    nearest: float


@dataclass(frozen=True)
class Represented:
    """A country by the people of its institutions: on the roster, in the field, and with the language as well."""

    country: str
    people: int
    field: int
    both: int
    few: bool  # fewer of the field than half of what a country has in the middle, or nobody


@dataclass(frozen=True)
class Holders:
    """Everybody who takes part, one a line, with who has what is lacking; made by `holders`."""

    people: pd.DataFrame

    def sources(self) -> list[Source]:
        """Institutions by how many of their people have the field and the language, then by how near they come."""
        return _sources(self.people)

    def represented(self, countries: Collection[str]) -> list[Represented]:
        """Some countries, those with fewest people of the field first."""
        return _represented(self.people, countries)


def holders(
    roster: Roster, vocabularies: Vocabularies, field: str | None, language: str | None, level: Cefr | None = None
) -> Holders:
    """Everybody on a roster who takes part, each looked at once.

    Args:
        field: None where any will do; likewise the language and the level.

    Raises:
        UnknownCode: there is no such field.
    """
    near, holds = _field(roster, vocabularies, field)
    works = homes_of(roster.experts)
    frame = pd.DataFrame(works, columns=["name", "country"]).assign(
        institution=[fold(name) for name, _ in works],
        place=_places(works),
        near=near,
        field=holds,
        language=_language(roster, language, level),
    )
    return Holders(frame[(roster.columns.consent != 0) & ~roster.columns.excluded])


def _places(works: Sequence[tuple[str, str]]) -> list[str]:
    """Where the institution of each is; of who does not say it, where all others say it is, if they say one country."""
    said: dict[str, set[str]] = {}
    for name, country in works:
        said.setdefault(fold(name), set()).update({country} - {""})
    only = {name: next(iter(countries)) for name, countries in said.items() if len(countries) == 1}
    return [country or only.get(fold(name), "") for name, country in works]


def _sources(people: pd.DataFrame) -> list[Source]:
    known = people[people["institution"] != ""]
    found = []
    for (_, place), own in known.groupby(["institution", "place"], sort=False):
        having = own[own["language"]] if own["language"].any() else own
        found.append(
            Source(
                name=str(own["name"].mode().iloc[0]),
                country=str(place) or None,
                people=len(own),
                field=int(own["field"].sum()),
                language=int(own["language"].sum()),
                both=int((own["field"] & own["language"]).sum()),
                nearest=round(float(having["near"].max()), 2),
            )
        )
    return sorted(
        found, key=lambda one: (-one.both, -one.nearest, -one.language, -one.field, one.name, one.country or "")
    )


def _represented(frame: pd.DataFrame, countries: Collection[str]) -> list[Represented]:
    counts = {
        country: (len(own), int(own["field"].sum()), int((own["field"] & own["language"]).sum()))
        for country in sorted(countries)
        for own in [frame[frame["country"] == country]]
    }
    middle = float(np.median([held for _, held, _ in counts.values()])) if counts else 0.0
    found = [
        Represented(country, people, held, both, held == 0 or held < middle / 2)
        for country, (people, held, both) in counts.items()
    ]
    return sorted(found, key=lambda one: (one.field, one.people, one.country))


def _field(
    roster: Roster, vocabularies: Vocabularies, field: str | None
) -> tuple[NDArray[np.floating], NDArray[np.bool_]]:
    """How near each person comes to a field, and who holds it."""
    if field is None:
        return np.ones(len(roster)), np.ones(len(roster), dtype=np.bool_)
    at = vocabularies.fields.index(field)
    similarity = vocabularies.fields.similarity_matrix()[at]
    shown = roster.shown >= SHOWS
    held = roster.columns.fields
    near = np.where(held | shown, similarity, 0.0).max(axis=1)
    return near, np.asarray(held[:, similarity >= COVERS].any(axis=1) | shown[:, at])


def _language(roster: Roster, language: str | None, level: Cefr | None) -> NDArray[np.bool_]:
    if language is None:
        return np.ones(len(roster), dtype=np.bool_)
    listed = roster.columns.levels.get(language)
    if listed is None:
        return np.zeros(len(roster), dtype=np.bool_)
    if level is None:
        return np.asarray(listed[:, 0] != 0)
    return np.asarray(listed[:, ACTIVE].max(axis=1) >= level.rank)
