"""What people come for, done in a real browser: by keyboard alone, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from api.auth.roles import Role
from fixtures.calls import call_text, load_raw_calls
from tests.api.browser.site import PHONE, Site

TRIED = "div#trial"


def reach(page: Page, selector: str, most: int = 150) -> None:
    """Go on with the tab key until a control has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
    raise AssertionError(f"the tab key does not lead to {selector} on {page.url}")


def test_somebody_signs_in_by_keyboard_and_comes_to_the_page_they_asked_for(browser: Browser, site: Site) -> None:
    account = site.accounts[Role.OFFICER]
    with site.visited(browser, None) as visit:
        page = visit.page
        visit.go("/calls?state=draft")
        expect(page).to_have_url(re.compile("/sign-in"))
        for password in ("something else", account.password):
            reach(page, "#email")
            page.keyboard.press("Control+A")
            page.keyboard.type(account.email)
            reach(page, "#password")
            page.keyboard.type(password)
            page.keyboard.press("Enter")
            if password != account.password:
                expect(page.get_by_role("alert")).to_be_visible()
        expect(page).to_have_url(f"{site.address}/calls?state=draft")


def test_an_officer_comes_from_a_text_to_a_shortlist_and_tries_a_weight_by_keyboard(
    browser: Browser, site: Site
) -> None:
    with site.visited(browser, Role.OFFICER) as visit:
        page = visit.page
        visit.go("/new")
        page.locator("#text").fill(call_text(load_raw_calls()[3], "fr"))
        page.keyboard.press("Tab")
        reach(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/shortlists/**")
        expect(page.locator(TRIED)).to_have_count(0)
        reach(page, "[data-weights] input[type=range]")
        for _ in range(5):
            page.keyboard.press("ArrowLeft")
        expect(page.locator(TRIED)).to_be_visible()
        assert visit.wrong == []


def test_on_a_phone_what_a_weight_comes_to_is_seen_beside_it(browser: Browser, site: Site) -> None:
    with site.visited(browser, Role.LEADER, viewport=PHONE) as visit:
        page = visit.page
        visit.go("/shortlists")
        page.locator("main li a, main td a, main th a").first.click()
        slider = page.locator("[data-weights] input[type=range]").first
        slider.focus()
        for _ in range(5):
            page.keyboard.press("ArrowLeft")
        outcome = page.locator("[data-says]")
        expect(outcome).not_to_be_empty()
        expect(slider).to_be_in_viewport()
        expect(outcome).to_be_in_viewport(ratio=1)
        assert visit.wrong == []


def test_a_weight_is_tried_without_scripts(browser: Browser, site: Site) -> None:
    with site.visited(browser, Role.LEADER, java_script_enabled=False) as visit:
        page = visit.page
        visit.go("/shortlists")
        page.locator("main li a, main td a, main th a").first.click()
        kept = page.url
        page.locator("#weight_fields").fill("0")
        page.locator("form[data-try] button[type=submit]").first.click()
        expect(page.locator(TRIED)).to_be_visible()
        page.goto(kept)
        assert page.locator("#weight_fields").input_value() != "0", "a trial changes nothing that is kept"


def test_an_expert_applies_by_keyboard_on_a_phone(browser: Browser, site: Site) -> None:
    with site.visited(browser, Role.EXPERT, viewport=PHONE) as visit:
        page = visit.page
        visit.go("/me/calls")
        page.locator('main a[href^="/calls/"]').first.click()
        for box in ("available", "no_conflict"):
            reach(page, f"#apply-{box}")
            page.keyboard.press("Space")
        reach(page, "form[action*=applications] button[type=submit]")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_visible()
        assert "done=applied" in page.url


@pytest.mark.parametrize(
    ("role", "path"), [(Role.EXPERT, "/new"), (Role.STEERING, "/requests"), (Role.BUSINESS, "/new")]
)
def test_whoever_may_not_is_told_so_and_led_on(browser: Browser, site: Site, role: Role, path: str) -> None:
    with site.visited(browser, role) as visit:
        assert visit.go(path).status == 403
        visit.page.locator("main a").last.click()
        expect(visit.page.locator("h1")).to_be_visible()


def test_an_expert_reads_in_french(browser: Browser, site: Site) -> None:
    with site.visited(browser, Role.EXPERT) as visit:
        page = visit.page
        visit.go("/me")
        page.locator("#speak").select_option("fr")
        page.locator(".speak button").click()
        expect(page).to_have_url(f"{site.address}/me")
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        expect(page.locator("h1")).to_have_text(re.compile("profil", re.IGNORECASE))
