"""A shortlist as pages: what the rules let somebody see of it, put together for the templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import HTMLResponse

from api.auth.access import Permit
from api.exports import FORMATS
from api.exports.labels import people as people_of
from api.exports.reasons import same_as_ranking
from api.services import health
from api.services.shortlists import not_eligible, shortlists
from api.services.shortlists.bench import settings_of
from api.services.shortlists.shortlists import ListedShortlist, StoredShortlist
from api.services.shortlists.trying import Trial
from api.services.supply.rotation import AtCap, at_cap
from api.services.waiting import CALLS, REQUESTS, waiting
from api.speech.speech import Speech, speech
from api.web.forms import FormProblem, Values, values_of
from api.web.rendering import PageLinks, page
from api.web.shortlists.links import DeskLinks
from api.web.shortlists.telling import Telling
from api.web.viewer import viewer_of
from matching.errors import MatchingError
from matching.results import Shortlist
from matching.settings import MatchSettings

SHOWN_BESIDE_THE_FORM = 5
NEAR_MISSES = 5  # of those not eligible, named on the desk
MOST_DECLINERS = 24
WAITS_AT = {  # the pages that list what waits
    **{kind: f"/requests?state={state}" for state, kind in REQUESTS.items()},
    **{kind: f"/calls?state={state}" for state, kind in CALLS.items()},
    "answer": "/calls",
}
DECLINES = "declines_"  # what the fields of those who would decline begin with


def speaking(permit: Permit) -> Speech:
    """The sentences of the pages about one shortlist."""
    return speech(permit.language, "shortlist", "rules", "standing")


def about(permit: Permit, stored: StoredShortlist, blind: bool) -> dict[str, Any]:
    """What every page about a shortlist is given."""
    say = speaking(permit)
    tell = Telling(say)
    return {
        "say": say,
        "tell": tell,
        "viewer": viewer_of(permit),
        "stored": stored,
        "shortlist": stored.shortlist,
        "links": DeskLinks(stored.id, blind),
        "places": tell.places(stored.shortlist.positions),
    }


def desk(
    permit: Permit,
    stored: StoredShortlist,
    blind: bool,
    *,
    values: Mapping[str, str] | None = None,
    trial: Trial | None = None,
    problems: tuple[FormProblem, ...] = (),
    error: MatchingError | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The desk of a shortlist.

    Args:
        stored: blind or with names, as it is to be shown.
        values: what was typed into the form of what is tried; what is on record, where nothing was.
        trial: what that gives.
    """
    found = stored.shortlist
    typed = values_of(settings_of(found), found.record.today) | dict(values or {})
    return page(
        "shortlist_desk.html",
        status,
        **about(permit, stored, blind),
        **trial_context(found, trial),
        values=typed,
        problems=problems,
        error=error,
        formats=list(FORMATS),
        asked={position.id: position for position in found.call.positions},
        out={p.position_id: not_eligible.by_rule(p) for p in found.positions},
        near={p.position_id: not_eligible.one_rule_away(p)[:NEAR_MISSES] for p in found.positions},
        same_as_ranking=same_as_ranking,
        decliners=decliners(found, typed),
        rotation=_rotation(permit, found),
    )


def _rotation(permit: Permit, shortlist: Shortlist) -> AtCap | None:
    """Who of the teams and of those ranked has reached the office's cap on missions."""
    ranked = {one.expert_id for position in shortlist.positions for one in position.candidates}
    with permit.reading() as unit:
        return at_cap(unit, ranked | {member.expert_id for team in shortlist.teams for member in team.members})


def fragment(permit: Permit, stored: StoredShortlist, blind: bool, trial: Trial) -> HTMLResponse:
    """What a trial gives, alone: for the script that puts it into the desk."""
    return page("shortlist_trial.html", **about(permit, stored, blind), **trial_context(stored.shortlist, trial))


def trial_context(shortlist: Shortlist, trial: Trial | None) -> dict[str, Any]:
    """What the part of the desk that shows a trial is given."""
    people = people_of(shortlist)
    return {"trial": trial, "people": people | trial.names if trial else people}


def decliners(shortlist: Shortlist, values: Mapping[str, str]) -> dict[str, tuple[str, bool]]:
    """By the name of its field, who of the teams and their reserves could decline, and whether that is ticked."""
    members = (member.expert_id for team in shortlist.teams for member in team.members)
    steps_in = (
        who for team in shortlist.teams for one in team.reserve for way in one.steps_in for who in way.split(" + ")
    )
    people = list(dict.fromkeys([*members, *steps_in]))[:MOST_DECLINERS]
    ticked = declined(values)
    return {f"{DECLINES}{number}": (one, one in ticked) for number, one in enumerate(people, start=1)}


def declined(values: Mapping[str, str]) -> list[str]:
    """Ids of those who are ticked as declining."""
    return list(dict.fromkeys(value for name, value in values.items() if name.startswith(DECLINES) and value))


def new_page(
    permit: Permit,
    values: Values,
    *,
    problems: tuple[FormProblem, ...] = (),
    error: MatchingError | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The form for a new shortlist, and the latest ones."""
    with permit.reading() as unit:
        latest = [line(listed) for listed in shortlists.listed(unit, limit=SHOWN_BESIDE_THE_FORM).rows]
        particulars, waits = health.particulars(unit), waiting(unit)
    return page(
        "shortlist_new.html",
        status,
        viewer=viewer_of(permit),
        say=speech(permit.language, "shortlists", "rules", "waiting"),
        values=values_of(MatchSettings()) | values,
        problems=problems,
        error=error,
        shortlists=latest,
        waiting=waits,
        waits_at=WAITS_AT,
        health=particulars,
    )


def again_page(
    permit: Permit,
    stored: StoredShortlist,
    values: Values,
    *,
    problems: tuple[FormProblem, ...] = (),
    error: MatchingError | None = None,
    status: int = 422,
) -> HTMLResponse:
    """The rules of a shortlist again, with what was wrong with those sent."""
    typed = values_of(settings_of(stored.shortlist)) | values
    context = about(permit, stored, blind=True)
    return page("shortlist_again.html", status, **context, values=typed, problems=problems, error=error)


def line(listed: ListedShortlist) -> dict[str, Any]:
    """A shortlist on record in one line."""
    return {
        "created": listed.created,
        "links": PageLinks(listed.id),
        "about": listed.summary,
        "number": listed.number,
    }
