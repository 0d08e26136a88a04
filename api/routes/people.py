"""What the addresses of a person share: their id, and who may go through."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path

from api.auth.access import May, Permit
from api.auth.roles import STAFF, TEAM, Role
from api.routes.http import expected_version
from api.services.storable import Id

PREFIX = "/api/v1/experts"
ExpertId = Annotated[Id, Path(max_length=200, description="of a person on the roster")]
Expected = Annotated[int | None, Depends(expected_version)]

Own = Annotated[Permit, Depends(May(own="id", personal=True))]
StaffOrOwn = Annotated[Permit, Depends(May(*STAFF, own="id", personal=True))]
TeamOrOwn = Annotated[Permit, Depends(May(*TEAM, own="id", personal=True))]
AuditorOrOwn = Annotated[Permit, Depends(May(Role.AUDITOR, own="id"))]
TeamPersonal = Annotated[Permit, Depends(May(*TEAM, personal=True))]
StaffPersonal = Annotated[Permit, Depends(May(*STAFF, personal=True))]
