"""Criteria of merit beside relevance: each gives everyone in the pool points from 0 to 1, or NaN where it is not known.

Gender and nationality are not among the facts these functions can see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.codes import country_names, fold
from matching.columns import NOT_SAID, Columns, Rows
from matching.entities import SKILLS, Call, Position, Proposal
from matching.vocabulary import Vocabularies, Vocabulary

Floats = NDArray[np.float32]

USUAL_YEARS = 15.0  # experience that earns full points where the call names no figure
BREADTH = 5  # confirmed fields up to which each counts in full: a list of everything says little, and soon nothing
FOLLOWING = 0.7  # a position names its main field first: what each further one counts, of the one before
BEST_FIELD = 0.6  # share of a person's best field; the rest is the mean over all fields of the position
CONFIRMED = 0.5  # share of the confirmed fields; the rest is what the CV shows of the fields asked for
SAME_PARENT = 0.4  # points of a competence under the same heading as the one asked for
SAME_REGION = 0.4  # points for work in another country of the same region


@dataclass(frozen=True)
class Wanted:
    """The codes that a position asks for, with how sure that is (1 where the call gives them)."""

    fields: tuple[Proposal, ...]
    competences: tuple[Proposal, ...]


def score_criteria(
    columns: Columns,
    shown: NDArray[np.float16],
    rows: NDArray[np.int64],
    call: Call,
    position: Position,
    wanted: Wanted,
    vocabularies: Vocabularies,
    today: date,
) -> dict[str, Floats]:
    """Points (n,) of the people in `rows`, by criterion; a criterion that the call does not pose is left out."""
    scores = {
        "fields": _fields(columns.fields[rows], shown[rows], wanted.fields, vocabularies.fields),
        "competences": _competences(columns.competences[rows], wanted.competences, vocabularies.competences),
        "activities": _activities(columns.activities[rows], call, position, vocabularies.activity_types),
        "seniority": _seniority(columns, rows, position, today),
        "context": _context(columns, rows, call),
        "public": np.where(columns.public[rows] == NOT_SAID, np.nan, columns.public[rows]).astype(np.float32),
        "languages": _languages(columns, rows, call, position),
    }
    return {name: points for name, points in scores.items() if points is not None}


def _fields(
    held: NDArray[np.bool_], shown: NDArray[np.float16], wanted: tuple[Proposal, ...], fields: Vocabulary
) -> Floats | None:
    """Half what is confirmed and half what the CV shows; what it shows alone, where nothing is confirmed."""
    if not wanted:
        return None
    asked = [fields.index(proposal.code) for proposal in wanted]
    given = all(proposal.confidence == 1 for proposal in wanted)
    order = FOLLOWING ** np.arange(len(wanted)) if given else np.ones(len(wanted))
    sure = np.array([proposal.confidence for proposal in wanted], dtype=np.float32) * order.astype(np.float32)
    similarity = fields.similarity_matrix()[asked]
    near = np.where(held[:, None, :], similarity[None, :, :], 0.0).max(axis=2)  # (n, asked)
    count = held.sum(axis=1)
    confirmed = _over_fields(near, sure) * np.minimum(1.0, BREADTH / np.maximum(count, 1)) ** 2
    seen = _over_fields(shown[:, asked].astype(np.float32), sure)
    return np.where(count > 0, CONFIRMED * confirmed + (1 - CONFIRMED) * seen, seen).astype(np.float32)


def _over_fields(points: Floats, sure: Floats) -> Floats:
    """One figure for several fields: part the best of them, part their mean, each by how sure it is asked for."""
    mean = (points * sure).sum(axis=1) / sure.sum()
    best = (points * (sure / sure.max())).max(axis=1)
    return np.asarray(BEST_FIELD * best + (1 - BEST_FIELD) * mean, dtype=np.float32)


def _competences(held: NDArray[np.bool_], wanted: tuple[Proposal, ...], kind: Vocabulary) -> Floats | None:
    if not wanted:
        return None
    points = np.zeros(len(held), dtype=np.float32)
    for proposal in wanted:
        own = held[:, kind.index(proposal.code)]
        family = [kind.index(t.code) for t in kind if _heading(kind, t.code) == _heading(kind, proposal.code)]
        points += proposal.confidence * np.where(own, 1.0, np.where(held[:, family].any(axis=1), SAME_PARENT, 0.0))
    points /= sum(proposal.confidence for proposal in wanted)
    return np.where(held.any(axis=1), points, np.nan).astype(np.float32)


def _heading(kind: Vocabulary, code: str) -> str:
    above = kind.ancestors(code)
    return above[-1].code if above else code


def _activities(held: NDArray[np.bool_], call: Call, position: Position, kind: Vocabulary) -> Floats | None:
    asked = [kind.index(code) for code in (position.activity_types or call.activity_types) if kind.has(code)]
    if not asked:
        return None
    return np.where(held.any(axis=1), held[:, asked].mean(axis=1), np.nan).astype(np.float32)


def _seniority(columns: Columns, rows: NDArray[np.int64], position: Position, today: date) -> Floats:
    full = max(1.5 * (position.min_years or 0), USUAL_YEARS)
    return np.asarray(np.minimum(columns.years(today, rows) / full, 1.0), dtype=np.float32)


def _context(columns: Columns, rows: NDArray[np.int64], call: Call) -> Floats | None:
    if call.country is None:
        return None
    points, here = np.zeros(len(rows), dtype=np.float32), region(call.country)
    both = (columns.countries, columns.mission_countries)
    near = [found for places in both for country, found in places.items() if here and region(country) == here]
    there = [_of(places, call.country) for places in both]
    if call.institution:
        there.append(_of(columns.mission_partners, fold(call.institution)))
    for where, worth in ((near, SAME_REGION), (there, 1.0)):
        for found in where:
            points[_within(rows, found)] = worth
    return points


def _of(places: Mapping[str, Rows], key: str) -> Rows:
    return places.get(key, np.empty(0, dtype=np.int32))


def _within(rows: NDArray[np.int64], found: Rows) -> NDArray[np.bool_]:
    """Which of `rows` are among `found`, both ascending: of a million people those scored are looked up, not all marked."""
    if not len(found):
        return np.zeros(len(rows), dtype=np.bool_)
    places = np.searchsorted(found, rows.astype(found.dtype))  # of one type, or all of `found` would be converted
    return np.asarray(found[np.minimum(places, len(found) - 1)] == rows)


# Countries whose time zones carry the name of an ocean, or of a continent where few of their people live.
_CONTINENT = {
    **dict.fromkeys(("CY", "ES", "FO", "IS", "PT", "RU"), "Europe"),
    **dict.fromkeys(("CV", "KM", "MG", "MU", "RE", "SC", "SH", "YT"), "Africa"),
    **dict.fromkeys(("BM", "FK", "GS"), "America"),
    **dict.fromkeys(("CC", "CX", "IO", "MV"), "Asia"),
    "AU": "Pacific",
}


@cache
def region(country: str) -> str | None:
    """The continent of a country as its time zones name it ("Africa", "America", ...); None where the library has none."""
    from babel.core import get_global

    if country in _CONTINENT:
        return _CONTINENT[country]
    zones = [zone.split("/")[0] for zone, place in get_global("zone_territories").items() if place == country]
    return max(sorted(set(zones)), key=zones.count) if zones else None


@cache
def regions() -> tuple[str, ...]:
    """Every continent that `region` may name."""
    return tuple(sorted({found for code in set(country_names().values()) if (found := region(code))}))


def _languages(columns: Columns, rows: NDArray[np.int64], call: Call, position: Position) -> Floats | None:
    parts: list[NDArray[Any]] = []
    for need in call.needs(position):
        listed = columns.levels.get(need.language)
        if listed is None:
            listed = np.zeros((columns.size, len(SKILLS)), dtype=np.int8)
        for skill, level in need.asked():
            margin = listed[rows, SKILLS.index(skill)].astype(np.float32) - level.rank
            parts.append(np.where(margin >= 1, 1.0, np.where(margin >= 0, 0.6 if need.required else 1.0, 0.0)))
        if not need.asked():
            parts.append(np.asarray(listed[rows].any(axis=1), dtype=np.float32))
    if not parts:
        return None
    return np.where(columns.languages_said[rows], np.mean(parts, axis=0), np.nan).astype(np.float32)


def merit(scores: Mapping[str, Floats], weights: Mapping[str, float]) -> tuple[Floats, Floats]:
    """Merit from 0 to 100 and the share of the weight that rests on known facts, per person.

    Merit is 100 times the weighted mean of the known points: what is missing leaves the denominator.
    """
    points = np.stack([scores[name] for name in scores])  # (criteria, n)
    weight = np.array([weights[name] for name in scores], dtype=np.float32)[:, None]
    known = ~np.isnan(points)
    total = (np.where(known, points, 0.0) * weight).sum(axis=0)
    counted = (known * weight).sum(axis=0)
    score = 100 * total / np.maximum(counted, 1e-9)
    score = np.clip(score, 0, 100)  # rounding may lead a little beyond
    return score.astype(np.float32), (counted / max(float(weight.sum()), 1e-9)).astype(np.float32)
