"""Towns and countries named in a CV: countries in six languages, capitals and large towns from babel and a list of ours."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from matching.codes import WORKING_LANGUAGES, country_names
from matching.reading.folding import plain

LONGEST_NAME = 5  # words of a name


@dataclass(frozen=True)
class PlaceName:
    """A town or country named, where it stands, and its country."""

    country: str  # empty where towns of several countries bear the name
    start: int
    end: int
    is_country: bool


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((files("matching.cv.free") / "places.json").read_text(encoding="utf-8"))
    return data


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(_data()[name])


@cache
def _names() -> dict[str, tuple[str, bool]]:
    """Normal name -> (country, whether it is the name of a country)."""
    names: dict[str, tuple[str, bool]] = {}
    more: dict[str, str] = _data()["countries"]
    for name, code in {**country_names(), **more}.items():
        if len(name) > 2 or name in more:
            names.setdefault(_normal(name), (code, True))
    for code, towns in _data()["towns"].items():
        for town in towns:
            names.setdefault(_normal(town), (code, False))
    names |= {town: ("", False) for town in _set("ambiguous")}  # towns of several countries
    for town, code in _towns_of_babel():
        names.setdefault(_normal(town), (code, False))
    return names


@cache
def _longest_by_first() -> dict[str, int]:
    """First word of names -> words of the longest name that begins with it."""
    longest: dict[str, int] = {}
    for name in _names():
        words = name.split()
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return longest


def _most_words(word: str) -> int:
    """How many words a name that begins with this one can have; 0 where none does."""
    if "\u0400" <= word[:1] <= "\u06ff":  # with a case or what was put before it
        return LONGEST_NAME
    return min(LONGEST_NAME, _longest_by_first().get(word, 0))


def _towns_of_babel() -> list[tuple[str, str]]:
    from babel import Locale
    from babel.core import get_global

    territories = get_global("zone_territories")
    found = []
    for language in WORKING_LANGUAGES:
        for zone, names in Locale(language).time_zones.items():
            code, town = territories.get(zone, ""), names.get("city", "")
            if len(code) == 2 and code.isalpha() and len(town) > 3:
                found.append((town, code))
    return found


def _normal(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", _VOWELS.sub("", plain(name))).split())


_WORD = re.compile(r"[\w\u064b-\u0652]+")
_VOWELS = re.compile(r"[\u064b-\u0652]")
_INSIDE_NAME = re.compile(
    r"(?:universi\w+|alcaldia|municipal\w+|ayuntamiento|city|cidade|ville|mairie|camara\s\w+|gobierno|prefeitura|intendencia|cour|court|tribunal)\s(?:de|of|do|da|d')\s?$"
)


def places_in(text: str) -> list[PlaceName]:
    """Towns and countries that a text names, in order; of overlapping names the longest."""
    flat, names = plain(text), _names()
    words = [(_VOWELS.sub("", m[0]), m.start(), m.end()) for m in _WORD.finditer(flat)]
    found: list[PlaceName] = []
    at = 0
    while at < len(words):
        for length in range(min(_most_words(words[at][0]), len(words) - at), 0, -1):
            name = " ".join(word for word, _, _ in words[at : at + length])
            known = names.get(name) or _without_prefix(name, names)
            if known and _is_meant(text, name, words, at, length):
                start, end = words[at][1], words[at + length - 1][2]
                found.append(PlaceName(known[0], start, end, known[1]))
                at += length - 1
                break
        at += 1
    return found


def _without_prefix(name: str, names: dict[str, tuple[str, bool]]) -> tuple[str, bool] | None:
    """An Arabic name after "in" or "and" (بالرباط, وتونس), a Russian one in the case that follows "in"."""
    if not name:  # a word of vowel signs alone
        return None
    if "\u0600" <= name[0] <= "\u06ff":
        for prefix in ("بال", "وال", "ب", "و", "لل", "ل"):
            if name.startswith(prefix) and len(name) > len(prefix) + 2:
                rest = name[len(prefix) :]
                if found := names.get(rest) or names.get("ال" + rest):
                    return found
        return None
    if "\u0400" <= name[0] <= "\u04ff" and len(name) > 4:
        for ending, base in (
            ("е", "а"),
            ("е", ""),
            ("и", "ь"),
            ("и", "я"),
            ("ии", "ия"),
            ("ы", "а"),
            ("а", ""),
            ("у", "а"),
        ):
            if name.endswith(ending) and (found := names.get(name[: -len(ending)] + base)):
                return found
    return None


def _is_meant(text: str, name: str, words: list[tuple[str, int, int]], at: int, length: int) -> bool:
    start, end = words[at][1], words[at + length - 1][2]
    first = text[start]
    if first.islower() and first.upper() != first:
        return False  # "tours", "nice", "man"
    if name in _set("only alone"):  # other words, too
        if _INSIDE_NAME.search(plain(text[:start])):
            return True  # "University of York"
        before, after = text[:start].rstrip(), text[end:].lstrip()
        return (not before or before[-1] in ",(|–—-/،:;.\t") and (not after or after[0] in ",)|–—-/،:;.(\t")
    return True


def is_place(piece: str) -> bool:
    """Whether a piece of a line names towns or countries and nothing else ("Rabat (Morocco)", "Lima")."""
    found = places_in(piece)
    if not found:
        return False
    rest, at = "", 0
    for place in found:
        rest += piece[at : place.start]
        at = place.end
    rest += piece[at:]
    words = _WORD.findall(plain(rest))
    return all(word in _set("fillers") or word.isdigit() for word in words)


def country_of(*texts: str) -> str | None:
    """The country that texts name, by name or by a town in it; the name of a country counts more, the last one most."""
    named = [place for text in texts for place in places_in(text)]
    countries = [p for p in named if p.is_country] or [p for p in named if p.country]
    return countries[-1].country if countries else None
