"""What of the log is told to whom: to whoever keeps no record of people, none of them and no fact that may name one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.auth.roles import Role
from api.services.unit import Actor
from api.storage.tables import EntryRow

PERSON = "expert"  # the kind whose subjects are people
HOUSE = (  # kinds whose facts are of nobody on the roster
    *("account", "backup", "beginning", "begun", "data", "governance", "retention", "roster", "setting", "table"),
    "token",
)
KEEPERS = (Role.OFFICER, Role.LEADER, Role.AUDITOR)  # they are told who applied, was invited, was chosen


@dataclass(frozen=True)
class Told:
    """What of an entry is told. `people`: to whoever keeps a record of people, everything."""

    people: bool

    def subject(self, row: EntryRow) -> str | None:
        """The id of the subject; None where it is a person who is not to be told."""
        return row.subject_id if self.people or row.kind != PERSON else None

    def facts(self, row: EntryRow) -> Mapping[str, Any] | None:
        """What was noted with it; None where it is not to be told."""
        return row.facts if self.people or row.kind in HOUSE else None

    @property
    def unasked(self) -> tuple[str, ...]:
        """Kinds that are not found by their subject: whoever asks for a person learns what happened to that person."""
        return () if self.people else (PERSON,)


def told_to(actor: Actor) -> Told:
    """What of the log is told to somebody."""
    return Told(actor.is_any(*KEEPERS))
