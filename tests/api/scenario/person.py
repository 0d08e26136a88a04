"""Somebody at a browser of their own: signs in with address and password, and sends the form token with every change."""

from __future__ import annotations

from typing import Any

import httpx2

from tests.api.conftest import Watchmaker, problem

API = "/api/v1"
SAFE = {"GET", "HEAD"}


class Person:
    """One of the story. `id` is that of their account; `expert_id` is set for somebody of the roster."""

    def __init__(
        self, address: str, clock: Watchmaker, name: str, language: str, *, role: str = "expert", expert_id: str = ""
    ) -> None:
        self.name, self.language, self.role, self.expert_id, self.id = name, language, role, expert_id, ""
        self.email = f"{name.split()[-1].lower()}@example.org"
        self.password = f"violet tramway onion {len(name)}"
        self._clock, self._until = clock, ""
        self._http = httpx2.Client(base_url=address, timeout=120)

    def set_password(self, link: str, consent: str | None = None) -> None:
        """Set the password by the last part of a one-time link."""
        body = {"secret": link.rsplit("/", 1)[-1], "password": self.password, "consent": consent}
        answer = self._http.post(f"{API}/passwords", json=body)
        assert answer.status_code == 204, answer.text

    def sign_in(self) -> dict[str, Any]:
        """Sign in; the browser keeps the cookie."""
        self._http.headers.pop("X-CSRF-Token", None)
        answer = self._http.post(f"{API}/session", json={"email": self.email, "password": self.password})
        assert answer.status_code == 200, answer.text
        begun: dict[str, Any] = answer.json()
        self._http.headers["X-CSRF-Token"] = begun["form_token"]
        self.id, self._until = begun["account"]["id"], begun["ends_at"]
        return begun

    def send(self, method: str, path: str, **more: Any) -> httpx2.Response:
        """A request; who was signed in on another day signs in again first, as the sign-in has ended."""
        if self._until and self._clock.now().isoformat() >= self._until:
            problem(self._http.get(f"{API}/session"), 401, "not_signed_in")
            self.sign_in()
        return self._http.request(method, path if path.startswith("/") else f"{API}/{path}", **more)

    def get(self, path: str, **params: Any) -> Any:
        """What an address answers to somebody who may read it."""
        return done(self.send("GET", path, params=params)).json()

    def file(self, path: str, **params: Any) -> bytes:
        """The bytes of a file."""
        answer: bytes = done(self.send("GET", path, params=params)).content
        return answer

    def post(self, path: str, **body: Any) -> Any:
        """What was made."""
        return done(self.send("POST", path, json=body)).json()

    def put(self, path: str, **body: Any) -> Any:
        """What was put."""
        return done(self.send("PUT", path, json=body)).json()

    def change(self, method: str, path: str, of: str = "", **body: Any) -> Any:
        """A change of a record in the version that was just read; `of`: its address, where that is another one."""
        tag = done(self.send("GET", of or path)).headers["etag"]
        return done(self.send(method, path, json=body, headers={"If-Match": tag})).json()

    def refused(self, as_: str, method: str, path: str, /, **body: Any) -> dict[str, Any]:
        """The problem that comes back; `as_` is its code."""
        answer = self.send(method, path, json=body if method not in SAFE else None)
        return problem(answer, STATUS[as_], as_)

    def without_form_token(self, path: str, **body: Any) -> httpx2.Response:
        """A change that comes from somewhere else than a page of the service."""
        return self._http.post(f"{API}/{path}", json=body, headers={"X-CSRF-Token": ""})

    def close(self) -> None:
        """Close the browser."""
        self._http.close()


STATUS = {"not_allowed": 403, "conflict": 409, "not_on_record": 404}


def done(answer: httpx2.Response) -> httpx2.Response:
    """An answer that is no problem."""
    assert answer.status_code < 300, f"{answer.request.method} {answer.request.url.path}: {answer.text}"
    return answer
