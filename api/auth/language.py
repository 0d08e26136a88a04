"""In which language somebody is spoken to: the one they chose, else their account's, else what their browser asks for."""

from __future__ import annotations

from fastapi import Request

from api.auth.cookies import cookie_name
from api.config import Settings
from matching.codes import WORKING_LANGUAGES

CHOSEN = "expertmatch_language"  # the cookie that keeps a choice
ENGLISH = "en"
LONGEST = 500  # characters of a browser's wishes that are read


def language_of(settings: Settings, request: Request, of_account: str | None = None) -> str:
    """A working language, as its two letters."""
    chosen = request.cookies.get(cookie_name(settings, CHOSEN), "")
    wishes = [chosen, of_account or "", *accepted(request.headers.get("accept-language", ""))]
    return next((wish for wish in wishes if wish in WORKING_LANGUAGES), ENGLISH)


def accepted(header: str) -> list[str]:
    """The languages of an Accept-Language header (RFC 9110, 12.5.4), the best liked first, without regions."""
    wishes: list[tuple[float, str]] = []
    for part in header[:LONGEST].split(","):
        tag, _, weight = part.partition(";")
        try:
            liked = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if liked > 0:
            wishes.append((liked, tag.strip().lower().split("-")[0]))
    return [tag for _, tag in sorted(wishes, key=lambda wish: -wish[0])]
