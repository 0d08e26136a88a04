"""Rules of the office in the database."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.storage.tables import SettingRow


def setting(session: Session, name: str) -> SettingRow | None:
    """What is on record under a name."""
    return session.get(SettingRow, name)
