"""What is derived from an engine once and then kept: sentences encoded, vectors in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from matching.engine import Engine

T = TypeVar("T")


class PerEngine(Generic[T]):
    """Gives what `make` derives from an engine, made when first asked for. Another model or vocabulary makes it anew."""

    def __init__(self, make: Callable[[Engine], T]) -> None:
        self._make = make
        self._made: tuple[Engine, T] | None = None
        self._making = threading.Lock()

    def __call__(self, engine: Engine) -> T:
        """What was derived from this engine."""
        with self._making:
            if self._made is None or self._made[0] is not engine:
                self._made = (engine, self._make(engine))
            return self._made[1]
