"""The plain values of supply and demand: what calls ask for, who is eligible, and a profile that could be added.

Definitions, the same everywhere (candidates, patterns, programme, tests):

* **Feasible.** A call is feasible when different eligible people can fill all its places within its rules (as in
  `matching.compose.values`). Each call is looked at by itself: calls do not compete for people here.
* **Depth** of a position: how many are eligible, counted up to `DEPTH`, so that the third-best would still do.
* **Order of worth** of additions: most calls made feasible; then most depth gained, summed over positions.
* **An added person** meets a position that the profile meets, at whatever merit; has years enough, is free and has no
  conflict; comes from an institution nobody else comes from, and has a nationality that nobody else has (the best for
  every rule there is; `Addition.nationality_matters` says where another would not do). A gender is looked at where
  rules ask for one, and acts through these rules alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.compose.values import Member, Rules

DEPTH = 3
NO_RULES = Rules()
Skill = tuple[str, str]  # language, skill


@dataclass(frozen=True, slots=True)
class Need:
    """What a position asks of one person.

    Attributes:
        id: unique within the call.
        fields: codes of which one is enough; empty: any.
        languages: rank of the level (1 for A1 to 6 for C2) by (language, skill), all of them; a rank of 0 asks for the
            language without a level.
        statuses: of which one is enough; empty: any.
        regions: of which experience in one is enough; empty: any.
        places: for so many different people, 1 or more.
    """

    id: str
    fields: frozenset[str] = frozenset()
    languages: Mapping[Skill, int] = field(default_factory=dict)
    statuses: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    places: int = 1


@dataclass(frozen=True, slots=True)
class Demand:
    """A call, past, open or forecast, with its eligible supply.

    Attributes:
        id: unique.
        needs: its positions.
        people: who is eligible for some of them: `Member.scores` has the ids of these, whatever the scores.
        rules: of its team.
    """

    id: str
    needs: tuple[Need, ...]
    people: tuple[Member, ...] = ()
    rules: Rules = NO_RULES


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one person may bring: fields, languages, and regions of experience, at most."""

    fields: int = 2
    languages: int = 2
    regions: int = 1


@dataclass(frozen=True, slots=True)
class Profile:
    """The least that an added person has to bring.

    Attributes:
        fields: codes of fields.
        languages: (language, skill, rank of the level at least), sorted.
        status: None where any will do.
        regions: of experience.
        gender: None where it plays no part.
    """

    fields: frozenset[str] = frozenset()
    languages: tuple[tuple[str, str, int], ...] = ()
    status: str | None = None
    regions: frozenset[str] = frozenset()
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """One person to look for.

    Attributes:
        profile: the least they have to bring.
        meets: (call, position) of what the answer counts on them for.
        nationality_matters: whether a call stays infeasible if they declare no nationality.
    """

    profile: Profile
    meets: tuple[tuple[str, str], ...]
    nationality_matters: bool


@dataclass(frozen=True, slots=True)
class Additions:
    """The best people to add, with what proves it.

    Attributes:
        people: at most as many as asked for; fewer where more would gain nothing.
        feasible_before: ids of the calls that are feasible as it is.
        made_feasible: ids of those that become so.
        depth_before: sum over positions of their depth.
        depth_gained: what it grows by.
        optimal: proven: no other so many people make more calls feasible, nor as many with more depth.
        most_made_feasible: no so many people make more calls feasible than this.
        most_depth_gained: none that make as many feasible gain more depth than this.
        candidates: profiles that were compared, after those were left out that another one outdoes.
    """

    people: tuple[Addition, ...]
    feasible_before: tuple[str, ...]
    made_feasible: tuple[str, ...]
    depth_before: int
    depth_gained: int
    optimal: bool
    most_made_feasible: int
    most_depth_gained: int
    candidates: int
