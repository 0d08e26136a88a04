"""A season as a file: one line for each place, and in a workbook the changes and what was asked beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from api.auth.language import ENGLISH
from api.exports.figure_tables import FigureTables
from api.exports.labels import VERDICTS
from api.exports.spoken import spoken_in
from api.exports.tables import book_of, csv_text
from api.services.supply.season_told import PlannedCall, PlannedPosition, PlannedSeat, SeasonPlan

Format = Literal["csv", "xlsx"]
KINDS: dict[str, str] = {
    "text/csv": "A line for each place",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Workbook: places, changes, and what was asked",
}
Record = dict[str, Any]


def as_file(plan: SeasonPlan, format: Format, language: str = ENGLISH) -> tuple[bytes, str]:
    """The bytes of a file and its media type.

    Args:
        language: in which it speaks; English where files do not speak it, with the keys of the data as heads.
    """
    words = FigureTables(language)
    with spoken_in(language):
        places = words.rows(_places(plan))
    text, book = KINDS
    if format == "csv":
        return ("\ufeff" + csv_text(places)).encode(), f"{text}; charset=utf-8"
    others = {"Changes": words.rows(_changes(plan)), "About": words.rows(_about(plan, words))}
    return book_of({words.named("sheet", name): rows for name, rows in ({"Places": places} | others).items()}), book


def _places(plan: SeasonPlan) -> Iterator[Record]:
    for call in plan.calls:
        whole = next((lack.sentence for lack in call.lacks if lack.position_id is None), "")
        for position in call.positions:
            own = next((lack.sentence for lack in call.lacks if lack.position_id == position.position_id), whole)
            yield {
                **_of_call(call, position),
                **_seat("season", position.seat),
                "season_verdict": VERDICTS[position.seat.verdict] if position.seat else None,
                "season_missions": position.seat.missions if position.seat else None,
                **_seat("call_after_call", position.in_turn),
                "lacking": None if position.seat else own,
            }


def _of_call(call: PlannedCall, position: PlannedPosition) -> Record:
    return {
        "call_id": call.call_id,
        "reference": call.reference,
        "call": call.title,
        "deadline": call.deadline.isoformat() if call.deadline else None,
        "position_id": position.position_id,
        "position": position.title,
        "days": position.days,
        "eligible": position.eligible,
    }


def _seat(of: str, seat: PlannedSeat | None) -> Record:
    return {
        f"{of}_expert_id": seat.expert_id if seat else None,
        f"{of}_name": seat.name if seat else None,
        f"{of}_merit": seat.merit if seat else None,
    }


def _changes(plan: SeasonPlan) -> Iterator[Record]:
    for number, change in enumerate(plan.changes, start=1):
        for step in change.steps:
            yield {
                "change": number,
                "expert_id": step.expert_id,
                "name": step.name,
                "leaves_call": step.leaves.call_id if step.leaves else None,
                "leaves_position": step.leaves.position_id if step.leaves else None,
                "takes_call": step.takes.call_id if step.takes else None,
                "takes_position": step.takes.position_id if step.takes else None,
                "places_filled_together": change.filled,
                "points_together": change.merit,
            }


def _about(plan: SeasonPlan, words: FigureTables) -> Iterator[Record]:
    told = {
        "As of": plan.as_of.isoformat(),
        "People": plan.wish.pool,
        "Places for one person": plan.wish.most,
        "Working days for one person": plan.wish.days,
        "Places for one institution": plan.wish.per_institution,
        "Only who meets every rule": plan.wish.sure,
        "Places": plan.places,
        "Filled at once": plan.at_once.filled,
        "Points at once": plan.at_once.merit,
        "Filled call after call": plan.in_turn.filled,
        "Points call after call": plan.in_turn.merit,
        "Proven": plan.proven,
        "Most that could be filled": plan.most_filled,
        "Most points with as many places": plan.most_merit,
    }
    yield from ({"what": words.named("about", what), "value": value} for what, value in told.items())
    yield from ({"what": words.named("about", "Note"), "value": note} for note in plan.notes)
    for one in plan.aside:
        yield {"what": f"{words.named('about', 'Set aside')}: {one.title or one.call_id}", "value": one.why}
