"""Which methods an address answers to, over all the routes that share it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Match, compile_path

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def answered_methods(request: Request) -> list[str]:
    """Those of the description for the path of a request; of a page, those that its routes match."""
    path, described = request.url.path, request.app.openapi()["paths"]
    fitting = [template for template in described if compile_path(template)[0].match(path)]
    fewest = min((template.count("{") for template in fitting), default=0)  # "/calls/document" is no call's id
    found = [
        method.upper()
        for template in fitting
        for method in described[template]
        if template.count("{") == fewest and method.upper() in METHODS
    ]
    if not found:
        scope = dict(request.scope)
        found = [
            m for m in METHODS if any(r.matches({**scope, "method": m})[0] is Match.FULL for r in request.app.routes)
        ]
    return sorted({*found, *(["HEAD"] if "GET" in found else [])})
