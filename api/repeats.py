"""A post with an Idempotency-Key is done once: whoever sends it again, and still may, is given the first answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

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
CLAIM = "repeats"  # under which a request has its claim


class DoneBefore(Exception):
    """Ends a post whose answer is known."""

    def __init__(self, answer: IdempotencyRow) -> None:
        self.answer = answer


class Repeats:
    """Stands around the application; everything but posts to the API with a key passes through untouched.

    The key is taken where the permit was given and before the post is done, its answer kept after: who may not do it,
    or may not any more, is told so like anybody else. Of a post during which the process died the answer is not known:
    the key stays taken, so that nothing is done twice, and who repeats it is told to look.
    """

    def __init__(self, app: ASGIApp, *, office: Office) -> None:
        self.app, self.office = app, office

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        key, owner = headers.get(HEADER), headers.get("authorization") or headers.get("cookie")
        if key is None or owner is None or scope["method"] != "POST" or not scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
            return
        body = await _whole(receive)
        claim = Claim(self.office, self.office.signer.keyed_hash("repeats", owner), key, _hash(scope, body))
        scope["state"][CLAIM] = claim
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
            await run_in_threadpool(claim.release)
            raise
        await run_in_threadpool(claim.settle, messages)
        for message in messages:
            await send(message)


@dataclass
class Claim:
    """A post under its key: whose it is (a keyed hash of their token or cookie; keys of others never meet), and what.

    `taken` says whether this very post took the key.
    """

    office: Office
    owner: str
    key: str
    request_hash: str
    taken: bool = False

    def take(self) -> None:
        """Take the key for a post that is about to be done; once more is nothing more.

        Raises:
            DoneBefore: it was done, and this is its answer.
            MalformedRequest: the key cannot be one.
            KeyReused: it was taken for another post.
            Conflict: the post that took it has no answer yet.
        """
        if self.taken:
            return
        if not self.key.isascii() or not self.key.isprintable() or not 1 <= len(self.key) <= LONGEST:
            raise MalformedRequest(
                f"The header {HEADER} cannot be used.",
                f"It has {len(self.key)} characters.",
                f"Send 1 to {LONGEST} printable ASCII characters, such as a UUID.",
            )
        with self.office.database.write() as session:
            before = repeats.claim(session, self.owner, self.key, self.request_hash, self.office.clock.now())
        if before is None:
            self.taken = True
            return
        if before.request_hash != self.request_hash:
            raise KeyReused(
                f"The {HEADER} was used for another request.",
                "Address or body differ from the first one's.",
                "Use a new key for every new request.",
            )
        if before.status == repeats.UNDER_WAY:
            raise Conflict(
                "The first request with this key has no answer yet.",
                "It is under way, or was cut off.",
                "Wait a moment and send it again; if this stays so, look whether it was done before using a new key.",
            )
        raise DoneBefore(before)

    def settle(self, messages: list[Message]) -> None:
        """Keep the answer of the post that took the key, where it did something; else give the key back."""
        if not self.taken:
            return
        start = next(m for m in messages if m["type"] == "http.response.start")
        if not 200 <= start["status"] < 300:
            self.release()
            return
        body = b"".join(m.get("body", b"") for m in messages if m["type"] == "http.response.body")
        headers = {n: v for n, v in Headers(raw=start["headers"]).items() if n in KEPT}
        with self.office.database.write() as session:
            repeats.keep(session, self.owner, self.key, start["status"], headers, body.decode("utf-8", "replace"))

    def release(self) -> None:
        """Give the key back, where this very post took it."""
        if self.taken:
            with self.office.database.write() as session:
                repeats.release(session, self.owner, self.key)


async def take_key(request: Request) -> None:
    """Take the key of a post that somebody may do, where it has one; see `Claim.take`."""
    claim: Claim | None = getattr(request.state, CLAIM, None)
    if claim is not None:
        await run_in_threadpool(claim.take)


def repeated(request: Request, error: Exception) -> Response:
    """The answer that a post was given when it was done."""
    assert isinstance(error, DoneBefore)
    return Response(error.answer.body, error.answer.status, {**error.answer.headers, REPLAYED: "true"})


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
