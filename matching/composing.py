"""From scored candidates to teams and balanced lists: what composition knows of each person and asks of a team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching import compose as exact
from matching.columns import NOT_SAID
from matching.compose.check import check_rules
from matching.compose.steps import without_balance
from matching.composed import Pool, list_of, no_team_of, team_of
from matching.declared import GENDERS, UNDECLARED
from matching.engine import Engine
from matching.entities import SKILLS, Call, Cefr, Position
from matching.results import BalancedList, NoTeam, Team
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


def compose(
    scores: Sequence[PositionScores], call: Call, roster: Roster, engine: Engine, settings: MatchSettings
) -> Composition:
    """The best teams with price and reserve, or why there is none; and a balanced list per position.

    Raises:
        ContradictoryRules: no team, or no list of its full size, could meet the rules, whoever is on the roster.
    """
    check_rules(rules_of(settings.list_rules, frozenset()), settings.list_size, "shortlist")
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
            teams = tuple(
                team_of(rank, found, pool, scores, roster, settings) for rank in range(len(found.result.teams))
            )
        else:
            no_team = no_team_of(pool)
    lists = tuple(list_of(s, pool, roster, settings) for s in scores)
    return Composition(teams, no_team, lists, notes)


def language_keys(call: Call, position: Position) -> frozenset[str]:
    """The language requirements of a position as keys such as 'fr:writing:C1'."""
    needs = (need for need in call.needs(position) if need.required)
    return frozenset(f"{need.language}:{skill}:{level}" for need in needs for skill, level in need.asked())


def _pool(
    scores: Sequence[PositionScores], call: Call, roster: Roster, engine: Engine, settings: MatchSettings
) -> Pool:
    merit: dict[int, dict[str, float]] = {}
    for s in scores:
        for row, points in zip(s.rows[s.ranked].tolist(), s.merit[s.ranked].tolist(), strict=True):
            merit.setdefault(row, {})[s.position.id] = points
    keys = frozenset[str]().union(*(language_keys(call, s.position) for s in scores))
    wanted = list(dict.fromkeys(p.code for s in scores for p in s.wanted.fields))
    rows = np.array(sorted(merit), dtype=np.int64)
    members = members_of(rows, merit, keys, wanted, set(call.previous_members), roster, engine)
    return Pool(
        members=members,
        positions=[exact.Position(s.position.id) for s in scores],
        coverage=exact.Coverage(frozenset(wanted), settings.coverage_bonus),
        languages=keys,
        rules=rules_of(settings.rules, keys),
        list_rules=rules_of(settings.list_rules, keys),
        mode=_mode(settings),
    )


def members_of(
    rows: NDArray[np.int64],
    merit: Mapping[int, Mapping[str, float]],
    keys: frozenset[str],
    wanted: Sequence[str],
    previous: set[str],
    roster: Roster,
    engine: Engine,
) -> list[exact.Member]:
    """People of the roster as composition sees them.

    Args:
        rows: of the roster, in order.
        merit: points by position, for each row.
        keys: language requirements, see `language_keys`.
        wanted: codes of the fields that a team is to cover.
        previous: ids of those who served on the action before.
    """
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


def rules_of(rules: TeamRules, keys: frozenset[str]) -> exact.Rules:
    """The rules of a team or list as composition reads them; `keys`: of the languages that `cover_languages` is about."""
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


def binding_rules(call: Call, settings: MatchSettings) -> exact.Rules:
    """The rules that a team of a call has to meet; those on gender and nationality bind where they are a target alone."""
    keys = frozenset[str]().union(*(language_keys(call, position) for position in call.positions))
    rules = rules_of(settings.rules, keys)
    return rules if settings.balance.mode == "target" else without_balance(rules)


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
