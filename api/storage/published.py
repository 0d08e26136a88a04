"""What is known of the making of each published roster, beside the roster itself: in the schema of what can be made again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from api.storage.database import Database
from api.storage.derived import have_derived
from api.storage.session import Session

PUBLISHING = 7_307_121  # of our own, for PostgreSQL's advisory locks: one machine makes and publishes at a time
_THERE = "select to_regclass('derived.publication') is not null"
_MAKE = (
    "create table if not exists derived.publication (generation bigint primary key, revision bigint not null,"
    " head bigint not null, head_hash text not null, took double precision not null, at double precision not null)",
    "alter table derived.publication add column if not exists label text not null default ''",
)
_NOTE = (
    "insert into derived.publication (generation, revision, head, head_hash, took, at, label)"
    " values (:generation, :revision, :head, :hash, :took, :at, :label)"
)
_KEEP = (
    "select generation from (select generation, label, at,"
    " row_number() over (partition by label order by generation desc) as place from derived.publication) ranked"
    " where place <= :count and (label = :label or at > :since) order by generation desc"
)
_FORGET = "delete from derived.publication where not generation = any(:keep)"
KEPT = 2  # of each label: the newest, and the one before, which others may still have open
OTHERS = 24 * 3600.0  # seconds that those of another label are kept: processes with another engine may still use them


@dataclass(frozen=True)
class Publication:
    """The log's last entry when a roster was made, the seconds that took, and when it ended, in seconds since the epoch."""

    head: tuple[int, str]
    took: float
    at: float


def note(database: Database, generation: int, revision: int, label: dict[str, Any], made: Publication) -> list[int]:
    """Note the making of a published roster, and forget those before the last; the generations that are to be kept.

    Args:
        label: of the engine that it was made with (`roster_store.engine_label`).
    """
    told = {
        "generation": generation,
        "revision": revision,
        "head": made.head[0],
        "hash": made.head[1],
        "took": made.took,
        "at": made.at,
        "label": json.dumps(label, sort_keys=True),
    }
    wanted = {"count": KEPT, "label": told["label"], "since": made.at - OTHERS}
    with database.write() as session:
        have_derived(session, _MAKE)
        session.execute(text(_NOTE), told)
        keep = list(session.scalars(text(_KEEP), wanted))
        session.execute(text(_FORGET), {"keep": keep})
    return keep


def noted(session: Session, generation: int) -> Publication | None:
    """What is noted; None where nothing is."""
    if not session.scalar(text(_THERE)):
        return None
    asked = text("select head, head_hash, took, at from derived.publication where generation = :generation")
    row = session.execute(asked, {"generation": generation}).one_or_none()
    return Publication((row.head, row.head_hash), row.took, row.at) if row else None
