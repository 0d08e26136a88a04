"""By what indicators can be broken down, and to which groups each request, action, call and person belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from api.storage import indicators as rows
from api.storage.session import Session
from matching.criteria import region
from matching.scope import LIKELY

By = Literal["field", "activity_type", "relevance", "region", "nationality", "institution", "country", "month"]
Groups = Mapping[str, tuple[str, ...]]  # by what -> the groups; without an entry where it does not apply

NOT_SAID = "not said"
NOT_DECLARED = "not declared"
RELEVANT, NOT_RELEVANT, NOT_JUDGED, NO_REQUEST = "relevant", "not relevant", "not judged", "no request"


def read_subjects(session: Session) -> dict[str, Groups]:
    """The groups of every request, action and call. What a call or a request leaves open its action says."""
    activities = rows.activities(session)
    types: dict[str, list[str]] = {}
    for activity in activities:
        types.setdefault(activity.action_id, []).extend(activity.types)
    judged = rows.relevance(session)
    requests = {request.id: request for request in rows.requests(session)}
    actions = {action.id: action for action in rows.actions(session)}
    found: dict[str, Groups] = {}
    for action in actions.values():
        request = requests.get(action.request_id or "")  # nosec B113 # a dictionary
        found[action.id] = _groups(
            action.fields or (likely_fields(request.proposed) if request else ()),
            types.get(action.id, []),
            _relevance(judged, action.request_id),
            action.country,
            action.institution,
        )
    of_request: dict[str, list[rows.ActionFacts]] = {}
    for action in actions.values():
        of_request.setdefault(action.request_id or "", []).append(action)
    for request in requests.values():
        own = of_request.get(request.id, [])
        found[request.id] = _groups(
            [code for action in own for code in action.fields] or likely_fields(request.proposed),
            [code for action in own for code in types.get(action.id, [])] or request.types or [],
            _relevance(judged, request.id),
            request.country,
            request.institution,
        )
    return found | _of_calls(session, {activity.id: activity for activity in activities}, actions, found, judged)


def of_person(person: rows.Registered) -> Groups:
    """The groups of somebody on the roster: what they can do, not where they work."""
    return {"field": _said(person.fields or ()), "activity_type": _said(person.types or ())}


def _of_calls(
    session: Session,
    activities: Mapping[str, rows.ActivityFacts],
    actions: Mapping[str, rows.ActionFacts],
    known: Mapping[str, Groups],
    judged: Mapping[str, bool],
) -> dict[str, Groups]:
    found: dict[str, Groups] = {}
    for call in rows.calls(session):
        activity = activities.get(call.activity_id or "")
        action = actions.get(activity.action_id) if activity else None
        above = known[action.id] if action else {}
        asked = [code for position in call.positions or () for code in position.get("fields", ())]
        own = _groups(
            asked,
            (activity.types if activity else []) or call.types or [],
            _relevance(judged, action.request_id if action else None),
            call.country or (action.country if action else None),
            call.institution or (action.institution if action else None),
        )
        found[call.id] = {by: above.get(by, said) if said == (NOT_SAID,) else said for by, said in own.items()}
    return found


def _groups(
    fields: Iterable[str], types: Iterable[str], relevance: str, country: str | None, institution: str | None
) -> Groups:
    place = region(country) if country else None
    return {
        "field": _said(fields),
        "activity_type": _said(types),
        "relevance": (relevance,),
        "region": (place or NOT_SAID,),
        "institution": (institution or NOT_SAID,),
        "country": (country or NOT_SAID,),
    }


def _said(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes)) or (NOT_SAID,)


def likely_fields(proposals: Sequence[Mapping[str, Any]] | None) -> tuple[str, ...]:
    """The fields that a request is likely to be about, the likeliest where none is likely; `proposals` as understood."""
    proposed = proposals or []
    likely = [proposal["code"] for proposal in proposed if proposal["confidence"] >= LIKELY]
    return tuple(likely or [proposal["code"] for proposal in proposed[:1]])


def _relevance(judged: Mapping[str, bool], request_id: str | None) -> str:
    if request_id is None:
        return NO_REQUEST
    return {True: RELEVANT, False: NOT_RELEVANT, None: NOT_JUDGED}[judged.get(request_id)]
