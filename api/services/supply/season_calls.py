"""The calls of a season as they stand on record: which wait for a decision, who takes part, who is elsewhere by then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.errors import Conflict
from api.services.calls import calls
from api.services.calls.call_terms import settings_of, terms_of
from api.services.calls.taking_part import TakingPart, taking_part
from api.services.office_settings import RotationRules, setting
from api.services.suggestions.open_standings import Offered, offer_of
from api.services.supply.missions import Mission, kept_elsewhere, missions, within_a_year
from api.services.supply.season_told import AsideCall, SeasonWish
from api.services.unit import Unit
from api.storage import call_shortlists
from api.storage import calls as call_rows
from api.storage.tables import CallRow
from matching.compose.check import check_rules
from matching.composing import binding_rules
from matching.entities import Call
from matching.errors import ContradictoryRules
from matching.seasons import Waiting, kept_on
from matching.suggesting.standing import CallStanding

WAITING = ("published", "closed")
AT_ONCE = 100  # calls read at once


@dataclass(frozen=True)
class CallOnRecord:
    """A call of the season. `absent`: by position, ids of those who cannot be proposed; `shortlist_id`: the newest."""

    id: str
    state: str
    terms: Call
    offered: Offered
    wants: Mapping[str, set[str]] | None
    absent: Mapping[str, set[str]]
    previous: frozenset[str]
    shortlist_id: str | None

    def waiting(self, standing: CallStanding) -> Waiting:
        """The same as a season reads it."""
        return Waiting(standing, self.wants, self.absent, self.previous)


@dataclass(frozen=True)
class OnRecord:
    """What a season is worked out from. `missions`: of each person within twelve months or to come."""

    today: date
    calls: tuple[CallOnRecord, ...]
    aside: tuple[AsideCall, ...]
    missions: Counter[str]
    rules: RotationRules


def read(unit: Unit, wish: SeasonWish) -> OnRecord:
    """The calls of a season in the order in which they would be taken one after the other: by their deadline.

    Raises:
        NotOnRecord: there is no such call.
        Conflict: a call does not wait for a decision.
    """
    known = missions(unit)
    found, aside = [], []
    for row in _rows(unit, wish.calls):
        terms, problem = terms_of(row), _problem(row)
        if problem is None:
            found.append(_on_record(unit, row, terms, wish, known))
        else:
            aside.append(AsideCall(call_id=row.id, title=row.title, reference=row.reference, why=problem))
    counts = within_a_year(known, unit.today)
    return OnRecord(unit.today, tuple(found), tuple(aside), counts, setting(unit, RotationRules))


def waiting_rows(unit: Unit) -> list[CallRow]:
    """Every call that waits for a decision, the next deadline first."""
    found: list[CallRow] = []
    after = None
    while True:
        part = calls.listed(unit, states=WAITING, limit=AT_ONCE, after=after)
        found += part.rows
        after = part.next
        if after is None:
            return sorted(found, key=lambda row: (row.deadline or date.max, row.created_at, row.id))


def _rows(unit: Unit, asked: Sequence[str]) -> list[CallRow]:
    every = waiting_rows(unit)
    for call_id in asked:
        if all(row.id != call_id for row in every):
            state = calls.get(unit, call_id).state
            raise Conflict(
                "A call cannot be staffed with the others.",
                f"'{call_id}' is in the state '{state}'.",
                "Ask for calls that are published or closed and wait for a decision.",
            )
    return [row for row in every if not asked or row.id in asked]


def _problem(row: CallRow) -> str | None:
    """Why no group at all could staff a call, in words."""
    terms = terms_of(row)
    if not terms.positions:
        return "The call asks for nobody: it has no position."
    try:
        check_rules(binding_rules(terms, settings_of(row)), len(terms.positions))
    except ContradictoryRules as error:
        return f"{error.what} {error.found}"
    return None


def _on_record(unit: Unit, row: CallRow, terms: Call, wish: SeasonWish, known: Sequence[Mission]) -> CallOnRecord:
    part = taking_part(unit, row.id)
    positions = [position.id for position in terms.positions]
    away = kept_elsewhere(known, kept_on(terms))
    newest = call_shortlists.versions(unit.session, row.id, limit=1, after=None).rows
    return CallOnRecord(
        id=row.id,
        state=row.state,
        terms=terms,
        offered=offer_of(unit, row),
        wants={one: _wanting(part, one) for one in positions} if wish.pool == "applied" else None,
        absent={one: away | _absent(part, one) for one in positions},
        previous=frozenset({*terms.previous_members, *call_rows.served_before(unit.session, row)}),
        shortlist_id=newest[0].id if newest else None,
    )


def _wanting(part: TakingPart, position: str) -> set[str]:
    return {expert for expert in part.everyone if part.wants(expert, position)}


def _absent(part: TakingPart, position: str) -> set[str]:
    return {expert for expert in part.ever if part.absent(expert, position)}
