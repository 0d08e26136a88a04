"""Who changed a rule of the office, when, and in which parts, as the log keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.services.unit import Unit
from api.storage import log

SHOWN = 20  # the newest


@dataclass(frozen=True)
class Changed:
    """One change. `figures`: both values of each part that is a number or a yes and no; of others the name alone."""

    version: int | None
    at: datetime
    actor: str  # account, "system" or "command"
    parts: tuple[str, ...]
    figures: dict[str, tuple[Any, Any]]


def history(unit: Unit, name: str) -> list[Changed]:
    """The newest changes of a rule, newest first. Of changes before parts were noted, when and by whom alone."""
    found = log.found_entries(unit.session, limit=SHOWN, events=["setting.changed"], subject_id=name)
    return [
        Changed(
            row.facts.get("version"),
            row.at,
            row.actor,
            tuple(row.facts.get("parts", ())),
            {path: (both[0], both[1]) for path, both in row.facts.get("figures", {}).items()},
        )
        for row in found.rows
    ]
