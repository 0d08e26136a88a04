"""Shortlists made, kept, found again and listed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from api.schemas import ShortlistSummary
from api.services.matching import Source, match
from api.services.naming import with_names
from api.services.office import Office
from api.services.pools import outside
from api.services.storable import as_data
from api.services.summaries import summary_of
from api.services.unit import Actor, Unit, new_id, writing
from api.storage import shortlists as rows
from api.storage.paging import Part
from api.storage.tables import ShortlistRow
from matching.errors import UnknownShortlist
from matching.left_out import LeftOut
from matching.results import Shortlist
from matching.settings import MatchSettings

_ID = re.compile(r"[0-9A-Za-z-]{1,100}")  # whatever else an address holds is never asked of a database


@dataclass(frozen=True)
class StoredShortlist:
    """A shortlist on record. `call_id` and `number` are those of the call on record that it was made for, if any."""

    id: str
    created: datetime
    shortlist: Shortlist
    call_id: str | None = None
    number: int | None = None
    pool: tuple[str, ...] | None = None  # ids of those who were compared; None: the whole roster


@dataclass(frozen=True)
class ListedShortlist:
    """A shortlist on record in one line."""

    id: str
    created: datetime
    summary: ShortlistSummary
    call_id: str | None = None
    number: int | None = None


def make(
    office: Office,
    actor: Actor,
    source: Source,
    *,
    name: str = "",
    settings: MatchSettings | None = None,
    today: date | None = None,
    call_id: str | None = None,
    left_out: Sequence[LeftOut] = (),
    pool: Sequence[str] | None = None,
) -> StoredShortlist:
    """Read a call, match it, keep the result. The same input again gives what is on record.

    Args:
        source: a document's bytes, a text, or a call as JSON data.
        name: of the document, for messages and to know JSON by its ending.
        today: the day on which availability is judged; the office's day where it is not given.
        call_id: of the call on record that it is made for.
        left_out: people who take no part, each group with the reason, beside those whom the roster leaves out.
        pool: ids of those who are compared; the whole roster where it is not given.

    Raises:
        UnreadableDocument, InvalidCall, UnknownCode: the call cannot be used as it is.
        ContradictoryRules: no team whatever could meet the rules.
        EmptyRoster: there is nobody to match with.
    """
    served = office.roster.current()
    made = match(
        served.matcher,
        source,
        name=name,
        settings=settings,
        today=today or office.clock.today(),
        made_at=office.clock.now(),
        left_out=(*served.left_out, *left_out, *outside(pool, served.matcher.roster.ids)),
    )
    content = as_data(made)
    kept_hash = content_hash(Shortlist.model_validate(content))
    with writing(office, actor) as unit:
        same = rows.same_run(unit.session, made.record.run_id, call_id)
        if same is not None and same.content_hash == kept_hash and same.redacted_at is None:
            return _stored(same)
        row = ShortlistRow(
            id=new_id("shortlist"),
            call_id=call_id,
            number=rows.next_number(unit.session, call_id) if call_id else None,
            pool=list(pool) if pool is not None else None,
            run_id=made.record.run_id,
            revision=served.revision,
            summary=summary_of(made),
            content=content,
            content_hash=kept_hash,
            at=unit.now,
            by=actor.account_id,
        )
        unit.session.add(row)
        unit.record(
            "shortlist.made",
            "shortlist",
            row.id,
            call=call_id,
            number=row.number,
            run=row.run_id,
            content=row.content_hash,
            model=made.record.model_fingerprint,
            roster=made.record.roster_hash,
            revision=served.revision,
            mode=made.record.mode,
        )
        return _stored(row)


def on_record(unit: Unit, shortlist_id: str) -> StoredShortlist:
    """A shortlist for another use case; that it was read is not written down.

    Raises:
        UnknownShortlist: there is none with this id.
    """
    row = rows.shortlist(unit.session, shortlist_id) if _ID.fullmatch(shortlist_id) else None
    if row is None:
        raise UnknownShortlist(
            f"No shortlist with the id '{shortlist_id[:80]}' is on record.",
            next_step="Check the id, or make the shortlist again from its call.",
        )
    return _stored(row)


def get(unit: Unit, shortlist_id: str, *, names: bool = False) -> StoredShortlist:
    """A shortlist that somebody opens, by ids alone or with names.

    Raises:
        UnknownShortlist: there is none with this id.
    """
    stored = on_record(unit, shortlist_id)
    unit.record("shortlist.viewed", "shortlist", stored.id, call=stored.call_id)
    return named(unit, stored) if names else stored


def export(unit: Unit, shortlist_id: str, format: str, *, names: bool = False) -> StoredShortlist:
    """A shortlist that leaves as a file of a format.

    Raises:
        UnknownShortlist: there is none with this id.
    """
    stored = on_record(unit, shortlist_id)
    unit.record("shortlist.exported", "shortlist", stored.id, call=stored.call_id, format=format)
    return named(unit, stored) if names else stored


def named(unit: Unit, stored: StoredShortlist) -> StoredShortlist:
    """The same with everybody's name; that they were looked at is written down."""
    return replace(stored, shortlist=with_names(unit, stored.id, stored.shortlist))


def listed(unit: Unit, *, limit: int, after: str | None = None, call_id: str | None = None) -> Part[ListedShortlist]:
    """A page of the shortlists on record, newest first; of one call, or of all."""
    part = rows.shortlists(unit.session, call_id=call_id, limit=limit, after=after)
    return Part([_listed(row) for row in part.rows], part.next)


def content_hash(shortlist: Shortlist) -> str:
    """SHA-256 of the whole but its timings, which differ between equal runs, in hex."""
    data = shortlist.model_dump(mode="json", exclude={"record": {"stages", "made_at"}})
    ordered = json.dumps(data, sort_keys=True, ensure_ascii=False)  # databases keep no order of keys
    return hashlib.sha256(ordered.encode("utf-8", "replace")).hexdigest()


def _stored(row: ShortlistRow) -> StoredShortlist:
    pool = tuple(row.pool) if row.pool is not None else None
    return StoredShortlist(row.id, row.at, Shortlist.model_validate(row.content), row.call_id, row.number, pool)


def _listed(row: ShortlistRow) -> ListedShortlist:
    summary = ShortlistSummary.model_validate(row.summary)
    return ListedShortlist(row.id, row.at, summary, row.call_id, row.number)
