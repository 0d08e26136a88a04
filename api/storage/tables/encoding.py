"""The work of encoding: pieces of the roster that wait for a worker, and which model follows the one in use."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables.base import Base, about


class EncodingWorkRow(Base):
    """A piece of the roster to be encoded: everyone from the first to the last by (revision, id), both among them.

    Whoever changes meanwhile has a higher revision and is in a later piece; nobody can come between two pieces.
    """

    __tablename__ = "encoding_work"
    __table_args__ = about(
        "workers on many machines share the encoding", personal="ids of people", kept="until the piece is encoded"
    )

    fingerprint: Mapped[str] = mapped_column(primary_key=True)  # of the encoders
    first_revision: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[str] = mapped_column(primary_key=True)
    last_revision: Mapped[int]
    last_id: Mapped[str]
    worker: Mapped[str | None]  # SQLite: who is at it; on PostgreSQL the lock on the row says that somebody is
    until: Mapped[datetime | None]  # SQLite: when somebody else may take it


class ForgottenVectorsRow(Base):
    """Vectors of texts that went: every place that keeps vectors lets go of them, by the keys under which they lie."""

    __tablename__ = "forgotten_vectors"
    __table_args__ = about(
        "vectors of texts that went leave every machine, also where a worker was killed at them",
        personal="hashes of texts that went, and of nobody by name",
        kept="30 days",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    keys: Mapped[list[str]]  # hexadecimal
    at: Mapped[datetime]


class ModelRow(Base):
    """One row at most: the model that the office chose in place of its settings', and the one that is to follow."""

    __tablename__ = "models"
    __table_args__ = about("a change of the model while the service goes on", kept="without end")

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    in_use: Mapped[str | None]  # name of the model; None: that of the settings
    in_use_fingerprint: Mapped[str | None]  # of its encoders
    next: Mapped[str | None]  # None: none is to follow
    next_fingerprint: Mapped[str | None]
    since: Mapped[datetime]  # when this was last changed
