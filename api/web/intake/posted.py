"""Forms of the intake: whole texts, as long as a request may be, and a document where one was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from api.auth.access import MOST_FIELDS
from api.web.sent import Missing, NotFilled, Sent


@dataclass(frozen=True)
class Posted:
    """A form as it was sent, with its document: name and bytes, empty where none was chosen."""

    sent: Sent
    name: str = ""
    document: bytes = b""

    def text(self, field: str) -> str | None:
        """What was written in a field; None where that is nothing."""
        return self.sent.text(field)

    def needed(self, field: str) -> str:
        """What was written in a field; raises NotFilled where that is nothing."""
        value = self.text(field)
        if value is None:
            raise NotFilled(Missing(field))
        return value

    def ticked(self, before: str) -> list[str]:
        """The ends of the names of ticked boxes that begin so."""
        return [name.removeprefix(before) for name in self.sent.values if name.startswith(before)]


async def _posted(request: Request) -> Posted:
    form = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=request.app.state.max_body)
    values: dict[str, str] = {}
    name, document = "", b""
    for field, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                name, document = value.filename, await value.read()
        else:
            values[field] = value.replace("\r\n", "\n").replace("\x00", "")
    return Posted(Sent(values), name, document)


PostedForm = Annotated[Posted, Depends(_posted)]
