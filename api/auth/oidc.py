"""OpenID Connect: the authorization code flow with PKCE, state and nonce, and every claim of the answer checked."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.config import Settings
from api.errors import NotSignedIn
from matching.errors import MatchingError

SCOPE = "openid email profile"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")  # signatures
PATIENCE = 10.0  # seconds that the provider is waited for
KNOWN_FOR = 600.0  # seconds after which the provider's description is read again
LEEWAY = 60  # seconds by which its clock may differ from ours
NEAR = {"127.0.0.1", "localhost", "::1"}


class ProviderUnavailable(MatchingError):
    """The identity provider cannot be reached, or does not do what OpenID Connect asks for."""

    code = "provider_unavailable"


@dataclass(frozen=True)
class Claims:
    """Who somebody is, in the words of the provider: a subject that never changes, and an address it has proved."""

    subject: str
    email: str | None


class Provider:
    """The identity provider of the settings.

    Args:
        settings: with oidc_issuer, oidc_client_id and oidc_client_secret.
        redirect: where the provider sends browsers back to.
    """

    def __init__(self, settings: Settings, redirect: str) -> None:
        self.issuer, self.client_id, self.redirect = settings.oidc_issuer, settings.oidc_client_id, redirect
        self.secret = settings.oidc_client_secret.get_secret_value()

    def entry(self, *, state: str, nonce: str, verifier: str) -> str:
        """The address at the provider where somebody signs in.

        Raises:
            ProviderUnavailable: it does not answer.
        """
        with self._client() as client:
            place = self._described(client)["authorization_endpoint"]
            made, _ = client.create_authorization_url(place, state=state, nonce=nonce, code_verifier=verifier)
        return str(made)

    def claims(self, code: str, *, nonce: str, verifier: str, now: float) -> Claims:
        """Who signed in, from the code that the browser brought back.

        Args:
            now: seconds since 1970.

        Raises:
            ProviderUnavailable: it does not answer.
            NotSignedIn: the code is no good, or a claim is not what it has to be.
        """
        with self._client() as client:
            described = self._described(client)
            given = client.fetch_token(
                described["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=verifier,
                redirect_uri=self.redirect,
            )  # fmt: skip
            published: Any = _read(client, described["jwks_uri"])
            keys = KeySet.import_key_set(published)
            told = self._checked(str(given.get("id_token", "")), keys, described, nonce, now)
            if "email" not in told and "userinfo_endpoint" in described:
                more = _read(client, described["userinfo_endpoint"], given.get("access_token"))
                if more.get("sub") != told["sub"]:
                    raise _refused("The provider spoke of two people.")
                told = {**more, **told}
        verified = told.get("email_verified") in (True, "true")  # some providers send it as a word
        email = told.get("email")
        return Claims(f"{described['issuer']}|{told['sub']}", email if verified and isinstance(email, str) else None)

    def _checked(
        self, token: str, keys: KeySet, described: Mapping[str, Any], nonce: str, now: float
    ) -> Mapping[str, Any]:
        """The claims of an ID token: signed by the provider, for us, now, and for this very sign-in."""
        offered = described.get("id_token_signing_alg_values_supported") or ["RS256"]
        opened = jwt.decode(token, keys, algorithms=[name for name in ALGORITHMS if name in offered])
        options: Any = {
            "iss": {"essential": True, "value": described["issuer"]},
            "aud": {"essential": True, "value": self.client_id},
        }
        claims = CodeIDToken(opened.claims, opened.header, options, {"nonce": nonce, "client_id": self.client_id})
        claims.validate(now=int(now), leeway=LEEWAY)
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise _refused("The provider named no subject.")
        return claims

    def _described(self, client: OAuth2Client) -> Mapping[str, Any]:
        """What the provider says of itself, read again every ten minutes."""
        with _lock:
            known = _known.get(self.issuer)
            if known is None or time.monotonic() > known[0]:
                known = (time.monotonic() + KNOWN_FOR, self._read_description(client))
                _known[self.issuer] = known
        return known[1]

    def _read_description(self, client: OAuth2Client) -> Mapping[str, Any]:
        found = _read(client, f"{self.issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != self.issuer:
            raise _unusable("It calls itself by another name.")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not self._is_protected(str(found.get(name, ""))):
                raise _unusable(f"Its {name} is missing or not reached by https.")
        return found

    def _is_protected(self, address: str) -> bool:
        parts = urlsplit(address)
        near = parts.hostname in NEAR and urlsplit(self.issuer).hostname in NEAR  # a provider on this very machine
        return bool(parts.hostname) and (parts.scheme == "https" or near)

    @contextmanager
    def _client(self) -> Iterator[OAuth2Client]:
        """A client whose errors are ours."""
        made = OAuth2Client(
            self.client_id, self.secret or None, scope=SCOPE, redirect_uri=self.redirect, code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self.secret else "none", timeout=PATIENCE,
        )  # fmt: skip
        try:
            with made as client:
                yield client
        except httpx2.HTTPError as error:
            raise _unusable(f"{type(error).__name__}.") from error
        except (OAuthError, JoseError) as error:
            raise _refused(f"{type(error).__name__}.") from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:  # what it sent has another shape
            raise _unusable("Its answer cannot be read.") from error


_known: dict[str, tuple[float, Mapping[str, Any]]] = {}
_lock = threading.Lock()


def _read(client: OAuth2Client, address: str, token: str | None = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.request("GET", address, withhold_token=True, headers=headers)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _unusable(found: str) -> ProviderUnavailable:
    return ProviderUnavailable(
        "The identity provider cannot be used at the moment.",
        found,
        "Try again in a while, or sign in with address and password; the operator checks EXPERTMATCH_OIDC_ISSUER.",
    )


def _refused(found: str) -> NotSignedIn:
    return NotSignedIn("Signing in with the identity provider did not succeed.", found, "Begin again at /sign-in.")
