"""Whether requests may be sent to this process, and what those who watch it count."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.office import Office
from api.services.unit import Unit
from api.storage import migrate, notices_state, roster_state, shortlists
from matching.errors import MatchingError


@dataclass(frozen=True)
class Readiness:
    """`waits_for` says what is missing, in words; empty where the process is ready."""

    ready: bool
    waits_for: tuple[str, ...]


def readiness(office: Office) -> Readiness:
    """The database answers, its tables are this version's, and the roster is made (or holds nobody yet).

    While no server writes none can be made, and what a replica has is read without.
    """
    try:
        migrate.check_current(office.database)
        state = office.roster.state()
    except MatchingError as error:
        return Readiness(False, (f"the database: {error.what}",))
    if state["built"] is None and state["pending"] and office.database.servers()["writes"]:
        return Readiness(False, ("the roster: it is being made for the first time",))
    return Readiness(True, ())


def figures(unit: Unit) -> list[tuple[str, str, float]]:
    """Name, meaning and value of what the database says of itself; no personal data."""
    state = unit.office.roster.state()
    return [
        ("experts", "People on the roster", roster_state.count(unit.session)),
        ("experts_pending", "People who changed and are to be read again", state["pending"]),
        ("roster_revision", "How often the roster changed", state["revision"]),
        ("shortlists", "Shortlists on record", shortlists.count(unit.session)),
        ("notices_waiting", "Notices to be sent", notices_state.count(unit.session, "waiting")),
        ("notices_failed", "Notices that could not be sent", notices_state.count(unit.session, "failed")),
    ]
