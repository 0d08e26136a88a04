"""An entry of the log for a page: its facts, and the way to its subject for those who may see that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request

from api.auth.access import May, Permit
from api.services.log_told import Told
from api.speech.log_facts import log_facts
from api.storage.tables import EntryRow
from api.web.calls.access import SHORTLISTS, WORK
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
WITHOUT_ID = ("focal_points", "season")  # kinds told of as a whole: what stands for their id says no more
WITHOUT_ACCOUNT = ("system", "command", "nobody")  # who acts without one

Link = Callable[[str, str], str]


@dataclass(frozen=True)
class Shown:
    """What of an entry is shown to somebody, in the language they read."""

    told: Told
    language: str

    @property
    def people(self) -> bool:
        """Whether people are told."""
        return self.told.people

    def subject(self, row: EntryRow) -> str:
        """The id of the subject; empty where it is not to be told."""
        return self.told.subject(row) or ""

    def named(self, row: EntryRow) -> str:
        """The id of the subject where it is worth telling; empty where it is not, or not to be told."""
        return "" if row.kind in WITHOUT_ID else self.subject(row)

    def facts(self, row: EntryRow) -> list[tuple[str, str]] | None:
        """What was noted with it, name by name, in words; None where it is not to be told."""
        facts = self.told.facts(row)
        return None if facts is None else log_facts(self.language).told(facts)


def subject_links(permit: Permit, request: Request) -> Link:
    """`link(kind, id)` is the address of a subject's page; empty where there is none for whoever holds the permit."""
    open_to_them = {kind: start for kind, (start, rule) in PAGES.items() if rule.lets_in(permit, request)}

    def link(kind: str, subject_id: str) -> str:
        if kind not in open_to_them or subject_id in WITHOUT_ACCOUNT:
            return ""
        return open_to_them[kind] + quote(subject_id, safe="")

    return link
