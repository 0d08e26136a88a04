"""French and Spanish are whole: on no page that a role is led to does an English sentence of ours stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from api.app import ROUTERS
from api.auth.language import CHOSEN
from api.auth.roles import Role
from api.services.office import Office
from api.speech.wording import FOLDER, languages_of
from matching.entities import Call
from tests.api import offices
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import Doors
from tests.api.pages.looking import Browsers
from tests.api.test_actions import open_action
from tests.api.test_requests import lead_to
from tests.api.web_pages import VOID

office, doors = offices.small_office, offices.its_doors
LANGUAGES = ("fr", "es")
WORDS = 3  # a shorter text may be the same in two languages: a name, a code, "Action"
PER_KIND = {"/calls/[^/]+": 3}  # pages of one kind, where one is not enough: a call that is a draft, open, decided
LONG = 8  # letters of what people wrote that are enough to find it again within a text of ours
IN_ENGLISH = '<span lang="en" dir="ltr">'  # how a sentence is marked that stands on record and could not be said anew
API = "/api"
NOT_READ = {"script", "style", "textarea", "code", "pre"}
SAID = ("aria-label", "title", "placeholder", "alt", "data-label")  # attributes that people are read
SAME = re.compile(  # texts that are the same in every language, each for its reason
    r"expertmatch"  # our name
    r"|\S+@\S+|\w+-\w*[0-9a-f]{6,}|\d{4}-\d\d"  # addresses, ids, codes of actions
    r"|\.docx|\.pdf|\.txt|\.md|ZIP|XLSX?|CSV|JSON|UTC|RTF|UTF-8|Word|Europass|EuropeAid|OpenDocument"  # kinds of files
)


class Texts(HTMLParser):
    """What a page says in its own language: nothing that people wrote (dir=auto), nor what is marked as of another one."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found, self.others = set[str](), set[str]()
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)
        others = sorted((one for one in self.others if len(one) >= LONG), key=len, reverse=True)
        self.found = {_without(one, others) for one in self.found}  # such as the title of a call in that of its page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        apart = bool(self._open and self._open[-1][1]) or given.get("dir") == "auto" or tag in NOT_READ
        apart = apart or ("lang" in given and tag != "html")
        for name in SAID:
            self._keep(given.get(name, ""), apart)
        self.links += [given["href"].split("#")[0]] if tag == "a" and given.get("href", "").startswith("/") else []
        if tag not in VOID:
            self._open.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._keep(data, bool(self._open and self._open[-1][1]))

    def _keep(self, words: str, apart: bool) -> None:
        if words.strip():
            (self.others if apart else self.found).add(" ".join(words.split()))


class Walked:
    """An office with something of every kind in it, as its roles see it."""

    def __init__(self, desk: CallDesk) -> None:
        self.browsers, self.routes, self.shapes = Browsers(desk), _patterns(), set[frozenset[str]]()
        lead_to(desk.officer, "received")
        open_action(desk.officer)
        desk.draft()
        desk.decided()
        desk.invite(desk.published(), "anna")

    @cache  # noqa: B019 # lives as long as the module's tests
    def by_language(self, role: Role | None) -> list[tuple[str, dict[str, str]]]:
        """The pages to which a role is led, each in every language; what looks as on another page is passed over."""
        browser = self.browsers.expert("anna") if role is Role.EXPERT else self.browsers(*filter(None, [role]))
        browser.follow_redirects = True
        waiting, met, kinds = ["/", "/account" if role else "/sign-in", "/no-such-page"], set[str](), Counter[str]()
        found = []
        while waiting:
            path = waiting.pop(0)
            kind = next((one for one in self.routes if re.fullmatch(one, path.split("?")[0])), "")
            if path == API and role is not Role.ADMINISTRATOR:
                continue  # the same for everybody, and long to make
            if (
                path in met
                or kinds[kind] >= PER_KIND.get(kind, 1)
                or path.startswith(("/api/", "/static/", "/openapi"))
            ):
                continue
            met.add(path)
            kinds[kind] += 1
            english = self._in(browser, path, "en")
            waiting += Texts(english).links
            shape = frozenset({kind, *re.findall(r'class="[^"]*"|<form[^>]*action="/\w+|<h\d', english)})
            if shape not in self.shapes:
                self.shapes.add(shape)
                found.append((path, {"en": english} | {one: self._in(browser, path, one) for one in LANGUAGES}))
        return found

    def _in(self, browser: TestClient, path: str, language: str) -> str:
        browser.cookies.set(CHOSEN, language)
        return browser.get(path).text


def _without(text: str, others: list[str]) -> str:
    for one in others:
        text = text.replace(one, " ")
    return text


def _patterns() -> list[str]:
    """The addresses of pages, those with fewest places for ids first."""
    paths = {route.path for router in ROUTERS for route in router.routes}  # type: ignore[attr-defined]
    return [re.sub(r"{\w+(:path)?}", r"[^/]+", path) for path in sorted(paths, key=lambda path: path.count("{"))]


@pytest.fixture(scope="module")
def walked(doors: Doors, office: Office, call: Call) -> Iterator[Walked]:
    yield Walked(CallDesk(doors, call, office.clock.now.__self__))  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [*Role, None])
def test_no_english_sentence_is_left(walked: Walked, role: Role | None, language: str) -> None:
    left = []
    for path, pages in walked.by_language(role):
        assert f'<html lang="{language}"' in pages[language], path
        assert IN_ENGLISH not in pages[language], path
        same = Texts(pages["en"]).found & Texts(pages[language]).found
        left += [
            (path, words) for words in sorted(same) if len(re.findall(r"[^\W\d_]{2,}", SAME.sub("", words))) >= WORDS
        ]
    assert left == []


def test_every_page_is_in_french_and_spanish() -> None:
    pages = {path.name.split(".")[0] for path in FOLDER.glob("*.en.json")}
    assert {page for page in pages if not {*LANGUAGES} <= languages_of(page)} == set()
