"""What experts see in several languages: accessible, in one language alone, and turned round where it runs right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.api.browser.experts import STRANGERS, Expert, reading, seasoned
from tests.api.browser.site import PHONE, Site
from tests.api.browser.test_every_page import AXE, RULES, keep_picture

DIRECTIONS = {"fr": "ltr", "ar": "rtl"}  # English is looked at with every other page
# Words that pages say of themselves: not of a language of its own (lang), not what people wrote (dir=auto, bdi, time).
WORDS = """() => {
  const apart = '[lang]:not(html), [dir=auto], bdi, time, code, textarea, select#speak';
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const said = walk.currentNode.textContent.replace(/\\u2068[^\\u2069]*\\u2069/g, ' ').trim();
    if (said && !walk.currentNode.parentElement.closest(apart)) found.push(said);
  }
  return found;
}"""
# Names that are the same in every language.
NAMES = re.compile(
    r"expertmatch|API|XLSX|PDF|Word|OpenDocument|RTF|Europass|EuropeAid|JSON|Resume|Excel|ZIP|UTC|CV|\b[ABC][12]\b|"
    r"\S+@\S+|/calls"
)
EDGES = """() => {
  const words = document.createRange();
  words.selectNodeContents(document.querySelector('h1'));
  const links = [...document.querySelectorAll('.site nav a')].map(link => link.getBoundingClientRect().left);
  const inner = document.querySelector('.head'), style = getComputedStyle(inner), box = inner.getBoundingClientRect();
  return {
    links,
    title: words.getBoundingClientRect().right,
    side: box.right - parseFloat(style.paddingRight),
    bars: [...document.querySelectorAll('.bar')].filter(bar => bar.checkVisibility()).map(bar => {
      const [all, full] = [bar, bar.querySelector('.fill')].map(one => one?.getBoundingClientRect());
      return full && full.width ? all.right - full.right : 0;
    }),
  };
}"""


def journeys(site: Site) -> Iterator[tuple[Expert | None, tuple[str, ...]]]:
    """Who looks at which pages."""
    expert = seasoned(site)
    yield from ((expert, expert.paths), (None, STRANGERS))


@pytest.mark.parametrize(("language", "direction"), DIRECTIONS.items())
def test_pages_of_experts_are_accessible(browser: Browser, site: Site, language: str, direction: str) -> None:
    problems: list[str] = []
    for expert, paths in journeys(site):
        with reading(browser, site, language, expert, viewport=PHONE) as visit:
            for path in paths:
                assert visit.go(path).status == 200, path
                page = visit.page
                told = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
                assert told == [language, direction], path
                found = AXE.run(page, options=RULES).response["violations"]
                problems += [f"{path} {one['id']}: {one['nodes'][0]['html'][:150]}" for one in found]
                if (beyond := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
                    problems.append(f"{path} is {beyond} pixels wider than the screen")
                keep_picture(page, f"{language}{path}", "phone")
            problems += visit.wrong
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("language", "letters"), [("ar", "a-zA-ZА-я"), ("ru", "a-zA-Z\u0600-\u06ff")])
def test_a_page_speaks_one_language(browser: Browser, site: Site, language: str, letters: str) -> None:
    """Told by the letters of languages that have their own."""
    foreign: set[str] = set()
    for expert, paths in journeys(site):
        with reading(browser, site, language, expert) as visit:
            for path in paths:
                visit.go(path)
                said = [NAMES.sub("", words) for words in visit.page.evaluate(WORDS)]
                foreign |= {f"{path}: {words[:80]}" for words in said if re.search(f"[{letters}]{{2}}", words)}
    assert foreign == set()


def test_arabic_pages_run_from_the_right(browser: Browser, site: Site) -> None:
    bars = 0
    for expert, paths in journeys(site):
        with reading(browser, site, "ar", expert) as visit:
            for path in paths:
                visit.go(path)
                visit.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
                seen = visit.page.evaluate(EDGES)
                assert seen["links"] == sorted(seen["links"], reverse=True), path
                assert abs(seen["title"] - seen["side"]) < 2, path
                assert all(abs(gap) < 1 for gap in seen["bars"]), path
                bars += len(seen["bars"])
                keep_picture(visit.page, f"ar{path}", "desk")
    assert bars, "none of the pages shows a bar"
