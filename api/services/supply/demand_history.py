"""What was asked for and when: of the office's own requests or calls, and in the sample of an invented history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from api.services.indicators.indicator_subjects import NOT_SAID, Groups, read_subjects
from api.services.sample_office import SAMPLE
from api.services.unit import Unit
from api.storage import beginnings
from api.storage import demand as rows
from matching.criteria import region
from matching.forecasting import Ask

Of = Literal["requests", "calls"]


@dataclass(frozen=True)
class DemandHistory:
    """Asks by day. `invented`: how many of them belong to the sample's invented history and to no request on record."""

    asks: tuple[Ask, ...]
    invented: int


def demand_history(unit: Unit, of: Of) -> DemandHistory:
    """All that was ever asked for.

    Args:
        of: requests, by the day they were received; or calls, by the day they were published.
    """
    groups = read_subjects(unit.session)
    own = _of_requests(unit, groups) if of == "requests" else _of_calls(unit, groups)
    invented = _invented(unit) if of == "requests" else ()
    asks = sorted([*invented, *own], key=lambda ask: ask.day)
    return DemandHistory(tuple(asks), len(invented))


def _of_requests(unit: Unit, groups: Mapping[str, Groups]) -> Iterator[Ask]:
    for request in rows.requests(unit.session):
        languages = request.working or ([request.language] if request.language else [])
        yield _ask(request.day, languages, groups[request.id])


def _of_calls(unit: Unit, groups: Mapping[str, Groups]) -> Iterator[Ask]:
    for call in rows.calls(unit.session):
        needs = [*(call.languages or ()), *(need for one in call.positions or () for need in one.get("languages", ()))]
        yield _ask(call.at.date(), [need["language"] for need in needs if need.get("required", True)], groups[call.id])


def _ask(day: Any, languages: list[str], groups: Groups) -> Ask:
    fields = tuple(code for code in groups["field"] if code != NOT_SAID)
    (place,), (country,) = groups["region"], groups["country"]
    return Ask(
        day,
        fields,
        tuple(sorted(set(languages))),
        None if place == NOT_SAID else place,
        None if country == NOT_SAID else country,
    )


def _invented(unit: Unit) -> tuple[Ask, ...]:
    if not beginnings.was_said(unit.session, beginnings.DONE, SAMPLE):
        return ()
    from fixtures.demand import load_demand

    return tuple(Ask(one.day, one.fields, (one.language,), region(one.country), one.country) for one in load_demand())
