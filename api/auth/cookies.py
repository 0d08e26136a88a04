"""The cookies of the service: never read by scripts, never sent by other sites' forms, bound to this host by https."""

from __future__ import annotations

from fastapi import Request, Response

from api.config import Settings

SIGN_IN, PROVIDER = "expertmatch_sign_in", "expertmatch_provider"
BOUND = "__Host-"  # browsers take such a cookie only from this very host, by https, for the whole of it


def is_secure(settings: Settings) -> bool:
    """Whether people reach the service by https."""
    return settings.public_url.lower().startswith("https://")


def cookie_name(settings: Settings, name: str) -> str:
    """The name of a cookie; by https with the prefix that binds it to the host."""
    return f"{BOUND}{name}" if is_secure(settings) else name


def sealed_sign_in(settings: Settings, request: Request) -> str | None:
    """What the sign-in cookie of a request holds."""
    return request.cookies.get(cookie_name(settings, SIGN_IN))


def give_cookie(settings: Settings, response: Response, name: str, value: str, *, seconds: int) -> None:
    """Put a cookie into an answer."""
    response.set_cookie(
        cookie_name(settings, name), value, max_age=seconds, path="/", httponly=True, samesite="lax",
        secure=is_secure(settings),
    )  # fmt: skip


def take_cookie(settings: Settings, response: Response, name: str) -> None:
    """Tell the browser to forget a cookie."""
    response.delete_cookie(
        cookie_name(settings, name), path="/", httponly=True, samesite="lax", secure=is_secure(settings)
    )
