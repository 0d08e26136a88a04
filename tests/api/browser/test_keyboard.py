"""By keyboard alone, in Arabic too: sign in, apply, confirm what was read from a CV, make a shortlist."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from api.auth.roles import Role
from tests.api.browser.experts import PASSWORD, Expert, newcomer, reading
from tests.api.browser.site import PATIENCE, Site
from tests.api.browser.test_journeys import reach
from tests.api.cvs.documents import CV

SHORTEST_OUTLINE = 2  # pixels


def choose(page: Page, name: str, value: str) -> None:
    """Come to the buttons of a choice by tab, and to one of them by arrow keys."""
    reach(page, f"input[name={name}]")
    for _ in range(5):
        if page.evaluate("value => document.activeElement.value === value", value):
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrow keys do not lead to {name}={value}")


def is_seen(page: Page) -> bool:
    """Whether what has the focus shows that it has."""
    width: str = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    return float(width.removesuffix("px")) >= SHORTEST_OUTLINE


def sign_in(page: Page, expert: Expert) -> None:
    reach(page, "#email")
    page.keyboard.type(expert.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def test_the_first_key_leads_past_the_navigation(browser: Browser, site: Site) -> None:
    with reading(browser, site, "ar", None) as visit:
        visit.go("/sign-in")
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.className") == "skip" and is_seen(visit.page)
        visit.page.keyboard.press("Enter")
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.closest('main') !== null")


def test_an_expert_signs_in_applies_and_takes_it_back_in_arabic(browser: Browser, site: Site) -> None:
    expert = newcomer(site)
    with reading(browser, site, "ar", None) as visit:
        page = visit.page
        visit.go(f"/calls/{expert.call}")
        sign_in(page, expert)
        expect(page).to_have_url(f"{site.address}/calls/{expert.call}")
        for box in ("available", "no_conflict"):
            reach(page, f"#apply-{box}")
            assert is_seen(page)
            page.keyboard.press("Space")
        reach(page, "form[action*=applications] button[type=submit]")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_visible()
        assert page.url.endswith("done=applied")
        reach(page, "#withdraw summary")
        page.keyboard.press("Enter")
        reach(page, "#withdraw button[type=submit]")
        page.keyboard.press("Space")
        expect(page).to_have_url(f"{site.address}/calls/{expert.call}?done=withdrawn")
        assert visit.wrong == []


def test_an_expert_sends_a_cv_accepts_a_fact_and_confirms_the_whole(browser: Browser, site: Site) -> None:
    with reading(browser, site, "fr", newcomer(site)) as visit:
        page = visit.page
        visit.go("/me/cv")
        reach(page, "#upload summary")
        page.keyboard.press("Enter")
        reach(page, "#upload-text")
        page.keyboard.insert_text(CV)
        reach(page, "#upload button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/me/cvs/*", timeout=PATIENCE)
        reach(page, "#facts .all-right button")
        page.keyboard.press("Space")
        page.wait_for_url("**done=cv_decided*")
        assert page.locator("#facts .verdict.pass").count()
        choose(page, "rest", "left_out")
        reach(page, "#confirm button[type=submit]")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{site.address}/me?done=cv_confirmed")
        assert visit.wrong == []


@pytest.mark.parametrize("pool", ["applied", "roster"])
def test_an_officer_makes_a_shortlist_from_the_page_of_a_call(browser: Browser, site: Site, pool: str) -> None:
    with site.visited(browser, Role.OFFICER) as visit:
        page = visit.page
        visit.go(f"/calls/{newcomer(site).call}")
        reach(page, "#shortlist summary")
        page.keyboard.press("Enter")
        choose(page, "pool", pool)
        reach(page, "#shortlist button[type=submit]")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{site.address}/calls/{newcomer(site).call}?done=listed", timeout=PATIENCE)
        assert visit.wrong == []
