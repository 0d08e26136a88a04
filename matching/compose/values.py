"""The plain values of composition: people as it sees them, the rules, and the teams and shortlists that come out.

Definitions, the same everywhere (search, HiGHS formulation, sentences, tests):

* **Team value** = sum over positions of `weight * score` + `Coverage.bonus` * number of the call's fields that at least
  one member covers. Each position takes a different person.
* **Several nationalities.** For `max_per_nationality` a member counts once under *every* nationality they declared. For
  `min_countries` a member stands for *one* country at most: the number of countries of a group is the largest number
  of members to whom different countries can be given, each one of their own (a maximum matching). A dual national
  alone is one country; two people who are both French and Italian are two.
* **Undeclared.** Who declared no gender, no nationality, no institution, or is not known to be public counts neither
  for nor against: they add nothing to a minimum, nothing to a maximum, and an unknown institution never clashes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RuleName = Literal[
    "max_per_nationality",
    "min_countries",
    "min_per_gender",
    "min_public",
    "cover_languages",
    "distinct_institutions",
    "min_previous",
    "exclude",
    "include",
]
Level = int | bool
Proof = Literal["enumeration", "HiGHS"]
ShortlistProof = Literal["top scores", "linear relaxation", "HiGHS"]


@dataclass(frozen=True, slots=True)
class Member:
    """One person as composition sees them.

    Attributes:
        id: the person's id, unique in the pool.
        scores: merit points from 0 to 100 by position id; a position that is absent cannot be proposed to this person.
        gender: as declared ("woman", "man", "other"), None when undeclared.
        nationalities: ISO 3166 alpha-2 codes as declared; several are allowed, empty means undeclared.
        public: serving or mandated public official; None when not known.
        institution: a key of the home institution; None or blank when not known.
        languages: keys of the language requirements this person meets, for example "fr:writing:C1".
        fields: codes of the fields of expertise this person covers.
        previous: took part in this action before.
    """

    id: str
    scores: Mapping[str, float]
    gender: str | None = None
    nationalities: tuple[str, ...] = ()
    public: bool | None = None
    institution: str | None = None
    languages: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    previous: bool = False

    def only_for(self, position_id: str) -> Member:
        """The same person, who can fill this one position. Written out: `replace` takes four times as long."""
        return Member(
            self.id,
            {position_id: self.scores[position_id]},
            self.gender,
            self.nationalities,
            self.public,
            self.institution,
            self.languages,
            self.fields,
            self.previous,
        )


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the team. `weight` (above 0) multiplies the score of whoever fills it."""

    id: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a team adds as a whole: `bonus` points (0 or more) for each of the call's `fields` that someone covers."""

    fields: frozenset[str] = frozenset()
    bonus: float = 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a search may take before it answers with the best found and the remaining gap.

    Attributes:
        nodes: partial teams examined before the work is handed to HiGHS; the same input gives the same answer.
        deadline_s: seconds for the whole call, None for no limit. The only setting that makes an answer depend on the
            machine; meant as a safety net.
    """

    nodes: int = 2_000
    deadline_s: float | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a group of people must satisfy as a whole. Every default means "no rule".

    Attributes:
        max_per_nationality: at most so many members of any one nationality.
        min_countries: at least so many countries (see the definition above).
        min_per_gender: by declared gender, at least so many members.
        min_public: at least so many members known to be public.
        cover_languages: each key is met by at least one member.
        distinct_institutions: no two members from the same known institution.
        min_previous: at least so many earlier members of this action (continuity).
        exclude: ids that may not be in the group.
        include: ids that must be in the group.
    """

    max_per_nationality: int | None = None
    min_countries: int | None = None
    min_per_gender: Mapping[str, int] = field(default_factory=dict)
    min_public: int | None = None
    cover_languages: frozenset[str] = frozenset()
    distinct_institutions: bool = False
    min_previous: int = 0
    exclude: frozenset[str] = frozenset()
    include: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seat:
    """Who fills a position, with their own score for it (0 to 100, before the position's weight)."""

    position_id: str
    member_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Team:
    """One assignment of people to positions.

    Attributes:
        seats: one per position, in the order the positions were given.
        value: team value, in points.
        merit: the part of the value that is weighted scores.
        covered: the call's fields that at least one member covers.
        optimal: proven: no feasible team that is not listed before it has a higher value.
        gap: points by which an unlisted team could at most be better; 0 when `optimal`.
    """

    seats: tuple[Seat, ...]
    value: float
    merit: float
    covered: frozenset[str]
    optimal: bool = True
    gap: float = 0.0

    @property
    def ids(self) -> frozenset[str]:
        """The people of the team, whatever their positions."""
        return frozenset(seat.member_id for seat in self.seats)


