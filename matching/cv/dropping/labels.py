"""Labels of protected data with their values: beside them, in the next cell, or on the next line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from matching.codes import country_names, fold
from matching.cv.dropping import plausible
from matching.cv.dropping.personal_words import is_union
from matching.cv.dropping.wording import any_of, kinds, pattern, phrases
from matching.cv.dropping.zones import Zone
from matching.cv.free.cv_dates import find_periods
from matching.cv.free.nationality import demonyms
from matching.cv.free.places import places_in
from matching.reading.folding import plain

_BRACKET = r"(?:\s?\([^()]{1,30}\))?"
_COLON = r"\s{0,4}[:=?]|\s{0,3}\.{3,}"
_FOLLOW = rf"{_BRACKET}(?:{_COLON}|\s{{0,3}}(?:\t|$)|\s{{1,3}}-{{1,2}}\s|\s{{2,}})"
_BEFORE_NUMBER = r"(?:\s{0,2}(?:n\.?[o°]|no\.?|nr\.?|N|#|:)?){0,2}\s{0,3}(?=[a-z]{0,3}[\s-]?\d)"
_START = re.compile(r"(?:^[\W_]*(?:\d{1,2}\s?[.)]\s*)?[\W_]*|[\t|;,•·()\[\]]\s*|\s-{1,2}\s|\w{3}\.\s+|\d\.\s+|\s{2,})$")
_CONTACT = re.compile(r"@|https?:|www\.|(?:\+|00)\d[\d\s().-]{6,}")
_STATED = pattern(
    r"(?<!\w)(?:nationalit\w*|citizen\w*|national|citoyen\w*|ressortissant\w*|nacionalidad\w*|ciudadan\w*|nacionalidade|cidada\w*|граждан\w+|(?:ال)?جنسي\w+|مواطن\w*)(?!\w)"
)
_NEW_LABEL = re.compile(r"[,;.\s][A-Z\u00c0-\u00de\u0410-\u042f][\w'’-]*\s?:(?!\d)")
_SEPARATOR = re.compile(r"[\t|;•·]|(?<!\d)\s+-{1,2}\s+|\s+-{1,2}\s+(?!\d)")
_SENTENCE = re.compile(r"(?<=[^\W\d]{4})\.\s+(?=[^\W\d])|(?<=\d{4})\.\s+(?=[^\W\d])|(?<=\))\.\s+")
_NAMED = re.compile(
    r"(?:[A-ZÀ-ÞА-Я][\w'-]+|\d+)(?:\s*[(,]\s*\d|\s(?:and|et|y|e|и)\s[A-ZÀ-ÞА-Я])"
)  # "Nils (2004), Kari (2007)"
LEAST_DIGITS = 5  # of the number of an identity paper
TALKATIVE = 12  # words of a value from which on it is prose


@dataclass(frozen=True)
class Label:
    """A label in a line: its kind, whether it can only mean personal data, and where it and its value stand."""

    kind: str
    sure: bool
    start: int
    end: int  # of the label, with its colon
    value_end: int

    @property
    def alone(self) -> bool:
        """Whether nothing stands beside it."""
        return self.value_end <= self.end


@cache
def _finder() -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    """One pattern for all labels; the name of the group tells kind and strength."""
    groups: list[str] = []
    names: list[tuple[str, str]] = []
    for kind in kinds():
        for strength in ("sure", "topic"):
            if known := phrases(kind, strength):
                numbered = kind == "identity number" or (kind, strength) == ("birth", "sure")
                follow = rf"{_FOLLOW}|{_BEFORE_NUMBER}" if numbered else _FOLLOW
                groups.append(rf"(?P<g{len(names)}>{any_of(known)}(?!\w)(?:{follow}))")
                names.append((kind, strength))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})"), tuple(names)


def find_labels(text: str) -> list[Label]:
    """The labels of protected data in one line, in order, with the stretch that each one's value takes."""
    flat = plain(text)
    pattern_, names = _finder()
    found: list[tuple[str, str, int, int]] = []
    at = 0
    while match := pattern_.search(flat, at):
        kind, strength = names[int((match.lastgroup or "g0")[1:])]
        if _may_start(flat, match.start(), match.end(), kind, strength, bool(found)):
            found.append((kind, strength, match.start(), match.end()))
            at = max(match.end(), match.start() + 1)
        else:
            at = match.start() + 1
    labels = []
    for index, (kind, strength, start, end) in enumerate(found):
        if kind != "neutral":
            stop = found[index + 1][2] if index + 1 < len(found) else len(text)
            labels.append(Label(kind, strength == "sure", start, end, _value_end(text, flat, kind, end, stop)))
    return labels


def _may_start(flat: str, start: int, end: int, kind: str, strength: str, after_another: bool) -> bool:
    if _START.search(flat[max(0, start - 12) : start] if start > 12 else flat[:start]):
        return True
    if ":" not in flat[start:end] and "=" not in flat[start:end]:
        return False
    return flat[start - 1 : start].isspace() and (
        strength == "sure" or kind in ("gender", "affiliation") or after_another
    )


