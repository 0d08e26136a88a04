"""Facts as people read them: dates, numbers and countries by the custom of the language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_gmt
from babel.numbers import format_decimal

from api.notices.facts import Fact
from api.notices.kinds import DATES, FORMS, Form
from api.notices.wording import Wording
from matching.codes import country_name

NO_BREAK = "\u00a0"  # on a narrow screen a line breaks between two dates, not within one


def shown_facts(facts: Mapping[str, Fact], words: Wording, zone: ZoneInfo) -> dict[str, tuple[str, ...]]:
    """Each fact but the link as one or more texts, and `starts` with `ends` together as the dates."""
    shown = {name: _shown(name, value, words, zone) for name, value in facts.items() if FORMS[name] is not Form.LINK}
    days = [shown[name][0].replace(" ", NO_BREAK) for name in ("starts", "ends") if name in shown]
    if days:
        shown[DATES] = (" – ".join(dict.fromkeys(days)),)  # a mission of one day has one date
    return shown


def _shown(name: str, value: Fact, words: Wording, zone: ZoneInfo) -> tuple[str, ...]:
    match value:
        case tuple():
            return value
        case date():
            return (when(value, words, zone),)
        case str():
            return (country_name(value, words.language) if FORMS[name] is Form.COUNTRY else value,)
        case _:
            return (format_decimal(value, locale=words.locale),)


def when(value: date | datetime, words: Wording, zone: ZoneInfo) -> str:
    """A day ('17 March 2026') or a moment ('17 March 2026, 23:59 (GMT+01:00)') in a time zone."""
    if not isinstance(value, datetime):
        return _day(value, words)
    local = value.astimezone(zone)
    day = _day(local.date(), words)
    time = format_time(local.replace(tzinfo=None), "short", locale=words.locale)
    joined = str(words.locale.datetime_formats["medium"]).replace("'", "").format(time, day)
    return f"{joined} ({get_timezone_gmt(local, locale=words.locale)})"


def _day(value: date, words: Wording) -> str:
    day = str(format_date(value, "long", words.locale))
    # The one ordinal of French dates, which the library's patterns leave out: le 1er octobre.
    return f"1er{day[1:]}" if words.language == "fr" and value.day == 1 else day
