"""Experts in the database: rows become the values that matching reads, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import CvRow, DeclarationRow, ExpertRow, IdentityRow, ProfileTermRow, RemovedExpertRow
from api.storage.tables.terms import FIELD, LANGUAGE
from api.storage.words import holds
from matching.entities import Cefr, Declared, Expert

APART = {"id", "name", "declared", "status", "institution", "institution_country", "validated", "consent", "excluded"}


def all_experts(session: Session) -> list[Expert]:
    """Everyone on the roster, by id, without their names: matching has no use for them."""
    question = (
        select(ExpertRow, DeclarationRow)
        .outerjoin(DeclarationRow, DeclarationRow.expert_id == ExpertRow.id)
        .order_by(ExpertRow.id)
    )
    return [expert_of(row, declaration) for row, declaration in session.execute(question)]


def expert_of(row: ExpertRow, declaration: DeclarationRow | None, proposed: Mapping[str, Any] | None = None) -> Expert:
    """A row as matching reads it.

    Args:
        proposed: what a CV says that nobody has confirmed, for a person of whom nothing else is on record; whoever is
            read by it is not validated.
    """
    declared = Declared()
    if declaration is not None:
        declared = Declared.model_validate({"gender": declaration.gender, "nationalities": declaration.nationalities})
    said, own = proposed or {}, (row.status, row.institution, row.institution_country)
    status, institution, country = own if any(own) else map(said.get, ("status", "institution", "institution_country"))
    return Expert.model_validate(
        {**said, **{part: value for part, value in row.profile.items() if value or part not in said}}
        | {
            "id": row.id,
            "declared": declared,
            "status": status,
            "institution": institution,
            "institution_country": country,
            "validated": None if said else row.validated,
            "consent": row.consent,
            "excluded": row.excluded,
        }
    )


def profile_of(expert: Expert) -> dict[str, Any]:
    """What is kept of an expert as the profile: everything that has no column or table of its own."""
    return expert.model_dump(mode="json", exclude=APART, exclude_defaults=True)


@dataclass(frozen=True)
class Wanted:
    """What narrows a list of experts; None or empty: nothing."""

    fields: Collection[str] = ()  # any of them
    language: str | None = None
    level: Cefr | None = None  # in which the language is spoken at least
    status: str | None = None
    institution: str | None = None
    country: str | None = None  # of the institution
    validated: bool | None = None
    excluded: bool | None = None
    words: str | None = None  # in the id or the institution's name
    named: bool = False  # whether the words may stand in the person's name, too
    cv_waits: bool = False  # a CV is to be confirmed


def expert(session: Session, expert_id: str) -> ExpertRow | None:
    """The expert with this id."""
    return session.get(ExpertRow, expert_id)


def experts_by_id(session: Session, ids: Collection[str]) -> dict[str, ExpertRow]:
    """Those of these experts who are on the roster."""
    return {row.id: row for row in session.scalars(select(ExpertRow).where(ExpertRow.id.in_(ids)))}


def removed_among(session: Session, ids: Collection[str]) -> set[str]:
    """Those of these ids that were taken off the roster for good."""
    return set(session.scalars(select(RemovedExpertRow.id).where(RemovedExpertRow.id.in_(ids))))


def experts(session: Session, wanted: Wanted, *, limit: int, after: str | None) -> Part[ExpertRow]:
    """Experts by id."""
    question = select(ExpertRow)
    for column, value in (
        (ExpertRow.status, wanted.status),
        (ExpertRow.institution, wanted.institution),
        (ExpertRow.institution_country, wanted.country),
        (ExpertRow.excluded, wanted.excluded),
    ):
        if value is not None:
            question = question.where(column == value)
    if wanted.validated is not None:
        is_true = ExpertRow.validated.is_(True)  # one that nobody looked at is not validated
        question = question.where(is_true if wanted.validated else ~is_true)
    if wanted.fields:
        question = question.where(_names(FIELD, wanted.fields))
    if wanted.language is not None:
        question = question.where(_names(LANGUAGE, [wanted.language], wanted.level.rank if wanted.level else 0))
    if wanted.words:
        held = [holds(session, column, wanted.words) for column in (ExpertRow.id, ExpertRow.institution)]
        if wanted.named:
            name = holds(session, IdentityRow.name, wanted.words)
            held.append(exists(select(1).where(IdentityRow.expert_id == ExpertRow.id, name)))
        question = question.where(or_(*held))
    if wanted.cv_waits:
        question = question.where(exists(select(1).where(CvRow.expert_id == ExpertRow.id, CvRow.state == "to_confirm")))
    return part(session, question, (ExpertRow.id,), limit=limit, after=after, narrowly=True)


def _names(kind: str, codes: Collection[str], level: int = 0) -> ColumnElement[bool]:
    """Whether a profile names one of these codes, at a level or above.

    Asked person by person, in their order: a page of what many name is full after a few, and what nobody names is
    looked up a hundred thousand times in under a tenth of a second.
    """
    term = ProfileTermRow
    among = (term.expert_id == ExpertRow.id, term.kind == kind, term.code.in_(sorted(codes)), term.level >= level)
    return exists(select(1).where(*among))
