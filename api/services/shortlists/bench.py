"""Shortlists laid out to be tried on: each read once, its call compared once, kept in memory for as long as that holds."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from api.services.calls.pools import outside
from api.services.office import Office
from api.services.roster.roster_keeper import Served
from api.services.shortlists.rules_of_people import with_known
from api.services.shortlists.shortlists import StoredShortlist, on_record
from api.services.turns import TURN
from api.services.unit import Actor, Unit, reading
from api.storage import shortlists as rows
from matching.entities import Call
from matching.left_out import LeftOut
from matching.pipeline import Matcher
from matching.results import Shortlist
from matching.settings import MatchSettings
from matching.trying import Basis, Tried, try_settings

MOST_KEPT, FEWEST_KEPT = 32, 8  # shortlists in memory, per roster: a large office has ten desks open at a time
PEOPLE_KEPT = 4_000_000  # compared with in all of them together, above the fewest: some 40 bytes each


@dataclass(frozen=True)
class Compared:
    """A shortlist's call compared with a roster, and what the settings on record give with it.

    `as_kept`: whether that is what is on record; it is not where the roster changed since.
    """

    stored: StoredShortlist
    redacted_at: datetime | None
    left_out: tuple[LeftOut, ...]
    basis: Basis
    before: Tried
    as_kept: bool

    @property
    def settings(self) -> MatchSettings:
        """The settings on record."""
        return settings_of(self.stored.shortlist)


@dataclass(frozen=True)
class Bench:
    """What a trial is made with."""

    matcher: Matcher
    compared: Compared


_KEPT: WeakKeyDictionary[Matcher, OrderedDict[str, Compared]] = WeakKeyDictionary()  # let go with its roster
_KEEPING = threading.Lock()


def lay_out(office: Office, actor: Actor, shortlist_id: str) -> Bench:
    """A shortlist and its call compared with the roster in use, as of the day on record.

    Raises:
        UnknownShortlist: there is no such shortlist.
        EmptyRoster: there is nobody to compare.
    """
    served = office.roster.current()
    with _KEEPING:
        found = _KEPT.setdefault(served.matcher, OrderedDict()).get(shortlist_id)
    with reading(office, actor) as unit:
        stored, redacted_at = _read(unit, shortlist_id, found)
    left_out = _left_out(stored, served)
    if found is None or found.stored is not stored or found.left_out != left_out:
        found = _compare(served.matcher, stored, redacted_at, left_out)
    with _KEEPING:
        kept = _KEPT[served.matcher]
        kept[stored.id] = found
        kept.move_to_end(stored.id)
        while len(kept) > _room(len(served.matcher.roster)):
            kept.popitem(last=False)
    return Bench(served.matcher, found)


def _room(people: int) -> int:
    """How many shortlists are kept beside a roster of so many people."""
    return min(MOST_KEPT, max(FEWEST_KEPT, PEOPLE_KEPT // people))


def settings_of(shortlist: Shortlist) -> MatchSettings:
    """The settings with which a shortlist was made."""
    return MatchSettings.model_validate(shortlist.record.settings)


def _read(unit: Unit, shortlist_id: str, found: Compared | None) -> tuple[StoredShortlist, datetime | None]:
    """The shortlist, read again only where somebody was erased from it since."""
    redacted = rows.redactions(unit.session, shortlist_id) if found else None
    if found and redacted == (found.redacted_at,):
        return found.stored, found.redacted_at
    stored = on_record(unit, shortlist_id)
    return stored, (rows.redactions(unit.session, shortlist_id) or (None,))[0]


def _left_out(stored: StoredShortlist, served: Served) -> tuple[LeftOut, ...]:
    return (*served.left_out, *outside(stored.pool, stored.named, served.matcher.roster.ids))


def _compare(
    matcher: Matcher, stored: StoredShortlist, redacted_at: datetime | None, left_out: tuple[LeftOut, ...]
) -> Compared:
    record, call, settings = stored.shortlist.record, _as_asked(stored.shortlist.call), settings_of(stored.shortlist)
    with TURN:
        scores = matcher.compare(call, today=record.today, settings=settings, seed=record.seed, left_out=left_out)
    basis = Basis(call, scores)
    before = try_settings(basis, matcher, with_known(settings, matcher.roster.row_of))
    return Compared(stored, redacted_at, left_out, basis, before, _is_as_kept(before, stored.shortlist))


def _as_asked(call: Call) -> Call:
    """The call without what the run proposed for it: every comparison proposes anew."""
    return call.model_copy(update={"proposed_fields": (), "proposed_competences": ()})


def _is_as_kept(before: Tried, shortlist: Shortlist) -> bool:
    for ranking, position in zip(before.rankings, shortlist.positions, strict=True):
        now = list(zip(ranking.ids, ranking.merit, strict=True))[: len(position.candidates)]
        if now != [(one.expert_id, one.score) for one in position.candidates]:
            return False
    return True
