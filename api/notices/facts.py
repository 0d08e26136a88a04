"""The facts of a notice, checked and read: complete, known, and of the form each must have."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from api.notices.errors import MissingFact, UnknownFact, UnusableFact
from api.notices.kinds import FORMS, Form, Kind, kind_named
from api.notices.lines import breaks, one_line
from matching.codes import country_code

Fact = str | tuple[str, ...] | date | datetime | float
_LINK_SIGNS = "/:?#[]@!$&'()*+,;=%~"


def check_facts(kind: str, facts: Mapping[str, Any]) -> None:
    """Whether a notice could be composed from these facts; to be asked before it is put into a queue.

    Raises:
        UnknownNotice, MissingFact, UnknownFact, UnusableFact: what is wrong, without quoting any fact.
    """
    read_facts(kind_named(kind), facts)


def read_facts(kind: Kind, facts: Mapping[str, Any]) -> dict[str, Fact]:
    """The facts by name, each read to its form; a fact that is None counts as not known.

    Raises:
        MissingFact, UnknownFact, UnusableFact: what is wrong, without quoting any fact.
    """
    if unknown := sorted(set(map(str, facts)) - set(kind.facts)):
        raise UnknownFact(
            f"The notice '{kind.name}' does not take the fact '{unknown[0][:60]}'.",
            "",
            f"Leave it out; the notice takes {', '.join(kind.facts)}.",
        )
    given = {name: value for name, value in facts.items() if value is not None}
    if missing := [name for name in kind.required if name not in given]:
        raise MissingFact(
            missing[0],
            f"The notice '{kind.name}' lacks the fact '{missing[0]}'.",
            f"Missing in all: {', '.join(missing)}.",
            f"Give {FORMS[missing[0]]}.",
        )
    read = {name: read_fact(name, value) for name, value in given.items()}
    _check_order(read)
    return read


def read_fact(name: str, value: Any) -> Fact:
    """One fact read to its form.

    Raises:
        UnusableFact: it has another form.
    """
    match FORMS[name]:
        case Form.TEXT:
            return _text(name, value)
        case Form.TEXTS:
            if not isinstance(value, list | tuple) or not value:
                raise _unusable(name, value)
            return tuple(_text(name, each) for each in value)
        case Form.WHEN:
            return _when(name, value)
        case Form.LINK:
            return _link(name, value)
        case Form.COUNTRY:
            try:
                return country_code(value)
            except ValueError:
                raise _unusable(name, value) from None
        case Form.NUMBER:
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
                raise _unusable(name, value)
            return value


def _text(name: str, value: Any) -> str:
    text = one_line(value) if isinstance(value, str) else ""
    if not text:
        raise _unusable(name, value, "an empty text")
    if breaks(text):
        raise _unusable(name, value, "a text with control characters")
    return text


def _when(name: str, value: Any) -> date | datetime:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)
        except ValueError:
            raise _unusable(name, value, "a text that is no date in ISO 8601") from None
    if isinstance(value, datetime) and value.utcoffset() is None:
        raise _unusable(name, value, "a moment without its time zone")
    if not isinstance(value, date):
        raise _unusable(name, value)
    return value


def _link(name: str, value: Any) -> str:
    if not isinstance(value, str) or breaks(value) or not value.strip():
        raise _unusable(name, value)
    return quote(value.strip(), safe=_LINK_SIGNS)


def _check_order(read: Mapping[str, Fact]) -> None:
    starts, ends = read.get("starts"), read.get("ends")
    if ends is None:
        return
    if not isinstance(starts, date):
        raise MissingFact("starts", "A mission has an end without a start.", "", "Give 'starts' too, or neither.")
    if isinstance(ends, date) and _day(ends) < _day(starts):
        raise UnusableFact("ends", "A mission ends before it starts.", "", "Correct 'starts' or 'ends'.")


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _unusable(name: str, value: Any, found: str = "") -> UnusableFact:
    return UnusableFact(
        name,
        f"The fact '{name}' cannot be used.",
        f"Found {found or 'a value of the type ' + type(value).__name__}.",
        f"Give {FORMS[name]}.",
    )
