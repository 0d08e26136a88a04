"""Answers of a worker, unpacked with distrust: only the values of our own modules and plain ones can come out."""

from __future__ import annotations

import io
import pickle
from typing import Any

from matching.cv.limits import ReaderBrokeDown
from matching.errors import MatchingError, UnreadableDocument

_VALUES = frozenset(("matching.cv.values", "matching.entities"))
_PLAIN = frozenset((("datetime", "date"), ("datetime", "datetime"), ("builtins", "set"), ("builtins", "frozenset")))


class _Unpickler(pickle.Unpickler):  # nosec B301 - only the classes named above can be made
    """Makes classes of values, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module in _VALUES and "." not in name else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        raise EOFError(f"{module}.{name} is no value")


def unpacked(data: bytes) -> tuple[Any, ...]:
    """An answer.

    Raises:
        EOFError: it is not made of values alone, or damaged.
    """
    try:
        answer = _Unpickler(io.BytesIO(data)).load()
    except EOFError:
        raise
    except Exception as error:  # a damaged pickle raises almost anything
        raise EOFError("not an answer") from error
    if not isinstance(answer, tuple) or len(answer) < 2:
        raise EOFError("not an answer")
    return answer


def error_of(kind: object, rest: list[Any]) -> MatchingError:
    """The error that a worker told of, as an error of the same class."""
    if kind == "problem" and len(rest) == 4 and all(isinstance(part, str) for part in rest):
        code, what, found, next_step = rest
        return _classes().get(code, UnreadableDocument)(what, found, next_step)
    return ReaderBrokeDown(
        "The document could not be read.", f"Its reader met what it does not expect ({str(rest[0])[:200] if rest else kind}).",
        "Open it, save it as a new file and send that.",
    )  # fmt: skip


def _classes() -> dict[str, type[MatchingError]]:
    """Stable slug -> class, of the documents' errors."""
    found: dict[str, type[MatchingError]] = {}
    waiting: list[type[MatchingError]] = [UnreadableDocument]
    while waiting:
        kind = waiting.pop()
        found[kind.code] = kind
        waiting += kind.__subclasses__()
    return found
