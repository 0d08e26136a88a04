"""Signing in and out, and setting passwords."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.auth import attempts
from api.auth.access import NOBODY
from api.auth.addresses import address_key
from api.auth.entrance import COOKIE_SALT, actor_of
from api.auth.passwords import check_password, check_usable, hash_password, renewed
from api.auth.signing import plain_hash
from api.errors import InvalidRequest, NotSignedIn
from api.schemas import FieldProblem
from api.services.accounts.links import check_link
from api.services.office import Office
from api.services.people.consents import ConsentData, give
from api.services.people.registration import join_roster
from api.services.unit import Actor, Unit, reading, writing
from api.services.versions import found
from api.storage import accounts as rows
from api.storage.tables import AccountRow, SignInRow


@dataclass(frozen=True)
class Begun:
    """A browser that has just signed in.

    Attributes:
        actor: who acts from now on.
        sealed: what its cookie holds.
        seconds: how long it holds.
    """

    actor: Actor
    sealed: str
    seconds: int


def sign_in(office: Office, email: str, password: str, *, origin: str, before: Actor = NOBODY) -> Begun:
    """Sign somebody in by address and password.

    Args:
        email, password: as typed.
        origin: network address; attempts from it are counted, by a keyed hash.
        before: who the browser was until now; that sign-in ends.

    Raises:
        TooManySignIns: too many attempts failed for this account or from this address.
        NotSignedIn: they do not belong together, or the account is not in use.
    """
    email = address_key(email)
    with writing(office, NOBODY) as unit:
        taken = attempts.take(unit, (attempts.BY_ACCOUNT, email), (attempts.BY_ORIGIN, origin))
    with reading(office, NOBODY) as unit:
        account = rows.account_by_email(unit.session, email)
        account_id, kept = (account.id, account.password_hash) if account else (None, None)
        in_use = account is not None and account.active
    good = check_password(kept, password) and in_use  # slow: outside of every transaction
    better = renewed(kept, password) if good and kept else None
    with writing(office, Actor(account_id, frozenset()) if good and account_id else NOBODY) as unit:
        account = rows.account(unit.session, account_id) if account_id else None
        if good and account is not None and account.active and account.password_hash == kept:
            attempts.give_back(unit, taken)
            account.password_hash = better or kept
            return begin(unit, account, before)
        if account is not None:
            unit.record("account.sign_in_failed", "account", account.id)
    raise NotSignedIn(
        "The address and the password do not belong together.",
        "Or there is no such account, or it is not in use.",
        "Check both, or ask for a link to set a new password.",
    )


def begin(unit: Unit, account: AccountRow, before: Actor = NOBODY) -> Begun:
    """A new sign-in for an account, under an id that nobody has seen before; the browser's former one ends."""
    rows.forget_ended_sign_ins(unit.session, unit.now)
    if before.sign_in:
        rows.end_sign_in(unit.session, before.sign_in)
    sign_in_id, lasts = secrets.token_urlsafe(32), timedelta(hours=unit.office.settings.session_hours)
    id_hash = plain_hash(sign_in_id)
    unit.session.add(
        SignInRow(
            id_hash=id_hash, account_id=account.id, created_at=unit.now, seen_at=unit.now, ends_at=unit.now + lasts
        )
    )
    unit.record("account.signed_in", "account", account.id)
    sealed = unit.office.signer.seal(COOKIE_SALT, sign_in_id)
    return Begun(actor_of(account, sign_in=id_hash), sealed, int(lasts.total_seconds()))


def sign_out(unit: Unit, *, everywhere: bool) -> None:
    """End this sign-in, or every one of the account."""
    if everywhere:
        ended = rows.end_sign_ins(unit.session, unit.actor.account_id)
    else:
        rows.end_sign_in(unit.session, unit.actor.sign_in or "")
        ended = 1
    unit.record("account.signed_out", "account", unit.actor.account_id, ended=ended)


def change_password(office: Office, actor: Actor, current: str, new: str, *, origin: str) -> Begun:
    """Set one's own password. Every sign-in ends; the browser that did it gets a new one.

    Raises:
        TooManySignIns: the current one was wrong too often.
        InvalidRequest: the current password is another.
        UnusablePassword: the new one is no good.
    """
    with reading(office, actor) as unit:
        account = own(unit)
        email, kept, about = account.email, account.password_hash, (account.name, account.email)
    check_usable(new, about)
    with writing(office, actor) as unit:
        taken = attempts.take(unit, (attempts.BY_ACCOUNT, email), (attempts.BY_ORIGIN, origin))
    if not check_password(kept, current):
        with writing(office, actor) as unit:
            unit.record("account.sign_in_failed", "account", actor.account_id)
        raise InvalidRequest([FieldProblem(path="body.current", message="this is not the current password")])
    hashed = hash_password(new, about)
    with writing(office, actor) as unit:
        account = own(unit)
        attempts.give_back(unit, taken)
        put_password(unit, account, hashed)
        return begin(unit, account)


def put_password(unit: Unit, account: AccountRow, hashed: str) -> None:
    """Keep a new password; every sign-in and every link of the account ends, and nobody has to wait to use it."""
    account.password_hash = hashed
    attempts.forget(unit, attempts.BY_ACCOUNT, account.email)
    rows.remove_links(unit.session, account.id)
    ended = rows.end_sign_ins(unit.session, account.id)
    unit.session.flush()
    unit.record("account.password_set", "account", account.id, ended=ended)


def use_link(office: Office, secret: str, password: str, consent: str | None = None) -> None:
    """Set a password by a link, which holds no longer then; who registered joins the roster with it.

    Args:
        consent: version of the privacy notice that an expert agrees to; only whoever reads their letters can.

    Raises:
        NotOnRecord: see `check_link`.
        UnusablePassword: the password is no good; the link still holds.
        Conflict: another version of the notice is in force, or they agreed before; the link still holds.
    """
    with reading(office, NOBODY) as unit:
        account = check_link(unit, secret)
        account_id, about = account.id, (account.name, account.email)
    hashed = hash_password(password, about)
    with writing(office, Actor(account_id, frozenset())) as unit:
        account = check_link(unit, secret)
        if account.password_hash is None:
            join_roster(unit, account)
        put_password(unit, account, hashed)
        if consent is not None and account.expert_id is not None:
            give(unit, account.expert_id, ConsentData(notice=consent))


def own(unit: Unit) -> AccountRow:
    """The account of whoever acts."""
    return found(rows.account(unit.session, unit.actor.account_id), "account", unit.actor.account_id)


def session_of(unit: Unit) -> tuple[AccountRow, datetime | None]:
    """The account of whoever acts, and when their sign-in ends; None for a token."""
    signed_in = rows.sign_in(unit.session, unit.actor.sign_in) if unit.actor.sign_in else None
    return own(unit), signed_in[0].ends_at if signed_in else None
