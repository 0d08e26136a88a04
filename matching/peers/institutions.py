"""Institutions that know about a question: by what they say of themselves, and by what their people do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.codes import fold
from matching.engine import Engine
from matching.peers.people import best_evidence, is_elsewhere, shown_fields_of
from matching.peers.profiles import Profiles
from matching.peers.values import FoundInstitution, Profile
from matching.pipeline import Prepared
from matching.roster import Roster
from matching.scoring import PositionScores

KNOWS = 40.0  # merit from which somebody is counted among those who know
BEST, REST = 0.75, 0.25  # of what people are worth: the best one's, and the mean of the best three, empty places as 0
SIDE = 0.8  # of an institution's score that comes from its better side, its own words or its people; the rest the other
COUNTED = 3

Key = tuple[str, str | None]


@dataclass
class _Side:
    """What one institution has to show."""

    profile: Profile | None = None
    own: int | None = None  # place among the scored profiles
    people: list[int] | None = None  # places in the scored pool, the best first


def find_institutions(
    asked: Prepared,
    people: tuple[PositionScores, Roster] | None,
    profiles: Profiles,
    own: PositionScores | None,
    engine: Engine,
    *,
    today: date,
    country: str | None = None,
    within: str | None = None,
) -> list[FoundInstitution]:
    """Institutions, the best first; those of which nothing speaks of the question come last.

    Args:
        people: the roster scored for the question; None where nobody may be looked at.
        own: the profiles scored for it.
        country: of who asks.
        within: only those of this country.
    """
    sides: dict[Key, _Side] = defaultdict(_Side)
    for profile in profiles.by_id.values():
        if profile.kind == "institution":
            sides[fold(profile.name), profile.country].profile = profile
    if own is not None and profiles.roster is not None:
        for place, row in enumerate(own.rows):
            profile = profiles.by_id[profiles.roster.ids[int(row)]]
            if profile.kind == "institution":
                sides[fold(profile.name), profile.country].own = place
    for key, places in (_by_institution(*people) if people else {}).items():
        sides[key].people = places
    found = [
        _joined(side, asked, people, profiles, own, engine, today, country)
        for (_, where), side in sides.items()
        if (side.own is not None or side.people) and within in (None, where)
    ]
    return sorted(found, key=lambda one: (-one.score, one.name))


def _by_institution(scores: PositionScores, roster: Roster) -> dict[Key, list[int]]:
    """Places of everybody who may be named, by where they work, the best first."""
    found: dict[Key, list[int]] = defaultdict(list)
    for place in scores.ranked:
        expert = roster.experts[int(scores.rows[place])]
        if expert.institution:
            found[fold(expert.institution), expert.institution_country].append(int(place))
    return found


def _joined(
    side: _Side,
    asked: Prepared,
    people: tuple[PositionScores, Roster] | None,
    profiles: Profiles,
    own: PositionScores | None,
    engine: Engine,
    today: date,
    country: str | None,
) -> FoundInstitution:
    """One institution. What it says of itself is its evidence; a sentence of a CV stays with the person."""
    parts: list[float] = []
    sure: list[float] = []
    fields: list[str] = []
    said, evidence, knowing = None, None, []
    statuses: dict[str, None] = {}
    name, where = (side.profile.name, side.profile.country) if side.profile else ("", None)
    if side.own is not None and own is not None and profiles.roster is not None:
        said = float(own.merit[side.own])
        parts.append(said)
        sure.append(float(own.confidence[side.own]))
        fields += shown_fields_of(own, side.own, profiles.roster, engine)
        evidence = best_evidence(own, side.own, asked, profiles.roster, engine, today)
    if side.people and people is not None:
        scores, roster = people
        merits = [float(scores.merit[place]) for place in side.people]
        parts.append(_of_people(merits))
        sure.append(float(scores.confidence[side.people[0]]))
        first = roster.experts[int(scores.rows[side.people[0]])]
        name, where = name or str(first.institution), where or first.institution_country
        knowing = [place for place, merit in zip(side.people, merits, strict=True) if merit >= KNOWS]
        for place in knowing:
            fields += shown_fields_of(scores, place, roster, engine)
            status = roster.experts[int(scores.rows[place])].status
            statuses |= {status: None} if status else {}
    return FoundInstitution(
        id=side.profile.id if side.profile else None,
        name=name,
        country=where,
        form=side.profile.form if side.profile else None,
        score=round(SIDE * max(parts) + (1 - SIDE) * float(np.mean(parts)), 1),
        confidence=round(max(sure), 2),
        fields=tuple(dict.fromkeys(fields)),
        evidence=evidence,
        elsewhere=is_elsewhere((where,), country),
        own=None if said is None else round(said, 1),
        people=tuple(people[1].ids[int(people[0].rows[place])] for place in knowing) if people else (),
        statuses=tuple(statuses),
    )


def _of_people(merits: Sequence[float]) -> float:
    """What the people of an institution are worth together: above all the best, a little more where several know."""
    return BEST * merits[0] + REST * sum(merits[:COUNTED]) / COUNTED
