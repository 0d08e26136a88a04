"""Rules of the office that are changed while the service runs: each with its meaning and a safe default.

Use cases read them with `setting(unit, RetentionPeriods)`.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from importlib.resources import files
from typing import Annotated, ClassVar, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, model_validator

from api.errors import Conflict
from api.services.setting_changes import differences, told
from api.services.storable import Said, as_data
from api.services.unit import Unit
from api.services.versions import check_version
from api.storage import office_settings as rows
from api.storage.tables import SettingRow
from matching.entities import Country
from matching.errors import MatchingError
from matching.settings import MatchSettings

CENTURY = 36_525  # days
Days = Annotated[int, Field(ge=1, le=CENTURY, strict=True)]  # "true" is no day
Spoken = Literal["en", "fr", "es", "pt", "ru", "ar"]


class SettingDamaged(MatchingError):
    """A rule of the office that is on record in a form that cannot be read."""

    code = "setting_damaged"


class OfficeSetting(BaseModel):
    """One rule, or a few that belong together. `name` is its address; without arguments it is the default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]

    def check_follows(self, before: Self) -> None:
        """Refuse what may not come after the rule as it was; most rules may follow any other.

        Raises:
            Conflict: it may not.
        """


class ScopeRules(OfficeSetting):
    """Which partner countries are eligible. A request from another one is marked; a person decides."""

    name: ClassVar[str] = "scope"

    rule: Literal["outside_the_union", "listed"] = Field(
        default="outside_the_union",
        description="outside_the_union: every country that is no Member State of the European Union; "
        "listed: only those under `countries`",
    )
    countries: list[Country] = Field(default=[], max_length=260, description="ISO 3166-1 alpha-2 codes")

    @model_validator(mode="after")
    def _the_list_is_there(self) -> Self:
        if (self.rule == "listed") != bool(self.countries):
            raise ValueError("give countries with the rule 'listed', and none with the rule 'outside_the_union'")
        return self


class RetentionPeriods(OfficeSetting):
    """Days after which what is no longer needed is removed by a purge."""

    name: ClassVar[str] = "retention"

    inactive_experts: Days = Field(
        default=1095, description="a person on the roster, from the last time they confirmed, changed or used it"
    )
    selection_records: Days = Field(
        default=3653, description="a closed request, action or call with all that belongs to it, from its last step"
    )
    first_looks: Days = Field(default=365, description="a shortlist that belongs to no call, from the day it was made")
    performance_notes: Days = Field(default=1826, description="a note on how an assignment went, from its date")
    unconfirmed_cvs: Days = Field(default=365, description="a CV that nobody confirmed, from the day it was read")
    notices: Days = Field(default=90, description="a letter to a person, from the day it was sent")


@cache
def _packaged_notice() -> dict[Spoken, str]:
    found: dict[Spoken, str] = json.loads((files("api.services") / "privacy_notice.json").read_text(encoding="utf-8"))
    return found


class PrivacyNotice(OfficeSetting):
    """What people are told before they agree. Another text needs another version: agreement is to one version."""

    name: ClassVar[str] = "privacy_notice"

    version: Said = Field(default="1", min_length=1, max_length=40)
    date: dt.date = Field(default=dt.date(2026, 1, 1), description="from when on this version holds")
    contact: Said = Field(default="", max_length=500, description="who is responsible, and how to reach them")
    texts: dict[Spoken, Annotated[Said, Field(min_length=1, max_length=20_000)]] = Field(
        default_factory=lambda: dict(_packaged_notice()), description="by language; English has to be there"
    )

    @model_validator(mode="after")
    def _there_is_one_for_all(self) -> Self:
        if "en" not in self.texts:
            raise ValueError("the English text is missing: it is shown where a language has none")
        return self

    def check_follows(self, before: Self) -> None:
        """A version has one text: people agreed to what it said."""
        if self.version == before.version and self.texts != before.texts:
            raise Conflict(
                "The text of the privacy notice changed, and its version did not.",
                f"People may have agreed to version '{before.version}'.",
                "Give the new text a version of its own.",
            )

    def text(self, language: str | None) -> str:
        """The text in a language, in English where there is none."""
        return next(text for spoken in (language, "en") for code, text in self.texts.items() if code == spoken)


class MatchDefaults(OfficeSetting):
    """What a new call is matched with until its officer sets something else."""

    name: ClassVar[str] = "match_settings"

    settings: MatchSettings = MatchSettings()

    @model_validator(mode="after")
    def _names_nobody(self) -> Self:
        rules = (self.settings.rules, self.settings.list_rules)
        if any(rule.include or rule.exclude for rule in rules):
            raise ValueError("people are included or excluded call by call, never for all calls")
        return self


