"""What the service signs: sign-in cookies and the tokens of forms; and keyed hashes of what must not be kept as it is."""

from __future__ import annotations

import hashlib
import hmac

from itsdangerous import BadSignature, URLSafeSerializer

LEAST = 32  # characters of a secret


class Signer:
    """Signs with the installation's secret; every use has a salt of its own, so that one cannot stand for another."""

    def __init__(self, secret: str) -> None:
        if len(secret) < LEAST:
            raise ValueError(f"a secret needs {LEAST} characters")
        self._secret = secret

    def seal(self, salt: str, value: str) -> str:
        """The value with its signature."""
        return str(URLSafeSerializer(self._secret, salt=salt).dumps(value))

    def open(self, salt: str, sealed: str) -> str | None:
        """The value, or None where the signature is not ours."""
        try:
            value = URLSafeSerializer(self._secret, salt=salt).loads(sealed)
        except BadSignature:
            return None
        return value if isinstance(value, str) else None

    def keyed_hash(self, salt: str, value: str) -> str:
        """A hash that nobody without the secret can look up, 64 hex digits."""
        return hmac.new(f"{salt}:{self._secret}".encode(), value.encode(), hashlib.sha256).hexdigest()


def plain_hash(secret: str) -> str:
    """The hash under which a long random secret is kept, 64 hex digits; it needs no salt, for it cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()
