"""Names of months and weekdays in the six languages, from babel; here only what it lacks."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from matching.reading.folding import plain

# Arabic has three sets of names: international, Levantine (Iraq to Lebanon) and those of the Maghreb.
LOCALES = ("en", "fr", "es", "pt", "pt_PT", "ru", "ar", "ar_SY", "ar_TN", "ar_MA")
EXTRA = {"setiembre": 9, "sept": 9, "set": 9, "janv": 1, "fevr": 2, "juil": 7, "يوليه": 7, "يونيه": 6, "اوغسطس": 8}
RUSSIAN_ENDINGS = ("", "ь", "я", "ю", "е", "ем", "а", "у", "ом", "и", "й")


@cache
def months() -> dict[str, int]:
    """Plain name -> 1 to 12: full, abbreviated and inflected."""
    names: dict[str, int] = {}
    for code in LOCALES:
        locale = Locale.parse(code)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    names.setdefault(plain(name).strip(" .\u200f"), number)
    for number, name in Locale.parse("ru").months["stand-alone"]["wide"].items():
        stem = plain(name).rstrip("ьи")
        for ending in RUSSIAN_ENDINGS[len(stem) < 3 :]:  # "ма" alone is no month
            names.setdefault(plain(stem + ending), number)
    return {**EXTRA, **names}


@cache
def month_pattern() -> str:
    """A regular expression for one month's name, also "name/name" as Arabic texts write the two sets together."""
    longest_first = sorted(months(), key=lambda name: (-len(name), name))
    one = "(?:" + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first) + r")\b\.?"
    return rf"{one}(?:\s*[/(]\s*{one}\)?)?"


def month_number(found: str) -> int:
    """1 to 12 for what `month_pattern` found."""
    first = re.split(r"[/(.]", found)[0]
    return months()[" ".join(first.split())]


@cache
def weekday_pattern() -> str:
    """A regular expression for one weekday's name, for passing over it."""
    names = set()
    for code in LOCALES:
        for width in ("wide", "abbreviated"):
            names |= {plain(n).strip(" .") for n in Locale.parse(code).days["format"][width].values()}
    names |= {"понедельника", "вторника", "четверга", "субботы", "воскресенья", "среды", "пятницы"}
    longest_first = sorted((n for n in names if len(n) > 1), key=lambda name: (-len(name), name))
    return "(?:" + "|".join(map(re.escape, longest_first)) + r")\b[.,]?\s+"
