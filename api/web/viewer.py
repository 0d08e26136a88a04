"""Who looks at a page: what its navigation offers them, and the token that its forms send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.auth.access import SIGNED_IN, Permit
from api.auth.entrance import FORM_FIELD, form_token
from api.auth.language import ENGLISH
from api.auth.roles import STAFF, TEAM, Role

ACCOUNT, API, SIGN_IN = "/account", "/api", "/sign-in"


@dataclass(frozen=True)
class Destination:
    """A page that the navigation offers. `key`: of its name among the sentences that pages share."""

    path: str
    key: str
    roles: frozenset[Role]
    begins: bool = True  # whether somebody may begin their day there
    own: bool = False  # of what is their own: for somebody on the roster alone
    beneath: tuple[str, ...] = ()  # addresses of its rooms that do not begin with its own

    @property
    def addresses(self) -> tuple[str, ...]:
        """What the addresses of its pages begin with."""
        return (self.path, *self.beneath)


def _to(
    path: str, key: str, *roles: Role, begins: bool = True, own: bool = False, beneath: tuple[str, ...] = ()
) -> Destination:
    return Destination(path, key, frozenset(roles), begins, own, beneath)


DESTINATIONS = (  # in the order of the navigation; the first of somebody's is where they begin
    _to("/new", "nav.new", Role.OFFICER),
    _to("/shortlists", "nav.shortlists", *TEAM),
    _to("/me", "nav.me", Role.EXPERT, own=True),
    _to("/requests", "nav.requests", *STAFF, Role.AUDITOR, begins=False, beneath=("/precedents",)),
    _to("/calls", "calls", *STAFF, Role.EXPERT, Role.AUDITOR),
    _to("/actions", "nav.actions", *STAFF, Role.STEERING, Role.AUDITOR),
    _to(
        "/experts",
        "nav.roster",
        *STAFF,
        beneath=("/upkeep", "/imports", "/focal-points", "/duplicates", "/institutions"),
    ),
    _to("/supply", "nav.supply", *STAFF, Role.STEERING, Role.AUDITOR, begins=False),
    _to("/peers", "nav.peers", *STAFF, Role.STEERING, Role.AUDITOR, begins=False),
    _to("/institutions", "nav.institutions", Role.AUDITOR, Role.STEERING, begins=False),
    _to("/figures", "nav.figures", *STAFF, Role.STEERING, Role.ADMINISTRATOR, Role.AUDITOR, begins=False),
    _to("/operation", "nav.operation", Role.ADMINISTRATOR),
    _to("/accounts", "nav.accounts", Role.ADMINISTRATOR, begins=False),
    _to("/log", "nav.log", Role.AUDITOR, Role.ADMINISTRATOR, begins=False),
    _to(API, "nav.api", *SIGNED_IN, begins=False),
)


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at a page; `known` is False where it is not known who, as on a page of errors."""

    known: bool = True
    destinations: tuple[Destination, ...] = ()
    signed_in: bool = False
    in_person: bool = False  # not by a token
    token_field: str = FORM_FIELD
    token: str = ""  # empty where no browser signed in: then nothing can be abused
    expert_id: str | None = None  # of their own record on the roster
    language: str = ENGLISH  # in which they like to read; a page that has it not speaks English
    here: Destination | None = None  # under which the page lies

    def is_offered(self, path: str) -> bool:
        """Whether the navigation leads them to a page."""
        return any(destination.path == path for destination in self.destinations)

    @property
    def home(self) -> str:
        """The page to begin from."""
        begins = [destination.path for destination in self.destinations if destination.begins]
        if begins:
            return begins[0]
        if self.in_person:
            return ACCOUNT
        return API if self.signed_in else SIGN_IN


UNKNOWN = Viewer(known=False)


def section_of(path: str, among: Sequence[Destination] = DESTINATIONS) -> Destination | None:
    """The first of some pages of the navigation under which an address lies; None where it lies under none."""
    return next((one for one in among if any(f"{path}/".startswith(f"{it}/") for it in one.addresses)), None)


def viewer_of(permit: Permit) -> Viewer:
    """The viewer in whose name a permit is."""
    actor = permit.actor
    offered = tuple(d for d in DESTINATIONS if actor.is_any(*d.roles) and (actor.expert_id or not d.own))
    return Viewer(
        destinations=offered,
        signed_in=bool(actor.roles),
        in_person=actor.sign_in is not None,
        token=form_token(permit.office, actor) if actor.sign_in else "",
        expert_id=actor.expert_id if actor.is_any(Role.EXPERT) else None,
        language=permit.language,
        here=section_of(permit.path, offered),
    )
