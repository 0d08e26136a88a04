"""Every page that a role is led to, on a phone and in the dark, in French and in Spanish."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from api.auth.roles import Role
from tests.api.browser.axe import bring_axe, keep_picture, shifts, too_wide, violations, worded_wrong
from tests.api.browser.crawling import VISITORS, new_places
from tests.api.browser.site import PHONE, Site, Visit


@pytest.mark.parametrize("role", VISITORS)
def test_a_page_is_accessible_and_fits_in_other_languages(browser: Browser, site: Site, role: Role | None) -> None:
    """WCAG 2.2 AA as axe finds it, in dark and narrow: every rule in French, those that words can break in Spanish, too."""
    problems: list[str] = []
    with site.visited(browser, role, color_scheme="dark", viewport=PHONE) as visit:
        bring_axe(visit.page)
        for number, place in enumerate(new_places(site, role), start=1):
            spanish = [*_spoken(visit, place.path, "es"), *worded_wrong(visit.page)]
            french = [*_spoken(visit, place.path, "fr")]
            french += shifts(visit, place.path)
            keep_picture(visit.page, f"{role or 'stranger'}-{number:02}{place.kind}", "390-dark")
            french += violations(visit.page)
            problems += [f"{role} {place.path}: {problem}" for problem in (*spanish, *french)]
        problems += visit.wrong
    assert not problems, "\n".join(problems)


def _spoken(visit: Visit, path: str, language: str) -> Iterator[str]:
    """Go to a page in a language; what is wrong with it at first sight."""
    visit.page.set_extra_http_headers({"Accept-Language": language})
    visit.go(path)
    if (spoken := visit.page.evaluate("document.documentElement.lang")) != language:
        yield f"is asked for in {language} and speaks {spoken}"
    yield from (f"{problem} in {language}" for problem in too_wide(visit.page))
