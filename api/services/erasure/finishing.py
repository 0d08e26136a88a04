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
NOT_SEARCHED = (
    "The database file, its -wal and its -shm were not searched: a process read them during the erasure, and which words "
    "to look for went with the rows. Search these three files by hand for the person's name and address."
)


def finish(office: Office, actor: Actor) -> int:
    """Bring to their end the erasures that can be; how many.

    Of one that was cut off it was forgotten with the rows which words to look for. What can be shown is that no row is
    about the person any more, that saved rosters hold nothing of them, and whether the tables were written anew; the
    note says that nothing was searched, and calls nothing clean. One that only waited for those who could read removed
    rows is proved as soon as there are none; but where they read SQLite's files, these were not searched: the note says
    so, too, and what to do. Whoever erased and still knows the words may search them later, and that note stands.
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
    ended = 0 if kept else sum(_end_held(office, actor, expert_id, proof) for expert_id, proof in held.items())
    return len(cut) + ended


def cut_off(unit: Unit) -> list[str]:
    """Ids of those whose erasure was begun, is not proved, and is not under way any more."""
    without = [unit.session.get(RemovedExpertRow, expert_id) for expert_id in rows.without_proof(unit.session)]
    return [row.id for row in without if row is not None and row.at < unit.now - CUT_OFF]


def _end_held(office: Office, actor: Actor, expert_id: str, proof: dict[str, Any]) -> bool:
    """Note that nobody keeps removed rows any more; False where whoever erased has searched everything meanwhile."""
    found = proof | {"held_by": []}
    if old_rows.READER in proof["held_by"] and not proof.get("cut_off"):  # of that one nothing was searched at all
        found |= {"searched": False, "problem": NOT_SEARCHED}
    proved = found.get("searched", True)
    found["clean"] = proved and not any(found[name] for name in FOUND)
    with writing(office, actor) as unit:
        if rows.held(unit.session).get(expert_id) != proof:
            return False
        set_down(unit, expert_id, found, proved=proved)
    if "problem" in found:
        log.error("the erasure of %s: %s", expert_id, NOT_SEARCHED)
    return True


def _note_cut_off(office: Office, actor: Actor, expert_id: str, kept: tuple[str, ...]) -> None:
    with reading(office, actor) as unit:
        left = rows_about(unit.session, expert_id)
    found = {"cut_off": True, "searched": False, "held_by": list(kept), "rows_left": left, "clean": False}
    with writing(office, actor) as unit:
        set_down(unit, expert_id, found, proved=False)
    if left:
        log.error("rows about %s are left although they were erased: %s", expert_id, ", ".join(left))
