"""What people declare of themselves: theirs alone; others are told counts in which nobody can be found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.governance.suppression import LEAST, rounded
from api.services.unit import Unit
from api.services.versions import found
from api.storage import experts
from api.storage import personal as rows
from api.storage.tables import DeclarationRow
from matching.entities import Country

UNDECLARED, SMALL = "undeclared", "small groups together"


class DeclarationData(BaseModel):
    """Gender and nationalities, as a person wants them known; both may be left out."""

    model_config = ConfigDict(extra="forbid")

    gender: Literal["woman", "man", "other"] | None = None
    nationalities: list[Country] = Field(default=[], max_length=10)


@dataclass(frozen=True)
class Group:
    """A group of people and how many they are, to the nearest five; None: fewer than five."""

    group: str
    people: int | None


@dataclass(frozen=True)
class Summary:
    """The make-up of the roster as declared. A person with two nationalities is in two groups."""

    people: int | None
    genders: tuple[Group, ...]
    nationalities: tuple[Group, ...]


def read(unit: Unit, expert_id: str) -> DeclarationRow:
    """What a person declared.

    Raises:
        NotOnRecord: nothing is declared.
    """
    return found(rows.declaration(unit.session, expert_id), "declaration of the expert", expert_id)


def declare(unit: Unit, expert_id: str, data: DeclarationData) -> DeclarationRow:
    """What a person declares, in place of what they declared before.

    Raises:
        NotOnRecord: there is no such person.
    """
    person = found(experts.expert(unit.session, expert_id), "expert", expert_id)
    row = rows.declaration(unit.session, expert_id)
    if row is None:
        row = DeclarationRow(expert_id=expert_id)
        unit.session.add(row)
    row.gender, row.at = data.gender, unit.now
    row.nationalities = list(dict.fromkeys(data.nationalities))
    person.revision = unit.roster_changed()
    unit.session.flush()
    unit.record("declaration.changed", "expert", expert_id, declared=True)
    return row


def take_back(unit: Unit, expert_id: str) -> None:
    """Nothing is declared any more.

    Raises:
        NotOnRecord: nothing was.
    """
    row = read(unit, expert_id)
    person = found(experts.expert(unit.session, expert_id), "expert", expert_id)
    unit.session.delete(row)
    person.revision = unit.roster_changed()
    unit.session.flush()
    unit.record("declaration.changed", "expert", expert_id, declared=False)


def summary(unit: Unit) -> Summary:
    """Counts of the whole roster, rounded, in which no group of fewer than five stands by itself."""
    people, genders, nationalities = rows.declared_counts(unit.session)
    return Summary(_told(people), _groups(genders), _groups(nationalities))


def _groups(counts: Counter[str | None]) -> tuple[Group, ...]:
    """Groups of five and more by size as told, then the small ones together, then those who declared nothing."""
    named = {name: n for name, n in counts.items() if name is not None}
    large = [Group(name, _told(n)) for name, n in named.items() if n >= LEAST]
    shown = sorted(large, key=lambda group: (-(group.people or 0), group.group))
    if small := sum(n for n in named.values() if n < LEAST):
        shown.append(Group(SMALL, _told(small)))
    if counts[None]:
        shown.append(Group(UNDECLARED, _told(counts[None])))
    return tuple(shown)


def _told(people: int) -> int | None:
    return None if 0 < people < LEAST else rounded(people)
