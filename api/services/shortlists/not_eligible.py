"""Who is not eligible for a position, by the rule that stands in the way, and who is one rule away."""

from __future__ import annotations

from dataclasses import dataclass

from matching.results import NotEligible, PositionResult


@dataclass(frozen=True)
class RuleCount:
    """A rule and how many do not meet it. `alone`: of those listed, for how many it is the only one."""

    rule: str
    total: int
    alone: int


def by_rule(position: PositionResult) -> tuple[RuleCount, ...]:
    """Each rule that somebody does not meet, the commonest first; who fails several is counted under each."""
    alone: dict[str, int] = {}
    for person in one_rule_away(position):
        alone[person.gates[0].name] = alone.get(person.gates[0].name, 0) + 1
    found = [
        RuleCount(rule, total, alone.get(rule, 0)) for rule, total in position.not_eligible_by_rule.items() if total
    ]
    return tuple(sorted(found, key=lambda one: (-one.total, one.rule)))


def one_rule_away(position: PositionResult) -> tuple[NotEligible, ...]:
    """Those listed whom a single rule keeps out, highest merit first."""
    return tuple(person for person in position.not_eligible if len(person.gates) == 1)


def failing(position: PositionResult, rule: str = "") -> tuple[NotEligible, ...]:
    """Those listed who do not meet a rule, or any, highest merit first."""
    return tuple(
        person for person in position.not_eligible if not rule or any(gate.name == rule for gate in person.gates)
    )
