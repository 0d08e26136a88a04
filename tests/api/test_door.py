"""What every request passes: host, origin, size, headers."""

from __future__ import annotations

from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.roles import Role
from api.services.office import Office
from api.web.heads import Heads
from tests.api import offices
from tests.api.conftest import Doors

office = offices.small_office


@pytest.fixture(scope="module")
def client(office: Office) -> TestClient:
    signed_in = Doors(office)(Role.OFFICER)
    signed_in.base_url = "http://127.0.0.1:8000"  # type: ignore[assignment]
    return signed_in


@pytest.fixture(scope="module")
def stranger(office: Office) -> TestClient:
    """Somebody who is not signed in."""
    return TestClient(create_app(office), base_url="http://127.0.0.1:8000", follow_redirects=False)


@pytest.mark.parametrize("path", ["/new", "/health", "/api/v1/shortlists", "/nothing", "/openapi.json"])
@pytest.mark.parametrize("who", ["client", "stranger"])
def test_every_answer_carries_the_headers_that_keep_it_safe(
    request: pytest.FixtureRequest, who: str, path: str
) -> None:
    headers = request.getfixturevalue(who).get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';") and "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy and "form-action 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin" and headers["cache-control"] == "no-store"
    assert headers["x-request-id"]


@pytest.mark.parametrize("path", ["/new", "/health", "/api/v1/shortlists", "/openapi.json", "/static/site.css"])
def test_head_is_answered_as_get_without_the_body(client: TestClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert ("content-length" in head.headers) == ("content-length" in whole.headers)


def test_an_address_without_get_says_what_it_answers_to(client: TestClient) -> None:
    refused = client.head("/api/v1/imports/experts")
    assert (refused.status_code, refused.headers["allow"], refused.content) == (405, "POST", b"")
    assert client.put("/health").headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "[::1]"])
def test_this_machine_may_be_addressed_by_its_own_names(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "127.0.0.1.evil.example:8000", "", "localhost.evil.example", "127.0.0.1:8931.evil.example",
        "localhost:evil", "[::1]:80.evil",
    ],
)  # fmt: skip
def test_another_host_name_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/health", headers={"host": host})
    assert answer.status_code == 400 and answer.json()["code"] == "unknown_host"


def test_more_names_can_be_allowed_when_the_app_is_made(office: Office) -> None:
    app = create_app(office, hosts=["match.example"])
    assert TestClient(app, base_url="https://match.example").get("/health").status_code == 200
    assert TestClient(app, base_url="http://127.0.0.1").get("/health").status_code == 400
    assert TestClient(create_app(office, hosts=["*"]), base_url="http://any").get("/health").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8000"},
    ],
)
@pytest.mark.parametrize("path", ["/shortlists", "/api/v1/shortlists"])
@pytest.mark.parametrize("who", ["client", "stranger"])
def test_a_form_of_another_site_is_refused(
    request: pytest.FixtureRequest, who: str, path: str, headers: dict[str, str]
) -> None:
    answer = request.getfixturevalue(who).post(path, headers=headers)
    assert answer.status_code == 403
    assert "cross_site" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://127.0.0.1:8000"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none"},
    ],
)
def test_our_own_form_and_a_program_pass(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/shortlists", headers=headers, data={"text": ""}).status_code == 422


def test_reading_is_allowed_from_wherever_a_link_stands(client: TestClient) -> None:
    assert client.get("/new", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_a_false_length_lets_no_more_in(office: Office) -> None:
    client = TestClient(create_app(office, max_body=1000), base_url="http://127.0.0.1")
    headers = {"content-length": "10", "content-type": "application/json"}
    assert client.post("/api/v1/shortlists", content=b"x" * 2000, headers=headers).status_code == 413
    headers = {"content-length": "99999999", "content-type": "application/json"}
    assert client.post("/api/v1/shortlists", content=b"{}", headers=headers).status_code == 413


def test_a_page_travels_compressed_and_an_answer_for_machines_does_not(client: TestClient) -> None:
    page = client.get("/new", headers={"Accept-Encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip" and "Accept-Encoding" in page.headers["vary"]
    assert int(page.headers["content-length"]) < len(page.content) / 2
    assert "content-encoding" not in client.get("/new", headers={"Accept-Encoding": "identity"}).headers
    listed = client.get("/api/v1/shortlists", headers={"Accept-Encoding": "gzip"})
    assert listed.status_code == 200 and "content-encoding" not in listed.headers


def test_the_server_sends_the_answer_to_a_head_as_one() -> None:
    """Servers look at the method of their own scope for whether a body follows the headers."""
    seen: list[str] = []
    scope: dict[str, Any] = {"type": "http", "method": "HEAD"}

    async def app(inside: Any, receive: Any, send: Any) -> None:
        seen.append(inside["method"])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"much"})

    async def sent(message: Any) -> None:
        seen.append(scope["method"] + message.get("body", b"").decode())

    async def received() -> Any:
        return {"type": "http.request"}

    with start_blocking_portal() as portal:  # in a thread of its own: a browser of other tests may hold this one's loop
        portal.call(Heads(app), scope, received, sent)
    assert seen == ["GET", "HEAD", "HEAD"]
