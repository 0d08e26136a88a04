"""What the office made of the terms, on record as one rule of the office, and the vocabularies that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.services import office_settings as rules
from api.services.office import Office
from api.services.office_settings import OfficeSetting, Spoken
from api.services.storable import Said
from api.services.unit import SYSTEM, Unit, reading
from matching.vocabulary import TermChange, Vocabularies, load_vocabulary, with_changes

Kind = Literal["fields", "competences", "activity_types"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TermCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$", description="a code, such as A.35")]
MOST = 500  # terms of a kind that are changed


class TermEntry(BaseModel):
    """A term as the office wants it; it stands in place of the packaged one of its code, or beside all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: TermCode
    labels: dict[Spoken, Annotated[Said, Field(min_length=1, max_length=200)]] = Field(
        description="by language; English has to be there"
    )
    parent: TermCode | None = Field(default=None, description="the term above it; null: none")
    retired: bool = Field(default=False, description="it is offered no more")
    successor: TermCode | None = Field(
        default=None, description="of a retired term: as what its code is read from now on"
    )

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if "en" not in self.labels:
            raise ValueError("the English label is missing: it is shown where a language has none")
        if self.successor is not None and not self.retired:
            raise ValueError("only a retired term has a successor")
        return self

    def change(self) -> TermChange:
        """The same as matching takes it."""
        labels: dict[str, str] = {language: label for language, label in self.labels.items()}
        return TermChange(self.code, labels, self.parent, self.retired, self.successor)


class Taxonomy(OfficeSetting):
    """Terms that the office renamed, moved, added or retired; all others are as packaged."""

    name: ClassVar[str] = "taxonomy"

    fields: list[TermEntry] = Field(default=[], max_length=MOST, description="fields of expertise")
    competences: list[TermEntry] = Field(default=[], max_length=MOST, description="horizontal competences")
    activity_types: list[TermEntry] = Field(default=[], max_length=MOST, description="types of activity")

    def entries(self, kind: Kind) -> list[TermEntry]:
        """Those of a kind."""
        found: list[TermEntry] = getattr(self, kind)
        return found

    def changes(self) -> Mapping[str, list[TermChange]]:
        """The same as matching takes them."""
        return {kind: [one.change() for one in self.entries(kind)] for kind in KINDS}


def packaged(unit: Unit) -> Vocabularies:
    """The vocabularies of the installation, without what the office made of them."""
    return load_vocabulary(unit.office.settings.vocabulary)


def vocabularies_of(unit: Unit) -> Vocabularies:
    """The vocabularies as the office wants them now. A serving process takes them into use within moments.

    Raises:
        SettingDamaged: what is on record cannot be read.
        InvalidSetting: it does not fit the packaged vocabularies any more.
    """
    return with_changes(packaged(unit), rules.setting(unit, Taxonomy).changes())


def in_force(office: Office) -> Vocabularies:
    """The same for an office. Raises as `vocabularies_of` does."""
    with reading(office, SYSTEM) as unit:
        return vocabularies_of(unit)
