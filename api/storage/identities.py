"""Who people are, in the database; never read by matching."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from api.storage.tables import AccountRow, IdentityRow

EXPERT = "expert"  # the role with which one gets a place on the roster


def identity(session: Session, expert_id: str) -> IdentityRow | None:
    """Who this expert is; None where nothing is known but the id."""
    return session.get(IdentityRow, expert_id)


def identities(session: Session, expert_ids: Collection[str]) -> dict[str, IdentityRow]:
    """Who these experts are, by id, as far as it is known."""
    question = select(IdentityRow).where(IdentityRow.expert_id.in_(expert_ids))
    return {row.expert_id: row for row in session.scalars(question)}


def holders(session: Session, emails: Collection[str]) -> dict[str, str]:
    """Whose these addresses are: address to expert id."""
    question = select(IdentityRow).where(IdentityRow.email.in_(emails))
    return {row.email: row.expert_id for row in session.scalars(question) if row.email}


def other_accounts(session: Session, emails: Collection[str], expert_id: str | None) -> set[str]:
    """Which of these addresses sign somebody in who is not this person, nor somebody about to get a place."""
    question = select(AccountRow).where(AccountRow.email.in_(emails))
    return {
        row.email
        for row in session.scalars(question)
        if (row.expert_id is None and EXPERT not in row.roles) or row.expert_id not in (None, expert_id)
    }


def addresses(session: Session, of: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Every e-mail address on record, or of some people, and whose it is."""
    question = select(IdentityRow.email, IdentityRow.expert_id).where(IdentityRow.email.is_not(None), _theirs(of))
    return [(str(email), expert_id) for email, expert_id in session.execute(question)]


def all_names(session: Session, of: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Everybody's id and name, or those of some people."""
    question = select(IdentityRow.expert_id, IdentityRow.name).where(_theirs(of))
    return [(expert_id, name) for expert_id, name in session.execute(question)]


def _theirs(of: Collection[str] | None) -> ColumnElement[bool]:
    return true() if of is None else IdentityRow.expert_id.in_(of)


def names_of(session: Session, expert_ids: Collection[str]) -> dict[str, str]:
    """The names of these experts, by id, as far as they are known; asked for a few hundred at a time."""
    wanted, names = sorted(expert_ids), dict[str, str]()
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        question = select(IdentityRow.expert_id, IdentityRow.name).where(IdentityRow.expert_id.in_(some))
        names |= {expert_id: name for expert_id, name in session.execute(question)}
    return names
