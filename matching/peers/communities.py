"""Communities of practice that know about a question, by what they say of themselves."""

from __future__ import annotations

from datetime import date

from matching.engine import Engine
from matching.peers.people import best_evidence, is_elsewhere, shown_fields_of
from matching.peers.profiles import Profiles
from matching.peers.values import FoundCommunity
from matching.pipeline import Prepared
from matching.scoring import PositionScores


def find_communities(
    asked: Prepared,
    profiles: Profiles,
    own: PositionScores | None,
    engine: Engine,
    *,
    today: date,
    country: str | None = None,
) -> list[FoundCommunity]:
    """Communities, the best first.

    Args:
        own: the profiles scored for the question; None where none has a text.
        country: of who asks. A community is elsewhere where none of its countries lies in the region of who asks.
    """
    if own is None or profiles.roster is None:
        return []
    found = []
    for place, row in enumerate(own.rows):
        profile = profiles.by_id[profiles.roster.ids[int(row)]]
        if profile.kind == "community":
            one = FoundCommunity(
                id=profile.id,
                name=profile.name,
                countries=profile.countries,
                score=round(float(own.merit[place]), 1),
                confidence=round(float(own.confidence[place]), 2),
                fields=shown_fields_of(own, place, profiles.roster, engine),
                evidence=best_evidence(own, place, asked, profiles.roster, engine, today),
                elsewhere=is_elsewhere(profile.countries, country),
            )
            found.append(one)
    return sorted(found, key=lambda one: (-one.score, one.name))
