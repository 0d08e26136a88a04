"""The people of a call in the database, as matching reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.cvs import proposed
from api.storage.experts import expert_of
from api.storage.tables import DeclarationRow, ExpertRow, InstitutionRow
from matching.entities import Expert

MOST = 500  # ids in one question


def experts(session: Session, ids: Collection[str], *, declared: bool = False) -> dict[str, Expert]:
    """Those of these people who are on the roster, by id; what they declared only where composition needs it."""
    found: dict[str, Expert] = {}
    for some in _portions(ids):
        people = session.scalars(select(ExpertRow).where(ExpertRow.id.in_(some))).all()
        unconfirmed = proposed(session, people)
        for row in people:
            declaration = session.get(DeclarationRow, row.id) if declared else None
            found[row.id] = expert_of(row, declaration, unconfirmed.get(row.id))
    return found


def ready(session: Session) -> list[str]:
    """Ids of everyone who can apply as they are: with consent, a validated profile, and not excluded."""
    question = select(ExpertRow.id).where(
        ExpertRow.validated.is_(True), ExpertRow.consent.is_(True), ExpertRow.excluded.is_(False)
    )
    return list(session.scalars(question.order_by(ExpertRow.id)))


def lending_institutions(session: Session) -> set[str]:
    """The names, in small letters, of the institutions that lend experts readily."""
    found = session.scalars(select(InstitutionRow.name).where(InstitutionRow.collaborative.is_(True)))
    return {name.casefold() for name in found}


def _portions(ids: Collection[str]) -> Iterable[list[str]]:
    wanted = sorted(set(ids))
    return (wanted[start : start + MOST] for start in range(0, len(wanted), MOST))
