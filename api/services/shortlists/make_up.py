"""The make-up of teams and lists as it is shown: not where it would say what a single person declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from matching.results import BalancedList, BalanceReport, FunnelStep, Shortlist, Team

NOT_SHOWN = "not shown"  # in the place of what was declared
FEWEST = 2  # people of whom counts are shown at all
LEFT_OUT = "Declared gender and nationality are left out of groups so small that they would tell of one person."

Group = TypeVar("Group", Team, BalancedList)


def without_telling(shortlist: Shortlist) -> Shortlist:
    """A shortlist to be shown: of a group of one, or of two who are alike, it does not say what they declared.

    Somebody can be asked for by their id, and a list of one asked for: its make-up would be their declaration.
    """
    teams = tuple(group_as_told(team) for team in shortlist.teams)
    lists = tuple(group_as_told(one) for one in shortlist.lists)
    funnel = tuple(step for step in shortlist.record.funnel if not _step_tells(step))
    if (teams, lists, funnel) == (shortlist.teams, shortlist.lists, shortlist.record.funnel):
        return shortlist
    return shortlist.model_copy(
        update={
            "teams": teams,
            "lists": lists,
            "notes": (*shortlist.notes, LEFT_OUT),
            "record": shortlist.record.model_copy(update={"funnel": funnel}),
        }
    )


def as_told(balance: BalanceReport) -> BalanceReport:
    """A make-up without what tells of one person."""
    people = sum(balance.gender.values())
    hidden = {
        name: {NOT_SHOWN: people}
        for name, counts in (("gender", balance.gender), ("nationalities", balance.nationalities))
        if _tells(counts, people)
    }
    return balance.model_copy(update=hidden) if hidden else balance


def group_as_told(group: Group) -> Group:
    """A team or list whose make-up, and what balance bought it, does not tell of one person."""
    balance = as_told(group.balance)
    if balance is group.balance:
        return group
    return group.model_copy(update={"balance": balance, "price": group.price.model_copy(update={"bought": ()})})


def _step_tells(step: FunnelStep) -> bool:
    counts = {"women": step.women, "men": step.men, "other": step.other, "undeclared": step.undeclared}
    return _tells(counts, step.people)


def _tells(counts: Mapping[str, int], people: int) -> bool:
    """Whether counts of so many people say what one of them declared; larger groups are told whole, alike or not."""
    return 0 < people < FEWEST or (people == FEWEST and people in counts.values())
