"""Peers: what institutions say of themselves, communities of practice, and who is interested in what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables.base import Base, about

INSTITUTION = "institutions.id"
FOCAL_POINT = "focal_points.id"


class InstitutionProfileRow(Base):
    """What an institution says of itself, so that those with a question find it."""

    __tablename__ = "institution_profiles"
    __table_args__ = about(
        "finding the institution that knows about a question",
        kept="as long as the institution is worked with",
        prose=("description",),
    )

    institution_id: Mapped[str] = mapped_column(ForeignKey(INSTITUTION, ondelete="CASCADE"), primary_key=True)
    form: Mapped[str] = mapped_column(index=True)  # ministry, agency, city, social_partner, training, other
    description: Mapped[str]
    fields: Mapped[list[str]]
    countries: Mapped[list[str]]  # with which it works, beside its own
    languages: Mapped[list[str]]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CommunityRow(Base):
    """A community of practice: officials of several countries who exchange on some topics."""

    __tablename__ = "communities"
    __table_args__ = about(
        "finding the community that knows about a question", kept="as long as it meets", prose=("description",)
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(index=True)
    description: Mapped[str]
    topics: Mapped[list[str]]  # in the community's own words
    fields: Mapped[list[str]]
    countries: Mapped[list[str]]
    languages: Mapped[list[str]]
    coordinator: Mapped[str | None] = mapped_column(ForeignKey(INSTITUTION, ondelete="SET NULL"), index=True)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CommunityMemberRow(Base):
    """A focal point who belongs to a community."""

    __tablename__ = "community_members"
    __table_args__ = about("reaching the members of a community", kept="while the focal point is in office")

    community_id: Mapped[str] = mapped_column(ForeignKey("communities.id", ondelete="CASCADE"), primary_key=True)
    focal_point_id: Mapped[str] = mapped_column(
        ForeignKey(FOCAL_POINT, ondelete="CASCADE"), primary_key=True, index=True
    )


class InterestRow(Base):
    """One answer to the survey of interests of a year: what an institution wants to learn or exchange about."""

    __tablename__ = "interests"
    __table_args__ = about(
        "knowing which topics an exchange is wanted on",
        kept="as long as the institution is worked with",
        prose=("text",),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    institution_id: Mapped[str] = mapped_column(ForeignKey(INSTITUTION, ondelete="CASCADE"), index=True)
    focal_point_id: Mapped[str | None] = mapped_column(ForeignKey(FOCAL_POINT, ondelete="SET NULL"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    text: Mapped[str]  # in their words; empty where fields alone were ticked
    fields: Mapped[list[str]]
    at: Mapped[datetime]
    by: Mapped[str]  # account
