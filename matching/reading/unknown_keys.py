"""Keys of a roster's lines that nobody reads: a misspelt one would lose what stands under it without a word."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from matching.entities import Expert

MOST = 50  # keys told of one roster; a file with more has ids for keys, or none of ours
NEAR = 0.7  # of difflib's ratio, from which on a key is taken for another one misspelt
SHOWN = 40  # characters of a key


class UnknownKeys:
    """Finds keys that are no fact of an expert, each once in a whole roster: every line has the same ones.

    Args:
        known: further keys of a line that somebody reads.
    """

    def __init__(self, *known: str) -> None:
        self._known = frozenset((*Expert.model_fields, *known))
        self._told: set[str] = set()

    def of(self, line: Mapping[str, Any]) -> list[tuple[str, str]]:
        """(where, what is said of it) of each key of a line that was not met before."""
        found = []
        for before, key, known in self._unknown(line):
            path = f"{before}{key[:SHOWN]}"
            if path not in self._told and len(self._told) < MOST:
                self._told.add(path)
                found.append((path, f"unknown key, passed over on every line that has it{_near(key, known)}"))
        return found

    def _unknown(self, line: Mapping[str, Any]) -> Iterator[tuple[str, str, frozenset[str]]]:
        for key in sorted(line.keys() - self._known):
            yield "", key, self._known
        for name, known in _INSIDE.items():
            values = line.get(name)
            for each in values if isinstance(values, list) else [values]:
                for key in sorted(each.keys() - known) if isinstance(each, dict) else ():
                    yield f"{name}.", key, known


def _near(key: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(key.lower(), sorted(known), n=1, cutoff=NEAR)
    return f"; did you mean '{near[0]}'?" if near else ""


def _kind_of(annotation: Any) -> type[BaseModel] | None:
    """The kind of value that a field holds, or holds several of; None for words and numbers."""
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, BaseModel) else None
    return next((kind for part in get_args(annotation) if (kind := _kind_of(part))), None)


_INSIDE = {
    name: frozenset(kind.model_fields)
    for name, field in Expert.model_fields.items()
    if (kind := _kind_of(field.annotation))
}
