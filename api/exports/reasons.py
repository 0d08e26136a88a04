"""Who was not eligible, grouped by the rule that was not met."""

from __future__ import annotations

from dataclasses import dataclass

from api.exports.labels import gate_label
from matching.results import BalancedList, Gate, NotEligible, PositionResult, Team


@dataclass(frozen=True)
class FailedBy:
    """One person who is not eligible, with the gates failed and the merit they would have had."""

    person: NotEligible
    gate: Gate
    others: tuple[str, ...]  # labels of further gates failed


@dataclass(frozen=True)
class Reason:
    """One rule and those who do not meet it. `total` counts everyone, `people` those listed one by one."""

    label: str
    total: int
    people: tuple[FailedBy, ...]


def reasons(position: PositionResult) -> list[Reason]:
    """Who was not eligible, by the rule not met, the commonest first; who fails several appears under each."""
    listed: dict[str, list[FailedBy]] = {name: [] for name in position.not_eligible_by_rule}
    for someone in position.not_eligible:
        for gate in someone.gates:
            others = tuple(gate_label(g.name) for g in someone.gates if g is not gate)
            listed.setdefault(gate.name, []).append(FailedBy(someone, gate, others))
    found = [
        Reason(gate_label(name), max(position.not_eligible_by_rule.get(name, 0), len(them)), tuple(them))
        for name, them in listed.items()
    ]
    return sorted((r for r in found if r.total), key=lambda r: (-r.total, r.label))


def team_questions(team: Team) -> tuple[str, ...]:
    """What to ask before this team is invited, each question once."""
    return tuple(dict.fromkeys(team.questions))


def same_as_ranking(balanced: BalancedList, position: PositionResult) -> bool:
    """Whether the list composed as a whole is simply the top of the ranking."""
    top = tuple(c.expert_id for c in position.candidates[: len(balanced.expert_ids)])
    return bool(top) and top == balanced.expert_ids
