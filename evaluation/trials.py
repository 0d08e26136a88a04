"""What is tried on each pool: greedy methods against the exact one, the price of each rule, and the modes of balance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluation.group_measures import Drawn
from evaluation.pools import Pool, list_rules, team_rules
from evaluation.questions import Answer, Method, Question, answer, exact
from evaluation.rerankers import METHODS
from fixtures.load import SAMPLE_TODAY
from matching.compose import (
    BalancedShortlist,
    BalancedTeams,
    Member,
    Mode,
    Price,
    Report,
    Rules,
    Target,
    TieBreak,
    balanced_shortlist,
    balanced_teams,
    shortfalls,
)
from matching.entities import Call
from matching.pipeline import Matcher
from matching.results import BalancedList, Team
from matching.settings import Balance, MatchSettings, TeamRules

NEAR = 1e-9  # points; values nearer than this are one
ROUNDED = 1e-3  # points; what is served is rounded to three decimals
BOTH = "gender and nationality"  # the rules under which the modes of balance are compared
LEGAL = "Measured on an invented roster; nobody is appointed on it."
SAVING = "Each case would still be assessed on all its merits."
MODES: dict[str, Mode] = {"report": Report(), "tie_break": TieBreak(Balance().band), "target": Target(LEGAL, SAVING)}


# --- greedy against exact -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compared:
    """One method on one question. `lost`: percent of the exact value, None where the method found no feasible group."""

    source: str
    form: str
    rules: str
    method: str
    exists: bool  # whether there is a feasible group at all
    lost: float | None
    better: bool  # the method beats the exact answer, or has one where the exact method says that there is none
    proven: bool
    sound: bool  # the exact answer meets every rule


def compare(pool: Pool, rules: str, question: Question, methods: Mapping[str, Method] = METHODS) -> list[Compared]:
    """Every method on one question."""
    best, proven = exact(question)
    found = []
    for name, method in methods.items():
        theirs = answer(method, question)
        found.append(
            Compared(
                source=pool.source,
                form=_form(question),
                rules=rules,
                method=name,
                exists=best is not None,
                lost=_lost(best, theirs) if best and theirs.feasible else None,
                better=theirs.feasible and (best is None or theirs.value > best.value + NEAR),
                proven=proven,
                sound=best is None or best.feasible,
            )
        )
    return found


def _lost(best: Answer, theirs: Answer) -> float:
    """Percent of the exact value; nothing where only the order of adding differs."""
    less = best.value - theirs.value
    return 0.0 if abs(less) < NEAR or not best.value else 100 * less / best.value


def _form(question: Question) -> str:
    return "shortlists" if question.is_shortlist else "teams"


# --- the price of each rule -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Priced:
    """What one rule costs on one pool, in points and percent of the unbalanced best; None where it cannot be met."""

    source: str
    form: str
    rule: str
    points: float | None
    percent: float | None


def priced_list_rules(size: int) -> dict[str, Rules]:
    """Rules for a shortlist one by one and together; shares of the size rounded up, limits down."""
    return {
        "women, 2 in 5": Rules(min_per_gender={"woman": math.ceil(0.4 * size)}),
        "women, half": Rules(min_per_gender={"woman": math.ceil(0.5 * size)}),
        "a nationality, at most 3 in 10": Rules(max_per_nationality=max(1, math.floor(0.3 * size))),
        "a nationality, at most 1 in 5": Rules(max_per_nationality=max(1, math.floor(0.2 * size))),
        "countries, 6 in 10": Rules(min_countries=math.ceil(0.6 * size)),
        "women, nationality, countries": list_rules(size)[BOTH],
    }


def priced_team_rules(size: int) -> dict[str, Rules]:
    """Rules for a team one by one and together; a team of one has no rule on nationalities."""
    women = team_rules(size)["gender"]
    if size < 2:
        return {"women, 1 (2 of 5)": women}
    return {
        "women, 1 (2 of 5)": women,
        "no nationality twice": Rules(max_per_nationality=1),
        "countries, 2": Rules(min_countries=2),
        "women, nationality, countries": team_rules(size)[BOTH],
    }


def prices(pool: Pool) -> Iterator[Priced]:
    """The price of each rule on the pool's shortlists, and on its team where there are several positions."""
    target = MODES["target"]
    for position in pool.positions:
        size = pool.list_size(position.id)
        for rule, rules in priced_list_rules(size).items() if size else ():
            yield _priced(
                pool, "shortlists", rule, balanced_shortlist(pool.members, position.id, size, rules, target).price
            )
    if len(pool.positions) > 1:
        for rule, rules in priced_team_rules(len(pool.positions)).items():
            found = balanced_teams(pool.members, pool.positions, rules, target, 1, coverage=pool.coverage).prices
            yield _priced(pool, "teams", rule, found[0] if found else None)


def _priced(pool: Pool, form: str, rule: str, price: Price | None) -> Priced:
    return Priced(pool.source, form, rule, price.points if price else None, price.percent if price else None)


