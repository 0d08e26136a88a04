"""The sample office with a few days' work in it, and people who look at it in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi.routing import RouteContext, iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from api.app import ROUTERS
from api.auth.cookies import SIGN_IN
from api.auth.roles import Role
from api.services.accounts.sign_in import begin
from api.services.office import Office
from api.services.sample_office import DOMAIN, SampleAccount
from api.services.unit import SYSTEM, reading, writing
from api.storage.tables import AccountRow
from fixtures.calls import call_text, load_raw_calls
from tests.api.conftest import Doors

API = "/api/v1"
PATIENCE = 180_000  # ms: machines may be busy
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
LETTER = (
    "Our employment service asks for help. Counsellors do not know how to profile jobseekers above fifty-five, and nobody "
    "knows what a gradual retirement would cost the pension scheme. We wish a technical training for twenty counsellors."
)
REASON = "The partner asked for experience of rural offices."
DECLARED = {"available": True, "no_conflict": True}


@dataclass(frozen=True, eq=False)
class Site:
    """The served office. `accounts`: of each role; `kept`: the folder of what all processes of a run know of its pages."""

    address: str
    office: Office
    accounts: Mapping[Role, SampleAccount]
    kept: Path

    @cached_property
    def routes(self) -> list[RouteContext]:
        """The routes of the application, in their order."""
        return list(iter_route_contexts([route for router in ROUTERS for route in router.routes]))

    def route(self, address: str) -> str | None:
        """The pattern of a page's address ("/calls/{id}"); None where that is no page of people to look at."""
        path = urlsplit(address).path
        if path.startswith(("/api/", "/static/", "/openapi", "/favicon")):
            return None
        patterns = [one.path or "" for one in self.routes if "GET" in (one.methods or ())]
        return next((pattern for pattern in patterns if re.fullmatch(_expression(pattern), path)), None)

    @contextmanager
    def visited(self, browser: Browser, role: Role | None, **more: Any) -> Iterator[Visit]:
        """A browser in which somebody of a role is signed in; without one: a stranger's. Opening one takes long."""
        with self.visited_by(browser, None if role is None else self.accounts[role].email, **more) as visit:
            yield visit

    @contextmanager
    def visited_by(self, browser: Browser, email: str | None, **more: Any) -> Iterator[Visit]:
        """The same for somebody with an account of this address."""
        context = browser.new_context(base_url=self.address, **({"viewport": DESK} | more))
        context.set_default_timeout(PATIENCE)
        if email is not None:
            context.add_cookies([{"name": SIGN_IN, "value": self._sealed(email), "url": self.address}])
        try:
            yield Visit(context)
        finally:
            context.close()

    @contextmanager
    def reader(self, role: Role | None) -> Iterator[Client]:
        """The same without a browser: pages as they are sent, which is ten times as quick."""
        signed_in = {} if role is None else {"Cookie": f"{SIGN_IN}={self._sealed(self.accounts[role].email)}"}
        headers = signed_in | {"Accept": "text/html", "Accept-Language": "en-GB"}
        with Client(base_url=self.address, headers=headers, follow_redirects=True, timeout=PATIENCE / 1000) as client:
            yield client

    def _sealed(self, email: str) -> str:
        with writing(self.office, SYSTEM) as unit:
            account = unit.session.query(AccountRow).filter_by(email=email).one()
            return begin(unit, account).sealed


