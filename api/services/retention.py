"""What is older than its retention period is removed: row by row, call by call, person by person."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from api.errors import Conflict, NotOnRecord
from api.notices import OutboxFolder
from api.services.cvs import cv_vectors
from api.services.erasure import finishing
from api.services.erasure.erasure import erase
from api.services.notices.notice_parts import OUTBOX
from api.services.office import Office
from api.services.office_settings import RetentionPeriods, setting
from api.services.people.registration import UNFINISHED as NEVER_CONFIRMED
from api.services.unit import SYSTEM, Actor, Unit, reading, writing
from api.storage import erasure as erasure_rows
from api.storage import old_rows
from api.storage import retention as rows
from api.storage.alone import PURGE, alone
from api.storage.retention import Moments

log = logging.getLogger(__name__)

EXPERTS, UNFINISHED, TRACES = "experts", "unfinished_erasures", "erased_with_traces"
KINDS = (*rows.PLAIN, *rows.SELECTION, EXPERTS, UNFINISHED, TRACES)
CVS = "unconfirmed_cvs"
EVERYTHING = "everything"  # the subject of the entry that sums a purge up
SHORT_LIVED = timedelta(days=1)
FORGOTTEN = timedelta(days=30)  # the longest that a machine may be off without keeping a vector for good
A_DAY = ("failed_sign_ins", "idempotency_keys")  # kept for so long, whatever the office sets
DAILY = timedelta(days=1)
AT_ONCE = 500  # rows removed in one transaction


def purge(office: Office, actor: Actor, *, dry_run: bool = False) -> dict[str, int]:
    """Remove what is over, by kind: each row, call, action, request and person in a transaction of its own.

    People are erased as if they had asked for it. An erasure that was cut off is brought to its end. What was removed
    is in the log step by step, and summed up at the end, where something fails too.

    Args:
        dry_run: count only.

    Returns:
        how many of each of KINDS went, or would go; `erased_with_traces` are people of whom the search found something.

    Raises:
        Conflict: another purge is under way.
        SettingDamaged: the retention periods cannot be read.
    """
    with reading(office, actor) as unit:
        at = moments(unit)
        if dry_run:
            counted = {kind: rows.count(unit.session, kind, at) for kind in (*rows.PLAIN, *rows.SELECTION, EXPERTS)}
            return counted | {
                UNFINISHED: len(finishing.cut_off(unit)) + len(erasure_rows.held(unit.session)),
                TRACES: 0,
            }
    with alone(office.database, PURGE) as free:
        if not free:
            raise Conflict("Another purge is under way.", "It is not done twice at once.", "Wait until it has ended.")
        return _purge(office, actor, at)


def purge_when_due(office: Office) -> dict[str, int] | None:
    """Purge once a day, in whichever process comes first; None where that was done, or somebody is at it."""
    with reading(office, SYSTEM) as unit:
        last = rows.last_purge(unit.session, EVERYTHING)
        if last is not None and unit.now - last < DAILY:
            return None
    try:
        return purge(office, SYSTEM)
    except Conflict:
        return None


def moments(unit: Unit) -> Moments:
    """For each kind the moment before which it is over, by the periods that the office set.

    Raises:
        SettingDamaged: they cannot be read.
    """
    periods, now = setting(unit, RetentionPeriods), unit.now
    return Moments(
        experts=now - timedelta(days=periods.inactive_experts),
        selection_records=now - timedelta(days=periods.selection_records),
        first_looks=now - timedelta(days=periods.first_looks),
        performance_notes=now - timedelta(days=periods.performance_notes),
        unconfirmed_cvs=now - timedelta(days=periods.unconfirmed_cvs),
        notices=now - timedelta(days=periods.notices),
        short_lived=now - SHORT_LIVED,
        registrations=now - NEVER_CONFIRMED,
        forgotten=now - FORGOTTEN,
        now=now,
    )


def _purge(office: Office, actor: Actor, at: Moments) -> dict[str, int]:
    counts = dict.fromkeys(KINDS, 0)
    try:
        for kind in rows.PLAIN:
            counts[kind] = _remove_rows(office, actor, kind, at)
        for kind in rows.SELECTION:
            counts[kind] = _remove_records(office, actor, kind, at)
        old_rows.scrub(office.database, [])
        _erase_people(office, actor, at, counts)
        counts[UNFINISHED] = finishing.finish(office, actor)
    finally:
        with writing(office, actor) as unit:
            unit.record("data.purged", "retention", EVERYTHING, **counts)
    return counts


def _remove_rows(office: Office, actor: Actor, kind: str, at: Moments) -> int:
    gone = 0
    while True:
        with reading(office, actor) as unit:
            keys = rows.keys(unit.session, kind, at, most=AT_ONCE)
        if not keys:
            return gone
        if kind == "notices":  # the letters first: without its row nobody would know one of them again
            _remove_letters(office, keys)
        with writing(office, actor) as unit:
            told = cv_vectors.to_forget(unit, keys) if kind == CVS else []
            count = rows.remove(unit.session, kind, at, keys)
            unit.record("data.purged", "table", kind, rows=count)
        cv_vectors.let_go(office, actor, told, {person.id for person in told})
        gone += count


def _remove_letters(office: Office, notice_ids: list[Any]) -> None:
    outbox = OutboxFolder(office.settings.data / OUTBOX)
    for notice_id in notice_ids:
        outbox.remove(notice_id)


def _remove_records(office: Office, actor: Actor, kind: str, at: Moments) -> int:
    with reading(office, actor) as unit:
        ids = rows.keys(unit.session, kind, at)
    gone = 0
    for given_id in ids:
        with writing(office, actor) as unit:
            if rows.keys(unit.session, kind, at, among=[given_id]):  # nobody moved it meanwhile
                counts = rows.remove_with_all(unit.session, kind, given_id)
                unit.record("data.purged", kind.removesuffix("s"), given_id, **counts)
                gone += 1
    return gone


def _erase_people(office: Office, actor: Actor, at: Moments, counts: dict[str, int]) -> None:
    with reading(office, actor) as unit:
        ids = rows.keys(unit.session, EXPERTS, at)
    for expert_id in ids:
        with reading(office, actor) as unit:
            if not rows.keys(unit.session, EXPERTS, at, among=[expert_id]):  # they came back meanwhile
                continue
        try:
            proof = erase(office, actor, expert_id, why="retention")
        except NotOnRecord:  # erased by somebody else meanwhile
            continue
        counts[EXPERTS] += 1
        counts[TRACES] += not proof.clean
