"""Which vectors are to be let go of wherever there are any: noted by whoever removes a text, read by all who keep vectors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.tables import ForgottenVectorsRow


def note(session: Session, keys: Sequence[bytes], now: datetime) -> None:
    """Let every store forget what lies under these keys."""
    if keys:
        session.add(ForgottenVectorsRow(keys=[key.hex() for key in keys], at=now))


def noted_after(session: Session, number: int) -> tuple[int, list[bytes]]:
    """The number of the last note, and the keys of those after one of a number."""
    last = session.scalar(select(func.max(ForgottenVectorsRow.id))) or 0
    rows = (
        session.scalars(select(ForgottenVectorsRow.keys).where(ForgottenVectorsRow.id > number))
        if last > number
        else ()
    )
    return last, [bytes.fromhex(key) for keys in rows for key in keys]
