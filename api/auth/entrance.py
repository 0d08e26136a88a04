"""Who sends a request: the sign-in in its cookie, or the token in its header, as an actor."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from fastapi import Request

from api.auth.cookies import sealed_sign_in
from api.auth.roles import Role, Scope
from api.auth.signing import plain_hash
from api.errors import FormEnded, NotSignedIn
from api.services.office import Office
from api.services.unit import Actor
from api.storage import accounts
from api.storage.database import Age, DatabaseUnavailable
from api.storage.session import Session
from api.storage.tables import AccountRow

COOKIE_SALT, FORM_SALT = "sign-in", "form"
FORM_HEADER, FORM_FIELD = "X-CSRF-Token", "form_token"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
SEEN_EVERY = timedelta(minutes=5)


def who(office: Office, request: Request) -> Actor | None:
    """The actor of a request; None where nobody is signed in.

    Raises:
        NotSignedIn: a token or sign-in that is unknown, ended or revoked.
        FormEnded: a browser sends a change without the token of our own pages.
    """
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return by_token(office, secret.strip())
    sealed = sealed_sign_in(office.settings, request)
    if not sealed:
        return None
    actor = by_cookie(office, sealed)
    if actor and request.method not in SAFE_METHODS and request.url.path.startswith("/api/"):
        check_form_token(office, actor, request.headers.get(FORM_HEADER, ""))
    return actor


def by_token(office: Office, secret: str) -> Actor:
    """The actor in whose name a token is.

    Raises:
        NotSignedIn: it is unknown, ended or revoked.
    """
    secret_hash, now = plain_hash(secret), office.clock.now()
    with office.database.read(Age.KNOWN) as session:
        found = accounts.token(session, secret_hash)
        if found is None or found[0].revoked_at is not None or found[0].ends_at <= now or not found[1].active:
            raise NotSignedIn("This token is not valid.", "", "Make a new one, or ask the administrator.")
        actor = actor_of(found[1], scopes=frozenset(Scope(scope) for scope in found[0].scopes))
        used_at = found[0].used_at
    _see(office, accounts.see_token, secret_hash, used_at, now)
    return actor


def by_cookie(office: Office, sealed: str) -> Actor | None:
    """The actor of a sign-in; None where it has ended or is not ours."""
    sign_in_id = office.signer.open(COOKIE_SALT, sealed)
    if sign_in_id is None:
        return None
    id_hash, now = plain_hash(sign_in_id), office.clock.now()
    with office.database.read(Age.KNOWN) as session:
        found = accounts.sign_in(session, id_hash)
        if found is None or found[0].ends_at <= now or not found[1].active:
            return None
        actor, seen_at = actor_of(found[1], sign_in=id_hash), found[0].seen_at
    _see(office, accounts.see_sign_in, id_hash, seen_at, now)
    return actor


def actor_of(account: AccountRow, *, scopes: frozenset[Scope] = frozenset(Scope), sign_in: str | None = None) -> Actor:
    """The actor that an account is."""
    return Actor(
        account.id,
        frozenset(Role(role) for role in account.roles),
        account.expert_id,
        scopes,
        sign_in,
        account.language,
    )


def form_token(office: Office, actor: Actor) -> str:
    """The token that our own pages send with every form of this sign-in.

    It looks different on every page, so that the length of a compressed page tells nothing of it (as an attack named
    BREACH would have it, 2013).
    """
    true = _true_token(office, actor)
    mask = secrets.token_bytes(len(true))
    return (mask + _under(mask, true)).hex()


def check_form_token(office: Office, actor: Actor, given: str) -> None:
    """Refuse a change that another site may have set off.

    Raises:
        FormEnded: the token is missing or another.
    """
    if not hmac.compare_digest(_true_token(office, actor), _unmasked(given)):
        raise FormEnded(
            "The change does not come from a page of this service.",
            "Its form token is missing or has ended.",
            f"Load the page again; programs send the value 'form_token' of GET /api/v1/session as {FORM_HEADER}.",
        )


def _true_token(office: Office, actor: Actor) -> bytes:
    return office.signer.keyed_hash(FORM_SALT, actor.sign_in or "").encode()


def _under(mask: bytes, words: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(mask, words, strict=True))


def _unmasked(given: str) -> bytes:
    """What a token hides; nothing of what is none."""
    try:
        said = bytes.fromhex(given)
    except ValueError:
        return b""
    half = len(said) // 2
    return _under(said[:half], said[half:]) if len(said) % 2 == 0 else b""


def _see(
    office: Office, note: Callable[[Session, str, datetime], None], key: str, before: datetime | None, now: datetime
) -> None:
    """Note the last use, not more often than needed: a request that only reads should not wait for who writes."""
    if before is not None and now - before < SEEN_EVERY:
        return
    with suppress(DatabaseUnavailable), office.database.write() as session:
        note(session, key, now)
