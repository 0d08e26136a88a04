"""What the API offers, read from its own description, for the page that lists it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Endpoint:
    """One address: method, path, what it does, and what it takes and gives."""

    subject: str
    method: str
    path: str
    summary: str
    description: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    problems: tuple[str, ...]


def endpoints(description: Mapping[str, Any]) -> list[Endpoint]:
    """Every operation of an OpenAPI document, in its order."""
    return [
        Endpoint(
            subject=next(iter(operation.get("tags", ())), "others"),
            method=method.upper(),
            path=path,
            summary=operation.get("summary", ""),
            description=operation.get("description", ""),
            takes=tuple(_takes(operation)),
            gives=tuple(_kinds(operation, good=True)),
            problems=tuple(s for s in operation.get("responses", {}) if s >= "4"),
        )
        for path, operations in description["paths"].items()
        for method, operation in operations.items()
    ]


def _takes(operation: Mapping[str, Any]) -> list[str]:
    parameters = [f"{p['name']} ({p['in']})" for p in operation.get("parameters", ())]
    return [*parameters, *operation.get("requestBody", {}).get("content", ())]


def _kinds(operation: Mapping[str, Any], good: bool) -> list[str]:
    return [
        kind
        for status, answer in operation.get("responses", {}).items()
        if (status < "4") is good
        for kind in answer.get("content", ())
    ]
