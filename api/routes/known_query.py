"""A parameter that an address does not know is refused: one that is ignored is taken for one that was heeded."""

from __future__ import annotations

from fastapi import Request
from fastapi.dependencies.models import Dependant

from api.errors import InvalidRequest
from api.schemas import FieldProblem

LONGEST = 80  # characters of a name that are told


def known_query(request: Request) -> None:
    """Look at the names in the query of a request to the API.

    Raises:
        InvalidRequest: some of them are no parameters of this address.
    """
    dependant = getattr(request.scope.get("route"), "dependant", None)
    if dependant is None or not request.url.path.startswith("/api/"):
        return
    known = _names(dependant)
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        words = f"This address knows no such parameter; it knows: {', '.join(sorted(known)) or 'none'}"
        raise InvalidRequest(
            [FieldProblem(path=f"query.{name[:LONGEST]}", message=words, found="") for name in unknown]
        )


def _names(dependant: Dependant) -> set[str]:
    own = {field.alias for field in dependant.query_params}
    return own.union(*(_names(inner) for inner in dependant.dependencies))