class Visit:
    """A browser's window, with what went wrong in it: errors of scripts, and whatever it asked of other hosts."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.bytes = 0  # of the page, once it is to be weighed
        self.page.on("console", lambda said: self._note(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("requestfailed", self._failed)

    def weigh(self) -> None:
        """Count from now on what a page weighs at a first visit: nothing is kept of the one before."""
        self.page.context.new_cdp_session(self.page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.page.on("requestfinished", self._count)

    def go(self, path: str) -> Response:
        """Go to a page; its answer."""
        self.bytes = 0
        answer = self.page.goto(path)
        assert answer is not None
        return answer

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # that is the browser's own doing: it went on to the next page
            self._note(f"{request.url}: {request.failure}")

    def _note(self, what: str) -> None:
        self.wrong.append(f"{what} (on {self.page.url})")

    def _count(self, request: Request) -> None:
        sizes = request.sizes()
        self.bytes += sizes["responseBodySize"] + sizes["responseHeadersSize"]

    def links(self) -> list[str]:
        """Where the page leads, on this host."""
        found: list[str] = self.page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
        return [address.split("#")[0] for address in found if re.match(r"/(?!/)", address)]


def lay_a_days_work(office: Office) -> None:
    """What every page is to show something of: a request that became an action, calls in three states, a shortlist."""
    doors = Doors(office)
    officer, leader = doors(Role.OFFICER), doors(Role.LEADER)
    first, second, third = load_raw_calls()[:3]
    _made(officer.post(f"{API}/requests", json={"text": LETTER, "country": "SN"}))
    action = _action(officer)
    dates = {"activity_types": ["technical_training"], "title": "Training of counsellors"}
    activity = _made(officer.post(f"{API}/actions/{action}/activities", json=dates))["id"]
    _made(officer.post(f"{API}/calls", json={"text": call_text(first, "en"), "activity_id": activity}))
    for raw in (second, third):
        draft = officer.post(f"{API}/calls", json={"text": call_text(raw, "en"), "deadline": _in_a_month(office)})
        call = _made(draft)["id"]
        body = {"announce": False, "anyway": REASON}
        _made(officer.post(f"{API}/calls/{call}/publish", json=body, headers={"If-Match": draft.headers["etag"]}))
        _apply(office, doors, call)
        _made(officer.post(f"{API}/calls/{call}/shortlists", json={"pool": "applied"}))
    _made(officer.post(f"{API}/calls/{call}/close"))
    kept = officer.get(f"{API}/calls/{call}/shortlists/1").json()
    chosen: dict[str, str] = {}
    for position in kept["shortlist"]["positions"]:  # the best who has none yet
        ranked = [one["expert_id"] for one in position["candidates"]]
        chosen[position["position_id"]] = next(one for one in ranked if one not in chosen.values())
    _made(leader.post(f"{API}/calls/{call}/decision", json={"shortlist": 1, "chosen": chosen, "reason": REASON}))


def _action(officer: TestClient) -> str:
    request = _made(officer.post(f"{API}/requests", json={"text": LETTER, "country": "TG"}))["id"]
    for question in ("eligibility", "relevance"):
        body = {"question": question, "answer": True, "reason": REASON}
        _made(officer.post(f"{API}/requests/{request}/assessments", json=body))
    body = {"code": "2026-31", "title": "Older jobseekers", "fields": ["A.35"], "request_id": request}
    return str(_made(officer.post(f"{API}/actions", json=body))["id"])


def _apply(office: Office, doors: Doors, call: str) -> None:
    """Six people who may apply do."""
    found = doors(Role.OFFICER).get(f"{API}/calls/{call}/long-list").json()
    able = [one["expert_id"] for place in found["positions"] for one in place["people"] if _passes(one)]
    with reading(office, SYSTEM) as unit:
        sample = {row.expert_id for row in unit.session.query(AccountRow) if row.email.endswith(DOMAIN)}
    for expert_id in list(dict.fromkeys(one for one in able if one not in sample))[:6]:
        person = doors(Role.EXPERT, expert_id=expert_id)
        _made(person.put(f"{API}/calls/{call}/applications/{expert_id}", json=DECLARED))


def _expression(pattern: str) -> str:
    """The addresses of a route: {id} is one part of a path, {id:path} any number of them."""
    parts = re.split(r"({\w+(?::path)?})", pattern)
    return "".join(
        (".+" if ":path" in part else "[^/]+") if part.startswith("{") else re.escape(part) for part in parts
    )


def _passes(one: dict[str, Any]) -> bool:
    return all(gate["verdict"] == "pass" for gate in one["gates"])


def _in_a_month(office: Office) -> str:
    return str(office.clock.today().replace(day=28))


def _made(answer: Any) -> Any:
    assert answer.status_code in (200, 201), answer.text
    return answer.json()
