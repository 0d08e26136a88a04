"""The rules one by one: which are active, how many steps each can give, and the rules after so many steps.

A step is the smallest change of a rule: `max_per_nationality` one higher, a minimum one lower, a language requirement
dropped, `distinct_institutions` off, an excluded person re-admitted, an included person released.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from matching.compose.values import Obstacle, RuleName, Rules
from matching.compose.wording import rule_in_words

BALANCE: frozenset[RuleName] = frozenset({"max_per_nationality", "min_countries", "min_per_gender"})


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One active rule. After `most` steps it no longer asks for anything."""

    rule: RuleName
    subject: str
    most: int


def items(rules: Rules, size: int, proposable: Collection[str]) -> tuple[Item, ...]:
    """The active rules for a group of `size`; excluded people who could not be proposed anyway are passed over."""
    found: list[Item] = []
    if rules.max_per_nationality is not None and rules.max_per_nationality < size:
        found.append(Item("max_per_nationality", "", size - rules.max_per_nationality))
    found.append(Item("min_countries", "", rules.min_countries or 0))
    found.extend(Item("min_per_gender", gender, asked) for gender, asked in sorted(rules.min_per_gender.items()))
    found.append(Item("min_public", "", rules.min_public or 0))
    found.extend(Item("cover_languages", key, 1) for key in sorted(rules.cover_languages))
    found.append(Item("distinct_institutions", "", int(rules.distinct_institutions)))
    found.append(Item("min_previous", "", rules.min_previous))
    found.extend(Item("exclude", one, 1) for one in sorted(rules.exclude & set(proposable)))
    found.extend(Item("include", one, 1) for one in sorted(rules.include))
    return tuple(item for item in found if item.most > 0)


def after(rules: Rules, steps: Mapping[Item, int]) -> Rules:
    """The rules once each of these has given so many steps."""
    for item, by in steps.items():
        rules = _give(rules, item, by)
    return rules


def without_balance(rules: Rules) -> Rules:
    """The rules less those on gender and nationality."""
    return replace(rules, max_per_nationality=None, min_countries=None, min_per_gender={})


def obstacle(rules: Rules, item: Item) -> Obstacle:
    """A rule in words."""
    return Obstacle(item.rule, item.subject, rule_in_words(item.rule, item.subject, rules))


def _give(rules: Rules, item: Item, by: int) -> Rules:
    match item.rule:
        case "max_per_nationality":
            return replace(rules, max_per_nationality=(rules.max_per_nationality or 0) + by)
        case "min_countries":
            return replace(rules, min_countries=(rules.min_countries or 0) - by)
        case "min_per_gender":
            asked = {**rules.min_per_gender, item.subject: rules.min_per_gender[item.subject] - by}
            return replace(rules, min_per_gender=asked)
        case "min_public":
            return replace(rules, min_public=(rules.min_public or 0) - by)
        case "min_previous":
            return replace(rules, min_previous=rules.min_previous - by)
        case "cover_languages":
            return replace(rules, cover_languages=rules.cover_languages - {item.subject})
        case "distinct_institutions":
            return replace(rules, distinct_institutions=False)
        case "exclude":
            return replace(rules, exclude=rules.exclude - {item.subject})
    return replace(rules, include=rules.include - {item.subject})
