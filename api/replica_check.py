"""Whether the replica of an installation can be read from: it answers, follows the server that writes, and is near it."""

from __future__ import annotations

from api.config import Settings
from api.finding import Check
from api.storage.address import replica_address
from api.storage.database import Database, DatabaseUnavailable
from api.storage.following import LONGEST, Following, following

NAME = "replica"
ANEW = "Give EXPERTMATCH_REPLICA the address of a server that follows that one, or make it anew with pg_basebackup."
SLOW = (
    "Look at the line between the servers and at what the replica is asked; meanwhile the one that writes is read from."
)


def check_replica(settings: Settings) -> Check:
    """It is reached, holds the history of the server that writes, and has within the bound of the settings what that wrote.

    Raises:
        InvalidSetting: it is not the address of a replica.
    """
    assert settings.replica
    first = Database(settings.database_url)
    replica_address(settings.replica, first.url)
    second = Database(settings.replica)
    try:
        found = following(first, second)
    except DatabaseUnavailable as error:
        step = "See that it runs and can be reached at EXPERTMATCH_REPLICA; nothing is read from it meanwhile."
        return Check(NAME, False, f"no answer: {error.found}", step)
    finally:
        first.close()
        second.close()
    return _told(found, second.place, settings.replica_lag)


def _told(found: Following, place: str, bound: float) -> Check:
    if not found.writes:
        step = "See why that one does not answer; where its machine is lost, promote the replica."
        return Check(NAME, None, f"{place} answers, and there is no server that writes", step)
    if not found.same:
        return Check(NAME, False, f"{place} holds another database than the server that writes", ANEW)
    if not found.follows:
        return Check(NAME, False, f"{place} follows nobody: it writes itself", ANEW)
    if found.ahead or (not found.receives and found.its_history != found.history):
        histories = f"history {found.its_history}, the server that writes {found.history}"
        return Check(NAME, False, f"{place} holds another history than the server that writes: {histories}", ANEW)
    if not found.receives:
        step = "See in its log why it is sent nothing; the longer that lasts, the older is what it holds."
        return Check(NAME, False, f"{place} is sent nothing of what is written", step)
    if found.behind is None or found.behind > bound:
        late = f"more than {LONGEST:g}" if found.behind is None else f"{found.behind:.1f}"
        return Check(NAME, None, f"{place} is {late} s behind, {bound:g} are allowed", SLOW)
    return Check(NAME, True, f"{place} follows, {found.behind:.1f} s behind, history {found.history}")
