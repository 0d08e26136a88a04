"""Who the pages of an expert are for: whoever is on the roster, to what is theirs. No id stands in their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Path

from api.auth.access import May, Permit
from api.auth.roles import Role
from api.errors import NotOnRecord
from api.services.storable import Id
from api.speech.speech import Speech, speech

OWN = May(Role.EXPERT, personal=True)
IN_PERSON = May(Role.EXPERT, personal=True, in_person=True)  # what cannot be undone
PAGE = "own"


@dataclass(frozen=True)
class Oneself:
    """A permit of somebody on the roster, for what is their own."""

    permit: Permit
    expert_id: str

    @cached_property
    def say(self) -> Speech:
        """The sentences of these pages, in their language."""
        return speech(self.permit.language, PAGE)


def _oneself(permit: Annotated[Permit, Depends(OWN)]) -> Oneself:
    return _of(permit)


def _in_person(permit: Annotated[Permit, Depends(IN_PERSON)]) -> Oneself:
    return _of(permit)


def _of(permit: Permit) -> Oneself:
    """Raises NotOnRecord for an account to which nobody on the roster belongs."""
    if permit.actor.expert_id is None:
        say = speech(permit.language, PAGE)
        raise NotOnRecord(say("nobody.what"), "", say("nobody.next"))
    return Oneself(permit, permit.actor.expert_id)


Me = Annotated[Oneself, Depends(_oneself)]
MeInPerson = Annotated[Oneself, Depends(_in_person)]
CvId = Annotated[Id, Path(max_length=100)]
ShortlistId = Annotated[Id, Path(max_length=200)]
