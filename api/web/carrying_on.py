"""A form whose sign-in ended while somebody filled it in: what they typed comes back on a page, to be sent again.

The browser cannot bring it back by itself: pages are not kept, and the page before asks for a sign-in, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from api.auth.entrance import FORM_FIELD, SAFE_METHODS, form_token, who
from api.auth.language import language_of
from api.errors import FormEnded, NotSignedIn, status_of
from api.services.accounts.sign_in import own
from api.services.office import Office
from api.services.unit import Actor, reading
from api.speech.speech import speech
from api.web.rendering import page
from api.web.viewer import UNKNOWN, section_of

MOST_BYTES, MOST_FIELDS = 500_000, 600  # of a form that is carried on: whoever sends it may be anybody
TYPED = 20  # characters from which on a value is told: shorter ones are ids, numbers and choices
OF_SECRETS = (
    "/sign-in",
    "/account/",
    "/password/",
    "/register",
    "/forgotten-password",
)  # a password is never sent back


@dataclass(frozen=True)
class Kept:
    """What a form held. `fields`: as they were sent, without its token; `files`: whether one was among them."""

    fields: tuple[tuple[str, str], ...]
    files: bool

    @property
    def typed(self) -> list[str]:
        """What somebody wrote in their own words."""
        return [value for _, value in self.fields if len(value) >= TYPED and " " in value.strip()]


async def carried_on(request: Request, error: Exception) -> HTMLResponse | None:
    """The page that keeps what was typed; None where nothing was, or where the error is another."""
    if not isinstance(error, (NotSignedIn, FormEnded)) or not _is_carried(request):
        return None
    try:
        kept = await _kept(request)
    except HTTPException:  # a form that cannot be read
        return None
    return await run_in_threadpool(_page, request, error, kept) if kept.typed else None


def _is_carried(request: Request) -> bool:
    path, length = request.url.path, request.headers.get("content-length", "")
    small = length.isdecimal() and int(length) <= MOST_BYTES
    return request.method not in SAFE_METHODS and small and not path.startswith(("/api/", *OF_SECRETS))


async def _kept(request: Request) -> Kept:
    form = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES)
    sent = form.multi_items()
    fields = tuple((name, value) for name, value in sent if isinstance(value, str) and name != FORM_FIELD)
    return Kept(fields, any(not isinstance(value, str) and value.filename for _, value in sent))


def _in_whose_name(office: Office, actor: Actor) -> dict[str, str]:
    """The account that it would be sent by: on a shared machine, perhaps not that of whoever filled it in."""
    with reading(office, actor) as unit:
        account = own(unit)
        return {"name": account.name, "email": account.email}


def _page(request: Request, error: NotSignedIn | FormEnded, kept: Kept) -> HTMLResponse:
    office: Office = request.app.state.office
    actor = who(office, request) if isinstance(error, FormEnded) else None
    account = _in_whose_name(office, actor) if actor else None
    language = language_of(office.settings, request, actor.language if actor else None)
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    viewer = replace(UNKNOWN, language=language, token=form_token(office, actor) if actor else "")
    say, status = speech(language, "problems"), status_of(error)
    answer = page(
        "carrying_on.html", status, viewer=viewer, say=say, kept=kept, address=address, account=account,
        section=section_of(request.url.path),
    )  # fmt: skip
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
