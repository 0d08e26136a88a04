"""Erasures that did not come to their end: cut off before their proof, or ended while somebody could read removed rows."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from api.services.erasure.erasure import held_by, set_down
from api.services.office import Office
from api.services.unit import Actor, Unit, reading, writing
from api.storage import erasure as rows
from api.storage import old_rows, traces
from api.storage.erasure_left import rows_about
from api.storage.tables import RemovedExpertRow

log = logging.getLogger(__name__)

CUT_OFF = timedelta(hours=1)  # an erasure that takes longer is not under way any more
OWN = (*rows.OWN, "experts", "accounts", "notices", "shortlists", "idempotency_keys")
FOUND = ("tables_with_traces", "files_with_traces", "files_unread")


def finish(office: Office, actor: Actor) -> int:
    """Bring to their end the erasures that can be; how many.

    Of one that was cut off it was forgotten with the rows which words to look for. What can be shown is that no row is
    about the person any more, that saved rosters hold nothing of them, and whether the tables were written anew; the
    note says that nothing was searched, and calls nothing clean. One that only waited for those who could read removed
    rows is proved as soon as there are none.
    """
    with reading(office, actor) as unit:
        cut, held = cut_off(unit), rows.held(unit.session)
    if not cut and not held:
        return 0
    if office.roster.large is not None:
        office.roster.large.settle(wait=False)
    for expert_id in (*cut, *held):
        office.roster.forget(expert_id, wait=False)
    written = {place.partition(".")[0] for place in traces.free_text()}  # a name may have been struck out of these
    kept = held_by(office, [*OWN, *sorted(written - {*OWN})], patience=old_rows.PATIENCE)
    for expert_id in cut:
        _note_cut_off(office, actor, expert_id, kept)
    for expert_id, proof in () if kept else held.items():
        found = proof | {"held_by": [], "clean": not proof.get("cut_off") and not any(proof[name] for name in FOUND)}
        _note(office, actor, expert_id, found, proved=not proof.get("cut_off"))
    return len(cut) + (0 if kept else len(held))


def cut_off(unit: Unit) -> list[str]:
    """Ids of those whose erasure was begun, is not proved, and is not under way any more."""
    without = [unit.session.get(RemovedExpertRow, expert_id) for expert_id in rows.without_proof(unit.session)]
    return [row.id for row in without if row is not None and row.at < unit.now - CUT_OFF]


def _note_cut_off(office: Office, actor: Actor, expert_id: str, kept: tuple[str, ...]) -> None:
    with reading(office, actor) as unit:
        left = rows_about(unit.session, expert_id)
    found = {"cut_off": True, "searched": False, "held_by": list(kept), "rows_left": left, "clean": False}
    _note(office, actor, expert_id, found, proved=False)
    if left:
        log.error("rows about %s are left although they were erased: %s", expert_id, ", ".join(left))


def _note(office: Office, actor: Actor, expert_id: str, found: dict[str, Any], *, proved: bool) -> None:
    with writing(office, actor) as unit:
        set_down(unit, expert_id, found, proved=proved)
