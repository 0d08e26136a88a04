"""What differs between two states of a rule of the office, as the log and its page tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOST = 100  # parts of a change that are told by name


@dataclass(frozen=True)
class Difference:
    """A part that differs, by its path ("settings.weights.fields"), as it was and as it is; None: it is not there."""

    path: str
    before: Any
    after: Any

    @property
    def is_figure(self) -> bool:
        """Whether both sides are numbers, yes, no or nothing: such are told by value, texts are not."""
        return all(value is None or isinstance(value, bool | int | float) for value in (self.before, self.after))


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """The parts in which two values of JSON data differ; of lists of records with a code, each record is a part."""
    before, after = _by_code(before), _by_code(after)
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and "code" not in {*before, *after}:
        for name in dict.fromkeys((*before, *after)):
            yield from differences(before.get(name), after.get(name), f"{path}.{name}" if path else str(name))
        return
    yield Difference(path, before, after)


def told(found: list[Difference]) -> dict[str, Any]:
    """What of a change goes into the log: the names of the parts, and both values of figures."""
    return {
        "parts": [one.path for one in found[:MOST]],
        "figures": {one.path: [one.before, one.after] for one in found[:MOST] if one.is_figure},
    }


def _by_code(value: Any) -> Any:
    if isinstance(value, list) and value and all(isinstance(one, Mapping) and "code" in one for one in value):
        return {one["code"]: one for one in value}
    return {} if value == [] else value
