"""axe read once, and run on a page as it stands; with it what else is looked at on every page."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.api.browser.site import Visit

PICTURES = os.environ.get("TEST_PICTURES", "test-out/pages")  # the folder of pictures; none are taken where it is empty
# Nothing is loaded for axe (no rule asked for needs it), and it spells out no selectors: pages are long, and it is run often.
FAST = {"resultTypes": ["violations"], "preload": False, "selectors": False, "elementRef": False}
OF_WORDS = (  # what a page in another language can break where the same one keeps every rule in two others
    *("html-has-lang", "html-lang-valid", "html-xml-lang-mismatch", "valid-lang", "document-title", "empty-heading"),
    *("empty-table-header", "label", "select-name", "button-name", "input-button-name", "link-name", "summary-name"),
    *("image-alt", "svg-img-alt", "role-img-alt", "aria-command-name", "aria-input-field-name"),
    "aria-toggle-field-name",
    *("aria-progressbar-name", "aria-meter-name", "landmark-unique", "list", "dlitem", "duplicate-id-aria"),
)
WORDS = FAST | {"runOnly": {"type": "rule", "values": list(OF_WORDS)}}
RULES = FAST | {  # all others
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {rule: {"enabled": False} for rule in OF_WORDS},
}
# The shift of what was already shown, as Chromium scores it; 0 is none.
SHIFT = """() => new Promise(done => {
  let shift = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) shift += one.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(shift), 50);
})"""
# Rows, lines and options that are made alike but for their words: of each make a few are left. Contrast and sizes are looked
# at in each make, not in each of a hundred rows, which is where most of the time would go.
THIN = """most => {
  const make = one => one.outerHTML.replace(/>[^<]+/g, ">").replace(/ (?!class|role|type|hidden)[\\w-]+="[^"]*"/g, "");
  for (const list of document.querySelectorAll("tbody, ul, ol, dl, select, datalist")) {
    const met = new Map();
    for (const one of [...list.children]) {
      const made = make(one), count = (met.get(made) ?? 0) + 1;
      met.set(made, count);
      if (count > most) one.remove();
    }
  }
}"""
# Contrast comes from the colours and backgrounds of an element and of what it stands in: of each such look a few elements
# that show words are marked, and axe looks at the contrast of these alone.
LOOKS = """most => {
  const told = ["color", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight", "position"];
  const looks = new Map(), met = new Map();
  const says = one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim().length > 1);
  const mark = (one, above) => {
    const style = getComputedStyle(one), own = [above, ...told.map(name => style[name])].join("|");
    const look = looks.get(own) ?? looks.set(own, looks.size).get(own), count = met.get(look) ?? 0;
    if (count < most && (says(one) || one.matches("input, select, textarea, button")) && one.checkVisibility()) {
      met.set(look, count + 1);
      one.dataset.look = look;
    }
    for (const child of one.children) mark(child, look);
  };
  mark(document.documentElement, "");
}"""
OF_MARKED = 'axe.configure({rules: [{id: "color-contrast", selector: "[data-look]"}]});'
ALIKE = 3
TRIES = 3  # how often a page is opened that moves
RUN = """async options => {
  const found = await axe.run(document, options);
  return found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 150)}`);
}"""


def bring_axe(page: Page) -> None:
    """Have axe in every document that this window opens from now on."""
    page.add_init_script(AXE_SCRIPT + OF_MARKED)


def worded_wrong(page: Page) -> list[str]:
    """What axe finds wrong with the names and words of a page, in all its rows; with the first place of each."""
    found: list[str] = page.evaluate(RUN, WORDS)
    return found


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page by any rule. It is the last look: rows that are made alike are taken out of it."""
    worded = worded_wrong(page)
    page.evaluate(THIN, ALIKE)
    page.evaluate(LOOKS, ALIKE)
    found: list[str] = page.evaluate(RUN, RULES)
    return [*dict.fromkeys((*worded, *found))]


def shifts(visit: Visit, path: str) -> Iterator[str]:
    """Whether what a page shows moves while it comes. On a busy machine a long table may be laid in pieces now and then; what
    is wrong with the page itself moves whenever it is opened, so who moved is opened again."""
    shift: float = visit.page.evaluate(SHIFT)
    for _ in range(TRIES - 1):
        if shift > 0:
            visit.go(path)
            shift = min(shift, visit.page.evaluate(SHIFT))
    if shift > 0:
        yield f"shifts by {shift:.3f}"


def too_wide(page: Page) -> Iterator[str]:
    """Whether a page is wider than the screen."""
    if (beyond := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
        yield f"{beyond} pixels wider than the screen"


def keep_picture(page: Page, name: str, look: str) -> None:
    """A picture of the whole page, to be looked at; it takes as long as all that is tested on the page."""
    if not PICTURES:
        return
    folder = Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    told = re.sub(r"[^a-z_0-9]+", "-", name.lower()).strip("-")[:120]
    session = page.context.new_cdp_session(page)
    how = {"format": "png", "captureBeyondViewport": True, "optimizeForSpeed": True}
    taken = session.send("Page.captureScreenshot", how)
    session.detach()
    (folder / f"{told}.{look}.png").write_bytes(base64.b64decode(taken["data"]))
