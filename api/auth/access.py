"""What a handler is given: a permit. Whoever may not have one never reaches the handler."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.auth.entrance import FORM_FIELD, SAFE_METHODS, check_form_token, who
from api.auth.language import ENGLISH, language_of
from api.auth.roles import Role, Scope, in_words
from api.errors import NotAllowed, NotSignedIn
from api.repeats import take_key
from api.services.office import Office
from api.services.unit import Actor, Unit, reading, writing
from api.storage.database import Age

NOBODY = Actor("nobody", frozenset())
MOST_FIELDS = 600  # of a form: the terms of a call have some twenty for each position


@dataclass(frozen=True)
class Permit:
    """The office, in the name of somebody who may."""

    office: Office
    actor: Actor
    language: str = ENGLISH  # in which pages speak to them
    looks: bool = False  # whether nothing is changed by what they ask: then what they see may be a few seconds old
    path: str = ""  # of the address that they asked for

    def reading(self) -> AbstractContextManager[Unit]:
        """A unit of work that sees one state of the data."""
        return reading(self.office, self.actor, Age.RECENT if self.looks else Age.KNOWN)

    def writing(self) -> AbstractContextManager[Unit]:
        """A unit of work that is kept whole or not at all."""
        return writing(self.office, self.actor)


class May:
    """Who may call a handler; use it as a dependency: `permit: Annotated[Permit, Depends(May(Role.OFFICER))]`.

    Args:
        roles: any of them lets in; none at all: everybody, signed in or not.
        own: name of the path parameter that holds an expert's id: an expert is let in to their own.
        personal: the answer holds names, contacts or CVs; a token needs that scope.
        in_person: no token does; it takes somebody who signed in, so that a stolen token cannot make itself others.
    """

    def __init__(self, *roles: Role, own: str | None = None, personal: bool = False, in_person: bool = False) -> None:
        self.roles, self.own, self.personal, self.in_person = frozenset(roles), own, personal, in_person

    async def __call__(self, request: Request) -> Permit:
        """The permit.

        Raises:
            NotSignedIn: nobody is signed in, and somebody has to be.
            NotAllowed: the role, the person or the token's scope is another; or a form was sent from elsewhere.
            DoneBefore, MalformedRequest, KeyReused, Conflict: see `api.repeats.Claim.take`.
        """
        office: Office = request.app.state.office
        actor = await run_in_threadpool(self._who, office, request)
        if actor is not None and actor.sign_in and _is_sent_by_page(request):
            check_form_token(office, actor, await _form_token(request))
        permit = self.permit(office, actor, request)
        await take_key(request)  # only now: the answer of a post that was done is for whoever may do it
        return permit

    def _who(self, office: Office, request: Request) -> Actor | None:
        """Whoever sends it; where everybody is let in, a token that has ended is nobody's."""
        try:
            return who(office, request)
        except NotSignedIn:
            if self.roles or self.own is not None:
                raise
            return None

    def permit(self, office: Office, actor: Actor | None, request: Request) -> Permit:
        """The permit for an actor; raises as the call does."""
        language = language_of(office.settings, request, actor.language if actor else None)
        request.state.language = language  # for the page of an error
        looks, path = request.method in SAFE_METHODS, request.url.path
        if not self.roles and self.own is None:
            return Permit(office, actor or NOBODY, language, looks, path)
        if actor is None:
            raise NotSignedIn("One has to sign in for this.", "", "Sign in, or send a token: Authorization: Bearer ...")
        if not (actor.roles & self.roles or self._is_own(actor, request)):
            allowed = sorted(self.roles | ({Role.EXPERT} if self.own else set()))
            raise NotAllowed(
                "This is not for your role.",
                f"You are {', '.join(sorted(map(in_words, actor.roles))) or 'without a role'}.",
                f"It is for: {', '.join(map(in_words, allowed))}. Ask the administrator if that is wrong.",
            )
        self._check_token(actor, request.method)
        return Permit(office, actor, language, looks, path)

    def lets_in(self, permit: Permit, request: Request) -> bool:
        """Whether this rule lets in whoever holds a permit of another one, so that a page offers what they may do."""
        try:
            self.permit(permit.office, permit.actor, request)
        except NotAllowed:
            return False
        return True

    def _is_own(self, actor: Actor, request: Request) -> bool:
        if self.own is None or Role.EXPERT not in actor.roles or actor.expert_id is None:
            return False
        return request.path_params.get(self.own) == actor.expert_id

    def _check_token(self, actor: Actor, method: str) -> None:
        if self.in_person and not actor.sign_in:
            raise NotAllowed("A token may not do this.", "", "Sign in with address and password, and do it in person.")
        needed = {Scope.READ if method in SAFE_METHODS else Scope.WRITE} | (
            {Scope.PERSONAL} if self.personal else set()
        )
        if missing := sorted(needed - actor.scopes):
            raise NotAllowed(
                "The token may not do this.",
                f"It lacks the scope {' and '.join(missing)}.",
                "Make a token with that scope.",
            )


anyone = May()
SIGNED_IN = tuple(Role)  # whoever has an account, in whatever role


def _is_sent_by_page(request: Request) -> bool:
    return request.method not in SAFE_METHODS and not request.url.path.startswith("/api/")


async def _form_token(request: Request) -> str:
    """The token in the form that a page sent. The form is kept with the request: the handler reads it again."""
    form = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=request.app.state.max_body)
    return str(form.get(FORM_FIELD, ""))
