"""The next profiles: whom to look for, so that most calls become feasible and then most positions gain depth."""

from __future__ import annotations

from dataclasses import replace

from pydantic import BaseModel, Field

from api.services.indicators.suppressed import few
from api.services.supply.looking import Look
from api.services.supply.told_cells import withheld
from matching.compose.check import check_rules
from matching.compose.steps import without_balance
from matching.entities import Cefr
from matching.errors import ContradictoryRules
from matching.supply import Addition, Demand, best_additions
from matching.supply.asked import is_feasible
from matching.supply.from_calls import public_statuses
from matching.vocabulary import Vocabularies

FIRST, BEST = 1, 5  # the next profile alone, and the best few together
DEADLINE_S = 10.0  # after which the best found so far is given, with its bound


class Level(BaseModel):
    """A language at a level; without one, any level will do."""

    language: str
    skill: str
    level: Cefr | None


class Code(BaseModel):
    """A code with its English label."""

    code: str
    label: str


class NextProfile(BaseModel):
    """The least that one person would have to bring. What is not named may be anything."""

    fields: list[Code]
    languages: list[Level]
    status: Code | None
    gender: str | None = Field(description="where the rules of a team ask for one; never told where persons are not")
    nationality_matters: bool | None = Field(
        description="whether they have to come from a country that the others do not; null where that is not told"
    )
    positions: int = Field(description="positions that the answer counts on them for")
    calls: list[str] | None = Field(description="ids of the calls of these; null where calls are not told")


class NextProfiles(BaseModel):
    """The best people to add, together, and what proves it."""

    how_many: int = Field(description="people to add, at most")
    profiles: list[NextProfile]
    calls: int
    feasible_before: int = Field(description="calls for which a lawful team can be put together as it is")
    made_feasible: int = Field(description="calls for which it then can, too")
    made_feasible_calls: list[str] | None = Field(description="their ids; null where calls are not told")
    depth_before: int | None = Field(description="eligible people of each position, counted up to 3, over all of them")
    depth_gained: int | None = Field(description="what that grows by")
    optimal: bool = Field(description="proven: no other so many people do better")
    most_made_feasible: int = Field(description="no so many people make more calls feasible")
    most_depth_gained: int | None = Field(description="none that make as many feasible gain more depth")
    compared: int = Field(description="profiles that were compared")
    left_out: int = Field(description="calls whose rules no team at all could meet")


def next_profiles(seen: Look, vocabularies: Vocabularies, how_many: int = BEST) -> NextProfiles:
    """Whom to look for.

    Raises:
        InvalidSetting: `how_many` is below 1.
    """
    hidden = withheld(seen.actor) == "people"
    asked = [] if hidden and few(len(seen.demands)) else seen.demands  # of a few calls it would tell how many there are
    demands = [one for one in asked if _can_be_met(one)]
    left_out, feasible = len(asked) - len(demands), 0
    if (
        hidden
    ):  # to whoever sees no persons nothing is told by which they could tell how few there are, or of what gender
        demands = [replace(one, rules=without_balance(one.rules)) for one in demands]
        short = [one for one in demands if not is_feasible(one, one.people)]
        demands, feasible = short, len(demands) - len(short)
    best = best_additions(demands, how_many, public_statuses=public_statuses(vocabularies), deadline_s=DEADLINE_S)
    return NextProfiles(
        how_many=how_many,
        profiles=[_profile(one, vocabularies, hidden) for one in best.people],
        calls=len(demands) + feasible,
        feasible_before=len(best.feasible_before) + feasible,
        made_feasible=len(best.made_feasible),
        made_feasible_calls=None if hidden else list(best.made_feasible),
        depth_before=None if hidden else best.depth_before,
        depth_gained=None if hidden else best.depth_gained,
        optimal=best.optimal,
        most_made_feasible=best.most_made_feasible,
        most_depth_gained=None if hidden else best.most_depth_gained,
        compared=best.candidates,
        left_out=left_out,
    )


def _can_be_met(demand: Demand) -> bool:
    try:
        check_rules(demand.rules, sum(need.places for need in demand.needs))
    except ContradictoryRules:
        return False
    return True


def _profile(one: Addition, vocabularies: Vocabularies, hidden: bool) -> NextProfile:
    profile = one.profile
    status = profile.status
    return NextProfile(
        fields=[Code(code=code, label=vocabularies.fields.label(code)) for code in sorted(profile.fields)],
        languages=[
            Level(language=language, skill=skill, level=list(Cefr)[rank - 1] if rank else None)
            for language, skill, rank in profile.languages
        ],
        status=None if status is None else Code(code=status, label=vocabularies.statuses.label(status)),
        gender=None if hidden else profile.gender,
        nationality_matters=None if hidden else one.nationality_matters,
        positions=len(one.meets),
        calls=None if hidden else list(dict.fromkeys(call for call, _ in one.meets)),
    )
