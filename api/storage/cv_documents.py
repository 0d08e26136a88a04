"""Which documents were read before, and what was found in them: an import goes on by it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.tables import CvRow

WITHDRAWN = "withdrawn"


def hashes(session: Session) -> set[str]:
    """SHA-256 of every document whose CV stands on record; not of those that were taken back."""
    return set(session.scalars(select(CvRow.sha256).where(CvRow.state != WITHDRAWN)))


def found_before(session: Session, wanted: Collection[str]) -> dict[str, tuple[str, dict[str, Any]]]:
    """By SHA-256: the person, and what was read (empty where a newer CV took its place)."""
    question = select(CvRow.sha256, CvRow.expert_id, CvRow.read).where(
        CvRow.sha256.in_(wanted), CvRow.state != WITHDRAWN
    )
    return {sha256: (expert_id, read) for sha256, expert_id, read in session.execute(question)}
