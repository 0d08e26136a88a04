"""What an officer can set: weights, sizes, rules of composition and the mode of balance. All of it goes into the record."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from matching.entities import Value
from matching.errors import InvalidSetting

Gender = Literal["woman", "man", "other"]


class Weights(Value):
    """How much each criterion of merit weighs; only the proportions matter. 0 takes a criterion out."""

    relevance: float = Field(
        default=25, ge=0, le=1000, description="how well the CV's segments answer the text of the position"
    )
    fields: float = Field(default=70, ge=0, le=1000, description="fields of expertise, confirmed and shown by the CV")
    competences: float = Field(default=6, ge=0, le=1000, description="horizontal competences")
    activities: float = Field(default=4, ge=0, le=1000, description="experience with this type of activity")
    seniority: float = Field(
        default=6, ge=0, le=1000, description="years of dated posts against the years asked for, or 15"
    )
    context: float = Field(default=4, ge=0, le=1000, description="work in the partner country or its region")
    public: float = Field(default=3, ge=0, le=1000, description="public or mandated status")
    languages: float = Field(
        default=2, ge=0, le=1000, description="levels above the minimum, and languages named as an asset"
    )

    @model_validator(mode="after")
    def _something_counts(self) -> Self:
        if not any(self.model_dump().values()):
            raise ValueError("every weight is 0: give at least one criterion a weight above 0")
        return self


class TeamRules(Value):
    """What a team is asked to meet. A rule left at its default is not applied."""

    max_per_nationality: int | None = Field(default=None, ge=1, description="people of one nationality, at most")
    min_countries: int | None = Field(default=None, ge=1, description="countries its members stand for, at least")
    min_per_gender: dict[Gender, int] = Field(default={}, description="people of a declared gender, at least")
    min_public: int | None = Field(default=None, ge=0, description="people of public or mandated status, at least")
    cover_languages: bool = False  # every language that the call requires is met at its level by some member
    distinct_institutions: bool = Field(default=False, description="no two members from one institution")
    min_previous: int = Field(default=0, ge=0)  # members who served on this action before
    include: tuple[str, ...] = Field(default=(), description="ids of people who must be in it")
    exclude: tuple[str, ...] = Field(default=(), description="ids of people who may not be in it")


class Balance(Value):
    """How gender and nationality may act on a composition.

    report: they are shown and change nothing (the default). tie_break: they may choose among people within `band`
    points of merit of the best, fixed beforehand. target: the rules on gender and nationality bind; this needs a legal
    basis and a saving clause in writing, both kept in the record.
    """

    mode: Literal["report", "tie_break", "target"] = Field(
        default="report", description="how gender and nationality may act"
    )
    band: float = Field(default=3.0, ge=0, le=20, description="points of merit within which a tie-break chooses")
    legal_basis: str | None = Field(default=None, description="of a target, in writing")
    saving_clause: str | None = Field(default=None, description="of a target, in writing: when it gives way")

    @model_validator(mode="after")
    def _target_is_written(self) -> Self:
        if self.mode == "target" and not ((self.legal_basis or "").strip() and (self.saving_clause or "").strip()):
            raise ValueError(
                "mode 'target' needs a legal basis and a saving clause in writing: give both, "
                "or use 'tie_break' (within a merit band) or 'report'"
            )
        return self


class MatchSettings(Value):
    """Everything that steers one run."""

    weights: Weights = Weights()
    rules: TeamRules = TeamRules()
    list_rules: TeamRules = Field(
        default=TeamRules(), description="the same rules, for the balanced list of a position"
    )
    balance: Balance = Balance()
    shown: int = Field(default=10, ge=0, description="people listed per position; 0 lists everyone in the pool")
    pool: int = Field(default=500, ge=10, description="people per position scored in full where the roster is larger")
    teams: int = Field(default=3, ge=0, le=20, description="best teams shown")
    list_size: int = Field(default=10, ge=1, le=50, description="size of the balanced shortlist per position")
    reserve: int = Field(default=2, ge=0, le=10, description="people who step in, per position")
    top_segments: int = Field(default=3, ge=1, le=20, description="best segments whose mean is a person's relevance")
    coverage_bonus: float = Field(
        default=2.0, ge=0, le=100, description="points of team value per field of the call covered"
    )
    listed_not_eligible: int = Field(default=1000, ge=0, description="people not eligible who are listed one by one")


def read_settings(data: dict[str, object]) -> MatchSettings:
    """Settings from plain data.

    Raises:
        InvalidSetting: naming the setting, what was found and what it may be.
    """
    try:
        return MatchSettings.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(p) for p in first["loc"]) or "settings"
        known = ", ".join(MatchSettings.model_fields)
        raise InvalidSetting(
            f"Setting '{path}' cannot be used: {first['msg'].removeprefix('Value error, ')}.",
            f"Found {first['input']!r}.",
            f"The settings are: {known}; see docs/matching.md for what each may be.",
        ) from error
