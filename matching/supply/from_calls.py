"""Demand as `best_additions` reads it, from calls and a roster: by the same gates as a shortlist, and by fields covered.

Eligible for a position is whom no gate fails (what is not known is no failure; `sure`: who passes every gate), and who
covers one of its fields: a field held or clearly shown in the CV, as near in the tree as composition asks
(`matching.composing`). A new person's field is read with the same nearness. Years of experience, availability, consent and
the like are taken as given for who is added; regions of a call are wished for and no gate, so they ask for nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.columns import NOT_SAID, Columns, build_columns
from matching.compose.values import Member, Rules
from matching.composing import COVERS, SHOWS
from matching.declared import GENDERS, UNDECLARED, DeclaredColumns, build_declared
from matching.entities import SKILLS, Call, Cefr, Expert, Position
from matching.gates import PASS, UNKNOWN, apply_gates, overall, shared_gates
from matching.roster import Roster
from matching.supply.values import NO_RULES, Demand, Need
from matching.vocabulary import Vocabularies


def demands_of_roster(
    calls: Sequence[Call],
    roster: Roster,
    vocabularies: Vocabularies,
    today: date,
    rules: Rules = NO_RULES,
    *,
    sure: bool = False,
) -> list[Demand]:
    """The demand of some calls with its supply on a roster; arguments as for `demands_of`."""
    facts = (roster.columns, roster.declared, roster.shown)
    return _demands(calls, roster.ids, facts, vocabularies, today, rules, PASS if sure else UNKNOWN)


def demands_of(
    calls: Sequence[Call],
    experts: Sequence[Expert],
    vocabularies: Vocabularies,
    today: date,
    rules: Rules = NO_RULES,
    *,
    sure: bool = False,
) -> list[Demand]:
    """The same for people of whom only the fields they hold are known, not what their CVs show.

    Args:
        calls: those with a position; the others ask for nobody.
        experts: the people.
        vocabularies: of fields and statuses.
        today: the day on which the gates are read.
        rules: of the team of every call.
        sure: whether only those count who pass every gate, not those of whom something is not known.

    Raises:
        UnknownCode: a call names a field or a status that the vocabulary does not hold.
    """
    facts = (build_columns(experts, vocabularies), build_declared(experts), None)
    return _demands(
        calls, [expert.id for expert in experts], facts, vocabularies, today, rules, PASS if sure else UNKNOWN
    )


def public_statuses(vocabularies: Vocabularies) -> tuple[str, ...]:
    """Codes of the statuses of public experts."""
    return tuple(term.code for term in vocabularies.statuses if term.public)


def _demands(
    calls: Sequence[Call],
    ids: Sequence[str],
    facts: tuple[Columns, DeclaredColumns, NDArray[np.floating] | None],
    vocabularies: Vocabularies,
    today: date,
    rules: Rules,
    worst: np.int8,
) -> list[Demand]:
    columns, declared, shown = facts
    near = vocabularies.fields.similarity_matrix() >= COVERS
    nationalities: dict[int, list[str]] = {}
    for row, country in zip(declared.nationality_row.tolist(), declared.nationality.tolist(), strict=True):
        nationalities.setdefault(row, []).append(declared.countries[country])
    made = []
    for call in calls:
        if not call.positions:
            continue
        shared = shared_gates(columns, call, today)
        able: dict[int, dict[str, float]] = {}
        for position in call.positions:
            verdicts = overall(apply_gates(columns, call, position, vocabularies, today, shared), columns.size)
            covers = _covers(position, columns, shown, near, vocabularies)
            for row in np.flatnonzero((verdicts <= worst) & covers).tolist():
                able.setdefault(row, {})[position.id] = 0.0
        keys = {key: _meets(key, columns) for key in rules.cover_languages}
        people = tuple(
            Member(
                id=ids[row],
                scores=scores,
                gender=None if declared.gender[row] == UNDECLARED else GENDERS[declared.gender[row]],
                nationalities=tuple(nationalities.get(row, ())),
                public=None if columns.public[row] == NOT_SAID else bool(columns.public[row]),
                institution=None if columns.institution[row] == NOT_SAID else str(columns.institution[row]),
                languages=frozenset(key for key, met in keys.items() if met[row]),
                previous=ids[row] in call.previous_members,
            )
            for row, scores in sorted(able.items())
        )
        needs = tuple(_need(call, position, near, vocabularies) for position in call.positions)
        made.append(Demand(call.id, needs, people, rules))
    return made


def _need(call: Call, position: Position, near: NDArray[np.bool_], vocabularies: Vocabularies) -> Need:
    languages: dict[tuple[str, str], int] = {}
    for need in call.needs(position):
        if need.required:
            languages |= {(need.language, skill): level.rank for skill, level in need.asked()} or {
                (need.language, SKILLS[0]): 0
            }
    codes = [term.code for term in vocabularies.fields]
    fields = {codes[i] for code in position.fields for i in np.flatnonzero(near[vocabularies.fields.index(code)])}
    return Need(
        position.id,
        frozenset(fields),
        languages,
        frozenset(vocabularies.statuses.normalise(code) for code in position.statuses),
    )


def _covers(
    position: Position,
    columns: Columns,
    shown: NDArray[np.floating] | None,
    near: NDArray[np.bool_],
    vocabularies: Vocabularies,
) -> NDArray[np.bool_]:
    """(n,) who covers one of the position's fields; everybody where it names none."""
    found = np.full(columns.size, not position.fields)
    for code in position.fields:
        at = vocabularies.fields.index(code)
        found |= columns.fields[:, near[at]].any(axis=1)
        if shown is not None:
            found |= shown[:, at] >= SHOWS
    return found


def _meets(key: str, columns: Columns) -> NDArray[np.bool_]:
    """(n,) who meets a language rule such as 'fr:writing:C1'."""
    language, skill, level = key.split(":")
    listed = columns.levels.get(language)
    if listed is None:
        return np.zeros(columns.size, dtype=np.bool_)
    return np.asarray(listed[:, [str(s) for s in SKILLS].index(skill)] >= Cefr(level).rank)
