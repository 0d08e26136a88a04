"""From the bytes of a CV to a profile to be confirmed; the way spelled out."""

from __future__ import annotations

import hashlib
from datetime import date

from matching.cv.encoded_entries import EncodedEntries, encode_entries
from matching.cv.limits import Limits
from matching.cv.proposing import propose
from matching.cv.same_person import person_hash
from matching.cv.taking import take
from matching.cv.values import ReadProfile, Taken
from matching.cv.worker import in_worker
from matching.engine import Engine


def read_cv(
    data: bytes,
    name: str = "",
    *,
    engine: Engine,
    today: date,
    key: bytes = b"",
    limits: Limits | None = None,
) -> ReadProfile:
    """The profile that a CV tells of, each fact with its source. Nothing in it was confirmed yet.

    Args:
        data: the document.
        name: its name, for messages and to tell kinds of plain text apart.
        engine: proposes fields and competences.
        today: ends posts that are still held.
        key: of the hash by which a person is recognised again; without one there is no such hash.
        limits: what a document may hold and cost to read.

    Raises:
        UnreadableDocument: empty, too large, damaged, locked, without text, of another kind, or stopped at a limit.
    """
    limits = limits or Limits()
    taken = in_worker(take, data, name, limits, seconds=limits.seconds, megabytes=limits.memory_megabytes)
    return profile_of(taken, hashlib.sha256(data).hexdigest(), engine=engine, today=today, key=key)


def profile_of(
    taken: Taken, sha256: str, *, engine: Engine, today: date, key: bytes = b"", encoded: EncodedEntries | None = None
) -> ReadProfile:
    """What was taken from a document, with what is proposed from it.

    Args:
        encoded: its entries, where they were encoded together with those of other documents.
    """
    parts = taken.parts
    encoded = encoded or encode_entries([parts], engine)[0]
    proposed = propose(parts, encoded, engine, today)
    known = key and taken.birth and parts.name
    return ReadProfile(
        format=taken.format,
        language=encoded.told.language,
        pages=taken.pages,
        sha256=sha256,
        parts=parts,
        same_person=person_hash(parts.name.value, taken.birth, key) if known and parts.name and taken.birth else None,
        status=proposed.status,
        fields=proposed.fields,
        competences=proposed.competences,
        activity_types=proposed.activity_types,
        countries=proposed.countries,
        warnings=taken.warnings,
    )
