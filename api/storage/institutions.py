"""Institutions in the database."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import ExpertRow, InstitutionRow


def institution(session: Session, institution_id: str) -> InstitutionRow | None:
    """The institution with this id."""
    return session.get(InstitutionRow, institution_id)


def by_ids(session: Session, ids: Collection[str]) -> dict[str, InstitutionRow]:
    """Those of these institutions that are on record, by id."""
    return {row.id: row for row in session.scalars(select(InstitutionRow).where(InstitutionRow.id.in_(ids)))}


def people_at(session: Session, names: Collection[str]) -> dict[str, dict[str | None, int]]:
    """How many people of the roster work at institutions of these names, by name and the country that they say it is in."""
    said = (ExpertRow.institution, ExpertRow.institution_country)
    question = select(*said, func.count()).where(ExpertRow.institution.in_(names)).group_by(*said)
    found: dict[str, dict[str | None, int]] = {name: {} for name in names}
    for name, country, count in session.execute(question):
        found[str(name)][country] = count
    return found


def countries_of(session: Session, names: Collection[str]) -> dict[str, set[str]]:
    """The countries of the institutions on record that have these names, by name."""
    question = select(InstitutionRow.name, InstitutionRow.country).where(InstitutionRow.name.in_(names))
    found: dict[str, set[str]] = {name: set() for name in names}
    for name, country in session.execute(question):
        found[name] |= {country} if country else set()
    return found


def institutions(
    session: Session,
    *,
    country: str | None,
    collaborative: bool | None,
    limit: int,
    after: str | None,
    words: str | None = None,
) -> Part[InstitutionRow]:
    """Institutions by name, of one country, or only those that lend experts readily (or not), or with words in the name."""
    question = select(InstitutionRow)
    if words is not None:
        question = question.where(InstitutionRow.name.icontains(words, autoescape=True))
    if country is not None:
        question = question.where(InstitutionRow.country == country)
    if collaborative is not None:
        question = question.where(InstitutionRow.collaborative == collaborative)
    return part(session, question, (InstitutionRow.name, InstitutionRow.id), limit=limit, after=after)
