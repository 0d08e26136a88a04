"""The page of a season: the calls that wait for a decision staffed at once, beside call after call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import ValidationError
from starlette.responses import HTMLResponse

from api.errors import Conflict, status_of
from api.services.supply import season as use
from api.services.supply.season_calls import waiting_rows
from api.services.supply.season_told import MOST_CALLS, SeasonPlan, SeasonWish
from api.speech.speech import Speech, speech
from api.web.forms import FormProblem
from api.web.rendering import page
from api.web.sent import Sent
from api.web.shortlists.access import Blind, Reader
from api.web.supply.rooms import ROW, rooms_of
from api.web.supply.season_showing import Telling
from api.web.viewer import viewer_of

router = APIRouter(include_in_schema=False)
PATH, FORM = "/supply/season", "season"
Typed = Annotated[str, Query(max_length=40)]
Chosen = Annotated[list[str], Query(max_length=MOST_CALLS)]
NUMBERS = ("most", "days", "per_institution")


@router.get(PATH)
def read(
    permit: Reader,
    call: Chosen = [],  # noqa: B006
    pool: Typed = "applied",
    most: Typed = "1",
    days: Typed = "",
    per_institution: Typed = "",
    sure: Typed = "",
    blind: Blind = True,
) -> HTMLResponse:
    """Who would go where, what is gained and who changes, and whom the places that stay empty lack; without names first."""
    say = speech(permit.language, ROW, FORM)
    numbers = {"most": most, "days": days, "per_institution": per_institution}
    asked = {"pool": pool, **numbers, "sure": "on" if sure else ""}
    wish, sent = _wish(call, asked, say)
    plan = None
    if wish is not None:
        try:
            plan = use.staffed(permit.office, permit.actor, wish, names=not blind)
        except Conflict as error:
            sent = replace(sent, error=error)
    with permit.reading() as unit:
        waiting = [(row.id, row.title or row.reference or say("untitled")) for row in waiting_rows(unit)]
    return page(
        "supply_season.html",
        status_of(sent.error) if sent.error else 422 if sent.is_wrong else 200,
        viewer=viewer_of(permit),
        say=say,
        rooms=rooms_of(permit),
        sent=sent,
        asked=asked,
        chosen=call,
        waiting=waiting,
        blind=blind,
        plan=plan,
        tell=Telling(plan, say) if plan else None,
        **_addresses(plan, call, asked, blind),
    )


def _wish(calls: list[str], asked: Mapping[str, str], say: Speech) -> tuple[SeasonWish | None, Sent]:
    """What is asked for, or the fields that cannot be used."""
    data: dict[str, Any] = {name: asked[name].strip().replace(",", ".") or None for name in NUMBERS}
    data |= {"calls": calls, "pool": asked["pool"], "sure": bool(asked["sure"]), "most": data["most"] or 1}
    try:
        return SeasonWish.model_validate(data), Sent(asked, form=FORM)
    except ValidationError as error:
        names = dict.fromkeys(str(one["loc"][0]) for one in error.errors())
        problems = (FormProblem(name, say(f"problem.{name}" if name in NUMBERS else "problem.other")) for name in names)
        return None, Sent(asked, form=FORM, problems=tuple(problems))


def _addresses(plan: SeasonPlan | None, calls: list[str], asked: Mapping[str, str], blind: bool) -> dict[str, str]:
    """The same season with names or without, and as files."""
    kept = [("call", one) for one in calls] + [(name, value) for name, value in asked.items() if value]
    other = urlencode([*kept, *([("blind", "false")] if blind else [])])
    if plan is None:
        return {"other": f"{PATH}?{other}", "export": ""}
    wish = plan.wish
    data = [("call", one) for one in wish.calls] + [("pool", wish.pool), ("most", str(wish.most))]
    data += [("days", f"{wish.days:g}")] if wish.days is not None else []
    data += [("per_institution", str(wish.per_institution))] if wish.per_institution is not None else []
    data += [("sure", "true")] if wish.sure else []
    data += [("blind", "true")] if blind else []
    return {"other": f"{PATH}?{other}", "export": f"/api/v1/season/export?{urlencode(data)}"}
