"""What is typed into the forms of peers: fields, countries, languages and topics as lists, each by code or by name."""

from __future__ import annotations

import re
from collections.abc import Callable

from api.web.roster.finding import code_of
from api.web.sent import Missing, NotFilled, Sent
from matching.codes import country_code, language_code
from matching.errors import UnknownCode

APART = re.compile(r"[\n;،,؛]+")  # lines, commas and semicolons of all languages of the pages
LINES = re.compile(r"\n+")


def lines_of(sent: Sent, name: str) -> list[str]:
    """What was written in a field, line by line."""
    return _parts(sent, name, LINES)


def fields_of(sent: Sent, name: str = "fields") -> list[str]:
    """Codes of fields, one a line, each by code or as it was offered; raises NotFilled where one is none."""
    try:
        return [code_of("fields", one) for one in lines_of(sent, name)]
    except UnknownCode:
        raise NotFilled(Missing(name, "problem.field")) from None


def countries_of(sent: Sent, name: str = "countries") -> list[str]:
    """Codes of countries by code or name; raises NotFilled where one is none."""
    return _codes(sent, name, country_code, "problem.country")


def languages_of(sent: Sent, name: str = "languages") -> list[str]:
    """Codes of languages by code or name; raises NotFilled where one is none."""
    return _codes(sent, name, language_code, "problem.language")


def country_of(sent: Sent, name: str = "country") -> str | None:
    """One country, or none; raises NotFilled where there is no such."""
    typed = sent.text(name)
    try:
        return country_code(typed) if typed else None
    except ValueError:
        raise NotFilled(Missing(name, "problem.country")) from None


def _codes(sent: Sent, name: str, read: Callable[[str], str], key: str) -> list[str]:
    try:
        return [read(one) for one in _parts(sent, name, APART)]
    except ValueError:
        raise NotFilled(Missing(name, key)) from None


def _parts(sent: Sent, name: str, apart: re.Pattern[str]) -> list[str]:
    typed = (sent.text(name) or "").replace("\r", "").replace("\x00", "")
    return list(dict.fromkeys(part.strip() for part in apart.split(typed) if part.strip()))
