"""Routers that are asked only for what may lie with them: a request need not be held against every address of the service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.routing import Match
from starlette.types import Scope


class Quarter(APIRouter):
    """A router with others' routes, in their order, that says by the beginning of a path whether it may be one of them.

    The framework holds a path against each route in turn, which for the last of several hundred takes milliseconds.

    Args:
        router: whose routes these are; all of them are declared.
        dependencies: what each of them depends on besides.
    """

    def __init__(self, router: APIRouter, dependencies: Sequence[Any] = ()) -> None:
        super().__init__()
        self.include_router(router, dependencies=dependencies)
        paths = {str(getattr(route, "path", "/{any}")) for route in router.routes}
        self._whole = {path for path in paths if "{" not in path}
        self._beginnings = tuple({path.partition("{")[0] for path in paths - self._whole})

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any router; at once where no route of this one begins as the path does."""
        path, root = scope["path"], scope.get("root_path", "")
        path = path[len(root) :] if path == root or path.startswith(f"{root}/") else path
        if path in self._whole or path.startswith(self._beginnings):
            return super().matches(scope)
        return Match.NONE, {}
