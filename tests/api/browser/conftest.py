"""The sample office as people see it: served for real, looked at in Debian's Chromium."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, expect, sync_playwright

from api.auth.roles import Role
from api.auth.signing import Signer
from api.config import Settings
from api.services.office import Clock, Office
from api.services.sample_office import SampleAccount, lay_sample_office, sample_clock
from matching.engine import Engine
from matching.vocabulary import load_vocabulary
from tests.api.browser.site import PATIENCE, Site, lay_a_days_work
from tests.api.databases import opened_for_a_test
from tests.api.live import served

ACCOUNTS = "accounts.json"  # beside the office laid once
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
    folder = tmp_path_factory.mktemp("site") / "office"
    model = _model(prepared, engine, tmp_path_factory)
    shutil.copytree(model, folder)
    office = _office(f"sqlite:///{folder / 'office.sqlite'}", folder, engine)
    office = replace(office, clock=sample_clock(office, office.clock))
    accounts = [SampleAccount(**told) for told in json.loads((folder / ACCOUNTS).read_text(encoding="utf-8"))]
    with served(office) as address:
        yield Site(address, office, {Role(account.role): account for account in accounts}, model.parent)
    office.database.close()


def _model(prepared: Callable[[str, Path], str], engine: Engine, folders: pytest.TempPathFactory) -> Path:
    """The folder of an office with everything in it: laid once for all processes of a run, which takes 20 seconds."""
    base = folders.getbasetemp()
    model = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site-model"
    with FileLock(f"{model}.lock"):
        if not model.exists():
            being_laid = folders.mktemp("laid")
            _lay(prepared("sqlite", being_laid), being_laid, engine)
            being_laid.rename(model)
    return model


def _lay(url: str, folder: Path, engine: Engine) -> None:
    office = _office(url, folder, engine)
    accounts = lay_sample_office(office, load_vocabulary())
    lay_a_days_work(replace(office, clock=sample_clock(office, office.clock)))
    (folder / ACCOUNTS).write_text(json.dumps([asdict(account) for account in accounts]), encoding="utf-8")
    office.database.close()


def _office(url: str, folder: Path, engine: Engine) -> Office:
    settings = Settings(data=folder / "data", cache=folder / "cache", model="hashing", database=url)
    return Office(settings, opened_for_a_test(url), lambda: engine, Signer("s" * 40), Clock())
