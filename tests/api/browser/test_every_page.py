"""Every page that a role is led to, in a real browser: whole, accessible, light, and nobody in it whom the role may not see."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from api.auth.roles import Role
from api.storage.tables import IdentityRow
from tests.api.browser.site import DESK, PHONE, Site, Visit

PICTURES = Path(os.environ.get("TEST_PICTURES", "test-out/pages"))
AXE = Axe()
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
SEE_NOBODY = (Role.STEERING, Role.ADMINISTRATOR, None)
LIGHT = 100_000  # bytes of a first visit, with styles and scripts
PER_PATTERN = 3  # pages of one kind that are looked at: a draft, an open call, a decided one
MOST = 60  # pages of one role
VISITORS = [
    None,
    Role.STEERING,
    Role.ADMINISTRATOR,
    Role.EXPERT,
    Role.BUSINESS,
    Role.AUDITOR,
    Role.LEADER,
    Role.OFFICER,
]
# The shift of what was already shown, as Chromium scores it; 0 is none.
SHIFT = """() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) shift += one.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(shift), 50);
})"""


@dataclass(frozen=True)
class Place:
    """A page as a role reaches it. `kind`: the pattern of its address."""

    path: str
    kind: str
    html: str

    @property
    def shape(self) -> tuple[str, frozenset[str]]:
        """What a page is made of; two of one shape differ in their words alone."""
        return self.kind, frozenset(re.findall(r'class="[^"]*"|<form[^>]*action="/\w+|<h\d|<details', self.html))


@cache
def places(browser: Browser, site: Site, role: Role | None) -> list[Place]:
    """The pages that can be reached from where a role begins, some of each kind."""
    found: list[Place] = []
    with site.visited(browser, role) as visit:
        waiting, met = ["/", "/account" if role else "/sign-in"], set[str]()
        while waiting and len(found) < MOST:
            path = waiting.pop(0)
            kind = site.route(path)
            if path in met or kind is None or sum(place.kind == kind for place in found) >= PER_PATTERN:
                continue
            met.add(path)
            answer = visit.go(path)
            assert answer.status == 200, (role, path, answer.status)
            kind = site.route(visit.page.url) or kind
            found.append(Place(visit.page.url.removeprefix(site.address), kind, visit.page.content()))
            waiting += visit.links()
        assert visit.wrong == []
    return found


@pytest.mark.parametrize("role", VISITORS)
def test_a_page_is_accessible_light_and_still(browser: Browser, site: Site, role: Role | None) -> None:
    """WCAG 2.2 AA as axe finds it, in light and dark, wide and narrow; the pictures are kept to be looked at."""
    seen = {place.shape for other in VISITORS[: VISITORS.index(role)] for place in places(browser, site, other)}
    new: dict[object, Place] = {}
    for place in places(browser, site, role):
        if place.shape not in seen:  # looked at in another role
            new.setdefault(place.shape, place)
    problems: list[str] = []
    for scheme, size in (("light", DESK), ("dark", PHONE)):
        with site.visited(browser, role, color_scheme=scheme, viewport=size) as visit:
            visit.weigh()
            for number, place in enumerate(new.values(), start=1):
                visit.go(place.path)
                wrong = wrong_with(visit, narrow=size == PHONE)
                problems += [f"{role} {place.path} {scheme}: {problem}" for problem in wrong]
                keep_picture(visit.page, f"{role or 'stranger'}-{number:02}{place.kind}", f"{size['width']}-{scheme}")
            problems += visit.wrong
    assert not problems, "\n".join(problems)


def wrong_with(visit: Visit, narrow: bool) -> Iterator[str]:
    page = visit.page
    for violation in AXE.run(page, options=RULES).response["violations"]:
        yield f"{violation['id']}: {violation['nodes'][0]['html'][:150]}"
    if visit.bytes > LIGHT:
        yield f"{visit.bytes} bytes"
    if (shift := page.evaluate(SHIFT)) > 0:
        yield f"shifts by {shift:.3f}"
    if narrow and (beyond := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
        yield f"{beyond} pixels wider than the screen"
    yield from visit.wrong
    visit.wrong.clear()


@pytest.mark.parametrize("role", SEE_NOBODY)
def test_no_page_of_a_role_without_the_right_to_persons_holds_one(
    browser: Browser, site: Site, role: Role | None
) -> None:
    with site.office.database.read() as session:
        rows = session.query(IdentityRow).all()
        said = {word for row in rows for word in (row.name, row.email, row.expert_id) if word}
    for place in places(browser, site, role):
        if place.kind.startswith("/accounts"):
            continue  # who has an account is the administrator's own work
        held = sorted(word for word in said if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", place.html))
        assert held == [], (role, place.path)


def keep_picture(page: Page, name: str, look: str) -> None:
    """A picture of the whole page."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    told = re.sub(r"[^a-z_0-9]+", "-", name.lower()).strip("-")[:120]
    page.screenshot(path=PICTURES / f"{told}.{look}.png", full_page=True)
