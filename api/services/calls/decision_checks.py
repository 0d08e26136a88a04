"""What stands in the way of a selection decision; each check says what was found and what to do next."""

from __future__ import annotations

from api.errors import Conflict, NotAllowed
from api.services.calls.call_shortlists import Version, listed_for
from api.services.calls.call_terms import terms_of
from api.services.calls.eligibility import failed, gates_today, in_words
from api.services.calls.taking_part import WAITING, TakingPart, check_no_candidate
from api.services.shortlists.naming import everybody
from api.services.storable import as_seen
from api.services.unit import Unit
from api.storage.tables import CallRow
from matching.results import Shortlist

SHORTEST_REASON = 20  # characters


def check_four_eyes(unit: Unit, row: CallRow, shortlist: Shortlist) -> None:
    """Refuse a leader who is a candidate.

    Raises:
        NotAllowed: they applied, were invited, or stand on the shortlist.
    """
    check_no_candidate(unit, unit.actor, row, "decide on")
    if unit.actor.expert_id is not None and unit.actor.expert_id in everybody(shortlist):
        raise NotAllowed(
            "You may not decide on a call in which you are a candidate.",
            "You are on its shortlist.",
            "Another team leader has to decide.",
        )


def check_complete(kept: Version, part: TakingPart) -> None:
    """Refuse a decision while somebody has not answered, or on a version that leaves out who came since.

    Raises:
        Conflict: it is too early, or the version is out of date.
    """
    waiting = [one for one in part.invitations if one.state == WAITING]
    if waiting:
        raise Conflict(
            "Somebody was invited and has not answered yet.",
            f"{len(waiting)} invitation(s) wait for an answer, until {max(one.reply_by for one in waiting).date()}.",
            "Wait for the answers, or take these invitations back.",
        )
    if new := _came_since(kept, part):
        raise Conflict(
            f"Version {kept.number} of the shortlist is out of date.",
            f"Since it was made {len(new)} more take(s) part, or for more positions than before.",
            "Make a new version and decide on that.",
        )


def _came_since(kept: Version, part: TakingPart) -> set[str]:
    """Who takes part for a position for which the version does not compare them."""
    places = [place.position_id for place in kept.shortlist.positions]
    return {i for i in part.everyone for place in places if part.wants(i, place) and not kept.compares(i, place)}


def check_chosen(row: CallRow, chosen: dict[str, str]) -> None:
    """Refuse a choice that is empty, for unknown positions, or of one person twice.

    Raises:
        Conflict: it is.
    """
    known = [position.id for position in terms_of(row).positions]
    if unknown := [place for place in chosen if place not in known]:
        raise Conflict(
            f"The call has no position '{unknown[0][:80]}'.", f"It has {', '.join(known)}.", "Choose for these."
        )
    if not chosen:
        raise Conflict("Nobody is chosen.", "Every position stays open.", "Choose somebody, or cancel the call.")
    if len(set(chosen.values())) < len(chosen):
        raise Conflict(
            "The same person is chosen for two positions.", "", "Choose another for one of them, or leave it open."
        )


def check_people(
    unit: Unit,
    row: CallRow,
    kept: Version,
    part: TakingPart,
    chosen: dict[str, str],
    reserve: dict[str, list[str]],
) -> None:
    """Refuse people who did not ask for their position, are not on the version for it, not eligible today, or gone.

    Raises:
        Conflict: naming the first of them and why.
    """
    if strange := [place for place in reserve if place not in chosen]:
        raise Conflict(
            f"There is a reserve for a position that nobody was chosen for: '{strange[0][:80]}'.", "", "Leave it out."
        )
    both = set(chosen.values()) & {expert for line in reserve.values() for expert in line}
    if both:
        raise Conflict(
            "Somebody is chosen and in reserve at once.", f"Found {', '.join(sorted(both))}.", "Leave them in one."
        )
    people = [(place, expert) for place, expert in chosen.items()]
    people += [(place, expert) for place, line in reserve.items() for expert in line]
    gates = gates_today(unit, terms_of(row), {expert for _, expert in people})
    for place, expert in people:
        if part.elsewhere(expert, place):
            _refuse(
                expert,
                place,
                "They applied for or were invited to other positions alone",
                "Invite them to this position too and make a new version, or choose somebody else.",
            )
        if expert not in listed_for(kept.shortlist, place):
            _refuse(expert, place, f"They are not on version {kept.number} of the shortlist for this position")
        if expert not in gates:
            _refuse(expert, place, "They are no longer on the roster")
        if against := failed(gates[expert][place]):
            _refuse(expert, place, f"They are not eligible today: {in_words(against)}")
        if expert in part.gone:
            _refuse(expert, place, "They withdrew or declined")


def _refuse(
    expert: str,
    place: str,
    why: str,
    next_step: str = "Choose somebody else of the shortlist, or make a new version.",
) -> None:
    raise Conflict(
        f"'{expert}' cannot be chosen or held in reserve for position '{place}'.",
        f"{why}.",
        next_step,
    )


def check_reason(departs: bool, reason: str | None) -> None:
    """Refuse a departure from the ranking without its reason.

    Raises:
        Conflict: the reason is missing or too short to say anything.
    """
    length = len(as_seen(reason or ""))
    if departs and length < SHORTEST_REASON:
        raise Conflict(
            "The choice departs from the ranking, so it needs its reason.",
            f"The reason given has {length} characters that can be seen.",
            f"Say in at least {SHORTEST_REASON} characters why; it stands in the selection record.",
        )
