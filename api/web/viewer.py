"""Who looks at a page: what its navigation offers them, and the token that its forms send."""

from __future__ import annotations

from dataclasses import dataclass

from api.auth.access import Permit
from api.auth.entrance import FORM_FIELD, form_token
from api.auth.roles import STAFF, TEAM, Role

NEW, LIST, CALLS, ACCOUNT, API, SIGN_IN = "/new", "/shortlists", "/calls", "/account", "/api", "/sign-in"
WITH_CALLS = (*STAFF, Role.EXPERT, Role.AUDITOR)  # whose work begins from the calls


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at a page; `known` is False where it is not known who, as on a page of errors."""

    known: bool = True
    makes: bool = False  # new shortlists
    reads: bool = False  # those on record
    works: bool = False  # with calls
    signed_in: bool = False
    in_person: bool = False  # not by a token
    token_field: str = FORM_FIELD
    token: str = ""  # empty where no browser signed in: then nothing can be abused

    @property
    def home(self) -> str:
        """The page to begin from."""
        if self.makes:
            return NEW
        if self.reads:
            return LIST
        if self.works:
            return CALLS
        if self.in_person:
            return ACCOUNT
        return API if self.signed_in else SIGN_IN


UNKNOWN = Viewer(
    known=False, makes=True, reads=True, works=True
)  # the links are there; who may not follow one is told so


def viewer_of(permit: Permit) -> Viewer:
    """The viewer in whose name a permit is."""
    actor = permit.actor
    return Viewer(
        makes=actor.is_any(Role.OFFICER),
        reads=actor.is_any(*TEAM),
        works=actor.is_any(*WITH_CALLS),
        signed_in=bool(actor.roles),
        in_person=actor.sign_in is not None,
        token=form_token(permit.office, actor) if actor.sign_in else "",
    )
