"""Profiles worth comparing: all that demand asks for, within what one person may bring, less those another outdoes.

To bring more never makes an added person fit less. So a profile is looked at with as much as the bounds allow: each of its
languages at the highest level asked for, as many fields as allowed. It is known by what it meets, as bits; one whose bits
all belong to another one is left out. What the best then need not bring is taken away at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from matching.supply.asked import Asked, Kind, level_of
from matching.supply.values import Bounds, Need, Profile


@dataclass(frozen=True)
class Candidate:
    """A profile at its fullest: what it meets, and by what."""

    kind: Kind
    fields: frozenset[str]
    languages: frozenset[str]
    status: str | None
    regions: frozenset[str]


def candidates(asked: Asked, bounds: Bounds, public_statuses: Collection[str]) -> list[Candidate]:
    """The profiles worth comparing, in a fixed order.

    Args:
        asked: the demand.
        bounds: how much one person may bring.
        public_statuses: those of public experts.
    """
    needs = [need for _, need in asked.needs]
    by_languages = _meeting_languages(asked, bounds.languages)
    by_status = _meeting_status(asked, needs, public_statuses)
    by_field = _meeting(needs, [need.fields for need in needs], bounds.fields)
    by_region = _meeting(needs, [need.regions for need in needs], bounds.regions)
    rules = ~(asked.public - 1)
    found: dict[int, Candidate] = {}
    for language_bits, languages in by_languages:
        for status_bits, status in by_status:
            with_status = language_bits & status_bits | (language_bits | status_bits) & rules
            for region_bits, regions in by_region:
                so_far = with_status & (region_bits | rules)
                for field_bits, fields in by_field:
                    bits = so_far & (field_bits | rules)
                    if bits & (asked.public - 1) and bits not in found:
                        found[bits] = Candidate(Kind(bits), fields, languages, status, regions)
    return [
        Candidate(Kind(bits, gender or ""), one.fields, one.languages, one.status, one.regions)
        for bits in _undone(found)
        for one in [found[bits]]
        for gender in asked.genders
    ]


def least(asked: Asked, one: Candidate, kind: Kind) -> Profile:
    """The least profile by which a candidate meets no more than some of what it meets."""
    needs = [need for b, (_, need) in enumerate(asked.needs) if kind.bits >> b & 1]
    levels: dict[tuple[str, str], int] = {}
    for need in needs:
        for skill, rank in need.languages.items():
            levels[skill] = max(levels.get(skill, 0), rank)
    for k, key in enumerate(asked.keys):
        if kind.bits & asked.key(k):
            language, name, rank = level_of(key)
            levels[language, name] = max(levels.get((language, name), 0), rank)
    status = one.status if kind.bits & asked.public or any(need.statuses for need in needs) else None
    return Profile(
        _fewest(one.fields, [need.fields for need in needs]),
        tuple(sorted((language, skill, rank) for (language, skill), rank in levels.items())),
        status,
        _fewest(one.regions, [need.regions for need in needs]),
        kind.gender or None,
    )


def _fewest(have: frozenset[str], asked: list[frozenset[str]]) -> frozenset[str]:
    """The fewest of what somebody has that still give everything one of what it asks for."""
    wanted = [options for options in asked if options]
    for size in range(len(have) + 1):
        for some in combinations(sorted(have), size):
            if all(options & set(some) for options in wanted):
                return frozenset(some)
    return have


def _meeting_languages(asked: Asked, most: int) -> list[tuple[int, frozenset[str]]]:
    """Sets of languages, at the highest levels asked for, with the bits they meet; no more sets than needed."""
    spoken = [frozenset(language for language, _ in need.languages) for _, need in asked.needs]
    spoken += [frozenset[str]()] + [frozenset({level_of(key)[0]}) for key in asked.keys]
    found = []
    for some in _choices(sorted(frozenset[str]().union(*spoken)), most):
        found.append((sum(1 << b for b, one in enumerate(spoken) if one <= some and b != len(asked.needs)), some))
    return found


def _meeting_status(asked: Asked, needs: list[Need], public_statuses: Collection[str]) -> list[tuple[int, str | None]]:
    named = sorted(frozenset[str]().union(*(need.statuses for need in needs)) | frozenset(sorted(public_statuses)))
    found: list[tuple[int, str | None]] = []
    for status in [None, *named]:
        bits = sum(1 << b for b, need in enumerate(needs) if not need.statuses or status in need.statuses)
        found.append((bits | (asked.public if status in public_statuses else 0), status))
    return [(bits, status) for bits, status in found if not any(_less(bits, other) for other, _ in found)]


def _meeting(needs: list[Need], options: list[frozenset[str]], most: int) -> list[tuple[int, frozenset[str]]]:
    """Sets of fields (or regions) with the bits they meet, less those another set outdoes."""
    of_one: dict[str, int] = {}
    for code in sorted(frozenset[str]().union(*options)):
        of_one[code] = sum(1 << b for b, own in enumerate(options) if code in own)
    alone = {bits: code for code, bits in reversed(of_one.items())}  # of those that meet the same, the first
    every = sorted(alone[bits] for bits in _undone(alone))
    free = sum(1 << b for b, own in enumerate(options) if not own)
    best: dict[int, frozenset[str]] = {}
    for some in _choices(every, most):
        bits = free
        for code in some:
            bits |= of_one[code]
        best.setdefault(bits, some)
    return [(bits, best[bits]) for bits in _undone(best)]


def _choices(every: list[str], most: int) -> Iterator[frozenset[str]]:
    """Sets of as many as allowed, and all where there are fewer: a larger set never meets less."""
    for some in combinations(every, min(most, len(every))):
        yield frozenset(some)


def _undone(every: Iterable[int]) -> list[int]:
    """The bits that are not all among those of another, most of them first."""
    kept: list[int] = []
    for bits in sorted(set(every), key=lambda one: (-one.bit_count(), one)):
        if not any(bits & ~other == 0 for other in kept):
            kept.append(bits)
    return kept


def _less(bits: int, other: int) -> bool:
    return bits != other and bits & ~other == 0
