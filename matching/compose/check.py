"""Rules and demands that no roster at all could meet, found before any search."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from matching.compose.values import Coverage, Limits, Position, Rules
from matching.errors import ContradictoryRules, InvalidSetting


def check_rules(rules: Rules, size: int, group: str = "team") -> None:
    """Raise `ContradictoryRules` when no group of `size` people could satisfy `rules`, whoever is in the pool.

    Args:
        rules: the rules.
        size: number of people in the group.
        group: what to call the group in the message ("team", "shortlist").
    """
    levels: list[tuple[str, int | None]] = [
        ("max_per_nationality", rules.max_per_nationality),
        ("min_countries", rules.min_countries),
        ("min_public", rules.min_public),
        ("min_previous", rules.min_previous),
        *((f"min_per_gender[{gender}]", asked) for gender, asked in sorted(rules.min_per_gender.items())),
    ]
    for name, level in levels:
        if level is not None and level < 0:
            raise ContradictoryRules(
                "A rule asks for a negative number.", f"{name} is {level}.", "Use 0 or more, or leave the rule out."
            )
        if level is not None and name != "max_per_nationality" and level > size:
            raise ContradictoryRules(
                f"A rule asks for more people than the {group} has.",
                f"{name} is {level}, the {group} has {size}.",
                f"Lower {name} to {size} or less, or enlarge the {group}.",
            )
    genders = sum(rules.min_per_gender.values())
    if genders > size:
        raise ContradictoryRules(
            f"The rules on gender ask for more people than the {group} has.",
            f"Together they ask for {genders}, the {group} has {size}.",
            f"Lower them until their sum is {size} or less.",
        )
    both = sorted(rules.include & rules.exclude)
    if both:
        raise ContradictoryRules(
            "The same person is to be included and excluded.",
            f"In both: {', '.join(both)}.",
            "Take them out of one of the two.",
        )
    if len(rules.include) > size:
        raise ContradictoryRules(
            f"More people are to be included than the {group} has places.",
            f"{len(rules.include)} are to be included, the {group} has {size}.",
            f"Keep {size} of them at most.",
        )
    if rules.max_per_nationality == 0 and (rules.min_countries or 0) > 0:
        raise ContradictoryRules(
            "No nationality is allowed, and yet countries are asked for.",
            f"max_per_nationality is 0 and min_countries is {rules.min_countries}.",
            "Raise max_per_nationality to 1 or more, or drop min_countries.",
        )


def check_demand(positions: Sequence[Position], coverage: Coverage, limits: Limits, k: int = 1) -> None:
    """Raise `InvalidSetting` when positions, coverage, limits or `k` are outside what they may be."""
    if not positions:
        raise InvalidSetting("A team needs positions.", "None was given.", "Give at least one position.")
    no_repeats((position.id for position in positions), "position")
    for position in positions:
        if not (math.isfinite(position.weight) and position.weight > 0):
            raise InvalidSetting(
                "A position's weight must be above 0.",
                f"{position.id} has {position.weight}.",
                "Use 1 unless one position counts more than another.",
            )
    if not (math.isfinite(coverage.bonus) and coverage.bonus >= 0):
        raise InvalidSetting(
            "The bonus for a covered field must be 0 or more.", f"It is {coverage.bonus}.", "Use 0 for no bonus."
        )
    at_least_one("k, the number of teams,", k)
    at_least_one("The limit of nodes", limits.nodes)
    if limits.deadline_s is not None and not limits.deadline_s > 0:
        raise InvalidSetting(
            "The deadline must be above 0 seconds.", f"It is {limits.deadline_s}.", "Use None for none."
        )


def at_least_one(name: str, number: int) -> None:
    """Raise `InvalidSetting` unless `number` is 1 or more."""
    if number < 1:
        raise InvalidSetting(f"{name} must be 1 or more.", f"It is {number}.", "Raise it.")


def no_repeats(ids: Iterable[str], what: str) -> None:
    """Raise `InvalidSetting` when an id comes twice."""
    ids = list(ids)
    if len(set(ids)) == len(ids):
        return
    twice = sorted(one for one, times in Counter(ids).items() if times > 1)
    raise InvalidSetting(
        f"Each {what} may be given once.", f"Given more than once: {', '.join(twice[:5])}.", "Remove the repetition."
    )
