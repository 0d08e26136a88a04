"""Who may see and make shortlists, and what their forms send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.datastructures import UploadFile

from api.auth.access import May, Permit
from api.auth.roles import TEAM, Role

Maker = Annotated[Permit, Depends(May(Role.OFFICER, personal=True))]
Reader = Annotated[Permit, Depends(May(*TEAM, personal=True))]
Blind = Annotated[bool, Query()]  # the first reading is one without names
SentFields = Mapping[str, str | UploadFile]


async def _form(request: Request) -> SentFields:
    """The fields sent; a pasted text may be as long as the whole request may be."""
    limit = request.app.state.max_body
    return dict(await request.form(max_files=1, max_fields=64, max_part_size=limit))


Form = Annotated[SentFields, Depends(_form)]


def values_in(form: SentFields) -> dict[str, str]:
    """What was typed, ticked or chosen; without the file."""
    return {name: value.replace("\x00", "") for name, value in form.items() if isinstance(value, str)}
