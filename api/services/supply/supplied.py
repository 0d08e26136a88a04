"""The eligible supply of calls on the roster in use: read once, and kept until the calls or the roster are others."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from api.services.office import Office
from api.services.supply.demanded import Demanded
from api.services.turns import TURN
from matching.errors import EmptyRoster
from matching.pipeline import Matcher
from matching.recording import short_hash
from matching.suggesting.standing import Offer, stand
from matching.supply import Supply, only, supply_of, with_merit

KEPT = 8  # supplies of one roster that are kept: those of the last few questions
MOST_KEPT = 500  # calls of which merit is kept
MOST_COMPARED = 40  # calls of which merit is worked out for one answer: each takes its part of a second

Merit = dict[str, NDArray[np.float32]]  # by position
_LOCK = threading.Lock()
_SUPPLIES: WeakKeyDictionary[Matcher, dict[str, Supply]] = WeakKeyDictionary()
_MERITS: WeakKeyDictionary[Matcher, dict[tuple[str, date], Merit]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Supplied:
    """Calls with their eligible supply; `matcher` is None where nobody is on the roster."""

    matcher: Matcher | None
    calls: dict[str, Demanded]
    supply: Supply


def supplied(office: Office, calls: Sequence[Demanded], *, sure: bool = False) -> Supplied:
    """The eligible supply of some calls; to be called outside a unit of work: it may take its time."""
    by_id = {one.id: one for one in calls}
    sought, vocabularies = [one.sought for one in calls], office.engine.vocabularies
    try:
        served = office.roster.current()
    except EmptyRoster:
        return Supplied(None, by_id, supply_of(sought, None, vocabularies))
    gone = frozenset[str]().union(*(group.ids for group in served.left_out))
    key = short_hash("\n".join([str(sure), *sorted(gone), *(f"{one.id} {one.mark}" for one in calls)]))
    with _LOCK:
        kept = _SUPPLIES.setdefault(served.matcher, {})
        found = kept.get(key)
    if found is None:
        found = supply_of(sought, served.matcher.roster, vocabularies, sure=sure, without=gone)
        with _LOCK:
            while len(kept) >= KEPT:
                kept.pop(next(iter(kept)))
            kept[key] = found
    return Supplied(served.matcher, by_id, found)


def compared(found: Supplied, calls: Sequence[str]) -> Supply:
    """The supply of some of the calls alone, with the merit of who is eligible.

    Each call is compared with the whole roster by its own settings, as for its shortlist.
    """
    supply = only(found.supply, set(calls))
    if found.matcher is None:
        return supply
    merits: dict[tuple[str, str], NDArray[np.float32]] = {}
    for one in supply.sought:
        own = _merit(found.matcher, found.calls[one.call.id])
        merits |= {(one.call.id, position): merit for position, merit in own.items()}
    return with_merit(supply, merits)


def _merit(matcher: Matcher, one: Demanded) -> Merit:
    key = (f"{one.id} {one.mark}", one.sought.day)
    with _LOCK:
        kept = _MERITS.setdefault(matcher, {})
    if key not in kept:
        with TURN:
            if key not in kept:  # somebody else may have had the turn
                if len(kept) >= MOST_KEPT:
                    kept.clear()
                (standing,) = stand(matcher, [Offer(one.sought.call, settings=one.settings)], one.sought.day)
                kept[key] = {place.position.id: place.merit for place in standing.positions}
    return kept[key]
