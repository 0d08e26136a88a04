"""Who deals with a subject on both sides of a corridor, such as seasonal work from one country to another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matching.engine import Engine
from matching.left_out import LeftOut
from matching.peers.asking import wanted_of
from matching.peers.communities import find_communities
from matching.peers.institutions import find_institutions
from matching.peers.people import score_people
from matching.peers.profiles import Profiles, score_profiles
from matching.peers.values import Corridor, FoundInstitution
from matching.pipeline import Prepared
from matching.roster import Roster

LEAST = 15.0  # score under which an institution that does not work with the other side is left out


def find_corridor(
    asked: Prepared,
    origin: str,
    destination: str,
    roster: Roster | None,
    profiles: Profiles,
    engine: Engine,
    *,
    today: date,
    left_out: Sequence[LeftOut] = (),
    limit: int = 10,
) -> Corridor:
    """Ministries, agencies, cities and others in both countries that deal with a subject, and communities of both.

    Args:
        asked: the subject, see `matching.peers.ask`.
        origin, destination: ISO 3166-1 alpha-2 codes.
        roster: people, by whom institutions are known that say nothing of themselves; None where there is nobody.
        limit: how many on each side.
    """
    people = (score_people(asked, roster, engine, today=today, left_out=left_out), roster) if roster else None
    own = score_profiles(asked, profiles, engine, today=today)

    def side(here: str, there: str) -> tuple[FoundInstitution, ...]:
        found = find_institutions(asked, people, profiles, own, engine, today=today, within=here)
        marked = [one.model_copy(update={"linked": _works_with(one, there, profiles)}) for one in found]
        kept = [one for one in marked if one.linked or one.score >= LEAST]
        return tuple(sorted(kept, key=lambda one: (not one.linked, -one.score, one.name))[:limit])

    both = {origin, destination}
    communities = [
        one for one in find_communities(asked, profiles, own, engine, today=today) if both <= set(one.countries)
    ]
    return Corridor(
        origin=origin,
        destination=destination,
        fields=wanted_of(asked, engine).fields,
        at_origin=side(origin, destination),
        at_destination=side(destination, origin),
        communities=tuple(communities[:limit]),
    )


def _works_with(one: FoundInstitution, country: str, profiles: Profiles) -> bool:
    return one.id is not None and country in profiles.by_id[one.id].countries
