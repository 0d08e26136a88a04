"""Pages as a browser meets them: a weight moved on the live desk, wire bytes and layout shift: `python -m bench --only pages`.

One process serves an office that began with the sample of 818 people, with the bundled model. A headless Chromium opens the
desk of a shortlist and presses the arrow keys on the slider of a weight, as fast as somebody holds them down, so that
answers of the server are put in place while the next key comes. What is told of each press is the browser's own
`Event Timing` (from the press to the next paint, in steps of 8 ms), and how long the outcome takes to stand on the page.
Beside it, in turn, a press of a key on which nothing hangs on the same page: what the machine gives any page. `dragging.py`
moves the same slider with the pointer.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from api.auth.cookies import SIGN_IN
from api.auth.roles import SHORT, Role
from api.config import load_settings
from api.services.accounts.sign_in import begin
from api.services.sample_office import DOMAIN
from api.services.unit import SYSTEM, writing
from api.storage.accounts import account_by_email
from api.wiring import open_office
from bench.dragging import Drags, drags
from bench.serving import Client, serving, token_of_officer
from bench.shortlists import RULES, a_call
from bench.waiting import GaveUp

NAMES = ("chromium", "chromium-browser", "google-chrome")
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
ROUNDS, PRESSES = 5, 20  # of each kind, in turn
PACE = 70  # ms from one press to the next: a key that is held down
WARM = 5  # presses that do not count
PATIENCE = 60_000  # ms
LIMIT = 100.0  # ms from a press to the next paint, at most
LIGHT, STILL = 100_000, 0.0  # bytes of a first visit; layout shift
SLIDER = "[data-weights] input[type=range]"
PAGES = ("/new", "/shortlists", "/calls", "/requests", "/actions", "/experts", "/institutions", "/figures", "/tour")

# Every press with the time to its next paint; below 16 ms the browser tells of none, which is counted as 16.
WATCH = """() => {
  window.pressed = {};
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) {
      if (one.interactionId) {
        const known = window.pressed[one.interactionId] ?? 0;
        window.pressed[one.interactionId] = Math.max(known, one.duration);
      }
    }
  }).observe({type: "event", durationThreshold: 16, buffered: false});
  window.placed = [];
  let from = 0;
  document.addEventListener("input", event => { if (event.target.matches("input[type=range]")) from = event.timeStamp; }, true);
  const outcome = document.querySelector("[data-outcome]");
  if (outcome) new MutationObserver(() => {
    const began = from;
    requestAnimationFrame(() => setTimeout(() => window.placed.push(performance.now() - began)));
  }).observe(outcome, {childList: true});
}"""
TAKEN = """() => {
  const found = [Object.values(window.pressed), window.placed];
  window.pressed = {};
  window.placed = [];
  return found;
}"""
SHIFT = """() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) shift += one.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(shift), 200);
})"""


@dataclass
class Presses:
    """Presses of a kind, in ms. `paints`: to the next paint; `placed`: until an outcome stood on the page."""

    paints: list[float] = field(default_factory=list)
    placed: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Weighed:
    """A page at a first visit."""

    path: str
    size: str
    bytes: int
    shift: float


def run(console: Console) -> None:
    """Measure and print; what is missing is said."""
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        console.print("No Chromium on this machine: pages are not measured (Debian has it in the package chromium).\n")
        return
    try:
        with tempfile.TemporaryDirectory() as folder, serving(Path(folder), 1, console) as processes:
            address = f"http://127.0.0.1:{processes[0].port}"
            shortlist = _shortlist(processes[0].port)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
                moved, idle = _presses(browser, address, shortlist)
                dragged = _drags(browser, address, shortlist)
                weighed = [*_weighed(browser, address, (*PAGES, f"/shortlists/{shortlist}"))]
                browser.close()
    except GaveUp as error:
        raise SystemExit(f"The measurement of the pages was given up. {error}") from error
    _tell(console, moved, idle)
    _tell_drags(console, *dragged)
    _tell_pages(console, weighed)


def _shortlist(port: int) -> str:
    client = Client(port, token_of_officer())
    call = a_call().model_dump(mode="json", exclude_unset=True)
    status, content = client.ask(
        "/api/v1/shortlists", {"call": call, "settings": {"rules": RULES.model_dump(mode="json")}}
    )
    client.close()
    if status != 201:
        raise GaveUp(f"A shortlist was answered with {status}: {content[:300]!r}")
    return str(json.loads(content)["id"])


@contextmanager
def _officer(browser: Browser, address: str, size: str) -> Iterator[BrowserContext]:
    """A browser in which the sample's officer is signed in."""
    office = open_office(load_settings())
    with writing(office, SYSTEM) as unit:
        account = account_by_email(unit.session, f"{SHORT[Role.OFFICER]}@{DOMAIN}")
        assert account is not None
        sealed = begin(unit, account).sealed
    office.database.close()
    context = browser.new_context(base_url=address, viewport=SIZES[size])  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": SIGN_IN, "value": sealed, "url": address}])
    yield context
    context.close()


