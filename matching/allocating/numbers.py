"""A season in numbers: openings and people by index, and what everybody can still take."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.allocating.ruled import Ruled, ruled
from matching.allocating.values import MOST_MERIT, NOT_ELIGIBLE, Season
from matching.compose.check import check_rules
from matching.errors import InvalidSetting

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NO_INSTITUTION = -1
UNLIMITED = 1 << 40


@dataclass
class Left:
    """What can still be taken: (n,) places and days by expert, places by institution, and by nationality.

    `busy`: (calls, n) who is kept by another call on days of this one; without rows where no calls meet.
    """

    most: Ints
    days: Floats
    institution: Ints
    nationality: Ints
    busy: Bools

    def take(self, numbers: Numbers, opening: int, expert: int) -> None:
        """One place less."""
        call = int(numbers.call[opening])
        self.most[expert] -= 1
        self.days[expert] -= numbers.days[opening]
        if (home := int(numbers.institution[expert])) != NO_INSTITUTION:
            self.institution[home] -= 1
        self.nationality[numbers.countries_of(expert)] -= 1
        if len(numbers.meetings):
            self.busy[numbers.meetings[numbers.meetings[:, call]].any(axis=0), expert] = True


@dataclass(frozen=True)
class Numbers:
    """A season by index. O openings, n experts.

    Attributes:
        season: the season.
        first: (calls + 1,) the first opening of each call, and O.
        call: (O,) call of each opening.
        places: (O,) places.
        days: (O,) working days.
        institution: (n,) number of the home institution, or `NO_INSTITUTION`.
        institutions: how many there are.
        national: (pairs,) expert, in order, and (pairs,) number of a nationality they declared.
        nationality: the second of the two.
        nationalities: how many there are.
        meetings: (days, calls) the calls that all take place on some day; only days on which most of them meet.
        ruled: for each call with rules its people in numbers; None for the others.
    """

    season: Season
    first: Ints
    call: Ints
    places: Ints
    days: Floats
    institution: Ints
    institutions: int
    national: Ints
    nationality: Ints
    nationalities: int
    meetings: Bools
    ruled: tuple[Ruled | None, ...]

    def countries_of(self, expert: int) -> Ints:
        """Numbers of the nationalities that somebody declared."""
        first, last = np.searchsorted(self.national, [expert, expert + 1])
        return self.nationality[first:last]

    def all_left(self) -> Left:
        """What can be taken before anything is."""
        experts, rotation = self.season.experts, self.season.rotation
        most = np.array([expert.most for expert in experts], dtype=np.int64)
        if rotation.per_person is not None:
            most = np.minimum(most, rotation.per_person)
        per_institution, per_nationality = (
            UNLIMITED if cap is None else cap for cap in (rotation.per_institution, rotation.per_nationality)
        )
        return Left(
            most,
            np.array([math.inf if expert.days is None else expert.days for expert in experts], dtype=np.float64),
            np.full(self.institutions, per_institution, dtype=np.int64),
            np.full(self.nationalities, per_nationality, dtype=np.int64),
            np.zeros((len(self.season.calls) if len(self.meetings) else 0, len(experts)), dtype=np.bool_),
        )


def in_numbers(season: Season) -> Numbers:
    """The season by index.

    Raises:
        InvalidSetting: an id comes twice, a number is below what it may be, or merit has another shape or range.
        ContradictoryRules: no group at all could meet the rules of a call.
    """
    _check(season)
    institutions: dict[str, int] = {}
    home = [
        institutions.setdefault(key, len(institutions)) if (key := (e.institution or "").strip()) else NO_INSTITUTION
        for e in season.experts
    ]
    openings = [(c, opening) for c, call in enumerate(season.calls) for opening in call.openings]
    countries: dict[str, int] = {}
    declared = [
        (e, countries.setdefault(country, len(countries)))
        for e, expert in enumerate(season.experts)
        for country in dict.fromkeys(expert.nationalities)
    ]
    call_of = np.array([c for c, _ in openings], dtype=np.int64)
    return Numbers(
        season=season,
        first=np.cumsum([0, *(len(call.openings) for call in season.calls)]),
        call=call_of,
        places=np.array([opening.places for _, opening in openings], dtype=np.int64),
        days=np.array([opening.days for _, opening in openings], dtype=np.float64),
        institution=np.array(home, dtype=np.int64),
        institutions=len(institutions),
        national=np.array([e for e, _ in declared], dtype=np.int64),
        nationality=np.array([country for _, country in declared], dtype=np.int64),
        nationalities=len(countries),
        meetings=_meetings(season),
        ruled=ruled(season, call_of),
    )


def _meetings(season: Season) -> Bools:
    """Calls overlap when the first day of one is a day of the other: such days are enough to look at."""
    spans = [(c, a.toordinal(), z.toordinal()) for c, call in enumerate(season.calls) for a, z in call.dates]
    found = {frozenset(c for c, a, z in spans if a <= day <= z) for day in {a for _, a, _ in spans}}
    most = [one for one in found if len(one) > 1 and not any(one < other for other in found)]
    meetings = np.zeros((len(most), len(season.calls)), dtype=np.bool_)
    for row, calls in enumerate(sorted(most, key=sorted)):
        meetings[row, sorted(calls)] = True
    return meetings


def _check(season: Season) -> None:
    for kind, ids in (
        ("call", [call.id for call in season.calls]),
        ("expert", [expert.id for expert in season.experts]),
        *((f"opening of call '{call.id}'", [opening.id for opening in call.openings]) for call in season.calls),
    ):
        twice = [one for one, times in Counter(ids).items() if times > 1]
        if twice:
            raise InvalidSetting(f"Two have the id of one {kind}.", f"Found: {twice[0]}.", "Give each its own id.")
    for call in season.calls:
        if any(opening.places < 1 or not 0 <= opening.days < math.inf for opening in call.openings):
            raise InvalidSetting(
                "An opening has 1 place or more, of 0 days or more.", f"Call '{call.id}' has another.", "Correct it."
            )
        check_rules(call.rules, call.places)
        if any(last < first for first, last in call.dates):
            raise InvalidSetting("Days end after they begin.", f"Those of call '{call.id}' do not.", "Correct them.")
    for expert in season.experts:
        if expert.most < 0 or (expert.days is not None and not 0 <= expert.days < math.inf):
            raise InvalidSetting(
                "A person takes 0 assignments and 0 days or more.", f"'{expert.id}' has another limit.", "Correct it."
            )
    rotation = season.rotation
    caps = [c for c in (rotation.per_person, rotation.per_institution, rotation.per_nationality) if c is not None]
    if min(caps, default=0) < 0:
        raise InvalidSetting("A cap of rotation is 0 or more.", f"Found: {min(caps)}.", "Correct it, or leave it out.")
    _check_merit(season)


def _check_merit(season: Season) -> None:
    merit, asked = season.merit, (sum(len(call.openings) for call in season.calls), len(season.experts))
    if merit.shape != asked or not np.issubdtype(merit.dtype, np.integer):
        raise InvalidSetting(
            "Merit is a matrix of whole numbers, openings by experts.",
            f"It is {merit.shape} of {merit.dtype}; there are {asked[0]} openings and {asked[1]} experts.",
            "Give one row for each opening and one column for each expert.",
        )
    if merit.size and not NOT_ELIGIBLE <= int(merit.min()) <= int(merit.max()) <= MOST_MERIT:
        raise InvalidSetting(
            f"Merit lies between 0 and {MOST_MERIT} tenths of a point; {NOT_ELIGIBLE} says not eligible.",
            f"It reaches from {merit.min()} to {merit.max()}.",
            "Give tenths of a point.",
        )
