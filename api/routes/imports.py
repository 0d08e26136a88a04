"""JSON Lines in, over HTTP: people, institutions, requests and actions."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.errors import UnsupportedMedia
from api.routes.examples import problems
from api.services.exchange import data_import
from api.services.exchange.json_lines import Report
from api.services.exchange.roster_import import import_experts
from matching.errors import LineProblem
from matching.reading.rosters import LineWarning

router = APIRouter(prefix="/api/v1/imports", tags=["data"])
JSON_LINES = ("application/x-ndjson", "application/jsonl", "application/octet-stream")
ALSO: dict[str, Any] = {  # beside the first of them, as any file may be sent
    "requestBody": {"content": {JSON_LINES[2]: {"schema": {"type": "string", "format": "binary"}}}}
}
STATUSES = (400, 401, 403, 413, 415, 422)
Lines = Annotated[bytes, Body(media_type=JSON_LINES[0], description="one JSON object a line, in UTF-8")]
DryRun = Annotated[bool, Query(description="say what would be done, and do nothing")]
Overwrite = Annotated[bool, Query(description="replace what was changed here since the last import")]
EXAMPLE: dict[str, Any] = {
    "dry_run": False,
    "lines": 3,
    "added": 1,
    "changed": 0,
    "unchanged": 1,
    "left_out": 1,
    "warnings": 0,
    "problems": [{"line": 3, "field": "segments", "reason": "Field required", "warning": False}],
}


class LineLeftOut(BaseModel):
    """A line that was left out, or a value that was left out of a line that was taken (a warning)."""

    line: int
    field: str
    reason: str
    warning: bool


class ImportReport(BaseModel):
    """What came of an import; problems in the order of the lines, the first thousand of them."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    dry_run: bool
    lines: int
    added: int
    changed: int
    unchanged: int
    left_out: int = Field(description="lines of which nothing was taken")
    warnings: int
    problems: list[LineLeftOut]


def takes_json_lines(request: Request) -> None:
    """Refuse a body that is not declared as JSON Lines."""
    found = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if found not in JSON_LINES:
        raise UnsupportedMedia(
            "This address takes JSON Lines.",
            f"Found {found[:80] or 'no Content-Type'}.",
            f"Send them with the header Content-Type: {JSON_LINES[0]}.",
        )


def answer(report: Report) -> ImportReport:
    """A report in the shape of an answer."""
    return ImportReport(**(vars(report) | {"problems": [_problem(problem) for problem in report.problems]}))


def _problem(found: LineProblem) -> LineLeftOut:
    return LineLeftOut(line=found.line, field=found.field, reason=found.reason, warning=isinstance(found, LineWarning))


@router.post(
    "/experts",
    summary="Import people",
    dependencies=[Depends(takes_json_lines)],
    responses=problems(*STATUSES),
    openapi_extra=ALSO,
)
def experts(
    permit: Annotated[Permit, Depends(May(Role.OFFICER, personal=True))],
    lines: Lines,
    dry_run: DryRun = False,
    overwrite: Overwrite = False,
) -> ImportReport:
    """Experts, one a line, each with an 'identity' if known. A bad line costs itself alone; who is unchanged is passed
    over, so that an import that was cut is simply sent again."""
    office, vocabularies = permit.office, permit.office.engine.vocabularies
    rows = lines.split(b"\n")
    return answer(import_experts(office, permit.actor, rows, vocabularies, dry_run=dry_run, overwrite=overwrite))


def _add(kind: str, may: May) -> None:
    def bring_in(permit: Permit, lines: Lines, dry_run: DryRun = False, overwrite: Overwrite = False) -> ImportReport:
        office, vocabularies = permit.office, permit.office.engine.vocabularies
        rows = lines.split(b"\n")
        return answer(
            data_import.import_data(
                office, permit.actor, kind, rows, vocabularies, dry_run=dry_run, overwrite=overwrite
            )
        )

    bring_in.__annotations__["permit"] = Annotated[Permit, Depends(may)]
    router.add_api_route(
        f"/{kind}",
        bring_in,
        methods=["POST"],
        name=f"import_{kind}",
        summary=f"Import {kind}",
        description=f"The JSON Lines that the export of {kind} gives; what is on record as it is there is passed over.",
        dependencies=[Depends(takes_json_lines)],
        responses=problems(*STATUSES),
        openapi_extra=ALSO,
    )


for _kind, _may in {
    "institutions": May(*STAFF),
    "requests": May(Role.OFFICER),
    "actions": May(Role.OFFICER),
}.items():
    _add(_kind, _may)
