"""The calls that supply is measured against: past and open ones on record, each read on its own day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.services.calls import calls
from api.services.calls.call_terms import settings_of, terms_of
from api.services.unit import Unit
from api.storage import indicators as facts
from api.storage.tables import CallRow
from matching.composing import binding_rules
from matching.entities import Call
from matching.recording import short_hash
from matching.settings import MatchSettings
from matching.supply.sought import Sought, When

AT_ONCE = 100  # calls read at once
STATES = ("published", "closed", "decided")  # a draft asks for nobody yet, a cancelled call for nobody any more


@dataclass(frozen=True)
class Demanded:
    """A call, how it is named, and the mark of all that decides its supply: another mark, and it is read again."""

    sought: Sought
    settings: MatchSettings
    title: str | None
    reference: str | None
    mark: str

    @property
    def id(self) -> str:
        """Of the call."""
        return self.sought.call.id


def demanded(unit: Unit, when: When | None = None, since: date | None = None) -> list[Demanded]:
    """Calls that were published, newest first.

    Args:
        when: the open ones, or the past ones; both, where it is None. Of forecast ones none is on record.
        since: without those published before this day.
    """
    published = {step.subject: step.at.date() for step in facts.steps(unit.session) if step.step == "published"}
    found = (_demanded(row, published.get(row.id, row.created_at.date()), unit.today) for row in _rows(unit))
    return [
        one
        for one, day in found
        if one.sought.call.positions and when in (None, one.sought.when) and (since is None or day >= since)
    ]


def forecast_calls(calls: Sequence[Call], today: date) -> list[Demanded]:
    """Calls that may come within a year, as if they were open today."""
    made = ((one, Sought(one, "forecast", today)) for one in calls)
    return [
        Demanded(sought, MatchSettings(), None, None, short_hash(f"{call.model_dump_json()} {today}"))
        for call, sought in made
    ]


def _rows(unit: Unit) -> Iterator[CallRow]:
    after = None
    while True:
        part = calls.listed(unit, states=list(STATES), limit=AT_ONCE, after=after)
        yield from part.rows
        after = part.next
        if after is None:
            return


def _demanded(row: CallRow, published: date, today: date) -> tuple[Demanded, date]:
    terms, settings = terms_of(row), settings_of(row)
    is_open = row.state == "published" and (row.deadline is None or row.deadline >= today)
    when: When = "open" if is_open else "past"
    sought = Sought(terms, when, today if is_open else published, binding_rules(terms, settings))
    said = [terms.model_dump_json(), settings.model_dump_json(), when, str(sought.day)]
    return Demanded(sought, settings, row.title, row.reference, short_hash("\n".join(said))), published
