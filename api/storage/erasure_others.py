"""What is on record of everybody but one person: names, addresses, numbers; and the calls that are theirs alone."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.erasure import shortlists_with
from api.storage.tables import (
    AccountRow,
    ApplicationRow,
    EntryRow,
    EvaluationNoteRow,
    FocalPointRow,
    IdentityRow,
    InstitutionRow,
    InvitationRow,
)

NOBODY = ""  # who is not on the roster: an account of the office, a focal point, an institution
LIVE = ("sent", "accepted")


def accounts_of(session: Session, ids: Collection[str]) -> list[AccountRow]:
    """A person's account, and those that ended when two records of theirs were made one."""
    ended = select(EntryRow.subject_id, EntryRow.facts).where(EntryRow.event == "account.changed")
    freed = {account for account, facts in session.execute(ended) if facts.get("merged_into") in ids}
    own = AccountRow.expert_id.in_(ids)
    rest = AccountRow.id.in_(freed) & AccountRow.expert_id.is_(None) & AccountRow.active.is_(False)
    return list(session.scalars(select(AccountRow).where(own | rest)))


def former_marks(session: Session, ids: Collection[str]) -> set[str]:
    """Keyed hashes of the addresses that were a person's before, as the log has them."""
    question = select(EntryRow.facts).where(EntryRow.event.in_(("identity.changed", "expert.merged")))
    said = session.scalars(question.where(EntryRow.subject_id.in_(ids)))
    return {str(facts["address_was"]) for facts in said if facts.get("address_was")}


def names(session: Session, ids: Collection[str], accounts: Collection[str]) -> list[tuple[str, str]]:
    """(id of an expert or NOBODY, name) of everybody else, accounts, focal points and institutions among them."""
    experts = select(IdentityRow.expert_id, IdentityRow.name).where(IdentityRow.expert_id.not_in(ids))
    others = select(AccountRow.expert_id, AccountRow.name).where(AccountRow.id.not_in(accounts))
    found = [(str(who or NOBODY), name) for question in (experts, others) for who, name in session.execute(question)]
    rest = (FocalPointRow.name, InstitutionRow.name)
    return found + [(NOBODY, name) for column in rest for name in session.scalars(select(column))]


def addresses(session: Session, ids: Collection[str], accounts: Collection[str]) -> set[str]:
    """The e-mail addresses of everybody else, in small letters."""
    questions = (
        select(IdentityRow.email).where(IdentityRow.expert_id.not_in(ids)),
        select(AccountRow.email).where(AccountRow.id.not_in(accounts)),
        select(FocalPointRow.email),
    )
    return {email.lower() for question in questions for email in session.scalars(question) if email}


def numbers(session: Session, ids: Collection[str]) -> list[str]:
    """The telephone numbers of everybody else."""
    experts = select(IdentityRow.phone).where(IdentityRow.expert_id.not_in(ids))
    return [number for part in (experts, select(FocalPointRow.phone)) for number in session.scalars(part) if number]


def own_calls(session: Session, ids: Collection[str], others: Collection[str]) -> set[str]:
    """Calls in which a person takes part or is listed, and none of some others does or is."""
    kept = [row for row in shortlists_with(session, ids) if row.call_id is not None]
    theirs = _calls(session, ids) | {str(row.call_id) for row in kept}
    if not others or not theirs:
        return theirs
    listed = {str(row.call_id) for row in kept if _names_one_of(str(row.content), others)}
    return theirs - _calls(session, others) - listed


def live_invitations(session: Session, expert_id: str) -> list[InvitationRow]:
    """Invitations and offers by which a person keeps a place or a turn, in the order in which they were sent."""
    mine = (InvitationRow.expert_id == expert_id) & InvitationRow.state.in_(LIVE)
    return list(session.scalars(select(InvitationRow).where(mine).order_by(InvitationRow.sent_at, InvitationRow.id)))


def _calls(session: Session, ids: Collection[str]) -> set[str]:
    tables = (ApplicationRow, InvitationRow, EvaluationNoteRow)
    return {call for table in tables for call in session.scalars(select(table.call_id).where(table.expert_id.in_(ids)))}


def _names_one_of(content: str, ids: Collection[str]) -> bool:
    return any(f"'{expert_id}'" in content for expert_id in ids)