class ReserveRules(OfficeSetting):
    """What a new call does when somebody who was invited declines or does not answer."""

    name: ClassVar[str] = "reserve"

    moves_up: StrictBool = Field(default=True, description="the next of the reserve is invited without being asked for")


class SuggestionRules(OfficeSetting):
    """Which letters are written without anything having happened. Nobody is written to before the office wants it."""

    name: ClassVar[str] = "suggestions"

    letters: StrictBool = Field(
        default=False,
        description="everybody with consent is told, once a week at most, of open calls that suit them and of which no "
        "letter told them yet; who does not want it says so",
    )


class RotationRules(OfficeSetting):
    """How often the same people go. Caps are shown beside a season; they hold in it where the office says so.

    Merit is the same under them. The cap on a nationality holds only on a written basis, as every target does.
    """

    name: ClassVar[str] = "rotation"

    missions: int | None = Field(
        default=None,
        ge=1,
        le=100,
        strict=True,
        description="missions of one person within twelve months, at most; null: no cap",
    )
    nationality_share: float | None = Field(
        default=None,
        gt=0,
        le=1,
        strict=True,
        description="share of a season's places for one nationality, at most; null: no cap",
    )
    applies: StrictBool = Field(default=False, description="whether the caps hold in a season; otherwise they are told")
    legal_basis: Said = Field(default="", max_length=2000, description="of the cap on a nationality, in writing")
    saving_clause: Said = Field(default="", max_length=2000, description="in writing: when that cap gives way")

    @model_validator(mode="after")
    def _it_is_written(self) -> Self:
        if self.applies and self.nationality_share is not None and not (self.legal_basis and self.saving_clause):
            raise ValueError("a cap on nationalities that applies needs a legal basis and a saving clause in writing")
        return self


class UpkeepRules(OfficeSetting):
    """When a profile counts as outdated and a person as inactive, and whether people are asked by themselves."""

    name: ClassVar[str] = "upkeep"

    outdated_after: Days = Field(
        default=365, description="a profile, from the day on which the person last said that it is true"
    )
    inactive_after: Days = Field(
        default=730, description="a person, from their last sign of life; after the retention period they are erased"
    )
    letters: StrictBool = Field(
        default=False,
        description="everybody with consent whose profile is outdated is asked once in each such period whether it is "
        "still true",
    )


KINDS: dict[str, type[OfficeSetting]] = {
    kind.name: kind
    for kind in (
        ScopeRules,
        RetentionPeriods,
        PrivacyNotice,
        MatchDefaults,
        ReserveRules,
        SuggestionRules,
        UpkeepRules,
        RotationRules,
    )
}
Kind = TypeVar("Kind", bound=OfficeSetting)


def setting(unit: Unit, kind: type[Kind]) -> Kind:
    """A rule of the office as it stands: as it was set last, or its default.

    Raises:
        SettingDamaged: what is on record no longer fits the rule.
    """
    return _value(kind, rows.setting(unit.session, kind.name))


def get(unit: Unit, kind: type[Kind]) -> tuple[Kind, int]:
    """A rule and its version, 0 for one that was never set.

    Raises:
        SettingDamaged: see `setting`.
    """
    row = rows.setting(unit.session, kind.name)
    return _value(kind, row), row.version if row else 0


def change(unit: Unit, value: OfficeSetting, expected: int | None) -> int:
    """Set a rule; its new version.

    Raises:
        VersionNeeded, ChangedMeanwhile: the change does not say its version, or was made from another one.
        Conflict: it may not follow what was set before.
        SettingDamaged: see `setting`.
    """
    row = rows.setting(unit.session, value.name)
    check_version(row or SettingRow(name=value.name, version=0), expected)
    before = _value(type(value), row)
    value.check_follows(before)
    changes = list(differences(as_data(before), as_data(value)))
    if row is None:
        row = SettingRow(name=value.name, value=as_data(value))
        unit.session.add(row)
    else:
        row.value = as_data(value)
    unit.session.flush()
    unit.record("setting.changed", "setting", value.name, version=row.version, **told(changes))
    return row.version


def _value(kind: type[Kind], row: SettingRow | None) -> Kind:
    if row is None:
        return kind()
    try:
        return kind.model_validate(row.value)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or kind.name
        raise SettingDamaged(
            f"The rule of the office '{kind.name}' cannot be read.",
            f"It does not fit at '{where}'.",
            "Set it again; it was written by another version.",
        ) from error
