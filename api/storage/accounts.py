"""Accounts, sign-ins, tokens, one-time links and failed attempts in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, cast, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from api.storage.paging import Part, part
from api.storage.tables import AccountRow, ExpertRow, FailedSignInRow, OneTimeLinkRow, SignInRow, TokenRow


def account(session: Session, account_id: str) -> AccountRow | None:
    """The account with this id."""
    return session.get(AccountRow, account_id)


def account_by_email(session: Session, email: str) -> AccountRow | None:
    """The account with this address, however it is written in capitals."""
    return session.scalar(select(AccountRow).where(AccountRow.email == email.strip().lower()))


def account_by_subject(session: Session, subject: str) -> AccountRow | None:
    """The account that an identity provider knows under this issuer and subject."""
    return session.scalar(select(AccountRow).where(AccountRow.subject == subject))


def account_of_expert(session: Session, expert_id: str) -> AccountRow | None:
    """The account of somebody on the roster."""
    return session.scalar(select(AccountRow).where(AccountRow.expert_id == expert_id))


def accounts(
    session: Session, *, role: str | None, active: bool | None, limit: int, after: str | None
) -> Part[AccountRow]:
    """Accounts, the newest first; those with a role, those that may sign in, or those that may not."""
    question = select(AccountRow)
    if role is not None:
        question = question.where(_holds(role))
    if active is not None:
        question = question.where(AccountRow.active == active)
    return part(session, question, (AccountRow.created_at, AccountRow.id), limit=limit, after=after, newest_first=True)


def count_of_role(session: Session, role: str, *, besides: str) -> int:
    """How many others hold a role, are active, and have a way to sign in."""
    can_sign_in = or_(AccountRow.password_hash.is_not(None), AccountRow.subject.is_not(None))
    question = select(func.count()).where(_holds(role), AccountRow.active, can_sign_in, AccountRow.id != besides)
    return session.scalar(question) or 0


def emails_ending(session: Session, ending: str) -> int:
    """How many active accounts have an address that ends so."""
    return session.scalar(select(func.count()).where(AccountRow.active, AccountRow.email.endswith(ending))) or 0


def is_unfinished(before: datetime, now: datetime) -> ColumnElement[bool]:
    """A condition on `accounts`: a registration from before a moment that nobody confirmed.

    It has no password, nobody on the roster, and no link that still holds.
    """
    holds = exists().where(OneTimeLinkRow.account_id == AccountRow.id, OneTimeLinkRow.ends_at > now)
    return and_(
        AccountRow.password_hash.is_(None),
        AccountRow.subject.is_(None),
        AccountRow.expert_id.is_(None),
        cast(AccountRow.roles, String) == '["expert"]',
        AccountRow.created_at < before,
        ~holds.correlate(AccountRow),
    )


def forget_unfinished(session: Session, before: datetime, now: datetime) -> None:
    """Registrations from before a moment that nobody confirmed, removed."""
    unfinished = is_unfinished(before, now)
    session.execute(delete(AccountRow).where(unfinished).execution_options(synchronize_session=False))


def sign_in(session: Session, id_hash: str) -> tuple[SignInRow, AccountRow] | None:
    """A sign-in and its account."""
    question = (
        select(SignInRow, AccountRow)
        .join(AccountRow, AccountRow.id == SignInRow.account_id)
        .where(SignInRow.id_hash == id_hash)
    )
    found = session.execute(question).first()
    return (found[0], found[1]) if found else None


def see_sign_in(session: Session, id_hash: str, at: datetime) -> None:
    """Note when a sign-in was last used."""
    session.execute(update(SignInRow).where(SignInRow.id_hash == id_hash).values(seen_at=at))


def end_sign_in(session: Session, id_hash: str) -> None:
    """One browser is signed in no longer."""
    session.execute(delete(SignInRow).where(SignInRow.id_hash == id_hash))


def end_sign_ins(session: Session, account_id: str) -> int:
    """No browser of an account is signed in any longer; returns how many were."""
    gone = session.execute(delete(SignInRow).where(SignInRow.account_id == account_id).returning(SignInRow.id_hash))
    return len(gone.all())


def forget_ended_sign_ins(session: Session, now: datetime) -> None:
    """Sign-ins and links whose time is over, removed."""
    session.execute(delete(SignInRow).where(SignInRow.ends_at <= now))
    session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.ends_at <= now))


def token(session: Session, secret_hash: str) -> tuple[TokenRow, AccountRow] | None:
    """A token and its account."""
    question = (
        select(TokenRow, AccountRow)
        .join(AccountRow, AccountRow.id == TokenRow.account_id)
        .where(TokenRow.secret_hash == secret_hash)
    )
    found = session.execute(question).first()
    return (found[0], found[1]) if found else None


def see_token(session: Session, secret_hash: str, at: datetime) -> None:
    """Note when a token was last used."""
    session.execute(update(TokenRow).where(TokenRow.secret_hash == secret_hash).values(used_at=at))


def tokens(session: Session, account_id: str) -> list[TokenRow]:
    """Every token of an account, the newest first."""
    question = select(TokenRow).where(TokenRow.account_id == account_id)
    return list(session.scalars(question.order_by(TokenRow.created_at.desc(), TokenRow.id)))


def token_by_id(session: Session, token_id: str) -> TokenRow | None:
    """The token with this id."""
    return session.get(TokenRow, token_id)


def link(session: Session, secret_hash: str) -> tuple[OneTimeLinkRow, AccountRow] | None:
    """A one-time link and its account."""
    question = (
        select(OneTimeLinkRow, AccountRow)
        .join(AccountRow, AccountRow.id == OneTimeLinkRow.account_id)
        .where(OneTimeLinkRow.secret_hash == secret_hash)
    )
    found = session.execute(question).first()
    return (found[0], found[1]) if found else None


def remove_links(session: Session, account_id: str) -> None:
    """Every link of an account, removed."""
    session.execute(delete(OneTimeLinkRow).where(OneTimeLinkRow.account_id == account_id))


def attempts_since(session: Session, key: str, since: datetime) -> list[datetime]:
    """When attempts under a key were made, the oldest first."""
    question = select(FailedSignInRow.at).where(FailedSignInRow.key == key, FailedSignInRow.at > since)
    return list(session.scalars(question.order_by(FailedSignInRow.at)))


def add_attempt(session: Session, key: str, at: datetime) -> FailedSignInRow:
    """One attempt more under a key."""
    row = FailedSignInRow(key=key, at=at)
    session.add(row)
    session.flush()
    return row


def remove_attempts(session: Session, *, ids: Iterable[int] = (), key: str = "") -> None:
    """Attempts that turned out to be good ones, removed: by id, and all of a key."""
    session.execute(delete(FailedSignInRow).where(or_(FailedSignInRow.id.in_(list(ids)), FailedSignInRow.key == key)))


def forget_attempts(session: Session, before: datetime) -> None:
    """Attempts of long ago, removed."""
    session.execute(delete(FailedSignInRow).where(FailedSignInRow.at < before))


def is_on_roster(session: Session, expert_id: str) -> bool:
    """Whether an id is on the roster."""
    return session.get(ExpertRow, expert_id) is not None


def _holds(role: str) -> ColumnElement[bool]:
    return cast(AccountRow.roles, String).contains(f'"{role}"', autoescape=True)
