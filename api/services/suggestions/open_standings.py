"""How the open calls stand for the roster: each compared once, and kept until the call or the roster is another."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from api.services.calls.call_terms import settings_of, terms_of
from api.services.calls.own_calls import open_rows
from api.services.calls.pools import outside
from api.services.calls.taking_part import taking_part
from api.services.office import Office
from api.services.shortlists.per_engine import PerEngine
from api.services.suggestions.kept_standings import KeptStandings
from api.services.turns import TURN
from api.services.unit import Unit
from api.storage.tables import CallRow
from matching.errors import EmptyRoster
from matching.pipeline import Matcher, Prepared
from matching.recording import short_hash
from matching.suggesting.standing import CallStanding, Offer, stand, stand_for_nobody

MOST_PREPARED = 500  # calls whose encoded text is kept


@dataclass(frozen=True)
class Offered:
    """An open call with the mark of all that decides how it stands: another mark, and it is compared again."""

    offer: Offer
    mark: str


@dataclass(frozen=True)
class Standings:
    """How the open calls stand for a roster. Without a matcher nobody is on it."""

    matcher: Matcher | None
    calls: tuple[CallStanding, ...]

    def of(self, call_id: str) -> CallStanding:
        """How one of the calls stands."""
        return next(one for one in self.calls if one.offer.call.id == call_id)

    @property
    def row_of(self) -> Mapping[str, int]:
        """The rows of the roster, by id."""
        return self.matcher.roster.row_of if self.matcher else {}


_LOCK = threading.Lock()
_KEPT: WeakKeyDictionary[Matcher, KeptStandings] = WeakKeyDictionary()
_PREPARED: PerEngine[dict[str, Prepared]] = PerEngine(lambda engine: {})


def offered(unit: Unit) -> list[Offered]:
    """Every call that is open today, as its shortlist of the whole roster would be made."""
    return [offer_of(unit, row) for row in open_rows(unit)]


def standings(office: Office, calls: list[Offered], today: date) -> Standings:
    """How these calls stand for the roster in use; to be called outside a unit of work: it may take its time."""
    offers = [one.offer for one in calls]
    try:
        matcher = office.roster.current().matcher
    except EmptyRoster:
        return Standings(None, tuple(stand_for_nobody(offers, office.engine.vocabularies, today)))
    with _LOCK:
        kept = _KEPT.setdefault(matcher, KeptStandings())
    wanted = {(one.mark, today): one for one in calls}
    found = {}
    for key, one in wanted.items():
        standing = kept.get(key)
        if standing is None:
            with TURN:
                standing = kept.get(key) or _compared(matcher, one, today)  # somebody else may have had the turn
                kept.put(key, standing)
        found[key] = standing
    kept.tidy(wanted, today)
    return Standings(matcher, tuple(found.values()))


def offer_of(unit: Unit, row: CallRow) -> Offered:
    """A call as its shortlist of the whole roster would be made."""
    terms, settings = terms_of(row), settings_of(row)
    named = taking_part(unit, row.id).named([position.id for position in terms.positions])
    offer = Offer(terms, row.deadline, settings, outside(None, named, ()))
    said = [row.id, terms.model_dump_json(), settings.model_dump_json(), str(row.deadline), str(sorted(named.items()))]
    return Offered(offer, short_hash("\n".join(said)))


def _compared(matcher: Matcher, one: Offered, today: date) -> CallStanding:
    prepared = _PREPARED(matcher.engine)
    text = short_hash(one.offer.call.model_dump_json())
    ready = prepared.get(text)
    (standing,) = stand(matcher, [one.offer], today, {one.offer.call.id: ready} if ready else None)
    if standing.prepared is not None:
        if len(prepared) >= MOST_PREPARED:
            prepared.clear()
        prepared[text] = standing.prepared
    return standing
