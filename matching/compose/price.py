"""What balance costs: the points of merit given up against the unbalanced best, and what they buy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matching.compose.facts import countries, per_gender, per_nationality
from matching.compose.values import Member, Rules
from matching.compose.wording import gender_words


@dataclass(frozen=True, slots=True)
class Price:
    """Attributes:
    points: merit given up against the best group under the same rules less those of balance; 0 or more.
    percent: the same in percent of that group's value.
    bought: what differs in balance, for example "women among those declared: 0 -> 1".
    """

    points: float
    percent: float
    bought: tuple[str, ...] = ()


def price_of(
    value: float, group: Sequence[Member], unbalanced_value: float, unbalanced: Sequence[Member], rules: Rules
) -> Price:
    """The price of a group against the unbalanced best.

    Args:
        value: of the group, in points.
        group: its people.
        unbalanced_value: of the best group without the rules of balance.
        unbalanced: its people.
        rules: the rules; genders they name are reported besides women.
    """
    points = max(unbalanced_value - value, 0.0)
    percent = 100.0 * points / unbalanced_value if unbalanced_value > 0 else 0.0
    before, now = dict(_facts(unbalanced, rules)), dict(_facts(group, rules))
    bought = tuple(f"{name}: {before[name]} -> {now[name]}" for name in now if before[name] != now[name])
    return Price(points, percent, bought)


def _facts(group: Sequence[Member], rules: Rules) -> Iterable[tuple[str, int]]:
    """What balance is about, in words, with numbers."""
    genders = per_gender(group)
    for gender in sorted({"woman", *rules.min_per_gender}):
        yield f"{gender_words(gender)[1]} among those declared", genders[gender]
    yield "countries", countries(member.nationalities for member in group)
    yield "most of one nationality", max(per_nationality(group).values(), default=0)
