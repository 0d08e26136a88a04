"""What the addresses of a call share: its id, who may go through, blind reading, and files."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict

from api.auth.access import May, Permit
from api.auth.roles import TEAM, Role
from api.exports import DOCUMENT_FORMATS, Document, export_document
from api.routes.examples import files
from api.routes.http import expected_version
from api.services.storable import Id

PREFIX = "/api/v1/calls"
CallId = Annotated[Id, Path(max_length=100, description="of a call")]
Expected = Annotated[int | None, Depends(expected_version)]
Blind = Annotated[
    bool,
    Query(
        description="for the first reading: ids alone, no names and no messages; in sentences of their CV people's own "
        "name, e-mail addresses and telephone numbers are struck out"
    ),
]
FileLanguage = Annotated[
    Literal["en", "fr", "es"] | None,
    Query(description="that the file speaks; where it is not given the reader's own, or English where files lack that"),
]
DocumentFormatName = Literal["docx", "xlsx", "pdf"]

Officer = Annotated[Permit, Depends(May(Role.OFFICER))]
Leader = Annotated[Permit, Depends(May(Role.LEADER))]
Team = Annotated[Permit, Depends(May(*TEAM))]
TeamPersonal = Annotated[Permit, Depends(May(*TEAM, personal=True))]
Reader = Annotated[Permit, Depends(May(Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.AUDITOR))]
RecordReader = Annotated[Permit, Depends(May(Role.OFFICER, Role.LEADER, Role.AUDITOR, personal=True))]


class StepAnswer(BaseModel):
    """A state that was reached, when, by which account, and the reason where there is one."""

    model_config = ConfigDict(from_attributes=True)

    step: str
    at: datetime
    by: str
    reason: str | None


DOCUMENTS = files({f.media_type: f.label for f in DOCUMENT_FORMATS.values()}, 401, 403, 404, 409, 422)


def document_response(document: Document, format: str, name: str, language: str) -> Response:
    """A document as a file that the browser keeps, in the language of its reader."""
    safe = re.sub(r"[^A-Za-z0-9_-]", "-", name)[:80]
    return Response(
        export_document(document, format, language),
        media_type=DOCUMENT_FORMATS[format].media_type,
        headers={"Content-Disposition": f'attachment; filename="{safe}.{format}"'},
    )
