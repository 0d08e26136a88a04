"""What lists of people are narrowed by, apart from the profiles that it follows from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables.base import Base, about
from matching.entities import LanguageClaim

FIELD, LANGUAGE = "field", "language"


class ProfileTermRow(Base):
    """One field or language that a profile names.

    A profile takes some kilobytes: without this a list narrowed by a rare language would read every one of them.
    """

    __tablename__ = "profile_terms"
    __table_args__ = about(
        "finding people by what they know and which languages they speak",
        personal="fields, languages",
        kept="as long as the person is on the roster",
    ) | {"sqlite_with_rowid": False}  # kept in the order of its key alone, which is what is read

    kind: Mapped[str] = mapped_column(primary_key=True)  # FIELD or LANGUAGE
    code: Mapped[str] = mapped_column(primary_key=True)
    expert_id: Mapped[str] = mapped_column(ForeignKey("experts.id", ondelete="CASCADE"), primary_key=True, index=True)
    level: Mapped[int]  # in which a language is spoken, 1 (A1) to 6 (C2); 0: a field, or the profile does not say


def terms_of(profile: Mapping[str, Any]) -> list[ProfileTermRow]:
    """The rows that follow from a profile, each field and language once."""
    levels = {(FIELD, code): 0 for code in profile.get("fields") or ()}
    for claim in profile.get("languages") or ():
        spoken = LanguageClaim.model_validate(claim).level("speaking")
        key = (LANGUAGE, claim["language"])
        levels[key] = max(levels.get(key, 0), spoken.rank if spoken else 0)
    return [ProfileTermRow(kind=kind, code=code, level=level) for (kind, code), level in levels.items()]
