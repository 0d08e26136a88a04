"""The sample office as people see it: served for real, looked at in Debian's Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from api.auth.signing import Signer
from api.config import Settings
from api.services.office import Clock, Office
from api.services.sample_office import lay_sample_office, sample_clock
from matching.engine import Engine
from matching.vocabulary import load_vocabulary
from tests.api.browser.site import PATIENCE, Site, lay_a_days_work
from tests.api.databases import opened_for_a_test
from tests.api.live import served

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a screen."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine; Debian has it in the package chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(
    prepared: Callable[[str, Path], str], engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The sample office with a few days' work in it, served on a port of this machine."""
    folder = tmp_path_factory.mktemp("site")
    url = prepared("sqlite", folder)
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing", database=url)
    database = opened_for_a_test(url)
    office = Office(settings, database, lambda: engine, Signer("s" * 40), Clock())
    accounts = lay_sample_office(office, load_vocabulary())
    office = replace(office, clock=sample_clock(office, office.clock))
    lay_a_days_work(office)
    with served(office) as address:
        yield Site(address, office, {account.role: account for account in accounts})
    database.close()
