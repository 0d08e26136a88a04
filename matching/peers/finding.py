"""The whole search, top to bottom: a question in; people, institutions and communities who know about it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from matching.engine import Engine
from matching.left_out import LeftOut
from matching.peers.asking import wanted_of
from matching.peers.communities import find_communities
from matching.peers.institutions import find_institutions
from matching.peers.people import found_person, is_elsewhere, score_people
from matching.peers.profiles import Profiles, score_profiles
from matching.peers.values import FoundPerson, PeerAnswer
from matching.pipeline import Prepared
from matching.roster import Roster
from matching.scoring import PositionScores

LEAST = 30.0  # score under which somebody, an institution or a community has little to do with a question

One = TypeVar("One")
Scored = tuple[PositionScores, Roster]


def find_peers(
    asked: Prepared,
    roster: Roster | None,
    profiles: Profiles,
    engine: Engine,
    *,
    today: date,
    country: str | None = None,
    left_out: Sequence[LeftOut] = (),
    limit: int = 10,
) -> PeerAnswer:
    """Who knows about a question.

    Args:
        asked: the question, see `matching.peers.ask`.
        roster: people; None where there is nobody.
        country: of who asks, so that what is found in other regions can be shown apart.
        left_out: people who take no part.
        limit: how many of each kind, in the own region and in the others.
    """
    people = (score_people(asked, roster, engine, today=today, left_out=left_out), roster) if roster else None
    own = score_profiles(asked, profiles, engine, today=today)
    institutions = find_institutions(asked, people, profiles, own, engine, today=today, country=country)
    communities = find_communities(asked, profiles, own, engine, today=today, country=country)
    return PeerAnswer(
        text=asked.call.text,
        language=asked.query.language,
        fields=wanted_of(asked, engine).fields,
        people=_people(asked, people, engine, today, country, limit) if people else (),
        institutions=_first([(one, one.elsewhere) for one in institutions if one.score >= LEAST], limit),
        communities=_first([(one, one.elsewhere) for one in communities if one.score >= LEAST], limit),
    )


def _people(
    asked: Prepared, people: Scored, engine: Engine, today: date, country: str | None, limit: int
) -> tuple[FoundPerson, ...]:
    scores, roster = people
    places = [int(place) for place in scores.ranked if scores.merit[place] >= LEAST]
    where = [roster.experts[int(scores.rows[place])].institution_country for place in places]
    listed = _first([(place, is_elsewhere((at,), country)) for place, at in zip(places, where, strict=True)], limit)
    return tuple(found_person(scores, place, asked, roster, engine, today, country) for place in listed)


def _first(found: Sequence[tuple[One, bool | None]], limit: int) -> tuple[One, ...]:
    """The first of the own region and the first of the others, in the order given."""
    kept: dict[bool, list[One]] = {True: [], False: []}
    listed = []
    for one, elsewhere in found:
        side = kept[elsewhere is True]
        if len(side) < limit:
            side.append(one)
            listed.append(one)
    return tuple(listed)
