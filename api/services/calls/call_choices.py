"""Whom one can choose from on the page of a call: for an invitation, for a vacant place, for the decision."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.calls import calls
from api.services.calls.call_people import People, apart
from api.services.calls.call_shortlists import Version, listed_for, version
from api.services.calls.call_terms import terms_of
from api.services.calls.decisions import proposed
from api.services.calls.reserve import decided_line, next_in_line
from api.services.unit import Unit
from api.storage import call_shortlists as rows
from matching.entities import Verdict
from matching.results import ScoredCandidate


@dataclass(frozen=True)
class Candidate:
    """Somebody to choose: `rank` and `score` where the newest shortlist ranks them for the position."""

    expert_id: str
    verdict: Verdict
    rank: int | None = None
    score: float | None = None  # merit, 0 to 100


@dataclass(frozen=True)
class Proposal:
    """The newest version of a call's shortlist, as a decision is taken on it."""

    number: int
    shortlist_id: str
    ranked: dict[str, tuple[Candidate, ...]]  # by position, best first
    first: dict[str, str]  # what the machine proposes: expert by position


def proposal(unit: Unit, call_id: str) -> Proposal | None:
    """What can be decided on; None where no shortlist was made yet."""
    kept = _newest(unit, call_id)
    if kept is None:
        return None
    ranked = {
        place.position_id: tuple(_candidate(one) for one in place.candidates) for place in kept.shortlist.positions
    }
    return Proposal(kept.number, kept.id, ranked, proposed(kept.shortlist))


def invitable(people: People, ranking: Proposal | None) -> dict[str, list[Candidate]]:
    """Who could be invited to each position: first those whom the newest shortlist ranks, then others of the long list."""
    found: dict[str, list[Candidate]] = {}
    for position in people.positions:
        place = position.position_id or ""
        asked = {one.expert_id for one in people.asked if one.position_id == place and one.lives}
        ranked = {one.expert_id: one for one in (ranking.ranked.get(place, ()) if ranking else ())}
        came, could = apart(position)
        open_to = [one for one in (*came, *could) if one.verdict is not Verdict.FAIL and one.expert_id not in asked]
        others = [Candidate(one.expert_id, one.verdict) for one in open_to if one.expert_id not in ranked]
        found[place] = [*(one for one in ranked.values() if one.expert_id not in asked), *others]
    return found


def next_of_reserve(unit: Unit, call_id: str) -> dict[str, str]:
    """Who is next for each place that is vacant after the decision: expert by position."""
    row = calls.get(unit, call_id)
    found = {}
    for position in terms_of(row).positions:
        turn = next_in_line(unit, row, position.id, decided_line(unit, row, position.id), offer=True)
        if turn is not None:
            found[position.id] = turn
    return found


def version_listing(unit: Unit, call_id: str, position_id: str, expert_id: str) -> int | None:
    """The number of the newest version where it lists a person for a position; its order is the reserve then."""
    kept = _newest(unit, call_id)
    return kept.number if kept and expert_id in listed_for(kept.shortlist, position_id) else None


def _newest(unit: Unit, call_id: str) -> Version | None:
    number = rows.last_number(unit.session, call_id)
    return version(unit, call_id, number) if number else None


def _candidate(one: ScoredCandidate) -> Candidate:
    return Candidate(one.expert_id, one.verdict, one.rank, one.score)
