"""Which methods an address answers to, over all the routes that share it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Match, compile_path

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def answered_methods(request: Request) -> list[str]:
    """Those of the description for the path of a request; of a page, those that its routes match."""
    path, found = request.url.path, list[str]()
    for template, operations in request.app.openapi()["paths"].items():
        if compile_path(template)[0].match(path):
            found += [method.upper() for method in operations if method.upper() in METHODS]
    if not found:
        scope = dict(request.scope)
        found = [
            m for m in METHODS if any(r.matches({**scope, "method": m})[0] is Match.FULL for r in request.app.routes)
        ]
    return sorted(set(found))
