"""Who may see and do what on these pages: the rules of the addresses that do the same over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role
from api.services.storable import Id

FIGURES = May(*STAFF, Role.STEERING, Role.ADMINISTRATOR, Role.AUDITOR)
LOG = May(Role.AUDITOR, Role.ADMINISTRATOR)
ACCOUNTS = May(Role.ADMINISTRATOR, personal=True)
OPERATION = May(Role.ADMINISTRATOR)

FigureReader = Annotated[Permit, Depends(FIGURES)]
LogReader = Annotated[Permit, Depends(LOG)]
Administrator = Annotated[Permit, Depends(ACCOUNTS)]
Operator = Annotated[Permit, Depends(OPERATION)]

AccountId = Annotated[Id, Path(max_length=200)]
Done = Annotated[str, Query(max_length=40)]
