"""What the officers of an office do, how often, and how long they think in between."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from api.web.forms import values_of
from bench.load.asking import Answer, Officer
from bench.shortlists import RULES
from matching.settings import MatchSettings, Weights

# An officer reads half a page to a page between two clicks: some do so in seconds, some are called away. Drawn from an
# exponential distribution with this mean; two hundred of them send four or five requests a second together.
THINK = 45.0
LOOK = 10.0  # seconds between two looks at weights moved on the desk
MOVES = 3  # weights that are moved on a desk, one after the other

API, SHORTLISTS = "/api/v1", "/api/v1/shortlists"
WORDS = ("institut", "public", "social", "employ", "minist", "agen", "nation", "consult")
LANGUAGES = ("fr", "en", "es", "pt", "ar", "ru")
WEIGHTS = tuple(Weights.model_fields)
SETTINGS = MatchSettings(rules=RULES)


@dataclass
class Papers:
    """What there is to look at, shared by all officers. `decidable`: bodies of decisions by call, each taken once."""

    calls: list[str]
    shortlists: list[str]
    people: list[str]
    terms: list[dict[str, Any]]
    decidable: list[tuple[str, dict[str, Any]]]
    guard: threading.Lock = field(default_factory=threading.Lock)

    def decision(self) -> tuple[str, dict[str, Any]] | None:
        """A call that waits for its decision; nobody else is given it."""
        with self.guard:
            return self.decidable.pop() if self.decidable else None


Deed = Callable[[Officer, Papers, random.Random], Iterator[Answer]]


def _calls(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    yield officer.get("calls, page", "/calls")


def _calls_data(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    yield officer.get("calls, data", f"{API}/calls", limit=50)


def _call(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    yield officer.get("a call, data", f"{API}/calls/{chance.choice(papers.calls)}")


def _call_page(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    yield officer.get("a call, page", f"/calls/{chance.choice(papers.calls)}")


def _people(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    yield officer.get("people, page", "/experts")


def _searched(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    yield officer.get("people by words", "/experts", q=chance.choice(WORDS))


def _narrowed(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    yield officer.get("people by language", f"{API}/experts", language=chance.choice(LANGUAGES), limit=50)


def _person(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    yield officer.get("a person, page", f"/experts/{chance.choice(papers.people)}")


def _shortlists(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    yield officer.get("shortlists, page", "/shortlists")


def _shortlist(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    yield officer.get("a shortlist, data", f"{SHORTLISTS}/{chance.choice(papers.shortlists)}")


def _made(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    terms, number = chance.choice(papers.terms), f"L-{chance.randrange(10**9)}"
    terms = terms | {"reference": number, "title": f"{terms['title']} ({number})"}  # a text that no model has read
    wish = {"call": terms, "settings": SETTINGS.model_dump(mode="json")}
    yield officer.post("a new shortlist", SHORTLISTS, wish)


def desk(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    """The desk of a shortlist is opened, and some weights moved on it: the first is compared, the others only weighed."""
    page = f"/shortlists/{chance.choice(papers.shortlists)}"
    yield officer.get("the desk", page)
    for number in range(MOVES):
        form = values_of(SETTINGS) | {"alone": "1", f"weight_{chance.choice(WEIGHTS)}": str(chance.randrange(100))}
        yield officer.send("a weight moved, again" if number else "a weight moved, first", f"{page}/try", form)


def _exporting(kind: str) -> Deed:
    def exported(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
        path = f"{SHORTLISTS}/{chance.choice(papers.shortlists)}/export"
        yield officer.get(f"an export, {kind}", path, format=kind)

    return exported


def decided(officer: Officer, papers: Papers, chance: random.Random) -> Iterator[Answer]:
    found = papers.decision()
    if found is None:
        yield from _calls(officer, papers, chance)
        return
    call, decision = found
    yield officer.post("a decision", f"{API}/calls/{call}/decision", decision)


# How often in a hundred deeds. Looking comes far before doing: a call is opened a dozen times before it is decided on.
MIX: dict[Deed, int] = {
    _calls: 11,
    _calls_data: 4,
    _call: 6,
    _call_page: 6,
    _people: 9,
    _searched: 8,
    _narrowed: 4,
    _person: 16,
    _shortlists: 8,
    _shortlist: 8,
    _made: 5,
    desk: 8,
    _exporting("xlsx"): 2,
    _exporting("pdf"): 2,
    _exporting("docx"): 1,
    decided: 2,
}
