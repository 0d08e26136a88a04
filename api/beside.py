"""A process beside a serving one, for what takes minutes: nobody who asks for something should wait for it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from api.config import Settings

COURTESY = 10  # how far behind those who serve it stands for the processor, of 19
GRACE = 20.0  # seconds that it has to end


class Beside:
    """Such a process, begun when it is needed. It loads the model itself, and ends by itself.

    Args:
        does: what it does, a function of a module.
    """

    def __init__(self, does: Callable[..., None]) -> None:
        self._does = does
        self._context = multiprocessing.get_context("spawn")  # the threads of a model do not outlive a fork
        self._process: BaseProcess | None = None

    def _is_at_it(self) -> bool | None:
        """True while it works; False, once, where it could not, whose reason is on its standard error; else None."""
        if self._process is not None:
            if self._process.is_alive():
                return True
            if self._process.exitcode:
                self._process = None  # the next time is for a process again
                return False
        return None

    def _begin(self, *given: Any) -> None:
        self._process = self._context.Process(target=self._does, args=given, daemon=True)
        self._process.start()

    def _end(self) -> bool:
        """End it now; whether there was anything to end."""
        if self._process is None or not self._process.is_alive():
            return False
        self._process.terminate()
        self._process.join(GRACE)
        return True


def stand_behind(settings: Settings) -> None:
    """In such a process: leave the processor to those who serve, and the interrupt to whom it helps, which ends it."""
    from api.logs import set_up

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(COURTESY)
    set_up(settings.log_format)
