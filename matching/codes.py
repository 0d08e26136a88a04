"""Countries and languages by code or by name, from pycountry and babel: no list of ours."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import Any

WORKING_LANGUAGES = ("en", "fr", "es", "pt", "ru", "ar")
KOSOVO = "XK"  # in CLDR and in use with the European Union, not in ISO 3166


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case without accents, punctuation turned to single spaces: for comparing names."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


@cache
def country_names() -> dict[str, str]:
    """Folded name -> alpha-2 code, in the six working languages, with official and common names."""
    import pycountry
    from babel import Locale

    names: dict[str, str] = {}
    for code in WORKING_LANGUAGES:
        for key, name in Locale(code).territories.items():
            if key == KOSOVO or (len(key) == 2 and key.isalpha() and pycountry.countries.get(alpha_2=key)):
                names.setdefault(fold(name), key)
    heads = Counter(country.name.split(", ")[0] for country in pycountry.countries)
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name"):
            if name := getattr(country, attribute, None):
                names.setdefault(fold(name), country.alpha_2)
                if ", " in name:  # "Tanzania, United Republic of"
                    head, tail = name.split(", ", 1)
                    names.setdefault(fold(f"{tail} {head}"), country.alpha_2)
                    if heads[head] == 1:  # not "Congo" or "Korea", which two countries share
                        names.setdefault(fold(head), country.alpha_2)
    return names


@cache
def language_names() -> dict[str, str]:
    """Folded name -> ISO 639-1 code, in the six working languages."""
    from babel import Locale

    names: dict[str, str] = {}
    for code in WORKING_LANGUAGES:
        for key, name in Locale(code).languages.items():
            if len(key) == 2:
                names.setdefault(fold(name), key)
    return names


@cache
def _country_code(text: str) -> str | None:
    import pycountry

    if text.upper() == KOSOVO:
        return KOSOVO
    if len(text) == 2 and (found := pycountry.countries.get(alpha_2=text.upper())):
        return str(found.alpha_2)
    if len(text) == 3 and (found := pycountry.countries.get(alpha_3=text.upper())):
        return str(found.alpha_2)
    return country_names().get(fold(text))


def country_code(value: Any) -> str:
    """Alpha-2 code of a country given by code or by name in one of the working languages.

    Raises:
        ValueError: the country is not known; the message says what was found.
    """
    if isinstance(value, str) and (code := _country_code(value.strip())):
        return code
    raise ValueError(f"unknown country {value!r}: give an ISO 3166 code such as 'FR' or a name in a working language")


@cache
def _language_code(text: str) -> str | None:
    import pycountry

    if len(text) == 2 and pycountry.languages.get(alpha_2=text.lower()):
        return text.lower()
    if len(text) == 3 and (found := pycountry.languages.get(alpha_3=text.lower())):
        return str(getattr(found, "alpha_2", found.alpha_3))
    return language_names().get(fold(text))


def language_code(value: Any) -> str:
    """ISO 639-1 code of a language given by code or by name in one of the working languages.

    Raises:
        ValueError: the language is not known; the message says what was found.
    """
    if isinstance(value, str) and (code := _language_code(value.strip())):
        return code
    raise ValueError(f"unknown language {value!r}: give an ISO 639 code such as 'fr' or a name in a working language")


def country_name(code: str, language: str = "en") -> str:
    """The name of a country in a language, or the code itself where the library has none."""
    from babel import Locale

    return str(Locale(language).territories.get(code, code))


def language_name(code: str, language: str = "en") -> str:
    """The name of a language in a language, or the code itself where the library has none."""
    from babel import Locale

    return str(Locale(language).languages.get(code, code))
