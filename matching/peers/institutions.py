"""Institutions that know about a question: by what they say of themselves, and by what their people do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
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

Key = tuple[str, str | None]  # its name, folded, and its country


@dataclass
class _Side:
    """What one institution has to show."""

    country: str | None
    profile: Profile | None = None
    own: int | None = None  # place among the scored profiles
    people: list[int] = field(default_factory=list)  # places in the scored pool, the best first


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

    Somebody works for the institution of the same name and country. Where a profile or a person does not say the country,
    and only one is said for that name, it is that one. Two on record with one name and country are told one by one; people
    belong to the one whose name is written as theirs, else to the first.

    Args:
        people: the roster scored for the question; None where nobody may be looked at.
        own: the profiles scored for it.
        country: of who asks.
        within: only those of this country.
    """
    found = [
        _joined(side, asked, people, profiles, own, engine, today, country)
        for side in _sides(people, profiles, own)
        if (side.own is not None or side.people) and within in (None, side.country)
    ]
    return sorted(found, key=lambda one: (-one.score, one.name, one.country or "", one.id or ""))


def _sides(people: tuple[PositionScores, Roster] | None, profiles: Profiles, own: PositionScores | None) -> list[_Side]:
    """Every institution on record, and those that are known by their people alone."""
    on_record = [profile for profile in profiles.by_id.values() if profile.kind == "institution"]
    working = _working(*people) if people else []
    said: dict[str, set[str]] = defaultdict(set)
    for name, where in (*((p.name, p.country) for p in on_record), *((name, where) for _, name, where in working)):
        said[fold(name)] |= {where} if where else set()

    def key_of(name: str, where: str | None) -> Key:
        known = said[fold(name)]
        return fold(name), where or (next(iter(known)) if len(known) == 1 else None)

    places = {}
    if own is not None and profiles.roster is not None:
        places = {profiles.roster.ids[int(row)]: place for place, row in enumerate(own.rows)}
    sides: dict[Key, list[_Side]] = defaultdict(list)
    for profile in on_record:
        key = key_of(profile.name, profile.country)
        sides[key].append(_Side(key[1], profile, places.get(profile.id)))
    for place, name, where in working:
        key = key_of(name, where)
        here = sides[key]
        if not here:
            here.append(_Side(key[1]))
        same = [side for side in here if side.profile is not None and side.profile.name == name]
        (same or here)[0].people.append(place)
    return [side for here in sides.values() for side in here]


def _working(scores: PositionScores, roster: Roster) -> list[tuple[int, str, str | None]]:
    """Place, institution and its country of everybody who may be named and works for one, the best first."""
    experts = ((int(place), roster.experts[int(scores.rows[place])]) for place in scores.ranked)
    return [(place, one.institution, one.institution_country) for place, one in experts if one.institution]


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
    name, where = side.profile.name if side.profile else "", side.country
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
        name = name or str(first.institution)
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