def _value_end(text: str, flat: str, kind: str, start: int, stop: int) -> int:
    """Where a value ends: at a mark, at the next label, or before a contact or a nationality."""
    begin = start + len(text[start:stop]) - len(text[start:stop].lstrip(" :=."))
    if flat[start - 1 : start] == "\t" or not text[begin - 1 : begin].strip(" :=.-"):
        begin += len(text[begin:stop]) - len(text[begin:stop].lstrip("\t "))
    ends = [stop]
    for search in (_SEPARATOR, _NEW_LABEL, _SENTENCE):
        if found := search.search(text if search is _NEW_LABEL else flat, begin, stop):
            ends.append(found.start())
    end = min(ends)
    pieces = re.finditer(r"[^,،]+", text[begin:end])
    for number, piece in enumerate(pieces):
        words = piece[0].strip(" .")
        if not (number or kind == "birth"):
            continue
        if kind == "birth" and not number:
            end = _after_birth(text, flat, begin, begin + piece.end(), end)
            if end < begin + piece.end():
                break
        elif _is_neutral(words):
            return begin + piece.start()
    return max(start, end)


def _after_birth(text: str, flat: str, begin: int, piece_end: int, end: int) -> int:
    """The end of a birth date's value within its first piece: "14 March 1974 Irish" goes on with something else."""
    periods = find_periods(text[begin:piece_end])
    if not periods or not (rest := text[begin + periods[0].place[1] : piece_end].strip()):
        return end
    return begin + periods[0].place[1] if _is_neutral(rest) else end


def _is_neutral(words: str) -> bool:
    flat = plain(words)
    return bool(_CONTACT.search(flat) or _STATED.search(flat) or flat.strip(" .") in demonyms())


def is_value(label: Label, value: str, zone: Zone) -> bool:
    """Whether what stands beside a label is what the label promises: "Family: benefits and services" is not."""
    value = value.strip(" :=\t–-")
    personal = zone == "personal"
    if label.kind == "identity number":
        return _is_number(value)
    if (
        label.kind == "family"
        and personal
        and (_short(value, 2) or _is_name(value) if label.sure else _short(value, 8) and _NAMED.match(value))
    ):
        return True
    if label.kind in _BELOW:
        return _BELOW[label.kind](value) and (label.sure or label.kind == "gender" or zone != "work")
    if label.kind == "birth":
        if label.sure and zone != "work":
            return _is_birth(value, personal)
        return plausible.has_date(value) and _short(value, TALKATIVE)
    if label.kind == "relative":
        return zone in ("personal", "other") and _short(value, 8)
    if label.kind == "affiliation":
        return zone != "work" and is_union(value)
    if label.kind == "photo":
        return personal and _short(value, 4)
    if label.kind == "origin" and not label.sure:
        return zone in ("personal", "other", "summary") and _short(value, 5) and not _is_country(value)
    if label.sure:
        return _short(value, TALKATIVE if zone != "work" else 8)
    return zone in ("personal", "other") and _short(value, 8 if label.kind == "union" else 4)


def _is_birth(value: str, personal: bool) -> bool:
    return plausible.has_date(value) or (_short(value, 8) and (personal or bool(places_in(value)) or _short(value, 4)))


def is_value_below(label: Label, value: str) -> bool:
    """Whether a line, or a cell, below a label that stands alone is its value."""
    if find_labels(value) or not value.strip() or value.rstrip().endswith(":"):
        return False
    if label.kind in _BELOW:
        return _BELOW[label.kind](value)
    if label.kind == "birth":
        return _short(value, 8) and (plausible.has_date(value) or (label.sure and bool(places_in(value))))
    if label.kind == "origin" and not label.sure:
        is_field = bool(re.match(r"\W*\d{1,2}\s?[.)]", value)) or value.rstrip().endswith(":") or _is_neutral(value)
        return _short(value, 3) and not is_field and not _is_country(value)
    return label.kind != "photo" and label.sure and _short(value, 5)


def is_birthplace(label: Label, cell: str) -> bool:
    """Whether a cell below a head such as "Place of birth" may be a place that we do not know."""
    told = cell.strip() and not cell.rstrip().endswith(":") and not find_labels(cell)
    return bool(told) and label.kind == "birth" and label.sure and _short(cell, 4) and not _is_neutral(cell)


def _is_name(value: str) -> bool:
    """Whether a value may be the name of a relative: a few words, the long ones with a capital."""
    return _short(value, 5) and all(not word[0].islower() for word in re.findall(r"[^\W\d_]{3,}", value))


def _is_number(value: str) -> bool:
    return plausible.digits(value) >= LEAST_DIGITS


_BELOW: dict[str, Callable[[str], bool]] = {
    "gender": plausible.is_gender,
    "age": plausible.is_age,
    "family": plausible.is_family,
    "identity number": _is_number,
}


def _short(value: str, words: int) -> bool:
    return plausible.word_count(value) <= words


def _is_country(value: str) -> bool:
    """Whether a value names a country, as a citizenship does and an origin does not."""
    return fold(value) in country_names() or any(place.is_country for place in places_in(value))
