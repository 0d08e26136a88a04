"""What kind of organisation an employer is, from the words of its name in six languages; the words are data."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from matching.reading.folding import plain

# The first kind that speaks decides: a union of teachers of a university is a union, a ministry of social security a ministry.
ORDER = ("social_partner", "international_organisation", "academic", "government", "mandated_body", "firm", "public")
STATUS = {"government": "civil_servant", "public": "civil_servant", "firm": "private"}
SURE, LIKELY = 0.9, 0.65
_LEGAL_FORM = re.compile(
    r"(?<!\w)(?:ltd|limited|plc|inc|llc|gmbh|sarl|sas|s\.?l\.?u?|lda|ltda|ооо|зао|тоо)(?!\w)\.?\s*$"
)
_ACCENT_TELLS = frozenset({"retraite"})  # "retraité" is a person, "retraite" the subject of the work
_CAPITALS = 5  # letters of a word that, in the data, stands for an abbreviation and must be written in capitals
_ARABIC_PREFIX = r"و?(?:ال|لل|بال|ب|ل|ف)?"
_ARTICLE = "ال"


@dataclass(frozen=True)
class EmployerKind:
    """The status that an employer speaks for, the word of its name that says so, and how sure that is."""

    status: str
    word: str
    confidence: float


def kind_of_employer(name: str) -> EmployerKind | None:
    """The kind of an employer by its name; None where its words say nothing."""
    flat = plain(name)
    if _LEGAL_FORM.search(flat) and not find_word(name, "mandated_body"):
        return EmployerKind("private", find_word(name, "firm") or "a legal form", SURE)
    for kind in ORDER:
        if word := find_word(name, kind):
            return EmployerKind(STATUS.get(kind, kind), word, LIKELY if kind == "public" else SURE)
    return None


def find_word(text: str, kind: str) -> str:
    """The first word or phrase of a kind that a text holds, as written; empty where there is none."""
    flat = plain(text)
    for match in _pattern(kind).finditer(flat):
        written = text[slice(*match.span())]
        if match[0] in _ACCENT_TELLS and written.isascii():
            continue
        if match["short"] is None or written.isupper() or not written.isascii():
            return written
    return ""


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """Phrases of several letters, and abbreviations (group "short") that count in capitals only."""
    lists = json.loads((files("matching.cv") / "employer_kinds.json").read_text(encoding="utf-8"))
    phrases = sorted({plain(p) for row in lists[kind] for p in row}, key=lambda p: (-len(p), p))
    short = [p for p in phrases if len(p) < _CAPITALS and p.isascii() and p.isalpha() and kind != "firm"]
    long = [p for p in phrases if p not in short]
    ends = (
        rf"(?<!\w)(?:(?P<short>{_any(short)})|(?:{_any(long)}))(?!\w)"
        if short
        else rf"(?<!\w)(?P<short>(?!))?(?:{_any(long)})(?!\w)"
    )
    return re.compile(ends)


def _any(phrases: list[str]) -> str:
    return "|".join(map(flexible, phrases))


def flexible(phrase: str) -> str:
    """One phrase; a star stands for the rest of a word, and Arabic words may bear an article or a preposition."""
    words = []
    for word in phrase.split():
        form = re.escape(without_article(word)).replace(r"\*", r"\w*").replace(r"\.", r"\.?")
        words.append(_ARABIC_PREFIX + form if is_arabic(word) else form)
    return r"[\s-]{1,3}".join(words)


def without_article(word: str) -> str:
    """An Arabic word without its article, where that leaves more than two letters; any other as it is."""
    return word.removeprefix(_ARTICLE) if is_arabic(word) and len(word) > len(_ARTICLE) + 2 else word


def is_arabic(word: str) -> bool:
    """Whether a word begins with an Arabic letter."""
    return "\u0600" <= word[0] <= "\u06ff"
