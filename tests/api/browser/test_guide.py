"""The guide tells what the pages show: its pictures are made here, and each word that it quotes stands on its page.

`make guide` puts the pictures into `docs/guide/pictures`; every run leaves them in `test-out/guide`."""

from __future__ import annotations

import json
import os
import re
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Browser, Page

from tests.api.browser import axe
from tests.api.browser.experts import Expert, reading
from tests.api.browser.guide import STEPS, Step, Walk, visitor
from tests.api.browser.site import Site, Visit

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "docs" / "guide"
PICTURES = GUIDE / "pictures"
MADE = ROOT / "test-out" / "guide"
SIZE = {"width": 1200, "height": 800}
COLOURS = 64
MOST, MOST_OF_ALL = 60_000, 1_500_000  # bytes
SHORTEST = 25  # characters that tell what a picture shows
SAYS = "says"  # what a picture keeps: the fixed words of its headings, buttons and labels
PAGES = {"expert": "expert", "results": "expert"} | {page: page for page in STEPS if page != "results"}
PICTURE = re.compile(r"!\[([^\]]*)\]\(pictures/([\w-]+)\.png\)")
NAMED = "h1, h2, h3, h4, button, summary, label, legend, a, caption, th, dt"
# What is shown by name; where `inside` is true, within the picture alone.
NAMES = f"""inside => [...document.querySelectorAll('{NAMED}')].filter(one => {{
  const box = one.getBoundingClientRect();
  return one.checkVisibility() && box.width && (!inside || (box.top >= 0 && box.bottom <= innerHeight));
}}).map(one => one.innerText.replace(/\\s+/g, ' ').trim())"""


def told(page: str) -> list[tuple[str, list[str]]]:
    """The steps of a page of the guide: the picture, and the words quoted beside it."""
    text = (GUIDE / f"{page}.md").read_text(encoding="utf-8")
    found = []
    for part in re.split(r"^## ", text, flags=re.MULTILINE):
        quoted = [re.sub(r"\s+", " ", words) for words in re.findall(r"\*\*(.+?)\*\*", part, re.DOTALL)]
        pictures = PICTURE.findall(part)
        assert len(pictures) == 1 or not (pictures or quoted), f"{page}: one picture for each step: {part[:60]}"
        found += [(name, quoted) for _, name in pictures]
    return found


def visited(browser: Browser, site: Site, who: str) -> AbstractContextManager[Visit]:
    looks = visitor(site, who)
    if isinstance(looks, Expert):
        return reading(browser, site, "en-GB", looks, viewport=SIZE)
    return site.visited(browser, looks, viewport=SIZE, locale="en-GB")


@pytest.mark.parametrize("who", STEPS)
def test_what_the_guide_quotes_stands_on_the_page_of_its_step(browser: Browser, site: Site, who: str) -> None:
    quoted, lacking = dict(told(PAGES[who])), []
    with visited(browser, site, who) as visit:
        walk = Walk(site, visit)
        for step in STEPS[who]:
            for deed in step.deeds:
                deed(walk)
            shown = walk.page.evaluate(NAMES, False)
            lacking += [f"{step.picture}: {words}" for words in quoted.get(step.picture, []) if not names(words, shown)]
            keep(walk.page, step)
        assert visit.wrong == []
    assert lacking == [], "mend docs/guide, then `make guide`"


def names(words: str, shown: list[str]) -> bool:
    """Whether something shown is called so; a count or a subject may follow."""
    return any(re.match(rf"{re.escape(words)}(?!\w)", one) for one in shown)


def keep(page: Page, step: Step) -> None:
    """Take the picture, in few colours and with its words."""
    page.locator(step.shows).first.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 4)")
    bottom = page.evaluate("document.querySelector('footer').getBoundingClientRect().top")
    tall = min(step.tall, SIZE["height"], max(int(bottom), 200))
    if not wanted():
        return
    png = page.screenshot(clip={"x": 0, "y": 0, "width": SIZE["width"], "height": tall}, animations="disabled")
    says = PngInfo()
    says.add_text(SAYS, json.dumps(sorted(fixed() & set(page.evaluate(NAMES, True)))))
    image = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    for folder in wanted():
        folder.mkdir(parents=True, exist_ok=True)
        image.save(folder / f"{step.picture}.png", optimize=True, pnginfo=says)


def wanted() -> list[Path]:
    """The folders for pictures."""
    return [MADE] * bool(axe.PICTURES) + [PICTURES] * bool(os.environ.get("GUIDE_PICTURES"))


def fixed() -> set[str]:
    """The English sentences of the pages that are the same whatever they speak of."""
    read = (json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "api/web/data").glob("*.en.json"))
    return {said for words in read for said in words.values() if isinstance(said, str) and "{" not in said}


@pytest.mark.parametrize("page", sorted(set(PAGES.values())))
def test_a_page_of_the_guide_shows_its_steps_in_their_order(page: str) -> None:
    steps = [step.picture for who, of in STEPS.items() if PAGES[who] == page for step in of]
    assert sorted(name for name, _ in told(page)) == sorted(steps)
    text = (GUIDE / f"{page}.md").read_text(encoding="utf-8")
    assert [name for alt, name in PICTURE.findall(text) if len(alt) < SHORTEST] == []
    assert page == "README" or f"({page}.md)" in (GUIDE / "README.md").read_text(encoding="utf-8")


def test_the_pictures_of_the_guide_are_those_of_its_steps_and_light() -> None:
    sizes = {path.stem: path.stat().st_size for path in PICTURES.glob("*")}
    assert sorted(sizes) == sorted(step.picture for of in STEPS.values() for step in of)
    assert {name: size for name, size in sizes.items() if size > MOST} == {}
    assert sum(sizes.values()) <= MOST_OF_ALL


def test_no_picture_of_the_guide_shows_words_that_the_pages_no_longer_say() -> None:
    now, stale = fixed(), set[str]()
    for path in sorted(PICTURES.glob("*.png")):
        with Image.open(path) as image:
            kept = json.loads(image.info[SAYS])
        assert kept, f"{path.name} keeps no words"
        stale |= {f"{path.stem}: {words}" for words in set(kept) - now}
    assert stale == set(), "a page has changed: mend docs/guide, then `make guide`"
