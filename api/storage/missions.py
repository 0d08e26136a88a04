"""What missions, concentration and rotation are read from: calls decided on, and where people of the roster work."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.tables import CallRow, ExpertRow


class OnRoster(NamedTuple):
    """A person of the roster. `missions`: earlier ones that their profile tells of."""

    expert_id: str
    institution: str | None
    at: datetime
    missions: list[dict[str, Any]] | None


class Settled(NamedTuple):
    """A call decided on; `positions` and `phases` as in its terms."""

    id: str
    positions: list[dict[str, Any]] | None
    phases: list[dict[str, Any]] | None


def settled(session: Session) -> list[Settled]:
    """Every call decided on, in the order in which they were drafted."""
    said = (CallRow.terms["positions"], CallRow.terms["phases"])
    question = select(CallRow.id, *said).where(CallRow.state == "decided").order_by(CallRow.created_at, CallRow.id)
    return [Settled(*found) for found in session.execute(question)]


def on_roster(session: Session) -> list[OnRoster]:
    """Everybody on the roster."""
    row = ExpertRow
    question = select(row.id, row.institution, row.created_at, row.profile["missions"]).order_by(row.id)
    return [OnRoster(*found) for found in session.execute(question)]
