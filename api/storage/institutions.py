"""Institutions in the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import InstitutionRow


def institution(session: Session, institution_id: str) -> InstitutionRow | None:
    """The institution with this id."""
    return session.get(InstitutionRow, institution_id)


def institutions(
    session: Session, *, country: str | None, collaborative: bool | None, limit: int, after: str | None
) -> Part[InstitutionRow]:
    """Institutions by name, of one country, or only those that lend experts readily (or not)."""
    question = select(InstitutionRow)
    if country is not None:
        question = question.where(InstitutionRow.country == country)
    if collaborative is not None:
        question = question.where(InstitutionRow.collaborative == collaborative)
    return part(session, question, (InstitutionRow.name, InstitutionRow.id), limit=limit, after=after)
