"""Rules of the office over HTTP: one address for each, so that each is described by its own shape."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.auth.access import May, Permit
from api.auth.roles import Role
from api.routes.access import takes_json
from api.routes.examples import problems
from api.routes.http import expected_version
from api.services import office_settings as use
from api.services.office_settings import KINDS, OfficeSetting

router = APIRouter(prefix="/api/v1/settings", tags=["settings"])
Reader = Annotated[Permit, Depends(May(Role.ADMINISTRATOR, Role.AUDITOR))]
Administrator = Annotated[Permit, Depends(May(Role.ADMINISTRATOR))]
Expected = Annotated[int | None, Depends(expected_version)]


def _add(kind: type[OfficeSetting]) -> None:
    """The two addresses of one kind of rule; the shape of what is sent and given is the rule's own."""
    words = kind.name.replace("_", " ")

    def read(permit: Reader, response: Response) -> OfficeSetting:
        with permit.reading() as unit:
            value, version = use.get(unit, kind)
        response.headers["ETag"] = f'"{version}"'
        return value

    def change(permit: Administrator, response: Response, expected: Expected, value: OfficeSetting) -> OfficeSetting:
        with permit.writing() as unit:
            version = use.change(unit, value, expected)
        response.headers["ETag"] = f'"{version}"'
        return value

    change.__annotations__["value"] = kind
    router.add_api_route(
        f"/{kind.name}",
        read,
        methods=["GET"],
        name=f"read_{kind.name}",
        response_model=kind,
        summary=f"Rules of the office: {words}",
        description=f'{kind.__doc__} As set last, or the default. Its ETag, "0" for a default, is needed to change it.',
        responses=problems(401, 403),
    )
    router.add_api_route(
        f"/{kind.name}",
        change,
        methods=["PUT"],
        name=f"change_{kind.name}",
        response_model=kind,
        summary=f"Set the rules of the office: {words}",
        description=f"{kind.__doc__} It holds from now on; what was decided before stays as it was.",
        dependencies=[Depends(takes_json)],
        responses=problems(400, 401, 403, 409, 412, 413, 415, 422, 428),
    )


for _kind in KINDS.values():
    _add(_kind)
