"""An office with nine years of requests that can be counted by hand, for the tests of the forecast of demand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import CallRow, RequestRow, StepRow

QUARTERS = 36  # up to the third of 2026
FIRST = date(2017, 10, 5)


def day_of(quarter: int) -> date:
    """A day in a quarter, counted from the last one of 2017."""
    months = FIRST.month - 1 + 3 * quarter
    return date(FIRST.year + months // 12, months % 12 + 1, 5)


def lay_requests(office: Office, quarters: int = QUARTERS) -> None:
    """From one to five requests of Togo for pensions in French each quarter, and two of Brazil for work in Portuguese."""
    with writing(office, SYSTEM) as unit:
        for quarter in range(quarters):
            for number in range(1 + quarter * 7 % 5):
                row = request_row(f"tg-{quarter}-{number}", day_of(quarter), "TG", "E.10.07", "fr")
                unit.session.add(row)
            for number in range(2):
                unit.session.add(request_row(f"br-{quarter}-{number}", day_of(quarter), "BR", "A.35", "pt"))


def request_row(id: str, day: date, country: str, field: str, language: str, **said: object) -> RequestRow:
    """A request as it was understood."""
    understood = {"fields": [{"code": field, "confidence": 0.9}], "working_languages": [language]} | said
    return RequestRow(
        id=id, state="received", received_on=day, text="", language="en", country=country, understood=understood,
        created_at=datetime(2026, 11, 1, tzinfo=UTC), created_by="system",
    )  # fmt: skip


def lay_call(office: Office, id: str, published: date | None, languages: list[dict[str, object]], own: str) -> None:
    """A call for work; `own` is the language of its only position."""
    at = datetime.combine(published or date(2026, 1, 1), datetime.min.time(), UTC)
    positions = [{"id": "1", "fields": ["A.35"], "languages": [{"language": own, "speaking": "B2"}]}]
    terms = {"id": id, "country": "TG", "languages": languages, "positions": positions}
    with writing(office, SYSTEM) as unit:
        unit.session.add(
            CallRow(
                id=id, state="published" if published else "draft", terms=terms, settings={}, created_at=at,
                created_by="system",
            )
        )  # fmt: skip
        unit.session.flush()
        for later in range(2) if published else ():  # published again later: the first time counts
            moment = at + timedelta(days=100 * later)
            unit.session.add(StepRow(kind="call", subject_id=id, step="published", at=moment, by="system"))
