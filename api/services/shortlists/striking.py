"""A person's own name, e-mail address and telephone number struck out of a text, so that it can be read blind.

A name is found in the script in which it is on record, in any case and with or without its accents. Where a script
inflects names or writes small words together with them, the forms in use there are found, too; and so are a name in
Cyrillic in Latin letters, its parts joined in a handle, and links that tell it (see `name_forms`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from api.services.erasure.name_forms import forms_of

NAME, ADDRESS, NUMBER, LINK = "[name]", "[e-mail]", "[telephone]", "[link]"

SHORTEST = 3  # letters of a part of a name that is struck wherever it stands
SHORTEST_IN_LINK = 4  # letters of a part of a name by which a link tells it
LAST_DIGITS = 8  # by which a number is known, whether or not its country is dialled
FEWEST_DIGITS = 5  # of a number that is looked for at all
# Words of many names and of every other sentence: they are struck beside another part of the name alone.
PARTICLES = frozenset(
    {"abd", "abu", "ben", "bin", "bint", "dal", "das", "del", "della", "den", "der", "des", "dos", "ibn", "las", "los"}
    | {"ould", "van", "von"}
)
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe"})

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[\s.,'’ʼ`´_\-‐‑–/]{0,3}")  # within a name: "Brandtner, Anna", "O'Neill", "Jean-Luc"
_ANY_ADDRESS = re.compile(r"[^\s@<>()\[\]{},;:\"“”«»]+@[^\s@<>()\[\]{},;:\"“”«»]+\.\w+")
_ANY_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+|[\w-]+(?:\.[\w-]+)+/[^\s<>\"“”«»]*[\w/]")
_DIGITS = re.compile(r"\+?\d(?:[\s().\-‐‑–/]{0,3}\d)+")
_INTERNATIONAL = 10  # digits after a plus sign that are a telephone number, whoever's
_CYRILLIC, _ARABIC = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[\u0600-\u06ff]")

Span = tuple[int, int]


@dataclass(frozen=True)
class Who:
    """What is on record of who a person is."""

    name: str
    email: str | None = None
    phone: str | None = None


def without_identity(text: str, who: Who) -> str:
    """A text without a person's own name, e-mail address and telephone number; each gives way to a neutral mark.

    Every part of the name of three letters or more is struck wherever it stands as a word; shorter ones, and the small
    words of names, beside such a part. Every e-mail address and every international telephone number is struck,
    whether or not it is the one on record.
    """
    found = [(span, ADDRESS) for span in _addresses(text, who.email)]
    found += [(span, NUMBER) for span in _numbers(text, who.phone)]
    found += [(span, LINK) for span in _links(text, who.name)]
    found += [(span, NAME) for span in _names(text, who.name)]
    return _struck(text, found)


def _struck(text: str, found: list[tuple[Span, str]]) -> str:
    """The text with a mark in the place of each span; of spans that overlap the first and longest gives its mark."""
    parts, at = [], 0
    for (start, end), mark in sorted(found, key=lambda one: (one[0][0], -one[0][1])):
        if start >= at:
            parts += [text[at:start], mark]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _addresses(text: str, email: str | None) -> Iterator[Span]:
    if "@" not in text:
        return
    for match in _ANY_ADDRESS.finditer(text):
        yield match.span()
    if email:
        for match in re.finditer(re.escape(email), text, re.IGNORECASE):
            yield match.span()


def _numbers(text: str, phone: str | None) -> Iterator[Span]:
    own = _digits(phone or "")
    for match in _DIGITS.finditer(text):
        digits = _digits(match[0])
        anybodys = match[0].startswith("+") and len(digits) >= _INTERNATIONAL
        if anybodys or (len(own) >= FEWEST_DIGITS and own[-LAST_DIGITS:] in digits):
            yield match.span()


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())


def _links(text: str, name: str) -> Iterator[Span]:
    """Links that tell a part of the name, such as those to a page about the person."""
    if "." not in text:
        return
    parts = [part for part, _ in words_in(name) if len(part) >= SHORTEST_IN_LINK and part not in PARTICLES]
    for match in _ANY_LINK.finditer(text):
        plain = "".join(map(_fold, match[0]))
        if any(part in plain for part in parts) or any(True for _ in _names(match[0], name)):
            yield match.span()


def _names(text: str, name: str) -> Iterator[Span]:
    """Runs of words that are parts of the name, with what stands between them."""
    parts = [part for part, _ in words_in(name)]
    strong = [part for part in parts if len(part) >= SHORTEST and part not in PARTICLES]
    plain = "".join(map(_fold, text))
    other = forms_of(name, tuple(parts), tuple(strong))
    if strong and not any(_stem(part) in plain for part in strong) and not other.may_stand_in(plain):
        return  # most sentences: they are not taken apart
    run: list[tuple[str, Span]] = []
    for word, span in words_in(text):
        if other.has(word, text[span[0] : span[1]]):
            yield span
        own = word in parts or any(is_form(word, part) for part in strong)
        if run and not (own and _BETWEEN.fullmatch(text[run[-1][1][1] : span[0]])):
            yield from _run(run, parts, strong)
            run = []
        if own:
            run.append((word, span))
    yield from _run(run, parts, strong)


def _run(run: list[tuple[str, Span]], parts: list[str], strong: list[str]) -> Iterator[Span]:
    """Where a run of parts is struck: it holds one that tells, or, of a name of short ones alone, all of them."""
    words = {word for word, _ in run}
    tells = any(is_form(word, part) for word in words for part in strong)
    if tells or (run and words >= set(parts)):
        yield run[0][1][0], run[-1][1][1]


def is_form(word: str, part: str) -> bool:
    """Whether a word is a part of a name, as it is or in a form that its script gives to names."""
    if word == part:
        return True
    if _CYRILLIC.match(part) and len(part) > SHORTEST:
        return word.startswith(_stem(part)) and len(word) <= len(_stem(part)) + SHORTEST
    if _ARABIC.match(part):
        return len(word) == len(part) + 1 and word.endswith(part) and word[0] in "وفبلك"
    return word == part + "s" and len(part) > SHORTEST


def _stem(part: str) -> str:
    """What stays of a part of a name in every form of it: in Russian its last vowel changes."""
    changes = len(part) > SHORTEST and part[-1] in "аеиоуыэюяьй"
    return part[:-1] if changes else part


def words_in(text: str) -> list[tuple[str, Span]]:
    """The words of a text, folded, each with its place in the text as it stands."""
    plain, places = [], []
    for place, char in enumerate(text):
        folded = _fold(char)
        plain.append(folded)
        places += [place] * len(folded)
    folded_text, found = "".join(plain), []
    for match in _WORD.finditer(folded_text):
        start, end = places[match.start()], places[match.end() - 1] + 1
        while end < len(text) and not plain[end]:  # the accents of its last letter
            end += 1
        found.append((match[0], (start, end)))
    return found


@lru_cache(maxsize=10_000)
def _fold(char: str) -> str:
    """A character in small letters without its accents; nothing of an accent or a character that is not seen."""
    plain = unicodedata.normalize("NFKD", char.casefold()).translate(PLAIN)
    return "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def addresses_in(text: str) -> Iterator[Span]:
    """Where e-mail addresses stand."""
    if "@" in text:
        yield from (match.span() for match in _ANY_ADDRESS.finditer(text))


def numbers_in(text: str) -> Iterator[tuple[Span, str]]:
    """Where numbers stand that could be a telephone's, each with its digits."""
    yield from ((match.span(), _digits(match[0])) for match in _DIGITS.finditer(text))