@dataclass(frozen=True, slots=True)
class TeamResult:
    """The best teams, best first.

    Attributes:
        teams: at most `k`; fewer (or none) when no more feasible ones exist.
        optimal: proven, for every team listed and for there being no further one.
        gap: points by which the first team could at most be improved (infinite when none was found in time).
        nodes: partial teams examined.
        proof: what carries the proof: the enumeration with its bounds, or HiGHS.
    """

    teams: tuple[Team, ...]
    optimal: bool
    gap: float
    nodes: int
    proof: Proof = "enumeration"

    @property
    def best(self) -> Team | None:
        """The first team, None when no team was found."""
        return self.teams[0] if self.teams else None


@dataclass(frozen=True, slots=True)
class ShortlistSelection:
    """People chosen together for one position, ordered by score, then id.

    Attributes:
        position_id: the position.
        ids: exactly as many as asked for, or none when no such group satisfies the rules.
        scores: their scores, in the same order.
        total: the sum of the scores, in points; 0 when none was found.
        optimal: proven: no feasible group has a higher sum (or, when `ids` is empty, none exists).
        gap: points by which the sum could at most be higher; 0 when `optimal`.
        proof: what carries the proof: the best scores happen to satisfy the rules, the dual certificate of a linear
            relaxation whose solution is whole, or branch and bound (HiGHS).
    """

    position_id: str
    ids: tuple[str, ...]
    scores: tuple[float, ...]
    total: float
    optimal: bool
    gap: float
    proof: ShortlistProof

    @property
    def found(self) -> bool:
        """Whether a group exists (or was found in time)."""
        return bool(self.ids)


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that a group of people does not meet, and how far the rule would have to give for it.

    Attributes:
        rule: name of the field of `Rules`.
        subject: the gender, language key or person's id the rule is about; empty where there is only one.
        was: the level asked for (True for a rule that is either on or off).
        becomes: the level at which the rule is met (False: dropped).
        steps: how many steps that is, at least 1 (see `matching.compose.relax`).
        sentence: the change in words.
    """

    rule: RuleName
    subject: str
    was: Level
    becomes: Level
    steps: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One rule of an irreducible set that stands in the way: without any one of the set, the others can be met.

    Attributes:
        rule: name of the field of `Rules`.
        subject: the gender, language key or person's id the rule is about; empty where there is only one.
        sentence: the rule in words.
    """

    rule: RuleName
    subject: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Why no group exists and the smallest change of the rules that yields one.

    Attributes:
        needed: False when the rules can be met as they stand.
        possible: False when not even dropping every rule helps, because people are lacking.
        in_the_way: an irreducible set of rules that cannot be met together.
        lacking: in words, what lacks people.
        changes: the smallest change: fewest rules first, then fewest steps, then the best merit.
        rules: the rules so changed, None when not possible.
        team: the best team under them (when a team was asked for).
        shortlist: the best shortlist under them (when a shortlist was asked for).
        sentence: the whole in words.
    """

    needed: bool
    possible: bool
    in_the_way: tuple[Obstacle, ...] = ()
    lacking: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    rules: Rules | None = None
    team: Team | None = None
    shortlist: ShortlistSelection | None = None
    sentence: str = ""
