"""What happened: the hash-chained log, answers kept for repeated posts, and settings changed while running."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables.base import Base, about


class EntryRow(Base):
    """One entry of the log. `hash` covers the entry and the hash before it, so that no entry can be changed unseen."""

    __tablename__ = "log_entries"
    __table_args__ = about("what was done, by whom, when: ids only", personal="ids of people", kept="without end")

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(index=True)  # account, "system" or "command"
    event: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    subject_id: Mapped[str] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]]  # ids, counts, hashes, states; no words of people
    before: Mapped[str]
    hash: Mapped[str]


class HeadRow(Base):
    """One row: where the log ends. Every writer takes it first, so that entries follow each other."""

    __tablename__ = "log_head"
    __table_args__ = about("where the log ends", kept="without end")

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    hash: Mapped[str]


class IdempotencyRow(Base):
    """The answer to a post that created something, for whoever sends the same post again."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        about("answering a repeated post as the first one", personal="answers", kept="one day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    account_id: Mapped[str]
    key: Mapped[str]
    request_hash: Mapped[str]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class SettingRow(Base):
    """A setting of the office that is changed while the service runs: retention periods, privacy notice, defaults."""

    __tablename__ = "office_settings"
    __table_args__ = about("rules of the office", kept="without end")

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
