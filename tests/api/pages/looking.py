"""The pages of calls as tests look at them: in a browser of each role, checked for what holds for every page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient

from api.auth.cookies import SIGN_IN
from api.auth.roles import Role
from api.services.accounts.sign_in import begin
from api.services.unit import SYSTEM, writing
from api.storage.tables import AccountRow
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import ADDRESS
from tests.api.page_office import OTHER_SCRIPT, in_browser
from tests.api.web_pages import Outline, outline

NAMED = "?blind=false"
DECLARED = {"available": "on", "no_conflict": "on"}


class Controls(HTMLParser):
    """The controls of a page that somebody sees, by id, and the forms with what they hide and say beforehand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: set[str] = set()
        self.hidden: dict[str, dict[str, str]] = {}
        self.options: dict[str, list[str]] = {}
        self._form = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = found["action"]
            self.hidden.setdefault(self._form, {})
        if tag == "input" and found.get("type") == "hidden":
            self.hidden[self._form][found["name"]] = found["value"]
        elif tag in {"input", "select", "textarea"}:
            self.seen.add(found["id"])
        if tag in {"select", "datalist"}:
            self._select = found["id"]
            self.options[self._select] = []
        if tag == "option":
            self.options[self._select].append(found["value"])


class Seen(Outline):
    """An outline with the controls."""

    controls: Controls


def check(answer: Any, status: int = 200, language: str = "en") -> Seen:
    """A page: whole, accessible, and nothing in it from elsewhere."""
    assert answer.status_code == status, answer.text[-3000:]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page: str = answer.text
    seen = Seen()
    seen.feed(page)
    seen.close()
    seen.controls = Controls()
    seen.controls.feed(page)
    assert not re.search(r"""\son[a-z]+=|\sstyle=|javascript:""", page)
    assert all(address.startswith("/static/") for address in seen.fetched)
    assert not re.search(OTHER_SCRIPT, page)
    assert all(address.startswith(("/", "#")) for address in seen.links)
    assert seen.unclosed == [] and seen.stray == []
    assert seen.headings[0] == 1 and seen.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(seen.headings, seen.headings[1:], strict=False))
    assert {"main", "header", "nav", "footer"} <= seen.tags and seen.language == language and seen.title
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.described) <= set(seen.ids)
    assert seen.controls.seen <= seen.labelled
    assert {address[1:] for address in seen.links if address.startswith("#")} <= set(seen.ids)
    assert seen.tables == seen.captions
    return seen


def look(client: TestClient, path: str, status: int = 200, language: str = "en") -> Seen:
    """A page, checked."""
    return check(client.get(path), status, language)


class Browsers:
    """A browser for each role of an office, each signed in once; it follows no redirect by itself."""

    def __init__(self, desk: CallDesk) -> None:
        self.desk, self.office = desk, desk.doors.office
        self._open: dict[object, TestClient] = {}

    def __call__(self, *roles: Role) -> TestClient:
        """Somebody in these roles; without any: a stranger."""
        if roles not in self._open:
            self._open[roles] = in_browser(self.office, *roles)
            self._open[roles].follow_redirects = False
        return self._open[roles]

    def expert(self, expert_id: str, *, anew: bool = False) -> TestClient:
        """Somebody on the roster, by the one account that belongs to them; `desk.staff` says what they are besides.

        Args:
            anew: whether they sign in again, because the first time has ended.
        """
        if anew or expert_id not in self._open:
            self.desk.expert(expert_id)
            self._open[expert_id] = client = TestClient(self.desk.doors.app, base_url=ADDRESS, follow_redirects=False)
            with writing(self.office, SYSTEM) as unit:
                account = unit.session.query(AccountRow).filter_by(expert_id=expert_id).one()
                client.cookies.set(SIGN_IN, begin(unit, account).sealed)
        return self._open[expert_id]


def send(client: TestClient, page: str, form: str, **values: Any) -> Any:
    """Fill in a form of a page and send it, with all that its page hides in it.

    Args:
        form: the end of the form's address, without the question mark and what follows.
    """
    controls = look(client, page).controls
    address = next(one for one in controls.hidden if one.split("?")[0].endswith(form))
    return client.post(address, data=controls.hidden[address] | values)


def done(answer: Any, what: str) -> str:
    """The page that a form leads on to, which says what was done."""
    assert answer.status_code == 303, outline(answer.text).text
    page: str = answer.headers["location"]
    assert page.endswith(f"done={what}")
    return page
