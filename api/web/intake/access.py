"""Who may see and do what in the intake: the rules of the addresses that do the same over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query

from api.auth.access import May, Permit
from api.auth.roles import STAFF, TEAM, Role
from api.services.storable import Id

OFFICER = May(Role.OFFICER)
OF_REQUESTS = May(*TEAM, Role.BUSINESS, Role.AUDITOR)
OF_ACTIONS = May(*STAFF, Role.STEERING, Role.AUDITOR)
OF_REASONS = May(*TEAM, Role.AUDITOR)  # of the steps of actions: persons may be named in them
OF_EVERY_CALL = May(*STAFF, Role.AUDITOR)

Officer = Annotated[Permit, Depends(OFFICER)]
RequestReader = Annotated[Permit, Depends(OF_REQUESTS)]
ActionReader = Annotated[Permit, Depends(OF_ACTIONS)]

ItsId = Annotated[Id, Path(max_length=100)]
Words = Annotated[str, Query(max_length=200)]
Done = Annotated[str, Query(max_length=40)]
