"""From scored candidates to teams and balanced lists: what composition knows of each person, and its answer in our words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching import compose as exact
from matching.columns import NOT_SAID
from matching.compose.check import check_rules
from matching.compose.steps import without_balance
from matching.declared import GENDERS, UNDECLARED, balance_of
from matching.engine import Engine
from matching.entities import SKILLS, Call, Cefr, Position, Verdict
from matching.errors import ContradictoryRules
from matching.gates import FAIL, VERDICTS
from matching.results import BalancedList, Member, NoTeam, Price, Relaxation, Reserve, Team
from matching.roster import Roster
from matching.scoring import PositionScores
from matching.settings import MatchSettings, TeamRules

COVERS = 0.7  # nearness in the tree from which a field held covers a field asked for: the same, its parent or its child

SHOWS = 0.5  # how clearly a CV must show a field to cover it without confirmation


@dataclass(frozen=True)
class Composition:
    """What composition found; exactly one of `teams` and `no_team` says something, where teams are asked for."""

    teams: tuple[Team, ...]
    no_team: NoTeam | None
    lists: tuple[BalancedList, ...]
    notes: tuple[str, ...]

    def as_lines(self) -> list[str]:
        """As JSON, for the hash of the answer."""
        values = [*self.teams, *([self.no_team] if self.no_team else []), *self.lists]
        return [value.model_dump_json() for value in values]


@dataclass(frozen=True)
class _Pool:
    """Everyone who may be composed, as composition sees them, and what the call asks of a team."""

    members: list[exact.Member]
    positions: list[exact.Position]
    coverage: exact.Coverage
    languages: frozenset[str]
    rules: exact.Rules
    list_rules: exact.Rules
    mode: exact.Mode


def compose(
    scores: Sequence[PositionScores], call: Call, roster: Roster, engine: Engine, settings: MatchSettings
) -> Composition:
    """The best teams with price and reserve, or why there is none; and a balanced list per position.

    Raises:
        ContradictoryRules: no team, or no list of its full size, could meet the rules, whoever is on the roster.
    """
    check_rules(_rules(settings.list_rules, frozenset()), settings.list_size, "shortlist")
    pool = _pool(scores, call, roster, engine, settings)
    teams: tuple[Team, ...] = ()
    no_team = None
    notes = _notes(settings)
    if settings.teams:
        found = exact.balanced_teams(
            pool.members, pool.positions, pool.rules, pool.mode, settings.teams, coverage=pool.coverage
        )
        notes += tuple(f"First team: {change.sentence}" for change in (found.missed[0] if found.missed else ()))
        if found.result.teams:
            teams = tuple(_team(rank, found, pool, scores, roster, settings) for rank in range(len(found.result.teams)))
        else:
            no_team = _no_team(pool)
    lists = tuple(_list(s, pool, roster, settings) for s in scores)
    return Composition(teams, no_team, lists, notes)


# --- what composition knows ------------------------------------------------------------------------------------------


def language_keys(call: Call, position: Position) -> frozenset[str]:
    """The language requirements of a position as keys such as 'fr:writing:C1'."""
    needs = (need for need in call.needs(position) if need.required)
    return frozenset(f"{need.language}:{skill}:{level}" for need in needs for skill, level in need.asked())


def _pool(
    scores: Sequence[PositionScores], call: Call, roster: Roster, engine: Engine, settings: MatchSettings
) -> _Pool:
    merit: dict[int, dict[str, float]] = {}
    for s in scores:
        for row, points in zip(s.rows[s.ranked].tolist(), s.merit[s.ranked].tolist(), strict=True):
            merit.setdefault(row, {})[s.position.id] = points
    keys = frozenset[str]().union(*(language_keys(call, s.position) for s in scores))
    wanted = list(dict.fromkeys(p.code for s in scores for p in s.wanted.fields))
    rows = np.array(sorted(merit), dtype=np.int64)
    members = _members(rows, merit, keys, wanted, set(call.previous_members), roster, engine)
    return _Pool(
        members=members,
        positions=[exact.Position(s.position.id) for s in scores],
        coverage=exact.Coverage(frozenset(wanted), settings.coverage_bonus),
        languages=keys,
        rules=_rules(settings.rules, keys),
        list_rules=_rules(settings.list_rules, keys),
        mode=_mode(settings),
    )


def _members(
    rows: NDArray[np.int64],
    merit: Mapping[int, Mapping[str, float]],
    keys: frozenset[str],
    wanted: Sequence[str],
    previous: set[str],
    roster: Roster,
    engine: Engine,
) -> list[exact.Member]:
    columns, declared = roster.columns, roster.declared
    met = {key: _meets(key, rows, roster).tolist() for key in sorted(keys)}  # lists: they are read one by one
    near = engine.vocabularies.fields.similarity_matrix() >= COVERS
    places = {code: engine.vocabularies.fields.index(code) for code in wanted}
    covered = {
        code: ((columns.fields[rows] & near[at]).any(axis=1) | (roster.shown[rows, at] >= SHOWS)).tolist()
        for code, at in places.items()
    }
    nationalities: dict[int, list[str]] = {}
    inside = np.zeros(columns.size, dtype=np.bool_)
    inside[rows] = True
    chosen = inside[declared.nationality_row]
    for row, country in zip(declared.nationality_row[chosen], declared.nationality[chosen], strict=True):
        nationalities.setdefault(int(row), []).append(declared.countries[country])
    return [
        exact.Member(
            id=roster.ids[row],
            scores=merit[row],
            gender=None if declared.gender[row] == UNDECLARED else GENDERS[declared.gender[row]],
            nationalities=tuple(nationalities.get(row, ())),
            public=None if columns.public[row] == NOT_SAID else bool(columns.public[row]),
            institution=None if columns.institution[row] == NOT_SAID else str(columns.institution[row]),
            languages=frozenset(key for key, people in met.items() if people[i]),
            fields=frozenset(code for code, people in covered.items() if people[i]),
            previous=roster.ids[row] in previous,
        )
        for i, row in enumerate(rows.tolist())
    ]


def _meets(key: str, rows: NDArray[np.int64], roster: Roster) -> NDArray[np.bool_]:
    language, skill, level = key.split(":")
    listed = roster.columns.levels.get(language)
    if listed is None:
        return np.zeros(len(rows), dtype=np.bool_)
    found = listed[:, [str(s) for s in SKILLS].index(skill)][rows]
    return np.asarray(found >= Cefr(level).rank)


def _rules(rules: TeamRules, keys: frozenset[str]) -> exact.Rules:
    return exact.Rules(
        max_per_nationality=rules.max_per_nationality,
        min_countries=rules.min_countries,
        min_per_gender={str(gender): least for gender, least in rules.min_per_gender.items()},
        min_public=rules.min_public,
        cover_languages=keys if rules.cover_languages else frozenset(),
        distinct_institutions=rules.distinct_institutions,
        min_previous=rules.min_previous,
        exclude=frozenset(rules.exclude),
        include=frozenset(rules.include),
    )


def _mode(settings: MatchSettings) -> exact.Mode:
    balance = settings.balance
    if balance.mode == "target":
        return exact.Target(balance.legal_basis or "", balance.saving_clause or "")
    return exact.TieBreak(balance.band) if balance.mode == "tie_break" else exact.Report()


def _notes(settings: MatchSettings) -> tuple[str, ...]:
    rules = settings.rules
    asked = rules.max_per_nationality or rules.min_countries or rules.min_per_gender
    if settings.balance.mode == "report" and asked:
        return ("The rules on gender and nationality are reported, not applied: the mode of balance is 'report'.",)
    return ()


# --- its answer in our words -------------------------------------------------------------------------------------------


def _team(
    rank: int,
    found: exact.BalancedTeams,
    pool: _Pool,
    scores: Sequence[PositionScores],
    roster: Roster,
    settings: MatchSettings,
) -> Team:
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


def _price(price: exact.Price, pool: _Pool) -> Price:
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


def _no_team(pool: _Pool) -> NoTeam:
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


def _list(s: PositionScores, pool: _Pool, roster: Roster, settings: MatchSettings) -> BalancedList:
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


def _rules_for(size: int, pool: _Pool) -> tuple[exact.Rules | None, str]:
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
