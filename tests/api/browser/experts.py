"""Two experts of the sample office with something on every page of theirs, and a browser in a language of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from playwright.sync_api import Browser

from api.auth.passwords import hash_password
from api.auth.roles import Role
from api.services.unit import SYSTEM, new_id, writing
from api.storage.tables import AccountRow
from tests.api.browser.site import API, Site, Visit
from tests.api.conftest import Doors
from tests.api.cvs.documents import CV, sent

PASSWORD = "four words without a meaning"
STRANGERS = ("/sign-in", "/register", "/forgotten-password")


@dataclass(frozen=True)
class Expert:
    """An expert who signs in. `paths`: one page of each kind that is theirs; `call`: one that is open."""

    email: str
    call: str
    paths: tuple[str, ...] = ()


@cache
def seasoned(site: Site) -> Expert:
    """Somebody who applied to a call on which was decided, was on its shortlist, and sent a CV that waits for them."""
    officer, call, decided = _desk(site)
    applied = officer.get(f"{API}/calls/{decided}/applications").json()["items"][0]["expert_id"]
    cv = sent(officer, CV, expert_id=applied)["id"]
    shortlist = officer.get(f"{API}/calls/{decided}/shortlists").json()["items"][0]["id"]
    places = ("/me", "/me/suggested", "/me/cv", f"/me/cvs/{cv}", "/me/calls", "/calls", f"/calls/{call}", f"/calls/{decided}",
              "/me/results", f"/me/results/{shortlist}", "/me/data", "/me/erasure", "/account")  # fmt: skip
    return Expert(_with_password(site, applied), call, places)


@cache
def newcomer(site: Site) -> Expert:
    """Somebody who may apply to an open call, and has not."""
    officer, call, _ = _desk(site)
    listed = officer.get(f"{API}/calls/{call}/long-list").json()["positions"][0]["people"]
    applied = {one["expert_id"] for one in officer.get(f"{API}/calls/{call}/applications").json()["items"]}
    free = [one["expert_id"] for one in listed if all(gate["verdict"] == "pass" for gate in one["gates"])]
    with site.office.database.read() as session:
        taken = {row.expert_id for row in session.query(AccountRow)}
    return Expert(_with_password(site, next(one for one in free if one not in applied | taken)), call)


@contextmanager
def reading(browser: Browser, site: Site, language: str, expert: Expert | None, **more: Any) -> Iterator[Visit]:
    """A browser that asks for a language, in which an expert is signed in; without one: a stranger's."""
    with site.visited_by(browser, expert.email if expert else None, locale=language, **more) as visit:
        yield visit


@cache
def _desk(site: Site) -> tuple[Any, str, str]:
    """An officer's door, an open call and one on which was decided."""
    doors = Doors(site.office)
    officer = doors(Role.OFFICER)
    of = {state: [one["id"] for one in officer.get(f"{API}/calls?state={state}").json()["items"]]
          for state in ("published", "decided")}  # fmt: skip
    return officer, of["published"][0], of["decided"][0]


def _with_password(site: Site, expert_id: str) -> str:
    """The address with which an expert signs in; their account is made where there is none."""
    with writing(site.office, SYSTEM) as unit:
        row = unit.session.query(AccountRow).filter_by(expert_id=expert_id).one_or_none()
        if row is None:
            account = new_id("account")
            row = AccountRow(id=account, email=f"{account}@example.org", name="An expert", roles=[Role.EXPERT],
                             expert_id=expert_id, created_at=unit.now)  # fmt: skip
            unit.session.add(row)
        row.password_hash = hash_password(PASSWORD)
        return row.email
