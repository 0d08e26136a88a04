"""Shortlists made, kept, found again and listed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from api.errors import Conflict
from api.schemas import ShortlistSummary
from api.services.calls.pools import Named, outside
from api.services.office import Office
from api.services.roster.roster_keeper import Served
from api.services.shortlists.blind import blind
from api.services.shortlists.matching import Source, match
from api.services.shortlists.naming import with_names
from api.services.shortlists.summaries import summary_of
from api.services.storable import as_data
from api.services.unit import Actor, Unit, new_id, writing
from api.storage import shortlists as rows
from api.storage.paging import Part
from api.storage.rosters import changed_after, removed_after, withdrawn_among
from api.storage.tables import ShortlistRow
from matching.errors import UnknownShortlist
from matching.left_out import LeftOut, unlisted
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
    named: Named = field(default_factory=dict)  # positions by expert, of those who were compared for some alone


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
    named: Named | None = None,
) -> StoredShortlist:
    """Read a call, match it, keep the result. The same input again gives what is on record.

    Args:
        source: a document's bytes, a text, or a call as JSON data.
        name: of the document, for messages and to know JSON by its ending.
        today: the day on which availability is judged; the office's day where it is not given.
        call_id: of the call on record that it is made for.
        left_out: people who take no part, each group with the reason, beside those whom the roster leaves out.
        pool: ids of those who are compared; the whole roster where it is not given.
        named: ids of positions by expert, of those who are compared for these alone.

    Raises:
        UnreadableDocument, InvalidCall, UnknownCode: the call cannot be used as it is.
        ContradictoryRules: no team whatever could meet the rules.
        EmptyRoster: there is nobody to match with.
        Conflict: somebody on it was erased while it was made.
    """
    served = office.roster.current()
    made = match(
        served.matcher,
        source,
        name=name,
        settings=settings,
        today=today or office.clock.today(),
        made_at=office.clock.now(),
        left_out=(*served.left_out, *left_out, *outside(pool, named or {}, served.matcher.roster.ids)),
    )
    content = as_data(made)
    kept_hash = content_hash(Shortlist.model_validate(content))
    with writing(office, actor) as unit:
        _check_nobody_was_erased(unit, served, content)
        same = rows.same_run(unit.session, made.record.run_id, call_id)
        if same is not None and same.content_hash == kept_hash and same.redacted_at is None:
            return _stored(same)
        row = ShortlistRow(
            id=new_id("shortlist"),
            call_id=call_id,
            number=rows.next_number(unit.session, call_id) if call_id else None,
            pool=list(pool) if pool is not None else None,
            named={expert: list(positions) for expert, positions in (named or {}).items()},
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
            **({"behind": round(served.behind, 1) if served.behind else None} if served.behind != 0.0 else {}),
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
    """A shortlist that somebody opens, blind or with names.

    Raises:
        UnknownShortlist: there is none with this id.
    """
    stored = on_record(unit, shortlist_id)
    return opened(unit, stored, names=names)


def opened(unit: Unit, stored: StoredShortlist, *, names: bool) -> StoredShortlist:
    """The same for somebody who reads it; the log says that it was read, and whether blind."""
    unit.record("shortlist.viewed", "shortlist", stored.id, call=stored.call_id, blind=not names)
    return shown(unit, stored, names=names)


def export(unit: Unit, shortlist_id: str, format: str, *, names: bool = False) -> StoredShortlist:
    """A shortlist that leaves as a file of a format, blind or with names.

    Raises:
        UnknownShortlist: there is none with this id.
    """
    stored = on_record(unit, shortlist_id)
    unit.record("shortlist.exported", "shortlist", stored.id, call=stored.call_id, format=format, blind=not names)
    return shown(unit, stored, names=names)


def shown(unit: Unit, stored: StoredShortlist, *, names: bool) -> StoredShortlist:
    """The same with everybody's name, which is written down; or for a blind reading, with names in no sentence."""
    found = stored.shortlist
    return replace(stored, shortlist=with_names(unit, stored.id, found) if names else blind(unit, found))


def listed(unit: Unit, *, limit: int, after: str | None = None, call_id: str | None = None) -> Part[ListedShortlist]:
    """A page of the shortlists on record, newest first; of one call, or of all."""
    part = rows.shortlists(unit.session, call_id=call_id, limit=limit, after=after)
    return Part([_listed(row) for row in part.rows], part.next)


def content_hash(shortlist: Shortlist) -> str:
    """SHA-256 of the whole but its timings, which differ between equal runs, in hex."""
    data = shortlist.model_dump(mode="json", exclude={"record": {"stages", "made_at"}})
    ordered = json.dumps(_as_kept(data), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(ordered.encode("utf-8", "replace")).hexdigest()


def _as_kept(value: Any) -> Any:
    """What a database gives back of JSON, to any depth: PostgreSQL knows no zero below zero; neither keeps an order of keys."""
    if isinstance(value, dict):
        return {name: _as_kept(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_kept(one) for one in value]
    return value + 0.0 if isinstance(value, float) else value


def _check_nobody_was_erased(unit: Unit, served: Served, content: dict[str, Any]) -> None:
    """Refuse to keep what names somebody whose erasure came in between: it looked through what was kept by then.

    Raises:
        Conflict: it does; or it names somebody who took their consent back, of which a replica did not know yet.
    """
    known = unlisted(served.left_out)
    if _names_any(content, removed_after(unit.session, served.revision) - known):
        raise Conflict(
            "Somebody on the shortlist was erased while it was made.",
            "It was not kept.",
            "Make it again: the person takes no part any more.",
        )
    if served.behind == 0.0:
        return
    changed, _ = changed_after(unit.session, served.revision)
    if _names_any(content, withdrawn_among(unit.session, changed) - known):
        raise Conflict(
            "Somebody on the shortlist took their consent back while it was made.",
            "It was not kept.",
            "Make it again: the person takes no part any more.",
        )


def _names_any(content: dict[str, Any], expert_ids: frozenset[str]) -> bool:
    text = json.dumps(content) if expert_ids else ""
    return any(json.dumps(one) in text for one in expert_ids)


def _stored(row: ShortlistRow) -> StoredShortlist:
    pool = tuple(row.pool) if row.pool is not None else None
    return StoredShortlist(
        row.id, row.at, Shortlist.model_validate(row.content), row.call_id, row.number, pool, row.named
    )


def _listed(row: ShortlistRow) -> ListedShortlist:
    summary = ShortlistSummary.model_validate(row.summary)
    return ListedShortlist(row.id, row.at, summary, row.call_id, row.number)
