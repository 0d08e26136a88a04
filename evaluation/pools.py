"""Pools to compose from: those of the sample's calls as the served function makes them, and seeded ones drawn by lot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from evaluation.encoding import with_memory
from evaluation.questions import Question
from fixtures.load import SAMPLE_TODAY
from matching import composing
from matching.compose import Coverage, Member, Position, Rules
from matching.engine import Engine
from matching.entities import Call
from matching.pipeline import Matcher
from matching.settings import MatchSettings

LIST_SIZE = 10
SEED = 20_260
PLACES = (2, 3, 4, 5)  # of the teams for pools drawn by lot
PEOPLE = (15, 200)  # of the pools drawn by lot, for each place

COUNTRIES = (
    *("FR", "ES", "IT", "DE", "BE", "PT", "SE", "FI", "PL", "RO", "NL", "AT", "IE"),
    *("GR", "LT", "LV", "EE", "DK", "CZ", "HU", "SK", "SI", "BG", "HR", "LU", "MT"),
)
INSTITUTIONS = 120
FIELDS = tuple(f"field {i}" for i in range(6))
LANGUAGES = {"en:writing:B2": 0.62, "fr:writing:B2": 0.45, "es:speaking:B2": 0.4}  # share of people who meet each


@dataclass(frozen=True)
class Pool:
    """Everyone who may be composed for a call, and what the call asks of a team."""

    source: str  # "sample" or "drawn"
    name: str
    members: Sequence[Member]
    positions: Sequence[Position]
    coverage: Coverage = field(default_factory=Coverage)
    languages: frozenset[str] = frozenset()

    def for_position(self, position_id: str) -> list[Member]:
        """Those who can be proposed for a position."""
        return [one for one in self.members if position_id in one.scores]

    def list_size(self, position_id: str) -> int:
        """Places on a shortlist: LIST_SIZE, or fewer where the pool is smaller."""
        return min(LIST_SIZE, len(self.for_position(position_id)))

    def lists(self, kind: str) -> list[Question]:
        """One question per position that somebody can be proposed for, under the rules of a kind (see `list_rules`)."""
        sizes = {one.id: self.list_size(one.id) for one in self.positions}
        return [
            Question.shortlist(self.members, one, size, list_rules(size, self.languages)[kind])
            for one, size in sizes.items()
            if size
        ]

    def team(self, kind: str) -> Question:
        """The team for all positions, under the rules of a kind (see `team_rules`)."""
        rules = team_rules(len(self.positions), self.languages)[kind]
        return Question(self.members, self.positions, rules, self.coverage)


def list_rules(size: int, languages: frozenset[str] = frozenset()) -> dict[str, Rules]:
    """Rules for a shortlist, from one attribute to everything at once; shares of the size rounded up, limits down."""
    women = {"woman": math.ceil(0.4 * size)}
    limit, countries = max(1, math.floor(0.3 * size)), math.ceil(0.6 * size)
    both = Rules(max_per_nationality=limit, min_countries=countries, min_per_gender=women)
    return {
        "gender": Rules(min_per_gender=women),
        "gender and nationality": both,
        "all rules": replace(
            both, min_public=math.ceil(0.5 * size), distinct_institutions=True, cover_languages=languages
        ),
    }


def team_rules(size: int, languages: frozenset[str] = frozenset()) -> dict[str, Rules]:
    """Rules for a team, from one attribute to everything at once."""
    women = {"woman": max(1, math.floor(0.4 * size))}
    both = Rules(max_per_nationality=1, min_countries=min(size, max(2, size - 1)), min_per_gender=women)
    return {
        "gender": Rules(min_per_gender=women),
        "gender and nationality": both,
        "all rules": replace(both, min_public=max(1, size - 1), distinct_institutions=True, cover_languages=languages),
    }


KINDS = tuple(list_rules(1))


# --- the sample's -----------------------------------------------------------------------------------------------------------


def remembering(matcher: Matcher) -> Matcher:
    """The same matcher over the same roster, which encodes each request once: the modes ask the same call repeatedly."""
    return Matcher(matcher.roster, with_memory(matcher.engine))


def sample_pool(matcher: Matcher, call: Call) -> Pool:
    """The pool of a call, made by the stages of `Matcher.shortlist` up to composition.

    The stages are called one by one because the answer of the served function no longer holds the pool. That both speak
    of the same pool is checked: the served values must be those of `matching.compose` on it.
    """
    engine: Engine = matcher.engine
    settings = MatchSettings()
    scores = matcher.compare(call, today=SAMPLE_TODAY, settings=settings)
    pool = composing._pool(scores, call, matcher.roster, engine, settings)
    return Pool("sample", call.id, pool.members, pool.positions, pool.coverage, pool.languages)


# --- drawn by lot -----------------------------------------------------------------------------------------------------------


def drawn_pool(number: int, places: int, seed: int = SEED) -> Pool:
    """A pool as on a roster: two nationalities hold half of it, 39 % women, 58 % public, some things undeclared.

    The same number and places give the same pool. Scores of one person for several positions lie near each other.
    """
    random = np.random.default_rng([seed, number, places])
    size = int(np.exp(random.uniform(*np.log(PEOPLE))))
    shares = np.concatenate([[0.27, 0.24], random.dirichlet(np.full(len(COUNTRIES) - 2, 2.0)) * 0.49])
    home = random.choice(len(COUNTRIES), INSTITUTIONS, p=shares)
    positions = [Position(f"position {i + 1}") for i in range(places)]
    members = [_person(random, i, shares, home, positions) for i in range(size)]
    coverage = Coverage(frozenset(FIELDS[: min(places + 1, len(FIELDS))]) if places > 1 else frozenset())
    return Pool(
        "drawn", f"{places} places, number {number}", members, positions, coverage, frozenset(list(LANGUAGES)[:2])
    )


def _person(
    random: np.random.Generator, number: int, shares: np.ndarray, home: np.ndarray, positions: Sequence[Position]
) -> Member:
    country = int(random.choice(len(COUNTRIES), p=shares))
    second = [COUNTRIES[int(random.integers(len(COUNTRIES)))]] if random.random() < 0.08 else []
    merit = float(np.clip(random.normal(55, 14), 0, 100))
    near = np.flatnonzero(home == country)
    scores = {p.id: float(np.clip(merit + random.normal(0, 8), 0, 100)) for p in positions if random.random() < 0.9}
    return Member(
        id=f"e{number:03d}",
        scores=scores or {positions[0].id: merit},
        gender=None if random.random() < 0.05 else ("woman" if random.random() < 0.39 else "man"),
        nationalities=() if random.random() < 0.04 else tuple(dict.fromkeys([COUNTRIES[country], *second])),
        public=None if random.random() < 0.05 else bool(random.random() < 0.58),
        institution=f"institution {random.choice(near)}" if len(near) and random.random() < 0.94 else None,
        languages=frozenset(key for key, share in LANGUAGES.items() if random.random() < share),
        fields=frozenset(code for code in FIELDS if random.random() < 0.25 + 0.004 * merit),
        previous=bool(random.random() < 0.05),
    )
