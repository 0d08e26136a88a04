"""A post with an Idempotency-Key is done once: whoever sends it again is given the first answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Conflict, KeyReused, MalformedRequest
from api.services.office import Office
from api.storage import repeats
from api.storage.tables import IdempotencyRow

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
LONGEST = 200  # characters of a key
KEPT = ("content-type", "location", "etag")


class Repeats:
    """Stands around the application; everything but posts to the API with a key passes through untouched.

    The key is taken before the post is done and its answer kept after. Of a post during which the process died the
    answer is not known: the key stays taken, so that nothing is done twice, and who repeats it is told to look.
    """

    def __init__(self, app: ASGIApp, *, office: Office, answer: Callable[[Request, Exception, str], Response]) -> None:
        self.app, self.office, self.answer = app, office, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = Headers(scope=scope).get(HEADER) if scope["type"] == "http" else None
        if key is None or scope["method"] != "POST" or not scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
            return
        body = await _whole(receive)
        owner = self._owner(Headers(scope=scope))
        try:
            before = await run_in_threadpool(self._claim, owner, key, _hash(scope, body))
        except (Conflict, KeyReused, MalformedRequest) as error:
            request = Request(scope)
            await self.answer(request, error, request.state.log_id)(scope, receive, send)
            return
        if before is not None:
            headers = {**before.headers, REPLAYED: "true"}
            await Response(before.body, before.status, headers)(scope, receive, send)
            return
        await self._do(scope, body, receive, send, owner, key)

    async def _do(self, scope: Scope, body: bytes, receive: Receive, send: Send, owner: str, key: str) -> None:
        messages: list[Message] = []
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def hold(message: Message) -> None:
            messages.append(message)

        try:
            await self.app(scope, again, hold)
        except BaseException:
            await run_in_threadpool(self._release, owner, key)
            raise
        await run_in_threadpool(self._settle, owner, key, messages)
        for message in messages:
            await send(message)

    def _owner(self, headers: Headers) -> str:
        """Whose key it is: of whoever holds the token or the cookie. Keys of others never meet."""
        return self.office.signer.keyed_hash("repeats", headers.get("authorization") or headers.get("cookie") or "")

    def _claim(self, owner: str, key: str, request_hash: str) -> IdempotencyRow | None:
        if not key.isascii() or not key.isprintable() or not 1 <= len(key) <= LONGEST:
            raise MalformedRequest(
                f"The header {HEADER} cannot be used.",
                f"It has {len(key)} characters.",
                f"Send 1 to {LONGEST} printable ASCII characters, such as a UUID.",
            )
        with self.office.database.write() as session:
            before = repeats.claim(session, owner, key, request_hash, self.office.clock.now())
        if before is not None and before.request_hash != request_hash:
            raise KeyReused(
                f"The {HEADER} was used for another request.",
                "Address or body differ from the first one's.",
                "Use a new key for every new request.",
            )
        if before is not None and before.status == repeats.UNDER_WAY:
            raise Conflict(
                "The first request with this key has no answer yet.",
                "It is under way, or was cut off.",
                "Wait a moment and send it again; if this stays so, look whether it was done before using a new key.",
            )
        return before

    def _settle(self, owner: str, key: str, messages: list[Message]) -> None:
        start = next(m for m in messages if m["type"] == "http.response.start")
        if not 200 <= start["status"] < 300:
            self._release(owner, key)
            return
        body = b"".join(m.get("body", b"") for m in messages if m["type"] == "http.response.body")
        headers = {n: v for n, v in Headers(raw=start["headers"]).items() if n in KEPT}
        with self.office.database.write() as session:
            repeats.keep(session, owner, key, start["status"], headers, body.decode("utf-8", "replace"))

    def _release(self, owner: str, key: str) -> None:
        with self.office.database.write() as session:
            repeats.release(session, owner, key)


async def _whole(receive: Receive) -> bytes:
    body, more = bytearray(), True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body)


def _hash(scope: Scope, body: bytes) -> str:
    told = f"{scope['path']}?{scope['query_string'].decode('latin-1')}\n".encode() + body
    return hashlib.sha256(told).hexdigest()
