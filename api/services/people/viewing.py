"""Who looked at somebody's data: noted whenever it is shown to another, and told to the person it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.services.unit import Unit
from api.services.versions import found
from api.storage import experts, personal
from api.storage.paging import Part
from api.storage.tables import EntryRow

VIEWS = ("personal.viewed", "data.downloaded")
ITSELF = ("command", "system")  # actors without an account
EXPORTS = (  # kinds of data that hold people
    *("experts", "identities", "consents", "applications", "invitations", "evaluation_notes", "decisions"),
    "performance_notes",
)


@dataclass(frozen=True)
class View:
    """Somebody looked: when, in which roles, and at what."""

    at: datetime
    by: tuple[str, ...]
    part: str


def seen(unit: Unit, expert_id: str, part: str, *, blind: bool | None = None) -> None:
    """Note that somebody's data are shown to another; one's own data one may look at unnoted.

    Args:
        part: what is shown, such as "identity" or "profile".
        blind: whether it is shown without the name, where it can be shown either way.
    """
    if unit.actor.expert_id != expert_id:
        how = {} if blind is None else {"blind": blind}
        unit.record("personal.viewed", "expert", expert_id, part=part, roles=roles_of(unit), **how)


def roles_of(unit: Unit) -> list[str]:
    """In which roles somebody acts; what the service or a command does itself is done in no role."""
    actor = unit.actor
    return [actor.account_id] if actor.account_id in ITSELF else sorted(actor.roles)


def views(unit: Unit, expert_id: str, *, limit: int, after: str | None) -> Part[View]:
    """Who looked at a person's data, newest first: by role, never by name.

    Raises:
        NotOnRecord: there is no such person.
    """
    row = found(experts.expert(unit.session, expert_id), "expert", expert_id)
    page = personal.views(
        unit.session, expert_id, events=VIEWS, exports=EXPORTS, since=row.created_at, limit=limit, after=after
    )
    now = personal.roles_of(unit.session, {entry.actor for entry in page.rows})
    return Part([_view(entry, now) for entry in page.rows], page.next)


def _view(entry: EntryRow, now: dict[str, list[str]]) -> View:
    without_roles = [entry.actor if entry.actor in ITSELF else "unknown"]
    roles = tuple(entry.facts.get("roles") or now.get(entry.actor) or without_roles)
    if entry.event == "data.exported":
        return View(entry.at, roles, f"export of {entry.subject_id}")
    if entry.event == "data.downloaded":
        return View(entry.at, roles, "everything, as a download")
    part = str(entry.facts.get("part", "personal data"))
    return View(entry.at, roles, part if entry.kind == "expert" else f"{part} on a {entry.kind.replace('_', ' ')}")
