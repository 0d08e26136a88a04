"""Who may see these pages: the rules of the addresses that do the same over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from api.auth.access import May, Permit
from api.auth.roles import STAFF, Role

GAPS = May(*STAFF, Role.STEERING, Role.AUDITOR)
CALLS = May(*STAFF, Role.AUDITOR)
PROMOTION = May(*STAFF, personal=True)

GapReader = Annotated[Permit, Depends(GAPS)]
Promoter = Annotated[Permit, Depends(PROMOTION)]
