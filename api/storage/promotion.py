"""Institutions by name and their focal points, for whoever asks them for experts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.storage.tables import FocalPointRow, InstitutionRow


def named(session: Session, names: Collection[str]) -> list[InstitutionRow]:
    """The institutions on record of these names, by id."""
    return list(
        session.scalars(select(InstitutionRow).where(InstitutionRow.name.in_(names)).order_by(InstitutionRow.id))
    )


def in_office(session: Session, ids: Collection[str], categories: Collection[str], on: date) -> list[FocalPointRow]:
    """Who answers for institutions of these ids on a day: for everything, or for one of some fields, if any are given."""
    row = FocalPointRow
    question = select(row).where(
        row.institution_id.in_(ids), row.since <= on, or_(row.until.is_(None), row.until >= on)
    )
    if categories:
        question = question.where(or_(row.category.is_(None), row.category.in_(categories)))
    return list(session.scalars(question.order_by(row.institution_id, row.id)))
