"""What composition found, in our words: teams with price and reserve, balanced lists, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching import compose as exact
from matching.compose.check import check_rules
from matching.compose.steps import without_balance
from matching.declared import balance_of
from matching.entities import Verdict
from matching.errors import ContradictoryRules
from matching.gates import FAIL, VERDICTS
from matching.results import BalancedList, Member, NoTeam, Price, Relaxation, Reserve, Team
from matching.roster import Roster
from matching.scoring import PositionScores
from matching.settings import MatchSettings


@dataclass(frozen=True)
class Pool:
    """Everyone who may be composed, as composition sees them, and what the call asks of a team."""

    members: list[exact.Member]
    positions: list[exact.Position]
    coverage: exact.Coverage
    languages: frozenset[str]
    rules: exact.Rules
    list_rules: exact.Rules
    mode: exact.Mode


def team_of(
    rank: int,
    found: exact.BalancedTeams,
    pool: Pool,
    scores: Sequence[PositionScores],
    roster: Roster,
    settings: MatchSettings,
) -> Team:
    """The team of a rank, from 0: who sits where, what it covers, what balance cost, who steps in, what to ask."""
    team, price = found.result.teams[rank], found.prices[rank]
    by_id = {member.id: member for member in pool.members}
    group = [by_id[seat.member_id] for seat in team.seats]
    languages = frozenset[str]().union(*(member.languages for member in group)) & pool.languages
    members = tuple(_member(seat.member_id, s, roster) for seat, s in zip(team.seats, scores, strict=True))
    rules = pool.rules if isinstance(pool.mode, exact.Target) else without_balance(pool.rules)
    reserve = (
        exact.reserve(team, pool.members, pool.positions, rules, settings.reserve, coverage=pool.coverage)
        if settings.reserve
        else ()
    )
    return Team(
        rank=rank + 1,
        members=members,
        value=round(team.value, 3),
        optimal=team.optimal,
        gap=round(team.gap, 6),
        fields_covered=tuple(sorted(team.covered)),
        fields_missing=tuple(sorted(pool.coverage.fields - team.covered)),
        languages_covered=tuple(sorted(languages)),
        languages_missing=tuple(sorted(pool.languages - languages)),
        balance=balance_of(
            [roster.experts[roster.row_of[m.id]] for m in group],
            [m.public for m in group],
            exact.countries(m.nationalities for m in group),
        ),
        price=_price(price, pool),
        reserve=tuple(
            Reserve(
                position_id=place.position_id,
                steps_in=tuple(" + ".join(way.steps_in) for way in place.ways),
                values=tuple(round(way.team.value, 3) for way in place.ways),
            )
            for place in reserve
        ),
        questions=_questions(members, scores, roster),
    )


def _price(price: exact.Price, pool: Pool) -> Price:
    """What balance cost; nothing where balance changed nothing, whatever separates a team from the best."""
    if isinstance(pool.mode, exact.Report):
        return Price(points=0.0, percent=0.0)
    return Price(points=round(price.points, 3), percent=round(price.percent, 2), bought=price.bought)


def _member(expert_id: str, s: PositionScores, roster: Roster) -> Member:
    row = roster.row_of[expert_id]
    place = int(np.flatnonzero(s.rows == row)[0])
    return Member(
        position_id=s.position.id,
        expert_id=expert_id,
        name=roster.experts[row].name,
        score=round(float(s.merit[place]), 2),
        confidence=round(float(s.confidence[place]), 3),
        verdict=VERDICTS[s.verdicts[row]],
    )


def _questions(members: Sequence[Member], scores: Sequence[PositionScores], roster: Roster) -> tuple[str, ...]:
    """What to ask before the team can be invited: the open gates of its members."""
    asked = []
    for member, s in zip(members, scores, strict=True):
        row = roster.row_of[member.expert_id]
        for gate in s.gates:
            found = gate.of(row, roster.experts[row])
            if found.verdict is Verdict.UNKNOWN and found.question:
                asked.append(f"{member.expert_id}: {found.question}")
    return tuple(dict.fromkeys(asked))


def no_team_of(pool: Pool) -> NoTeam:
    """Why there is no team: the rules in the way, and the smallest change that would yield one."""
    found = exact.smallest_relaxation(pool.members, pool.positions, pool.rules, coverage=pool.coverage)
    relaxation = None
    if found.changes:
        relaxation = Relaxation(
            changes=tuple(
                {"rule": c.rule, "subject": c.subject, "from": c.was, "to": c.becomes, "steps": c.steps}
                for c in found.changes
            ),
            sentence=found.sentence,
        )
    return NoTeam(
        reason=found.sentence if relaxation is None else "No team meets all of the rules.",
        rules_in_the_way=tuple(obstacle.sentence for obstacle in found.in_the_way),
        relaxation=relaxation,
    )


def list_of(s: PositionScores, pool: Pool, roster: Roster, settings: MatchSettings) -> BalancedList:
    """The balanced list of a position, with its price; an empty one says why."""
    position, size = s.position.id, min(settings.list_size, int((s.verdicts[s.rows] != FAIL).sum()))
    empty = BalancedList(
        position_id=position,
        expert_ids=(),
        value=0.0,
        optimal=True,
        balance=balance_of([], [], 0),
        price=Price(points=0.0, percent=0.0),
        note="Nobody can be proposed.",
    )
    if size == 0:
        return empty
    few = f"Only {size} can be proposed." if size < settings.list_size else ""
    rules, too_many = _rules_for(size, pool)
    if rules is None:
        return empty.model_copy(update={"note": f"{few} {too_many}"})
    found = exact.balanced_shortlist(pool.members, position, size, rules, pool.mode)
    if not found.result.found or found.price is None:
        why = exact.smallest_shortlist_relaxation(pool.members, position, size, rules)
        return empty.model_copy(update={"note": why.sentence})
    by_id = {member.id: member for member in pool.members}
    group = [by_id[i] for i in found.result.ids]
    missed = "; ".join(change.sentence for change in found.missed)
    drawn = {roster.ids[int(row)]: (-float(s.merit[place]), int(s.ties[row])) for place, row in enumerate(s.rows)}
    return BalancedList(
        position_id=position,
        expert_ids=tuple(
            sorted(found.result.ids, key=drawn.__getitem__)
        ),  # equals in the order drawn, as in the ranking
        value=round(found.result.total, 3),
        optimal=found.result.optimal,
        balance=balance_of(
            [roster.experts[roster.row_of[i]] for i in found.result.ids],
            [m.public for m in group],
            exact.countries(m.nationalities for m in group),
        ),
        price=_price(found.price, pool),
        note=" ".join(filter(None, (few, too_many, missed))) or None,
    )


def _rules_for(size: int, pool: Pool) -> tuple[exact.Rules | None, str]:
    """The rules of a list for as many people as there are, and what in them asks for more people than that.

    Rules of balance bind in the mode 'target' alone; in any other a short list without them is worth more than none.
    There are no rules where those that bind ask for too many.
    """
    told = ""
    for rules in (
        pool.list_rules,
        *(() if isinstance(pool.mode, exact.Target) else (without_balance(pool.list_rules),)),
    ):
        try:
            check_rules(rules, size, "list")
        except ContradictoryRules as error:
            told = told or f"The rules ask for more: {error.found}"
        else:
            return rules, told
    return None, told
