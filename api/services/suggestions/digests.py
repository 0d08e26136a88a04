"""Letters about calls that suit: once a week at most, about calls of which no letter told yet, to whoever wants them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from pydantic import BaseModel, ConfigDict, Field

from api.notices.lines import breaks, one_line
from api.services.calls.announcing import KIND as ANNOUNCED
from api.services.notices.notices_queue import queue
from api.services.office import Office
from api.services.office_settings import SuggestionRules, setting
from api.services.people import experts
from api.services.suggestions.open_standings import Standings, offered, standings
from api.services.unit import SYSTEM, Unit, reading, writing
from api.storage import applications, candidates
from api.storage import digests as rows
from api.storage.database import Database
from api.storage.tables import DigestRow
from matching.suggesting.exposure import FIRST
from matching.suggesting.standing import on_record
from matching.suggesting.suggestions import Standing, Suggestion, suggestions_of

KIND = "suggested_calls"
PAGE = "/me/suggested"
REST = timedelta(days=7)  # between two letters to one person
PORTION = 200  # people looked at in one transaction
FACT_OF = {Standing.YES: "fitting_calls", Standing.ANSWER: "nearly_calls"}
_LOOKED: WeakKeyDictionary[Database, date] = WeakKeyDictionary()  # the day on which this process looked last


class DigestData(BaseModel):
    """Whether letters about calls that suit are wanted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"wanted": False}})

    wanted: bool = Field(strict=True, description="once a week at most; nobody gets one about a call twice")


def written(unit: Unit) -> bool:
    """Whether the office writes such letters at all."""
    return setting(unit, SuggestionRules).letters


def wanted(unit: Unit, expert_id: str) -> bool:
    """Whether a person wants such letters; who never said anything does.

    Raises:
        NotOnRecord: there is no such person.
    """
    experts.get(unit, expert_id)
    row = rows.digest(unit.session, expert_id)
    return row is None or row.wanted


def choose(unit: Unit, expert_id: str, data: DigestData) -> None:
    """Say whether such letters are wanted, from now on.

    Raises:
        NotOnRecord: there is no such person.
    """
    experts.get(unit, expert_id)
    _row(unit, expert_id).wanted = data.wanted
    unit.record("digest.chosen", "expert", expert_id, wanted=data.wanted)


def queue_due(office: Office) -> int:
    """Put a letter into the queue for each person whom a call suits that no letter told them of; how many letters.

    Only where the office wants them; looked at once a day by each process. After a kill it goes on where it stopped:
    what somebody was told of is on record with their letter.
    """
    today = office.clock.today()
    if _LOOKED.get(office.database) == today:
        return 0
    with reading(office, SYSTEM) as unit:
        if not written(unit):
            return 0
        calls = offered(unit)
        due = rows.due(unit.session, unit.now - REST) if calls else []
    made = standings(office, calls, today) if due else None
    told = 0
    for start in range(0, len(due) if made else 0, PORTION):
        with writing(office, SYSTEM) as unit:
            assert made is not None
            told += _write(unit, due[start : start + PORTION], made, today)
    _LOOKED[office.database] = today
    return told


def _write(unit: Unit, expert_ids: Sequence[str], made: Standings, today: date) -> int:
    still = set(rows.due(unit.session, unit.now - REST))  # another process may have written meanwhile
    found = candidates.experts(unit.session, [one for one in expert_ids if one in still])
    people, vocabularies = list(found.values()), unit.office.engine.vocabularies
    now = on_record(people, made.calls, made.row_of, vocabularies, today) if people else []
    known = rows.announced(unit.session, ANNOUNCED, [person.id for person in people])
    count = 0
    for place, person in enumerate(people):
        ordered = suggestions_of(person, place, now, vocabularies, today)
        count += _tell(unit, person.id, ordered[:FIRST], known.get(person.id, set()))
    if count:
        unit.record("digests.queued", "letters", KIND, people=count)
    return count


def _tell(unit: Unit, expert_id: str, first: Sequence[Suggestion], announced: set[str]) -> bool:
    """A letter about those of a person's first calls that suit and of which they know nothing yet, if there are any."""
    row = rows.digest(unit.session, expert_id)
    known = announced | set(row.told if row else ())
    fresh = [one for one in first if one.standing in FACT_OF and one.call_id not in known]
    fresh = [one for one in fresh if applications.application(unit.session, one.call_id, expert_id) is None]
    if not fresh:
        return False
    facts: dict[str, Any] = {"link": PAGE}
    for one in fresh:
        facts.setdefault(FACT_OF[one.standing], []).append(_named(one))
    queue(unit, KIND, subject_id=expert_id, facts=facts, expert_id=expert_id)
    row = row or _row(unit, expert_id)
    row.told = sorted({*row.told, *(one.call_id for one in fresh)})
    row.sent_at = unit.now
    return True


def _named(one: Suggestion) -> str:
    """A call on one line, as a letter can show it."""
    parts = ("".join(c for c in one_line(part or "") if not breaks(c)) for part in (one.title, one.reference))
    return " – ".join(part for part in parts if part.strip()) or one.call_id


def _row(unit: Unit, expert_id: str) -> DigestRow:
    row = rows.digest(unit.session, expert_id)
    if row is None:
        row = DigestRow(expert_id=expert_id, wanted=True, told=[])
        unit.session.add(row)
    return row
