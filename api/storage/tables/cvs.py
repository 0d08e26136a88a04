"""CVs as they were read: what is proposed from them, and what their owners decided on each fact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables.base import Base, about


class CvRow(Base):
    """One CV that was read; the document itself is not kept.

    `read` is a `matching.cv.values.ReadProfile` after protected data was taken out; it is emptied when a newer CV takes
    its place or it is withdrawn. `decisions` says by path what was decided on a fact. `proposed` is a profile as matching
    reads it while nothing of the person is confirmed.
    """

    __tablename__ = "cvs"
    __table_args__ = about(
        "showing a person what was read from their CV, for them to confirm",
        personal="career, languages, name and contact as a CV states them, nationality where it does",
        kept="until a newer one is confirmed or it is withdrawn; one that nobody confirms for a year",
        prose=("read", "decisions", "proposed"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    expert_id: Mapped[str] = mapped_column(ForeignKey("experts.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(index=True)  # of the document that came
    format: Mapped[str]
    language: Mapped[str | None]
    pages: Mapped[int]
    source: Mapped[str]  # how it came: a neutral word, or a keyed hash of where it lay; names of files tell who it is
    state: Mapped[str] = mapped_column(index=True)  # to_confirm, confirmed, replaced, withdrawn
    read_at: Mapped[datetime]
    by: Mapped[str]
    decided_at: Mapped[datetime | None]  # when it was confirmed, replaced or withdrawn
    read: Mapped[dict[str, Any]]
    decisions: Mapped[dict[str, Any]]
    proposed: Mapped[dict[str, Any]]
    same_person: Mapped[str | None] = mapped_column(index=True)  # keyed hash of name and birth date
    email_hash: Mapped[str | None] = mapped_column(index=True)  # keyed hash
    name_hash: Mapped[str | None] = mapped_column(index=True)  # keyed hash
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
