"""Nationalities, only where a CV states them as such: beside a label, or as a word for citizens in the personal data."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from matching.cv.free.languages import lists_languages
from matching.cv.free.lines import Line
from matching.cv.free.places import places_in
from matching.cv.free.sections import Section
from matching.cv.values import CodeFact, CvText
from matching.reading.folding import for_plain, plain

_LABEL = re.compile(
    for_plain(
        r"(?<!\w)(?:de\s+)?(?:nationalit(?:y|ies|es?)|citizenships?|citoyennetes?|nacionalidad(?:es)?|ciudadania|nacionalidades?|cidadania|naturalidade\s+e\s+nacionalidade|гражданство|(?:ال)?جنسي(?:ه|ات|تان)|(?:ال)?تابعيه)(?!\w)"
        r"(?:\s*\(?s\)?)?\s*[:=\t–-]?\s*"
    )
)
_CITIZEN = re.compile(
    for_plain(
        r"(?<!\w)(?:citizen|nationals?\s+of|citoyen(?:ne)?|ressortissante?|ciudadan[oa]|cidada[o]?|граждан(?:ин|ка)|مواطن(?:ه)?)(?!\w)"
    )
)
_WORD = re.compile(r"[\w'’-]+")
_ADDRESS = re.compile(r"[^\s@]{1,80}@[^\s@]{1,80}")
_PAIR = re.compile(r"\s+(?:et|and|y|e|и|/|&)\s+|\s+و")
LONGEST = 90  # characters after a label that are looked at


@cache
def demonyms() -> dict[str, str]:
    """Plain demonym ("ivoirienne") -> code of the country, in six languages."""
    lists = json.loads((files("matching.cv.free") / "demonyms.json").read_text(encoding="utf-8"))
    return {plain(form): code for code, forms in lists.items() for form in _forms(forms)}


def _forms(words: list[str]) -> list[str]:
    """The forms of each word: "français/e" stands for français and française."""
    found = []
    for word in words:
        base, _, endings = word.partition("/")
        found.append(base)
        for ending in endings.split("/") if endings else ():
            found.append(base + ending if not ending.startswith("-") else base[: -int(ending[1])] + ending[2:])
    return found


def find_nationalities(text: CvText, lines: Sequence[Line], sections: Sequence[Section]) -> list[CodeFact]:
    """Codes of the nationalities that the CV states, each once, in order."""
    personal = {
        i for s in sections if s.kind in (None, "person", "summary", "other") for i in range(s.first, s.last + 1)
    }
    if sections and sections[0].kind is None and not personal:
        personal = set(range(20))
    found: dict[str, CodeFact] = {}
    for line in lines:
        if label := _LABEL.search(line.flat):
            if label.start() < 60 or line.index in personal:
                stretch = _value(line, label.end())
                if not codes_in(line.text[slice(*stretch)]):
                    stretch = (max(0, label.start() - 24), label.start())  # "جزائرية الجنسية", "Irish nationality"
                for code, start, end in codes_in(line.text[slice(*stretch)]):
                    _keep(found, text, line.index, code, stretch[0] + start, stretch[0] + end)
        elif line.index in personal and len(line.text) <= 400 and not lists_languages(line):
            for code, start, end in _as_citizen(line, lines):
                last = line.index if end <= len(line.text) else line.index + 1
                end = end if last == line.index else end - len(line.text) - 1
                found.setdefault(code, CodeFact(code=code, source=text.source(line.index, last, start, end)))
    return list(found.values())


def _keep(found: dict[str, CodeFact], text: CvText, index: int, code: str, start: int, end: int) -> None:
    found.setdefault(code, CodeFact(code=code, source=text.source(index, None, start, end)))


def _value(line: Line, start: int) -> tuple[int, int]:
    rest = line.text[start : start + LONGEST]
    stop = re.search(r"[;|•·]|\s{3,}|\t|(?:,\s*|\s)[\w\s]{2,30}:", rest)
    return start, start + (stop.start() if stop and stop.start() else len(rest))


def codes_in(value: str) -> list[tuple[str, int, int]]:
    """(code, start, end) of each nationality in a value: by demonym or by the name of a country."""
    flat, known = plain(value), demonyms()
    words = list(_WORD.finditer(flat))
    found = [
        (known[f"{a[0]} {b[0]}"], a.start(), b.end())
        for a, b in zip(words, words[1:], strict=False) if f"{a[0]} {b[0]}" in known
    ]  # fmt: skip
    for match in words:
        if match[0] in known and all(match.end() <= s or match.start() >= e for _, s, e in found):
            found.append((known[match[0]], *match.span()))
    for match in words:
        code = _arabic(match[0], known)
        if code and all(match.end() <= s or match.start() >= e for _, s, e in found):
            found.append((code, *match.span()))
    for place in places_in(value):
        if place.is_country and all(place.end <= s or place.start >= e for _, s, e in found):
            found.append((place.country, place.start, place.end))
    return sorted(found, key=lambda item: item[1])


def _arabic(word: str, known: dict[str, str]) -> str | None:
    if not "\u0600" <= word[0] <= "\u06ff":
        return None
    stem = word.removeprefix("و")
    for form in (word, stem, stem.removeprefix("ال")):
        if form in known:
            return known[form]
    return None


def _as_citizen(line: Line, lines: Sequence[Line]) -> list[tuple[str, int, int]]:
    """A demonym with "citizen" beside it, or alone between marks ("Belge", "12 May 1970 - Uruguayan")."""
    if citizen := _CITIZEN.search(line.flat):
        following = lines[line.index + 1].text if line.index + 1 < len(lines) else ""
        begin = max(0, citizen.start() - 40)
        stretch = f"{line.text} {following}"[begin : citizen.end() + 60]
        found = [(code, begin + start, begin + end) for code, start, end in codes_in(stretch)]
        beside = [item for item in found if item[1] >= citizen.end() or citizen.start() - item[2] <= 3]
        return [item for item in beside if item[2] <= len(line.text) or item[1] > len(line.text)][:2]
    found = []
    for piece in re.finditer(
        r"(?:[^|•·;,،–—/().-]|(?<=\w)[.-](?=\w))+", _ADDRESS.sub(lambda m: "|" * len(m[0]), line.text)
    ):
        value = piece[0].strip()
        pair = _PAIR.split(value)
        if len(pair) == 2 and all(plain(one) in demonyms() for one in pair):
            at = line.text.index(value)
            found += [(demonyms()[plain(one)], at + value.index(one), at + value.index(one) + len(one)) for one in pair]
        if plain(value) in demonyms():
            lead = len(piece[0]) - len(piece[0].lstrip())
            found.append((demonyms()[plain(value)], piece.start() + lead, piece.start() + lead + len(value)))
    return found
