"""What every request passes: host, origin and size are checked, headers set, and nothing unforeseen leaks out."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Collection
from time import perf_counter
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import CrossSite, TooLarge, UnknownHost

log = logging.getLogger(__name__)

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_PORT = re.compile(r":[0-9]{0,5}\Z")
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # not no-referrer: browsers would then send "Origin: null" with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",  # personal data: kept neither by the browser nor on the way
}


class Door:
    """The outermost layer. `answer` turns an error into a response; it is given the request and the log id.

    Args:
        hosts: names under which the service may be addressed, without port. A page elsewhere could otherwise point a
            name of its own at this machine and read what is here (DNS rebinding). "*" allows every name.
        max_body: bytes of the largest request that is read.
        observe: told of every answer: method, route as a pattern, status, seconds.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        answer: Callable[[Request, Exception, str], Response],
        hosts: Collection[str] = LOOPBACK,
        max_body: int,
        observe: Callable[[str, str, int, float], None] = lambda method, route, status, seconds: None,
    ) -> None:
        self.app, self.answer, self.max_body, self.observe = app, answer, max_body, observe
        self.hosts = {host.lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        log_id = secrets.token_hex(8)
        scope.setdefault("state", {})["log_id"] = log_id
        request, start, status = Request(scope), perf_counter(), 0

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers["X-Request-Id"] = log_id
            await send(message)

        try:
            self._check(request.headers, scope["method"])
            body = await self._read(request.headers, receive)
            await self.app(scope, _replay(body, receive), send_on)
        except Exception as error:
            if status:  # the answer is under way: it can only be cut
                raise ConnectionAbortedError from None
            await self.answer(request, error, log_id)(scope, receive, send_on)
        finally:
            route = getattr(scope.get("route"), "path", "-")  # the pattern: it holds no ids
            seconds = perf_counter() - start
            self.observe(scope["method"], route, status, seconds)
            log.info("%s %s %s %s %.0f ms", log_id, scope["method"], route, status, 1000 * seconds)

    def _check(self, headers: Headers, method: str) -> None:
        host = headers.get("host", "").lower()
        name = _PORT.sub("", host)  # digits alone: what else follows a colon belongs to a name that is not ours
        if "*" not in self.hosts and name not in self.hosts:
            raise UnknownHost(
                "This service does not answer to this host name.",
                f"Found '{name[:80]}'.",
                f"Use {' or '.join(sorted(self.hosts))}, or allow the name when the service is started.",
            )
        if method in SAFE_METHODS:
            return
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        ours = site in {"same-origin", "none"} if site else origin is None or urlsplit(origin).netloc.lower() == host
        if not ours:
            raise CrossSite(
                "The request was sent by a page of another site.",
                f"Found {f'Sec-Fetch-Site: {site}' if site else f'Origin: {origin}'}."[:160],
                "Open this service's own page and send the form from there.",
            )

    async def _read(self, headers: Headers, receive: Receive) -> bytes:
        """The whole body, never more than allowed: neither a false length nor none at all lets more in."""
        declared = headers.get("content-length", "")
        too_large = declared.isdecimal() and int(declared) > self.max_body
        body, more = bytearray(), not too_large
        while more:
            message = await receive()
            body += message.get("body", b"")
            too_large = len(body) > self.max_body
            more = message.get("more_body", False) and not too_large
        if too_large:
            raise TooLarge(
                "The request is too large.",
                f"The limit is {self.max_body / 1e6:.0f} MB.",
                "Remove pictures, or send the part of the document that matters.",
            )
        return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    done = False

    async def once() -> Message:
        nonlocal done
        if done:
            return await receive()  # from here on only that the visitor has left
        done = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once
