"""Waiting that says for what: how far it is now and then, and in words why it was given up."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

LOOK = 0.2  # seconds from one look to the next
TELL = 10.0  # seconds from one line to the next
LAST = 15  # lines of a log that are told where something went wrong


class GaveUp(RuntimeError):
    """What was waited for did not come; the message says what it was and what was found instead."""


def wait_for(console: Console, what: str, look: Callable[[], str], patience: float) -> None:
    """Until `look` finds nothing left to wait for: it answers with how far things are, or with no words when done.

    Raises:
        GaveUp: not within `patience` seconds, or `look` says so.
    """
    start = told = time.monotonic()
    while found := look():
        now = time.monotonic()
        if now - start > patience:
            raise GaveUp(f"Waited {patience:.0f} s for {what}: {found}.")
        if now - told >= TELL:
            told = now
            console.print(f"waiting for {what}: {found}; {now - start:.0f} s of {patience:.0f}", style="dim")
        time.sleep(LOOK)


def last_lines(log: Path) -> str:
    """The end of what a process wrote."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST:]
    return "its last lines:\n" + "\n".join(lines) if lines else "it wrote nothing"
