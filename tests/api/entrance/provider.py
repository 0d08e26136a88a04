"""A small OpenID provider on this machine: it signs its tokens with a real key and checks PKCE and its client."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "expertmatch", "a secret of the client"
KEY = RSAKey.generate_key(2048, parameters={"kid": "one"})
STRANGE_KEY = RSAKey.generate_key(2048, parameters={"kid": "one"})


@dataclass
class SmallProvider:
    """Whoever is sent to it is signed in at once as `person`; tests change what it says."""

    now: Callable[[], float]
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "vera-1", "email": "vera@example.org", "email_verified": True}
    )
    claims: dict[str, Any] = field(default_factory=dict)  # laid over those of the ID token; None: left out
    described: dict[str, Any] = field(default_factory=dict)  # laid over what it says of itself
    key: RSAKey = field(default_factory=lambda: KEY)
    algorithm: str = "RS256"
    email_apart: bool = False  # the address is given by the userinfo endpoint alone
    userinfo: dict[str, Any] = field(default_factory=dict)  # laid over what that endpoint says
    issuer: str = ""
    asked: dict[str, dict[str, str]] = field(default_factory=dict)  # by code

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.description),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/keys", lambda request: JSONResponse(KeySet([KEY]).as_dict(private=False))),
                Route("/userinfo", self.tell),
            ]
        )

    async def description(self, request: Request) -> Response:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys",
                  "userinfo_endpoint": "userinfo"}  # fmt: skip
        found = {"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in places.items()},
                 "id_token_signing_alg_values_supported": ["RS256"]}  # fmt: skip
        return JSONResponse(found | self.described)

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["response_type"] == "code" and asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self.asked[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def token(self, request: Request) -> Response:
        given = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        name, _, secret = base64.b64decode(request.headers["authorization"].split()[1]).decode().partition(":")
        asked = self.asked.pop(given.get("code", ""), None)  # a code is good once
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).decode()
        good = asked is not None and asked["code_challenge"] == challenge.rstrip("=")
        if not good or (name, secret.replace("+", " ").replace("%20", " ")) != (CLIENT, SECRET):
            return JSONResponse({"error": "invalid_grant"}, 400)
        assert asked is not None and asked["redirect_uri"] == given["redirect_uri"]
        return JSONResponse({"access_token": "at", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])})

    def id_token(self, nonce: str) -> str:
        now = int(self.now())
        person = {"sub": self.person["sub"]} if self.email_apart else self.person
        told = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **person} | self.claims
        claims = {name: value for name, value in told.items() if value is not None}
        return jwt.encode({"alg": self.algorithm, "kid": "one"}, claims, self.key, algorithms=[self.algorithm])

    async def tell(self, request: Request) -> Response:
        if request.headers.get("authorization") != "Bearer at":
            return JSONResponse({"error": "invalid_token"}, 401)
        return JSONResponse(self.person | self.userinfo)


@contextmanager
def served(provider: SmallProvider) -> Iterator[SmallProvider]:
    """The provider at work, on a free port of this machine."""
    server = uvicorn.Server(uvicorn.Config(provider.app(), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        provider.issuer = f"http://127.0.0.1:{port}"
        yield provider
    finally:
        server.should_exit = True
        thread.join()
