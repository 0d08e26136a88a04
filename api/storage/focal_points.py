"""Focal points of institutions in the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import FocalPointRow


def focal_point(session: Session, focal_point_id: str) -> FocalPointRow | None:
    """The focal point with this id."""
    return session.get(FocalPointRow, focal_point_id)


def focal_points(
    session: Session,
    *,
    institution_id: str | None,
    categories: Collection[str],
    on: date | None,
    limit: int,
    after: str | None,
) -> Part[FocalPointRow]:
    """Focal points by institution.

    Args:
        categories: those who answer for one of them, or for everything; empty: all.
        on: those in office on this day.
    """
    question = select(FocalPointRow)
    if institution_id is not None:
        question = question.where(FocalPointRow.institution_id == institution_id)
    if categories:
        question = question.where(or_(FocalPointRow.category.is_(None), FocalPointRow.category.in_(categories)))
    if on is not None:
        still = or_(FocalPointRow.until.is_(None), FocalPointRow.until >= on)
        question = question.where(FocalPointRow.since <= on, still)
    return part(session, question, (FocalPointRow.institution_id, FocalPointRow.id), limit=limit, after=after)
