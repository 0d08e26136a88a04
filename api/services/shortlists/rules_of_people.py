"""Rules that name people: kept to those on the roster, and changed where somebody would decline."""

from __future__ import annotations

from collections.abc import Callable, Collection

from matching.settings import MatchSettings, TeamRules


def with_known(settings: MatchSettings, known: Collection[str]) -> MatchSettings:
    """The settings without the people who left the roster since they were fixed.

    Args:
        known: ids of everybody on the roster.
    """

    def kept(rules: TeamRules) -> TeamRules:
        include, exclude = (tuple(one for one in ids if one in known) for ids in (rules.include, rules.exclude))
        return rules.model_copy(update={"include": include, "exclude": exclude})

    return _in_both(settings, kept)


def without(settings: MatchSettings, declines: Collection[str]) -> MatchSettings:
    """The settings with some people in no team and on no list; who had to be in one does not have to any more."""

    def but(rules: TeamRules) -> TeamRules:
        include = tuple(one for one in rules.include if one not in declines)
        exclude = tuple(dict.fromkeys((*rules.exclude, *declines)))
        return rules.model_copy(update={"include": include, "exclude": exclude})

    return _in_both(settings, but) if declines else settings


def _in_both(settings: MatchSettings, change: Callable[[TeamRules], TeamRules]) -> MatchSettings:
    """The settings with the rules for teams and those for lists changed alike."""
    changed = {"rules": change(settings.rules), "list_rules": change(settings.list_rules)}
    return settings.model_copy(update=changed)
