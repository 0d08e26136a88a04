"""People, positions and rules as numbers: what the search and the HiGHS formulation both read.

People who bring the same things under the active rules (languages, fields, gender, public, previous, included) share a
*kind*. A kind brings *bits* (a language or a field is covered or not) and *counts* (one towards a minimum, or nothing).
A bit has a cost when nobody brings it: the bonus for a field, infinity for a language that is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.compose.check import no_repeats
from matching.compose.values import Coverage, Member, Position, Rules
from matching.errors import InvalidSetting

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MOST_DIGITS = 60  # what one 64-bit integer holds with room to spare


@dataclass(frozen=True)
class Problem:
    """People by positions, in numbers. n people, P positions, K kinds, B bits, J counts.

    Attributes:
        members: the n people who can be proposed for some position and are not excluded, by id.
        gain: (P, n) weighted scores, minus infinity where not proposable.
        kind: (n,) kind of each person.
        bits: (K,) the bits a kind brings, as one integer.
        bit_cost: (B,) what an uncovered bit takes from the value; infinite for a language asked for.
        brings: (K, J) 0 or 1 towards each count.
        need: (J,) members asked for by each count, at least 1.
        nations: (n, W) numbers of the nationalities, padded with `n_nations`; W is 0 when no rule looks at them.
        n_nations: number of different nationalities.
        max_per_nation: most members of one nationality, None for no limit.
        min_countries: fewest countries, 0 for no rule.
        institution: (n,) number of the institution, a number of their own for the unknown; empty when no rule.
        constant: added to the value of every team (all bonuses; uncovered bits take theirs back).
    """

    members: tuple[Member, ...]
    gain: Floats
    kind: Ints
    bits: Ints
    bit_cost: Floats
    brings: Ints
    need: tuple[int, ...]
    nations: Ints
    n_nations: int
    max_per_nation: int | None
    min_countries: int
    institution: Ints
    constant: float

    def own_nations(self, person: int) -> tuple[int, ...]:
        """Numbers of the nationalities this person declared."""
        return tuple(int(x) for x in self.nations[person] if x < self.n_nations)


def encode(
    members: Sequence[Member], positions: Sequence[Position], rules: Rules, coverage: Coverage | None = None
) -> Problem:
    """The problem in numbers; the pool's order plays no part.

    Raises:
        InvalidSetting: an id comes twice, a score is not between 0 and 100, or there are more languages and fields
            than can be told apart.
    """
    no_repeats((member.id for member in members), "member")
    wanted = [position.id for position in positions]
    proposable = (m for m in members if m.id not in rules.exclude and any(p in m.scores for p in wanted))
    people = tuple(sorted(proposable, key=lambda member: member.id))
    coverage = coverage or Coverage()
    languages = sorted(rules.cover_languages)
    fields = sorted(coverage.fields & frozenset().union(*{member.fields for member in people}))
    width = len(languages) + len(fields)
    need, signature = _signatures(people, rules, languages, fields)
    codes = {code: number for number, code in enumerate(sorted(set(signature)))}
    looks_at_nations = rules.max_per_nationality is not None or bool(rules.min_countries)
    nations, n_nations = _nations(people) if looks_at_nations else (np.zeros((len(people), 0), dtype=np.int64), 0)
    return Problem(
        members=people,
        gain=_gains(people, positions),
        kind=np.array([codes[code] for code in signature], dtype=np.int64),
        bits=np.array([code & ((1 << width) - 1) for code in codes], dtype=np.int64),
        bit_cost=np.array([math.inf] * len(languages) + [coverage.bonus] * len(fields), dtype=np.float64),
        brings=np.array([code >> width for code in codes], dtype=np.int64)[:, None] >> np.arange(len(need)) & 1,
        need=tuple(need),
        nations=nations,
        n_nations=n_nations,
        max_per_nation=rules.max_per_nationality,
        min_countries=rules.min_countries or 0,
        institution=_institutions(people) if rules.distinct_institutions else np.zeros(0, dtype=np.int64),
        constant=coverage.bonus * len(fields),
    )


def _signatures(
    people: Sequence[Member], rules: Rules, languages: Sequence[str], fields: Sequence[str]
) -> tuple[list[int], list[int]]:
    """The minimums on numbers of members; and everything each person brings, one binary digit for each thing."""
    counts: list[tuple[int, Callable[[Member], bool]]] = [
        (number, _declares(gender)) for gender, number in sorted(rules.min_per_gender.items())
    ]
    counts.append((rules.min_public or 0, lambda member: member.public is True))
    counts.append((rules.min_previous, lambda member: member.previous))
    counts.append((len(rules.include), lambda member: member.id in rules.include))
    counts = [(number, test) for number, test in counts if number > 0]
    if len(languages) + len(fields) + len(counts) > MOST_DIGITS:
        raise InvalidSetting(
            "Too many languages and fields for one team.",
            f"There are {len(languages)} languages and {len(fields)} fields that somebody covers.",
            f"Ask for {MOST_DIGITS - len(counts)} together at most.",
        )
    in_languages = {key: 1 << b for b, key in enumerate(languages)}
    in_fields = {key: 1 << b for b, key in enumerate(fields, start=len(languages))}
    known: dict[frozenset[str], int] = {}  # of sets of languages, many are the same
    signatures = []
    for member in people:
        code = known.get(member.languages, -1)
        if code < 0:
            code = known[member.languages] = sum(bit for key, bit in in_languages.items() if key in member.languages)
        for key, bit in in_fields.items():
            if key in member.fields:
                code |= bit
        digit = 1 << (len(languages) + len(fields))
        for _, test in counts:
            if test(member):
                code |= digit
            digit <<= 1
        signatures.append(code)
    return [number for number, _ in counts], signatures


def _declares(gender: str) -> Callable[[Member], bool]:
    return lambda member: member.gender == gender


def _gains(people: Sequence[Member], positions: Sequence[Position]) -> Floats:
    """(P, n) weighted scores, minus infinity where a person cannot be proposed."""
    raw = np.array([[member.scores.get(p.id, -math.inf) for member in people] for p in positions], dtype=np.float64)
    wrong = ~((raw >= 0) & (raw <= 100)) & (raw != -math.inf)
    if wrong.any():
        p, i = (int(x[0]) for x in np.nonzero(wrong))
        raise InvalidSetting(
            "A score must be between 0 and 100.",
            f"{people[i].id} has {raw[p, i]} for {positions[p].id}.",
            "Leave the position out of the person's scores when it cannot be proposed to them.",
        )
    weights = np.array([[p.weight] for p in positions])
    return np.asarray(raw * weights, dtype=np.float64)


def _nations(people: Sequence[Member]) -> tuple[Ints, int]:
    """(n, W) nationality numbers padded with their count, and that count."""
    own = [names if len(names) < 2 else tuple(sorted(set(names))) for names in (m.nationalities for m in people)]
    number = {name: i for i, name in enumerate(sorted({name for names in set(own) for name in names}))}
    width = max((len(names) for names in own), default=0)
    padding = [len(number)] * max(width, 1)
    row = {names: ([number[name] for name in names] + padding)[: len(padding)] for names in set(own)}
    return np.array([row[names] for names in own], dtype=np.int64).reshape(len(people), len(padding)), len(number)


def _institutions(people: Sequence[Member]) -> Ints:
    """(n,) institution numbers; each unknown institution gets a number of its own, so that it never clashes."""
    key = {raw: (raw or "").strip() for raw in {member.institution for member in people}}
    number = {name: i for i, name in enumerate(sorted(set(key.values())))}
    labels = (key[member.institution] for member in people)
    return np.array([number[name] if name else len(number) + i for i, name in enumerate(labels)], dtype=np.int64)
