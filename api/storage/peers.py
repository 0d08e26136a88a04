"""What institutions say of themselves, communities of practice and interests, in the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from api.storage.paging import Part, part
from api.storage.tables import (
    CommunityMemberRow,
    CommunityRow,
    FocalPointRow,
    InstitutionProfileRow,
    InstitutionRow,
    InterestRow,
)


def institutions(session: Session) -> list[tuple[InstitutionRow, InstitutionProfileRow | None]]:
    """Every institution with what it says of itself, by id."""
    joined = select(InstitutionRow, InstitutionProfileRow).outerjoin(
        InstitutionProfileRow, InstitutionProfileRow.institution_id == InstitutionRow.id
    )
    return [(row, profile) for row, profile in session.execute(joined.order_by(InstitutionRow.id))]


def institution_profile(session: Session, institution_id: str) -> InstitutionProfileRow | None:
    """What an institution says of itself."""
    return session.get(InstitutionProfileRow, institution_id)


def community(session: Session, community_id: str) -> CommunityRow | None:
    """The community with this id."""
    return session.get(CommunityRow, community_id)


def every_community(session: Session) -> list[CommunityRow]:
    """All communities, by id."""
    return list(session.scalars(select(CommunityRow).order_by(CommunityRow.id)))


def communities(session: Session, *, limit: int, after: str | None) -> Part[CommunityRow]:
    """A page of communities, by name."""
    return part(session, select(CommunityRow), (CommunityRow.name, CommunityRow.id), limit=limit, after=after)


def members(session: Session, community_id: str) -> list[FocalPointRow]:
    """The focal points who belong to a community, by institution."""
    question = (
        select(FocalPointRow)
        .join(CommunityMemberRow, CommunityMemberRow.focal_point_id == FocalPointRow.id)
        .where(CommunityMemberRow.community_id == community_id)
    )
    return list(session.scalars(question.order_by(FocalPointRow.institution_id, FocalPointRow.id)))


def member_counts(session: Session) -> dict[str, int]:
    """How many members each community has; those without are left out."""
    question = select(CommunityMemberRow.community_id, func.count()).group_by(CommunityMemberRow.community_id)
    return {community_id: count for community_id, count in session.execute(question)}


def set_members(session: Session, community_id: str, focal_point_ids: Collection[str]) -> None:
    """Make these focal points, and no others, the members of a community."""
    session.execute(delete(CommunityMemberRow).where(CommunityMemberRow.community_id == community_id))
    session.add_all(
        CommunityMemberRow(community_id=community_id, focal_point_id=one) for one in dict.fromkeys(focal_point_ids)
    )


def renew(row: CommunityRow) -> None:
    """Give a community another version, where its members alone were changed as well."""
    flag_modified(row, "topics")


def focal_points(session: Session, ids: Collection[str]) -> dict[str, FocalPointRow]:
    """Those of these focal points that are on record, by id."""
    return {row.id: row for row in session.scalars(select(FocalPointRow).where(FocalPointRow.id.in_(ids)))}


def focal_points_in_office(session: Session, on: date) -> list[FocalPointRow]:
    """Everybody who answers for an institution on a day, by id."""
    still = or_(FocalPointRow.until.is_(None), FocalPointRow.until >= on)
    question = select(FocalPointRow).where(FocalPointRow.since <= on, still)
    return list(session.scalars(question.order_by(FocalPointRow.id)))


def communities_of(session: Session, institution_id: str) -> list[CommunityRow]:
    """Communities that an institution coordinates or whose members include one of its focal points, by name."""
    members = (
        select(CommunityMemberRow.community_id)
        .join(FocalPointRow, FocalPointRow.id == CommunityMemberRow.focal_point_id)
        .where(FocalPointRow.institution_id == institution_id)
    )
    question = select(CommunityRow).where(or_(CommunityRow.coordinator == institution_id, CommunityRow.id.in_(members)))
    return list(session.scalars(question.order_by(CommunityRow.name, CommunityRow.id)))


def interest(session: Session, interest_id: str) -> InterestRow | None:
    """The answer to a survey with this id."""
    return session.get(InterestRow, interest_id)


def interests(session: Session, year: int) -> list[tuple[InterestRow, InstitutionRow]]:
    """The answers of a year with whose they are, by id."""
    question = (
        select(InterestRow, InstitutionRow)
        .join(InstitutionRow, InstitutionRow.id == InterestRow.institution_id)
        .where(InterestRow.year == year)
    )
    return [(row, institution) for row, institution in session.execute(question.order_by(InterestRow.id))]


def survey_years(session: Session) -> list[int]:
    """The years of which there are answers, the newest first."""
    return list(session.scalars(select(InterestRow.year).distinct().order_by(InterestRow.year.desc())))