def _presses(browser: Browser, address: str, shortlist: str) -> tuple[Presses, Presses]:
    """A weight moved, and a key on which nothing hangs, in turn."""
    moved, idle = Presses(), Presses()
    with _officer(browser, address, "desk") as context:
        page = context.new_page()
        page.goto(f"/shortlists/{shortlist}")
        page.locator(SLIDER).first.focus()
        page.evaluate(WATCH)
        _press(page, ["ArrowLeft"] * WARM)
        page.wait_for_selector("div#trial")
        page.wait_for_selector("[data-outcome]:not([aria-busy])")
        page.evaluate(TAKEN)
        for turn in range(ROUNDS):
            _press(page, [("ArrowLeft", "ArrowRight")[turn % 2]] * PRESSES)
            page.wait_for_selector("[data-outcome]:not([aria-busy])")
            _take(page, moved, PRESSES)
            _press(page, ["F9"] * PRESSES)
            _take(page, idle, PRESSES)
    return moved, idle


def _drags(browser: Browser, address: str, shortlist: str) -> tuple[Drags, Drags]:
    """A weight dragged with the pointer, and a slider on which nothing hangs, in turn."""
    with _officer(browser, address, "desk") as context:
        page = context.new_page()
        page.goto(f"/shortlists/{shortlist}")
        page.locator(SLIDER).first.focus()
        page.wait_for_selector("div#trial")
        page.wait_for_selector("[data-outcome]:not([aria-busy])")
        return drags(page, SLIDER)


def _press(page: Page, keys: Sequence[str]) -> None:
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(PACE)


def _take(page: Page, into: Presses, pressed: int) -> None:
    page.wait_for_timeout(300)  # entries are told a little after the paint
    paints, placed = page.evaluate(TAKEN)
    into.paints += [*paints, *[16.0] * (pressed - len(paints))]
    into.placed += placed


def _weighed(browser: Browser, address: str, paths: Sequence[str]) -> Iterator[Weighed]:
    for size in SIZES:
        with _officer(browser, address, size) as context:
            for path in paths:
                page, bytes_ = context.new_page(), [0]
                session = context.new_cdp_session(page)
                session.send("Network.enable")
                session.send("Network.setCacheDisabled", {"cacheDisabled": True})
                session.on("Network.loadingFinished", lambda told, sum_=bytes_: _add(sum_, told))
                page.goto(path, wait_until="load")
                yield Weighed(path, size, bytes_[0], float(page.evaluate(SHIFT)))
                page.close()


def _add(sum_: list[int], told: dict[str, Any]) -> None:
    sum_[0] += int(told["encodedDataLength"])


def _tell(console: Console, moved: Presses, idle: Presses) -> None:
    table = Table(
        title="A weight moved on the desk at 818 experts: from the press to the next paint", title_justify="left"
    )
    for column in ("press", "presses", "median", "p95", "longest"):
        table.add_column(column)
    for name, found in (
        ("moves a weight", moved.paints),
        ("moves nothing", idle.paints),
        ("to the outcome", moved.placed),
    ):
        if found:
            ends = (statistics.median(found), _at95(found), max(found))
            table.add_row(name, str(len(found)), *(f"{ms:.0f} ms" for ms in ends))
    console.print(table)
    most = _at95(moved.paints)
    console.print(
        f"p95 of a moved weight {most:.0f} ms, at most {LIMIT:.0f}: {'met' if most <= LIMIT else 'NOT MET'}; over a press that "
        f"moves nothing: {most / _at95(idle.paints):.2f} (load {os.getloadavg()[0]:.1f})\n"
    )


def _tell_drags(console: Console, moved: Drags, idle: Drags) -> None:
    table = Table(
        title="The same weight dragged with the pointer: from each step to the frame after", title_justify="left"
    )
    for column in ("drag", "times", "median", "p95", "longest"):
        table.add_column(column)
    for name, found in (
        ("step that moves a weight", moved.steps),
        ("step that moves nothing", idle.steps),
        ("press and release, of a weight", moved.held),
        ("press and release, of nothing", idle.held),
    ):
        ends = (statistics.median(found), _at95(found), max(found))
        table.add_row(name, str(len(found)), *(f"{ms:.0f} ms" for ms in ends))
    console.print(table)
    most = max(_at95(moved.steps), _at95(moved.held))
    console.print(f"p95 of a drag {most:.0f} ms, at most {LIMIT:.0f}: {'met' if most <= LIMIT else 'NOT MET'}\n")


def _tell_pages(console: Console, weighed: Sequence[Weighed]) -> None:
    pages = Table(title="Pages of the officer at a first visit", title_justify="left")
    for column in ("page", *(f"{what}, {size}" for size in SIZES for what in ("bytes", "shift"))):
        pages.add_column(column)
    for path in dict.fromkeys(one.path for one in weighed):
        own = {one.size: one for one in weighed if one.path == path}
        shown = path if path.count("/") < 2 else f"{path.rpartition('/')[0]}/…"
        pages.add_row(shown, *(text for size in SIZES for text in (f"{own[size].bytes:,}", f"{own[size].shift:.3f}")))
    console.print(pages)
    heaviest, most_shift = max(one.bytes for one in weighed), max(one.shift for one in weighed)
    held = heaviest <= LIGHT and most_shift <= STILL
    console.print(
        f"heaviest {heaviest:,} bytes (at most {LIGHT:,}), most shift {most_shift:.3f} (none): {'met' if held else 'NOT MET'}\n"
    )


def _at95(found: Sequence[float]) -> float:
    return sorted(found)[min(len(found) - 1, int(0.95 * len(found)))]
