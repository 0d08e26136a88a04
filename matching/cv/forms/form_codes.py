"""Codes of countries, languages, nationalities and genders as forms write them."""

from __future__ import annotations

import re
from functools import cache

from matching.codes import country_code, fold, language_code, language_name
from matching.cv.free.language_words import languages_in
from matching.cv.free.nationality import codes_in
from matching.cv.free.places import country_of as country_named
from matching.entities import Cefr
from matching.reading.folding import plain

LONGEST_NATIONALITY = 100  # characters
_BETWEEN_PLACES = re.compile(r"[,;:/()\[\]\n\t|]|\s[-–—]\s|(?<!\w)(?:and|et|y|e|и)(?!\w)")
_BETWEEN_NATIONALITIES = re.compile(r"\s*(?:[,;/|&\n]|(?<!\w)(?:and|et|y|e|и)(?!\w))\s*")
_EUROPEAN_CODES = {"EL": "GR", "UK": "GB"}  # as the institutions of the European Union write them
_GENDERS = {
    "woman": ("f", "female", "woman", "w", "femme", "feminin", "feminine", "mujer", "femenino", "mulher", "feminino",
              "женский", "женщина", "ж", "انثى", "أنثى", "امرأة", "2"),
    "man": ("m", "male", "man", "homme", "masculin", "masculine", "hombre", "masculino", "homem", "h", "мужской",
            "мужчина", "м", "ذكر", "رجل", "1"),
    "other": ("other", "x", "non binary", "nonbinary", "divers", "diverse", "autre", "non binaire", "otro", "no binario",
              "outro", "nao binario", "другой", "иной", "آخر", "9"),
}  # fmt: skip
# 1, 2 and 9 are the codes of ISO/IEC 5218.


def country_of(text: str) -> str | None:
    """Alpha-2 code of a country by code (also EL and UK), by the address of a code list, or by name; else None."""
    word = text.strip().rstrip("/").rpartition("/")[2].strip() if "://" in text else text.strip()
    try:
        return country_code(_EUROPEAN_CODES.get(word.upper(), word))
    except ValueError:
        return None


def language_of(text: str) -> str | None:
    """ISO 639-1 code of a language by code of two or three letters, by the address of a code list, or by name."""
    word = text.strip().rstrip("/").rpartition("/")[2].strip() if "://" in text else text.strip()
    word = word.split("-")[0] if len(word) == 5 and word[2:3] in "-_" else word  # "pt-BR"
    try:
        return language_code(word)
    except ValueError:
        pass
    if (code := _bibliographic(word.lower())) is not None:
        return code
    named = languages_in(plain(word[:200]), True)
    return named[0][0] if len({code for code, _, _ in named}) == 1 else None


@cache
def _bibliographic(word: str) -> str | None:
    """The code of a language by its older code of three letters, such as "fre"."""
    import pycountry

    found = pycountry.languages.get(bibliographic=word) if len(word) == 3 else None
    return str(getattr(found, "alpha_2", found.alpha_3)) if found else None


def language_shown(written: str, code: str, document_language: str | None) -> str:
    """How a language is shown: as written, or by name where only a code was written."""
    if len(written.strip()) > 3 and "://" not in written:
        return written.strip()
    return language_name(code, document_language or "en")


def nationality_of(text: str) -> str | None:
    """Alpha-2 code of one nationality: a code, the name of a country, or the word for its citizens; else None."""
    if (country := country_of(text)) is not None:
        return country
    codes = {code for code, _, _ in codes_in(text[:LONGEST_NATIONALITY])}
    return codes.pop() if len(codes) == 1 else None


def nationalities_of(text: str) -> list[tuple[str, str | None]]:
    """The nationalities of a field, each as written and with its code, or None where it stands for no known country."""
    found = [(words, nationality_of(words)) for words in _BETWEEN_NATIONALITIES.split(text) if words.strip()]
    if not all(code for _, code in found) and (whole := country_of(text)):
        return [(text, whole)]  # "Bosnia and Herzegovina"
    return found


def gender_of(text: str) -> str | None:
    """woman, man or other for what stands in a field made for it; None where nothing was declared."""
    return _genders().get(fold(text)) if text.strip() else None


@cache
def _genders() -> dict[str, str]:
    return {fold(word): code for code, words in _GENDERS.items() for word in words}


def cefr_of(text: str) -> Cefr | None:
    """A level written as A1 to C2 ("C1", "c1+", "B2/C1" is B2), or None."""
    found = re.findall(r"(?<![A-Za-z0-9])([ABCАВС])\s?([12])(?![0-9])", text.upper())
    levels = [Cefr(letter.translate(str.maketrans("АВС", "ABC")) + digit) for letter, digit in found]
    return min(levels, key=lambda level: level.rank, default=None)


def country_in(place: str) -> str | None:
    """The last country that a place names, which is the one a town lies in ("Lima, Peru"); else None."""
    return next(reversed(countries_in(place)), None)


def country_by_names(*texts: str) -> str | None:
    """The country that the first telling text names, by its name or by a town in it ("University of Ljubljana")."""
    return next((code for text in texts if text and (code := country_named(text[:400]))), None)


def countries_in(place: str) -> list[str]:
    """The countries that a place names, alone or between commas, strokes, dashes and brackets, in order."""
    if len(place.strip()) == 2 and not place.strip().isupper():
        return []  # "la", "de": more often words than codes
    if whole := country_of(place):
        return [whole]
    pieces = [piece.strip() for piece in _BETWEEN_PLACES.split(place[:400]) if len(piece.strip()) > 2]
    return list(dict.fromkeys(code for piece in pieces if (code := country_of(piece))))
