"""An office for the tests of pages, with what every page has to cope with and has to hold."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.cookies import SIGN_IN
from api.auth.roles import Role
from api.services.accounts.sign_in import begin
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import AccountRow
from embeddings import HashingEncoder
from matching.engine import Engine
from tests.api.conftest import ADDRESS, Doors
from tests.api.offices import opened
from tests.api.shortlists import ARABIC, HOSTILE
from tests.api.web_pages import Outline, outline
from tests.people import person

TEXT = (
    f"Support to the public employment service {HOSTILE}\nPartner country: Togo\n"
    "The expert trains counsellors in the profiling of jobseekers."
)
REPORT = {"mode": "report", "band": "3"}
NAMED = "?blind=false"
OTHER_SCRIPT = r"""<script(?! type="module" src="/static/[a-z_]+\.js\?v=[0-9a-f]+"></script>)"""  # than our files
HIDDEN = {"again", "form_token", "after", "blind"}  # fields that nobody sees


@pytest.fixture(scope="module")
def hostile_office(
    prepared: Callable[[str, Path], str], engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An office with people whose names and words try to be code, one who writes in Arabic, one with an id in the way."""
    assert isinstance(engine.encoder, HashingEncoder)
    hostile_segment = {
        "text": f"Counsellor of jobseekers. {HOSTILE} Profiling of jobseekers {HOSTILE}.",
        "kind": "post",
    }
    people = [
        person(
            "anna",
            name=f"Anna {HOSTILE}",
            segments=[hostile_segment],
            declared={"gender": "woman", "nationalities": ["FR"]},
        ),
        person("nadia", name="نادية", segments=[{"text": f"{ARABIC}.", "kind": "post", "language": "ar"}]),
        person("out/of order", consent=False),
        person("bert", declared={"gender": "man", "nationalities": ["ES"]}),
    ]
    with opened(prepared, tmp_path_factory.mktemp("office"), engine, people) as office:
        yield office


@pytest.fixture(scope="module")
def its_officer(office: Office) -> TestClient:
    """An action officer's client."""
    return officer(office)


def in_browser(office: Office, *roles: Role, expert_id: str | None = None) -> TestClient:
    """A browser in which somebody signed in; without a role: a stranger's."""
    client = TestClient(create_app(office), base_url=ADDRESS)
    if roles:
        with writing(office, SYSTEM) as unit:
            name = f"account-{secrets.randbelow(10**16):016}"  # digits: no word of a name
            account = AccountRow(
                id=name, email=f"{name}@example.org", name=name, roles=list(roles), expert_id=expert_id,
                created_at=unit.now,
            )  # fmt: skip
            unit.session.add(account)
            unit.session.flush()
            client.cookies.set(SIGN_IN, begin(unit, account).sealed)
    return client


def officer(office: Office) -> TestClient:
    """A client that follows no redirect by itself."""
    client = Doors(office)(Role.OFFICER)
    client.follow_redirects = False
    return client


@pytest.fixture(scope="module")
def its_shortlist(client: TestClient) -> str:
    """The page of a shortlist made from a form."""
    answer = client.post("/shortlists", data={"text": TEXT, **REPORT})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def look(client: TestClient, path: str, status: int = 200) -> Outline:
    """A page, checked for what holds for every page."""
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return check(answer.text)


def check(page: str) -> Outline:
    """What holds for every page."""
    seen = outline(page)
    assert HOSTILE not in page
    assert not re.search(r"""\son[a-z]+=|\sstyle=|javascript:""", page)
    assert all(address.startswith("/static/") for address in seen.fetched)
    assert not re.search(OTHER_SCRIPT, page)
    assert all(address.startswith(("/", "#")) for address in seen.links)
    assert seen.unclosed == [] and seen.stray == []
    assert seen.headings[0] == 1 and seen.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(seen.headings, seen.headings[1:], strict=False))
    assert {"main", "header", "nav", "footer"} <= seen.tags and seen.language == "en" and seen.title
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.described) <= set(seen.ids)
    assert {f for f in seen.fields if f not in HIDDEN} <= seen.labelled
    assert {address[1:] for address in seen.links if address.startswith("#")} <= set(seen.ids)
    return seen