# --- the modes of balance -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Balanced:
    """A shortlist or team in one mode of balance, served or composed, with the pool it was chosen from.

    Attributes:
        kept: percent of the value of the unbalanced best; NaN where there is no group.
        points: given up against it; NaN where there is no group.
        met: whether there is a group and it meets the rules on gender and nationality.
        agrees: whether what is served is worth what composition finds on the very pool the other methods get.
    """

    source: str
    form: str
    mode: str
    drawn: Drawn
    kept: float
    points: float
    met: bool
    agrees: bool = True

    @property
    def found(self) -> bool:
        """Whether there is a group."""
        return bool(self.drawn.listed)


def modes(pool: Pool) -> Iterator[Balanced]:
    """The pool's shortlists, and its team where there are several positions, in the three modes."""
    by_id = {one.id: one for one in pool.members}
    for name, mode in MODES.items():
        for position in pool.positions:
            if size := pool.list_size(position.id):
                rules = list_rules(size)[BOTH]
                found = balanced_shortlist(pool.members, position.id, size, rules, mode)
                price = (found.price.points, found.price.percent) if found.price else None
                listed = [by_id[one] for one in found.result.ids]
                yield _balanced(pool, "shortlists", name, listed, pool.for_position(position.id), price, rules)
        if len(pool.positions) > 1:
            rules = team_rules(len(pool.positions))[BOTH]
            teams = balanced_teams(pool.members, pool.positions, rules, mode, 1, coverage=pool.coverage)
            price = (teams.prices[0].points, teams.prices[0].percent) if teams.prices else None
            listed = [by_id[one.member_id] for team in teams.result.teams[:1] for one in team.seats]
            yield _balanced(pool, "teams", name, listed, pool.members, price, rules)


def served_modes(matcher: Matcher, call: Call, pool: Pool) -> Iterator[Balanced]:
    """The shortlists and the first team that `Matcher.shortlist` serves for a call in the three modes.

    All shortlists of a call are served under one set of rules, made for the shortest of them.
    """
    by_id = {one.id: one for one in pool.members}
    shortest = min(pool.list_size(one.id) for one in pool.positions)
    if not shortest:
        return
    for_list, for_team = list_rules(shortest)[BOTH], team_rules(len(pool.positions))[BOTH]
    for name, mode in MODES.items():
        served = matcher.shortlist(call, today=SAMPLE_TODAY, settings=_settings(name, for_list, for_team))
        for each in served.lists:
            size = pool.list_size(each.position_id)
            ours = balanced_shortlist(pool.members, each.position_id, size, for_list, mode)
            listed = [by_id[one] for one in each.expert_ids]
            price = (each.price.points, each.price.percent) if listed else None
            near = pool.for_position(each.position_id)
            agrees = _same_list(each, ours)
            yield _balanced(pool, "shortlists", name, listed, near, price, for_list, agrees)
        if len(pool.positions) < 2:
            continue
        teams = balanced_teams(pool.members, pool.positions, for_team, mode, 1, coverage=pool.coverage)
        first = served.teams[0] if served.teams else None
        listed = [by_id[one.expert_id] for one in first.members] if first else []
        price = (first.price.points, first.price.percent) if first else None
        yield _balanced(pool, "teams", name, listed, pool.members, price, for_team, _same_team(first, teams))


def _settings(mode: str, for_list: Rules, for_team: Rules) -> MatchSettings:
    """Settings of a run in a mode; nothing is listed that the measures do not look at."""
    written = {"legal_basis": LEGAL, "saving_clause": SAVING} if mode == "target" else {}
    return MatchSettings.model_validate(
        {
            "rules": _as_settings(for_team),
            "list_rules": _as_settings(for_list),
            "balance": {"mode": mode, **written},
            "shown": 1,
            "teams": 1,
            "reserve": 0,
            "listed_not_eligible": 0,
        }
    )


def _as_settings(rules: Rules) -> TeamRules:
    return TeamRules.model_validate(
        {
            "max_per_nationality": rules.max_per_nationality,
            "min_countries": rules.min_countries,
            "min_per_gender": dict(rules.min_per_gender),
        }
    )


def _same_list(served: BalancedList, ours: BalancedShortlist) -> bool:
    return len(served.expert_ids) == len(ours.result.ids) and abs(served.value - ours.result.total) < ROUNDED


def _same_team(served: Team | None, ours: BalancedTeams) -> bool:
    if served is None or ours.result.best is None:
        return served is None and ours.result.best is None
    return abs(served.value - ours.result.best.value) < ROUNDED


def _balanced(
    pool: Pool,
    form: str,
    mode: str,
    listed: Sequence[Member],
    near: Sequence[Member],
    price: tuple[float, float] | None,
    rules: Rules,
    agrees: bool = True,
) -> Balanced:
    """One outcome; `price` in points and percent, None where there is no group."""
    points, percent = price or (math.nan, math.nan)
    met = bool(listed) and not shortfalls(listed, rules)
    return Balanced(pool.source, form, mode, Drawn(listed, near), 100 - percent, points, met, agrees)
