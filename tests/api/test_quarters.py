"""Which routers a request is held against: those with a route that begins as its path does, and the answer stays the same."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Match

from api.web.quarters import Quarter

CALLS, PEOPLE, REST = APIRouter(), APIRouter(), APIRouter()


@CALLS.get("/calls/{call_id}")
def a_call(call_id: str) -> str:
    return f"call {call_id}"


@PEOPLE.get("/people")
def people() -> str:
    return "people"


@PEOPLE.post("/people/{person_id}/notes")
def note(person_id: str) -> str:
    return f"note on {person_id}"


@REST.get("/{anything}")
def anything(anything: str) -> str:
    return f"anything {anything}"


def application(*, narrowed: bool, **settings: Any) -> TestClient:
    app = FastAPI(**settings)
    for router in (CALLS, PEOPLE, REST):
        app.include_router(Quarter(router) if narrowed else router)
    return TestClient(app, follow_redirects=False)


PATHS = (
    "/calls/new",
    "/calls/",
    "/calls",
    "/people",
    "/people/",
    "/people/a/notes",
    "/peoples",
    "/x",
    "/a/b",
    "/",
    "/%C3%A9",
)


@pytest.mark.parametrize("root", ["", "/office"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", PATHS)
def test_every_path_is_answered_as_without_it(path: str, method: str, root: str) -> None:
    ours, plain = (
        application(narrowed=narrowed, root_path=root).request(method, root + path) for narrowed in (True, False)
    )
    assert (ours.status_code, ours.content, ours.headers.items()) == (
        plain.status_code,
        plain.content,
        plain.headers.items(),
    )


@pytest.mark.parametrize("path", ["/people", "/people/a/notes", "/calls/new"])
@pytest.mark.parametrize("root", ["/p", "/people", "/"])
def test_a_root_that_was_taken_off_before_is_no_part_of_the_path(path: str, root: str) -> None:
    ours, plain = (application(narrowed=narrowed, root_path=root).get(path) for narrowed in (True, False))
    assert (ours.status_code, ours.content) == (plain.status_code, plain.content)


def test_the_description_is_the_same() -> None:
    ours, plain = (application(narrowed=narrowed).get("/openapi.json").json() for narrowed in (True, False))
    assert ours == plain


def test_a_path_that_begins_otherwise_is_held_against_no_route(monkeypatch: pytest.MonkeyPatch) -> None:
    def held(self: APIRouter, scope: Any) -> Any:
        raise AssertionError(f"{scope['path']} was held against the routes")

    quarter = Quarter(PEOPLE)
    monkeypatch.setattr(APIRouter, "matches", held)
    assert quarter.matches({"type": "http", "method": "GET", "path": "/calls/new"}) == (Match.NONE, {})
    with pytest.raises(AssertionError, match="/people/a"):
        quarter.matches({"type": "http", "method": "GET", "path": "/people/a"})


def test_what_a_route_depends_on_besides_is_asked() -> None:
    asked: list[str] = []
    app = FastAPI()
    app.include_router(Quarter(PEOPLE, [Depends(lambda: asked.append("yes"))]))
    assert TestClient(app).get("/people").json() == "people" and asked == ["yes"]
