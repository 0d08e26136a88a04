"""Whether a call's settings could be met by anybody at all: asked before they are fixed."""

from __future__ import annotations

from matching.compose import Rules
from matching.compose.check import check_rules
from matching.entities import Call
from matching.settings import MatchSettings, TeamRules


def check_composable(settings: MatchSettings, call: Call) -> None:
    """Refuse rules that no team of this call and no list of one of its positions could meet, whoever applies.

    Raises:
        ContradictoryRules: naming the rules.
    """
    check_rules(_numbers(settings.rules), len(call.positions))
    check_rules(_numbers(settings.list_rules), settings.list_size, "shortlist")


def _numbers(rules: TeamRules) -> Rules:
    """The rules that count people; whether languages are covered depends on who applies."""
    return Rules(
        max_per_nationality=rules.max_per_nationality,
        min_countries=rules.min_countries,
        min_per_gender={str(gender): least for gender, least in rules.min_per_gender.items()},
        min_public=rules.min_public,
        distinct_institutions=rules.distinct_institutions,
        min_previous=rules.min_previous,
        exclude=frozenset(rules.exclude),
        include=frozenset(rules.include),
    )
