"""CVs of invented words, no word twice, so that the order in which a reader gives them can be checked word by word."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_OPENINGS = ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "br", "cr", "dr", "gr", "pl", "st", "tr")
_VOWELS = ("a", "e", "i", "o", "u")
_MONTHS = {"mar", "nov"}  # printed in several dates
LABEL_REACH = 14  # words: how far the dates of an entry may stand from its beginning


@dataclass
class Maker:
    """Invents words, phrases, entries and whole CVs."""

    seed: int
    used: set[str] = field(default_factory=lambda: set(_MONTHS))

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._years = list(range(1931, 2049))
        self._random.shuffle(self._years)

    def word(self) -> str:
        """A word that was not used yet."""
        while True:
            pick = self._random.choice
            word = "".join(pick(_OPENINGS) + pick(_VOWELS) for _ in range(pick([1, 2, 2, 3, 3, 4]))) + pick(
                ["", "n", "s", "r"]
            )
            if word not in self.used and len(word) > 2:
                self.used.add(word)
                return word

    def phrase(self, least: int, most: int) -> str:
        """Some words, the first with a capital."""
        return " ".join(self.word() for _ in range(self._random.randint(least, most))).capitalize()

    def entry(self, bullets: int) -> dict[str, Any]:
        """A post with dates, title, employer and tasks."""
        years = sorted((self._years.pop(), self._years.pop()))
        form = self._random.choice(["{0} – {1}", "03/{0} – 11/{1}", "Mar {0} - Nov {1}", "{0}-{1}"])
        tasks = [self.phrase(8, 26) + "." for _ in range(self._random.randint(0, bullets))]
        return {"date": form.format(*years), "title": self.phrase(2, 4), "emp": self.phrase(2, 6), "items": tasks}

    def cv(self, entries: int, boxes: int) -> dict[str, Any]:
        """A whole CV: name, summary, two sections of entries, and boxes of short lines for the side."""
        sections = [
            {"head": self.phrase(1, 2), "entries": [self.entry(3) for _ in range(entries)]},
            {"head": self.phrase(1, 2), "entries": [self.entry(1) for _ in range(max(2, entries - 2))]},
        ]
        side = [{"head": self.word(), "lines": [self.phrase(1, 4) for _ in range(4)]} for _ in range(boxes)]
        return {"name": self.phrase(2, 3), "summary": self.phrase(25, 40) + ".", "sections": sections, "side": side}


def words(text: str) -> list[str]:
    """The words and years of a text."""
    return [w for w in re.findall(r"[^\W\d_]{3,}|\d{4}", text.lower()) if w not in _MONTHS]


def right_segments(cv: dict[str, Any], text: str) -> tuple[int, int]:
    """(segments in one piece and in order, all segments).

    The name, the summary and each box must stand word after word; an entry too, with its dates anywhere near its
    beginning and nothing foreign in between; a heading must stand right before its first entry.
    """
    places = {word: at for at, word in enumerate(words(text))}
    found = [_unbroken(places, words(cv["name"])), _unbroken(places, words(cv["summary"]))]
    for section in cv["sections"]:
        found += [_entry(places, entry) for entry in section["entries"]]
        found.append(_heading(places, words(section["head"]), words(section["entries"][0]["title"])[0]))
    found += [
        _unbroken(places, words(box["head"]) + [w for line in box["lines"] for w in words(line)]) for box in cv["side"]
    ]
    return sum(found), len(found)


def _unbroken(places: dict[str, int], part: list[str]) -> bool:
    at = [places.get(word) for word in part]
    return at[0] is not None and at == list(range(at[0], at[0] + len(at)))


def _entry(places: dict[str, int], entry: dict[str, Any]) -> bool:
    body = [places.get(w, -1) for w in words(" ".join([entry["title"], entry["emp"], *entry["items"]]))]
    dates = [places.get(w, -1) for w in words(entry["date"])]
    every = sorted(body + dates)
    whole = every == list(range(every[0], every[0] + len(every))) and every[0] >= 0
    return whole and body == sorted(body) and min(dates) - min(body) <= LABEL_REACH


def _heading(places: dict[str, int], heading: list[str], first: str) -> bool:
    if not _unbroken(places, heading):
        return False
    return 0 < places.get(first, -1) - places[heading[-1]] <= 4


def sample(path: Path) -> dict[str, Any]:
    """The CV that a stored sample was made from."""
    made: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return made
