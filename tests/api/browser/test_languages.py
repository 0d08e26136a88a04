"""What experts see in several languages: accessible, in one language alone, and turned round where it runs right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.api.browser.axe import bring_axe, keep_picture, too_wide, violations
from tests.api.browser.experts import STRANGERS, Expert, reading, seasoned
from tests.api.browser.site import DESK, PHONE, Site

DIRECTIONS = {"fr": "ltr", "ar": "rtl"}  # English is looked at with every other page
FOREIGN = {"ar": "a-zA-ZА-я", "ru": "a-zA-Z\u0600-\u06ff"}  # letters that a page in the language does not use
# Words that pages say of themselves: not of a language of its own (lang), not what people wrote (dir=auto, bdi, time).
WORDS = """() => {
  const apart = '[lang]:not(html), [dir=auto], bdi, time, code, textarea, select#speak';
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const said = walk.currentNode.textContent.replace(/[\\u2067\\u2068][^\\u2069]*\\u2069/g, ' ').trim();
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


@dataclass(frozen=True)
class Look:
    """What was seen on a page. `told`: its language and direction; `edges`: where its parts stand on a wide screen."""

    path: str
    told: list[str]
    problems: list[str]
    words: list[str]
    edges: dict[str, Any]


def journeys(site: Site) -> Iterator[tuple[Expert | None, tuple[str, ...]]]:
    """Who looks at which pages."""
    expert = seasoned(site)
    yield from ((expert, expert.paths), (None, STRANGERS))


@cache
def looks(browser: Browser, site: Site, language: str) -> list[Look]:
    """Every page in a language, opened once: on a phone, then as wide as a desk where it runs from the right."""
    found: list[Look] = []
    for expert, paths in journeys(site):
        with reading(browser, site, language, expert, viewport=PHONE) as visit:
            bring_axe(visit.page)
            for path in paths:
                assert visit.go(path).status == 200, path
                found.append(_look(visit.page, path, language))
            assert visit.wrong == []
    return found


def _look(page: Page, path: str, language: str) -> Look:
    told: list[str] = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    problems = [*too_wide(page)]
    keep_picture(page, f"{language}{path}", "phone")
    words: list[str] = page.evaluate(WORDS)
    edges: dict[str, Any] = {}
    if DIRECTIONS.get(language) == "rtl":
        page.set_viewport_size(DESK)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        edges = page.evaluate(EDGES)
        keep_picture(page, f"{language}{path}", "desk")
        page.set_viewport_size(PHONE)
    if language in DIRECTIONS:
        problems += violations(page)
    return Look(path, told, problems, words, edges)


@pytest.mark.parametrize(("language", "direction"), DIRECTIONS.items())
def test_pages_of_experts_are_accessible(browser: Browser, site: Site, language: str, direction: str) -> None:
    seen = looks(browser, site, language)
    assert [look.path for look in seen if look.told != [language, direction]] == []
    assert [f"{look.path} {problem}" for look in seen for problem in look.problems] == []


@pytest.mark.parametrize(("language", "letters"), FOREIGN.items())
def test_a_page_speaks_one_language(browser: Browser, site: Site, language: str, letters: str) -> None:
    """Told by the letters of languages that have their own."""
    foreign: set[str] = set()
    for look in looks(browser, site, language):
        said = [NAMES.sub("", words) for words in look.words]
        foreign |= {f"{look.path}: {words[:80]}" for words in said if re.search(f"[{letters}]{{2}}", words)}
    assert foreign == set()


def test_arabic_pages_run_from_the_right(browser: Browser, site: Site) -> None:
    bars = 0
    for look in looks(browser, site, "ar"):
        seen = look.edges
        assert seen["links"] == sorted(seen["links"], reverse=True), look.path
        assert abs(seen["title"] - seen["side"]) < 2, look.path
        assert all(abs(gap) < 1 for gap in seen["bars"]), look.path
        bars += len(seen["bars"])
    assert bars, "none of the pages shows a bar"
