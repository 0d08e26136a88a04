"""A shortlist of the small roster on its desk, for the tests of its pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.services.office import Office
from api.services.shortlists import shortlists
from api.services.unit import SYSTEM
from api.storage.tables import EntryRow
from matching.entities import Call
from matching.settings import MatchSettings
from tests.api.page_office import in_browser
from tests.api.pages.looking import check

TWO = {"teams": 2, "reserve": 1}


class Desk:
    """An officer at the desk of a shortlist."""

    def __init__(self, office: Office, call: Call) -> None:
        self.office, self.terms = office, call.model_dump(mode="json", exclude_unset=True)
        self.browser = in_browser(office, Role.OFFICER)
        self.browser.follow_redirects = False
        self.token = re.search(r'name="form_token" value="([^"]+)"', self.browser.get("/new").text)[1]  # type: ignore[index]

    def made(self, terms: dict[str, Any] | None = None, **settings: Any) -> str:
        """The page of a shortlist made with these settings."""
        wanted = MatchSettings.model_validate(TWO | settings)
        stored = shortlists.make(self.office, SYSTEM, self.terms | (terms or {}), settings=wanted)
        return f"/shortlists/{stored.id}"

    def kept(self, page: str) -> Any:
        """The shortlist of a page as it is on record."""
        return self.browser.get(f"/api/v1{page}?blind=true").json()["shortlist"]

    def tried(self, page: str, **typed: str) -> Any:
        """The page after something was tried."""
        where, _, named = page.partition("?")
        address = f"{where}/try" + (f"?{named}" if named else "")
        return self.browser.post(address, data={"form_token": self.token, "mode": "report"} | typed)

    def log(self, event: str) -> list[dict[str, Any]]:
        """The facts of every entry of an event."""
        with self.office.database.read() as session:
            rows = session.query(EntryRow).filter_by(event=event).order_by(EntryRow.number)
            return [dict(row.facts) for row in rows]


@pytest.fixture(scope="module")
def at_desk(office: Office, call: Call) -> Desk:
    """An officer of the small office."""
    return Desk(office, call)


def ranking(answer: Any, position: int = 1) -> list[tuple[str, str]]:
    """Of each line of what was tried: the person, and the words of the move."""
    table = re.findall(r'<table class="moves">(.*?)</table>', answer.text, re.S)[position - 1]
    rows = re.findall(r"<tr class=.*?</tr>", table, re.S)
    found = []
    for row in rows:
        person = re.search(r'class="who"[^>]*><a[^>]*>([^<]*)<', row)[1]  # type: ignore[index]
        move = re.search(r'class="sign".*?</span>(.*?)</span>', row, re.S)[1]  # type: ignore[index]
        found.append((person, " ".join(move.split())))
    return found


def visitor(office: Office, *roles: Role) -> TestClient:
    """A browser of somebody in some roles."""
    browser = in_browser(office, *roles)
    browser.follow_redirects = False
    return browser


__all__ = ["Desk", "at_desk", "check", "ranking", "visitor"]
