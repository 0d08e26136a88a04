"""Every page that a role is led to, in a real browser: whole, accessible, light, still, and nobody in it whom the role may
not see. In English here, in French and Spanish in `test_every_page_on_a_phone`."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from api.auth.roles import Role
from api.storage.tables import IdentityRow
from tests.api.browser.axe import bring_axe, keep_picture, shifts, violations
from tests.api.browser.crawling import VISITORS, new_places, places
from tests.api.browser.site import DESK, Site

SEE_NOBODY = (Role.STEERING, Role.ADMINISTRATOR, None)
LIGHT = 100_000  # bytes of a first visit, with styles and scripts


@pytest.mark.parametrize("role", VISITORS)
def test_a_page_is_accessible_light_and_still(browser: Browser, site: Site, role: Role | None) -> None:
    """WCAG 2.2 AA as axe finds it, in light and wide."""
    problems: list[str] = []
    with site.visited(browser, role, color_scheme="light", viewport=DESK, locale="en-GB") as visit:
        visit.weigh()
        bring_axe(visit.page)
        for number, place in enumerate(new_places(site, role), start=1):
            visit.go(place.path)
            wrong = [f"{visit.bytes} bytes"] if visit.bytes > LIGHT else []
            wrong += shifts(visit, place.path)
            keep_picture(visit.page, f"{role or 'stranger'}-{number:02}{place.kind}", "1440-light")
            wrong += [*violations(visit.page), *visit.wrong]
            visit.wrong.clear()
            problems += [f"{role} {place.path}: {problem}" for problem in wrong]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("role", SEE_NOBODY)
def test_no_page_of_a_role_without_the_right_to_persons_holds_one(site: Site, role: Role | None) -> None:
    with site.office.database.read() as session:
        rows = session.query(IdentityRow).all()
        said = {word for row in rows for word in (row.name, row.email, row.expert_id) if word}
    assert len(places(site, role)) > 2
    for place in places(site, role):
        if place.kind.startswith("/accounts"):
            continue  # who has an account is the administrator's own work
        met = [word for word in said if word in place.html]  # quickly: most are nowhere
        held = sorted(word for word in met if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", place.html))
        assert held == [], (role, place.path)


def test_one_faint_line_among_hundreds_of_its_kind_is_found(browser: Browser) -> None:
    lines = "<p>A line that is read.</p>" * 300
    faint = '<p style="color: #bbb">Nobody reads this.</p>'
    page = browser.new_page()
    bring_axe(page)
    for body, found in ((lines, 0), (lines + faint + lines, 1)):
        page.goto(
            f"data:text/html,{quote(f'<!doctype html><html lang=en><title>Lines</title><main><h1>Lines</h1>{body}')}"
        )
        assert sum(one.startswith("color-contrast") for one in violations(page)) == found
    page.close()
