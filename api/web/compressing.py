"""Pages, styles and scripts on their way to a browser take a tenth of their size; the answers of the API go as they are.

What an attacker can have shown beside a secret must not be compressed with it. The only secret of a page is the token of its
forms, which looks different every time (`api.auth.entrance.form_token`).
"""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

FOR_MACHINES = "/api/"
SMALLEST = 1_000  # bytes: less gains nothing
LEVEL = 5  # of 9: more takes longer and gains hardly anything


class CompressedPages:
    """Passes everything on, and compresses what is for people where their browser takes it."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain, self._compressed = app, GZipMiddleware(app, minimum_size=SMALLEST, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        for_machines = scope["type"] != "http" or scope["path"].startswith(FOR_MACHINES)
        await (self._plain if for_machines else self._compressed)(scope, receive, send)
