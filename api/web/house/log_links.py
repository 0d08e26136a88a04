"""An entry of the log for a page: its facts, and the way to its subject for those who may see that."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Request

from api.auth.access import May, Permit
from api.storage.tables import EntryRow
from api.web.calls.access import RECORD, SHORTLISTS, WORK
from api.web.house.access import ACCOUNTS, OPERATION
from api.web.intake.access import OF_ACTIONS, OF_REQUESTS
from api.web.roster.access import PERSONAL, READ_INSTITUTIONS

PAGES: dict[str, tuple[str, May]] = {  # by the kind of the subject
    "request": ("/requests/", OF_REQUESTS),
    "action": ("/actions/", OF_ACTIONS),
    "call": ("/calls/", WORK),
    "shortlist": ("/shortlists/", SHORTLISTS),
    "expert": ("/experts/", PERSONAL),
    "institution": ("/institutions/", READ_INSTITUTIONS),
    "account": ("/accounts/", ACCOUNTS),
    "setting": ("/operation#rule-", OPERATION),
}
PERSON = "expert"  # the kind whose subjects are people
HOUSE = (  # kinds whose facts are of nobody on the roster
    *("account", "backup", "beginning", "begun", "data", "governance", "retention", "roster", "setting", "table"),
    "token",
)
WITHOUT_ACCOUNT = ("system", "command", "nobody")  # who acts without one

Link = Callable[[str, str], str]


@dataclass(frozen=True)
class Told:
    """What of an entry is told: to whoever keeps no record of people, none of them and no fact that may name one."""

    people: bool

    def subject(self, row: EntryRow) -> str:
        """The id of the subject; empty where it is a person who is not to be told."""
        return row.subject_id if self.people or row.kind != PERSON else ""

    def facts(self, row: EntryRow) -> list[tuple[str, str]] | None:
        """What was noted with it, name by name, as text; None where it is not to be told."""
        if not self.people and row.kind not in HOUSE:
            return None
        return [(name, _text(value)) for name, value in sorted(row.facts.items())]


def told_to(permit: Permit, request: Request) -> Told:
    """What of the log is told to whoever holds a permit."""
    return Told(RECORD.lets_in(permit, request))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def subject_links(permit: Permit, request: Request) -> Link:
    """`link(kind, id)` is the address of a subject's page; empty where there is none for whoever holds the permit."""
    open_to_them = {kind: start for kind, (start, rule) in PAGES.items() if rule.lets_in(permit, request)}

    def link(kind: str, subject_id: str) -> str:
        if kind not in open_to_them or subject_id in WITHOUT_ACCOUNT:
            return ""
        return open_to_them[kind] + quote(subject_id, safe="")

    return link
