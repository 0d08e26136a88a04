"""HEAD wherever GET is answered: the same answer, its headers alone."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Passes everything on; a HEAD is answered as the GET it stands for, and what would be its body stays here.

    The framework gives routes of an API no HEAD of their own. The length that GET would have is kept in the headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            scope["method"] = "HEAD"  # the server looks at its own scope for whether a body comes
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        scope["method"] = "GET"  # in place: what is measured outside finds the route in the same scope
        try:
            await self.app(scope, receive, without_body)
        finally:
            scope["method"] = "HEAD"
