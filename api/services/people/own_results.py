"""A person's own results on shortlists: where they stood, why, and what would have changed it; nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.errors import NotOnRecord
from api.explanations import PersonExplanation, PersonInPosition, explain_position
from api.services.shortlists.explaining import results_on_record
from api.services.unit import Unit
from api.services.versions import found
from api.storage import experts
from api.storage import own_data as rows
from api.storage.tables import ShortlistRow
from matching.results import Shortlist

OVER = ("closed", "decided")  # states of a call in which a person is told their result


@dataclass(frozen=True)
class Place:
    """Where a person stood for one position; without rank, they were not eligible."""

    position_id: str
    title: str | None
    rank: int | None
    score: float | None
    verdict: str


@dataclass(frozen=True)
class OwnResult:
    """A shortlist on which a person stands."""

    shortlist_id: str
    call_id: str
    number: int | None
    reference: str | None
    title: str | None
    made_at: datetime
    places: tuple[Place, ...]


def results(unit: Unit, expert_id: str) -> list[OwnResult]:
    """On which shortlists of calls that are closed or decided a person stands, the newest first.

    Raises:
        NotOnRecord: there is no such person.
    """
    found(experts.expert(unit.session, expert_id), "expert", expert_id)
    made = (_result(row, expert_id) for row in rows.shortlists(unit.session, expert_id, OVER))
    return [result for result in made if result.places]


def explanation(unit: Unit, expert_id: str, shortlist_id: str) -> tuple[OwnResult, PersonExplanation]:
    """One of these results, with its reasons and what would have changed it; the log notes that it was opened.

    Raises:
        NotOnRecord: the person stands on no such shortlist, or its call is still open.
    """
    row = rows.shortlist(unit.session, shortlist_id, OVER)
    result = _result(row, expert_id) if row is not None else None
    if row is None or result is None or not result.places:
        raise NotOnRecord(
            f"No result of yours on a shortlist with the id '{shortlist_id[:80]}' is on record.",
            "Results are told once the call is closed.",
            f"See which ones there are: /api/v1/experts/{expert_id}/shortlists.",
        )
    made = Shortlist.model_validate(row.content)
    told = results_on_record(made, expert_id)
    positions: tuple[PersonInPosition, ...] = tuple(
        explain_position(told[position.id], made.call, position, made.record.today)
        for position in made.call.positions
        if position.id in told
    )
    unit.record("explanation.viewed", "expert", expert_id, shortlist=row.id, call=row.call_id)
    return result, PersonExplanation(expert_id=expert_id, name=None, positions=positions)


def own_part(content: dict[str, Any], expert_id: str) -> dict[str, Any]:
    """What a shortlist on record holds about one person; no other person's id, name or score is in it."""
    return {
        "positions": [
            {"position_id": position["position_id"], "title": position.get("title"), **_without_name(result)}
            for position, result in _own_results(content, expert_id)
        ],
        "teams": [
            {"team": team["rank"], "position_id": member["position_id"]}
            for team in content["teams"]
            for member in team["members"]
            if member["expert_id"] == expert_id
        ],
        "reserve": [
            {"team": team["rank"], "position_id": reserve["position_id"], "place": place}
            for team in content["teams"]
            for reserve in team["reserve"]
            for place, steps_in in enumerate(reserve["steps_in"], start=1)
            if expert_id in steps_in.split(" + ")
        ],
        "lists": [
            {"position_id": balanced["position_id"], "place": list(balanced["expert_ids"]).index(expert_id) + 1}
            for balanced in content["lists"]
            if expert_id in balanced["expert_ids"]
        ],
        "member_of_earlier_activities": expert_id in content["call"].get("previous_members", ()),
    }


def _own_results(content: dict[str, Any], expert_id: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for position in content["positions"]:
        for result in (*position["candidates"], *position["not_eligible"]):
            if result["expert_id"] == expert_id:
                yield position, result


def _without_name(result: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in result.items() if key not in ("name", "expert_id")}


def _result(row: ShortlistRow, expert_id: str) -> OwnResult:
    call = row.content["call"]
    places = tuple(
        Place(
            position_id=position["position_id"],
            title=position.get("title"),
            rank=result.get("rank"),
            score=result.get("score"),
            verdict=result.get("verdict", "fail"),
        )
        for position, result in _own_results(row.content, expert_id)
    )
    assert row.call_id is not None  # only those of calls are looked for
    return OwnResult(row.id, row.call_id, row.number, call.get("reference"), call.get("title"), row.at, places)
