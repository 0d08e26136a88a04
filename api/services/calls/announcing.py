"""New calls told to everyone who could apply to them, in portions, so that a long roster holds up nobody."""

from __future__ import annotations

from api.services.calls import call_notices, calls
from api.services.calls.call_terms import terms_of
from api.services.calls.eligibility import failed, gates_today
from api.services.office import Office
from api.services.unit import SYSTEM, Unit, writing
from api.storage import calls as call_rows
from api.storage import candidates, notices_queue

PORTION = 200  # people whose gates are looked at in one transaction
KIND = "call_published"


def announce_due(office: Office) -> int:
    """Put a letter into the queue for each person who could apply to a new call; and how many letters that were.

    Everyone with consent and a validated profile who fails no gate of some position is told, whatever their place in a
    ranking would be. After a kill it goes on where it stopped: who has the letter gets no second one.
    """
    with office.database.read() as session:
        due = [row.id for row in call_rows.to_announce(session)]
        everyone = candidates.ready(session) if due else []
    return sum(_announce(office, call_id, everyone) for call_id in due)


def _announce(office: Office, call_id: str, everyone: list[str]) -> int:
    told = 0
    for start in range(0, len(everyone), PORTION):
        with writing(office, SYSTEM) as unit:
            told += _tell(unit, call_id, everyone[start : start + PORTION])
    with writing(office, SYSTEM) as unit:
        row = calls.get(unit, call_id)
        if row.to_announce:
            row.to_announce = False
            unit.record("call.announced", "call", call_id, people=notices_queue.count(unit.session, KIND, call_id))
    return told


def _tell(unit: Unit, call_id: str, expert_ids: list[str]) -> int:
    row = calls.get(unit, call_id)
    if row.state != "published" or not row.to_announce:
        return 0
    fresh = set(expert_ids) - notices_queue.told(unit.session, KIND, call_id, expert_ids)
    gates = gates_today(unit, terms_of(row), fresh)
    could = [i for i in sorted(gates) if any(not failed(met) for met in gates[i].values())]
    call_notices.published(unit, row, could)
    return len(could)
