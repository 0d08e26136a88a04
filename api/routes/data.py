"""Whole kinds of data over HTTP: one address for each, so that each is open to whom it concerns."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from api.auth.access import May, Permit
from api.auth.roles import STAFF, TEAM, Role
from api.exports.tables import FORMATS
from api.routes.examples import files
from api.services.exchange import exports as use

router = APIRouter(prefix="/api/v1/exports", tags=["data"])
Kind = Literal["jsonl", "csv", "xlsx"]
FILES = {made.media_type.split(";")[0]: made.label for made in FORMATS.values()}

WHO: dict[str, May] = {
    "experts": May(*STAFF, personal=True),
    "identities": May(*STAFF, personal=True),
    "consents": May(*TEAM, Role.AUDITOR),
    "institutions": May(*STAFF),
    "focal_points": May(*STAFF, personal=True),
    "institution_profiles": May(*STAFF),
    "communities": May(*STAFF),
    "community_members": May(*STAFF, personal=True),
    "interests": May(*STAFF),
    "requests": May(*STAFF, Role.STEERING),
    "actions": May(*STAFF, Role.STEERING),
    "activities": May(*STAFF),
    "calls": May(*STAFF),
    "applications": May(*TEAM, personal=True),
    "invitations": May(*TEAM, personal=True),
    "evaluation_notes": May(*TEAM, Role.AUDITOR, personal=True),
    "performance_notes": May(Role.LEADER, personal=True),
    "decisions": May(*TEAM, Role.AUDITOR),
    "log": May(Role.AUDITOR),
}
WORDS = {
    "experts": "Profiles without names and declarations; as JSON Lines they can be imported again.",
    "identities": "Names and contacts.",
    "consents": "Who agreed to which version of the privacy notice, or withdrew, and when.",
    "institutions": "Institutions; as JSON Lines they can be imported again.",
    "focal_points": "Focal points of institutions.",
    "institution_profiles": "What institutions say of themselves.",
    "communities": "Communities of practice.",
    "community_members": "Which focal points belong to which community.",
    "interests": "Answers to the survey of interests.",
    "requests": "Requests with their assessments and steps; as JSON Lines they can be imported again. "
    "Who steers is given states, dates, codes and counts instead, without any text.",
    "actions": "Actions with their steps; as JSON Lines they can be imported again.",
    "activities": "Activities of actions.",
    "calls": "Calls with their terms, settings and steps.",
    "applications": "Who applied for which call.",
    "invitations": "Who was invited to which call, and the answer.",
    "evaluation_notes": "What evaluators wrote about people who took part in calls.",
    "performance_notes": "How assignments went, in confidence, and why somebody is excluded.",
    "decisions": "Who was chosen for which call, by whom and why.",
    "log": "The log with its hashes, for whoever verifies the chain for themselves.",
}


def _add(kind: str, may: May) -> None:
    def export(permit: Permit, format: Kind = "jsonl") -> StreamingResponse:
        pieces = use.export(permit.office, permit.actor, kind, format)
        name = f'attachment; filename="{kind}.{format}"'
        return StreamingResponse(pieces, media_type=FORMATS[format].media_type, headers={"Content-Disposition": name})

    export.__annotations__["permit"] = Annotated[Permit, Depends(may)]
    router.add_api_route(
        f"/{kind}",
        export,
        methods=["GET"],
        name=f"export_{kind}",
        summary=f"Export: {kind.replace('_', ' ')}",
        description=f"{WORDS[kind]} That it was exported is noted.",
        response_class=StreamingResponse,
        responses=files(FILES, 401, 403, 422),
    )


for _kind, _may in WHO.items():
    _add(_kind, _may)
