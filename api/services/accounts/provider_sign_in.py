"""Signing in with an identity provider: there and back, and whose account it is."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.auth.access import NOBODY
from api.auth.addresses import address_key
from api.errors import NotFound, NotSignedIn
from api.services.accounts.sign_in import Begun, begin
from api.services.office import Office
from api.services.unit import Actor, Unit, reading, writing
from api.storage import accounts as rows
from api.storage.tables import AccountRow

if TYPE_CHECKING:  # loaded where a provider is configured
    from api.auth.oidc import Claims, Provider

CALLBACK = "/sign-in/provider/callback"
HOLDS = 600  # seconds within which somebody has to be back
STATE, NONCE, VERIFIER = "provider-state", "provider-nonce", "provider-verifier"  # salts


@dataclass(frozen=True)
class Departure:
    """Somebody on their way to the provider.

    Attributes:
        address: where the browser goes.
        sealed: what its cookie holds, to be known by when it is back.
    """

    address: str
    sealed: str


def depart(office: Office, base: str, after: str) -> Departure:
    """Send somebody to the provider.

    Args:
        base: address under which the service is reached.
        after: page to which they go once they are signed in.

    Raises:
        NotFound: no provider is configured.
        ProviderUnavailable: it does not answer.
    """
    state = secrets.token_urlsafe(32)
    address = _provider(office, base).entry(state=state, **_proofs(office, state))
    ends = int(office.clock.now().timestamp()) + HOLDS
    return Departure(address, office.signer.seal(STATE, f"{state} {ends} {after}"))


def arrive(
    office: Office, base: str, *, sealed: str | None, state: str, code: str, before: Actor = NOBODY
) -> tuple[Begun, str]:
    """Sign in who came back from the provider. Returns the sign-in and the page to go to.

    Args:
        sealed: what the browser's cookie holds.
        state, code: what the provider gave the browser along.
        before: who the browser was until now; that sign-in ends.

    Raises:
        NotFound: no provider is configured.
        ProviderUnavailable: it does not answer.
        NotSignedIn: the browser is not the one that left, the answer is no good, or nobody here has that account.
    """
    provider = _provider(office, base)
    after = _check_same_browser(office, sealed, state)
    if not code:
        raise NotSignedIn("The identity provider let nobody in.", "", "Begin again at /sign-in.")
    claims = provider.claims(code, now=office.clock.now().timestamp(), **_proofs(office, state))
    with reading(office, NOBODY) as unit:
        account_id = _account_of(unit, claims).id
    with writing(office, Actor(account_id, frozenset())) as unit:
        account = _account_of(unit, claims)
        if account.subject is None:
            account.subject = claims.subject
            unit.session.flush()
            unit.record("account.changed", "account", account.id, parts=["subject"])
        return begin(unit, account, before), after


def _check_same_browser(office: Office, sealed: str | None, state: str) -> str:
    opened = office.signer.open(STATE, sealed) if sealed else None
    left, ends, after = opened.split(" ", 2) if opened else ("", "0", "")
    same = hmac.compare_digest(left.encode(), state.encode("utf-8", "replace"))
    if not left or not same or int(ends) <= office.clock.now().timestamp():
        raise NotSignedIn(
            "This is not the browser that went to the identity provider, or it took too long.",
            "",
            "Begin again at /sign-in.",
        )
    return after


def _account_of(unit: Unit, claims: Claims) -> AccountRow:
    """The account of a subject; the first time, that of the address it has proved. None is ever made."""
    account = rows.account_by_subject(unit.session, claims.subject)
    if account is None and claims.email:
        account = rows.account_by_email(unit.session, address_key(claims.email))
        if account is not None and account.subject is not None:
            account = None  # it belongs to another subject
    if account is None or not account.active:
        raise NotSignedIn(
            "No account here belongs to this person.",
            "The provider knows them; this office does not, or their account is not in use.",
            "Ask the administrator for an account with the address that the provider has proved.",
        )
    return account


def _proofs(office: Office, state: str) -> dict[str, str]:
    """What only who made the state can know; computed again on the way back, so that no cookie has to hold it."""
    return {
        "nonce": office.signer.keyed_hash(NONCE, state),
        "verifier": office.signer.keyed_hash(VERIFIER, state),
    }


def _provider(office: Office, base: str) -> Provider:
    if not office.settings.oidc_issuer:
        raise NotFound("No identity provider is configured.", "", "Sign in with address and password.")
    from api.auth.oidc import Provider

    return Provider(office.settings, f"{base}{CALLBACK}")
