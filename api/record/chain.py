"""The chain of hashes over the log's entries: made, and verified."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One entry of the log as written. `hash` is None before it has its place in the chain."""

    number: int
    at: datetime
    actor: str
    event: str
    kind: str
    subject_id: str
    facts: dict[str, Any]
    before: str
    hash: str


@dataclass(frozen=True)
class Break:
    """The first entry at which the chain does not hold, and why."""

    number: int
    reason: str


def entry_hash(
    number: int, at: datetime, actor: str, event: str, kind: str, subject_id: str, facts: dict[str, Any], before: str
) -> str:
    """SHA-256 over the entry in canonical JSON (sorted keys, no spaces) and the hash of the entry before, in hex."""
    said = [number, at.isoformat(), actor, event, kind, subject_id, facts, before]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(entries: Iterable[Entry], head: tuple[int, str]) -> Break | None:
    """The first place where the chain is broken, or None where it holds from the first entry to the head.

    Args:
        entries: all of them, in order.
        head: number and hash of the last entry, as the head remembers them; (0, GENESIS) for an empty log.
    """
    number, before = 0, GENESIS
    for entry in entries:
        number += 1
        if entry.number != number:
            return Break(number, f"entry {number} is missing: the next one found is {entry.number}")
        if entry.before != before:
            return Break(number, f"entry {number} does not follow the one before it")
        told = entry_hash(
            entry.number, entry.at, entry.actor, entry.event, entry.kind, entry.subject_id, entry.facts, entry.before
        )
        if told != entry.hash:
            return Break(number, f"entry {number} was changed after it was written")
        before = entry.hash
    if (number, before) != head:
        return Break(number + 1, f"the log ends with entry {number}, and its head remembers entry {head[0]}")
    return None
