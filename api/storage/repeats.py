"""Answers kept for posts that are sent again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.storage.tables import IdempotencyRow

UNDER_WAY = 0  # the status of a post that has no answer yet


def claim(session: Session, owner: str, key: str, request_hash: str, now: datetime) -> IdempotencyRow | None:
    """Take the key for a post that is about to be answered; the row of the one that took it before, if any."""
    question = select(IdempotencyRow).where(IdempotencyRow.account_id == owner, IdempotencyRow.key == key)
    before = session.scalar(question)
    if before is None:
        session.add(
            IdempotencyRow(
                account_id=owner, key=key, request_hash=request_hash, status=UNDER_WAY, headers={}, body="", at=now
            )
        )
    return before


def keep(session: Session, owner: str, key: str, status: int, headers: dict[str, Any], body: str) -> None:
    """Keep the answer under its key."""
    session.execute(_row(update(IdempotencyRow), owner, key).values(status=status, headers=headers, body=body))


def release(session: Session, owner: str, key: str) -> None:
    """Give the key back: the post changed nothing."""
    session.execute(_row(delete(IdempotencyRow), owner, key))


def remove_before(session: Session, moment: datetime) -> int:
    """Remove what is older; how many answers went."""
    return int(session.execute(delete(IdempotencyRow).where(IdempotencyRow.at < moment)).rowcount)  # type: ignore[attr-defined]


def remove_all(session: Session) -> int:
    """Remove every answer: one of them may be about a person who is erased. How many went."""
    return int(session.execute(delete(IdempotencyRow)).rowcount)  # type: ignore[attr-defined]


def _row(command: Any, owner: str, key: str) -> Any:
    return command.where(IdempotencyRow.account_id == owner, IdempotencyRow.key == key)
