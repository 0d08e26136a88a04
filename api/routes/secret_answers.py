"""Addresses whose bodies or answers hold a secret: nothing of them is kept for whoever repeats a request."""

from __future__ import annotations

from fastapi import Request

from api.errors import MalformedRequest


def keeps_nothing(request: Request) -> None:
    """Refuse an Idempotency-Key: under it the answer, and a hash of the body, would be kept for a day.

    Raises:
        MalformedRequest: the request has one.
    """
    if request.headers.get("idempotency-key") is not None:
        raise MalformedRequest(
            "This address takes no Idempotency-Key.",
            "Its answer holds a secret, or its body does, and neither is kept.",
            "Send the request without this header.",
        )
