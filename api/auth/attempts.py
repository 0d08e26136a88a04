"""Attempts to come in. Each is counted before it is judged, so that many at the same moment cannot slip through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from api.errors import TooManyAttempts
from api.services.unit import Unit
from api.storage import accounts

KEPT = timedelta(days=1)


class TooManySignIns(TooManyAttempts):
    """Attempts that come too fast; `wait` are the seconds until the next may be made."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(
            "There were too many attempts.", "", f"Wait {ceil(wait / 60)} minute(s), or ask the administrator."
        )


@dataclass(frozen=True)
class Limit:
    """How many attempts may fail within how long.

    Attributes:
        name: goes into the keyed hash, so that the same value counts apart for every purpose.
        most: attempts.
        within: how long they count.
    """

    name: str
    most: int
    within: timedelta


BY_ACCOUNT = Limit("sign-in-account", 5, timedelta(minutes=15))
BY_ORIGIN = Limit("sign-in-origin", 30, timedelta(minutes=15))
LETTERS_BY_ACCOUNT = Limit("letter-account", 3, timedelta(hours=1))
LETTERS_BY_ORIGIN = Limit("letter-origin", 20, timedelta(hours=1))


@dataclass(frozen=True)
class Taken:
    """Attempts that were counted: their keys and rows."""

    keys: tuple[str, ...]
    ids: tuple[int, ...]


def take(unit: Unit, *counted: tuple[Limit, str]) -> Taken:
    """Count an attempt under each of these limits.

    Args:
        unit: a writing one; writers take turns, so that the count is exact.
        counted: limits, each with what is counted by: an address, an account. Only a keyed hash of it is kept.

    Raises:
        TooManySignIns: one of them is reached; then this attempt does not count.
    """
    accounts.forget_attempts(unit.session, unit.now - KEPT)
    keys = tuple(unit.office.signer.keyed_hash(limit.name, value) for limit, value in counted)
    for key, (limit, _) in zip(keys, counted, strict=True):
        before = accounts.attempts_since(unit.session, key, unit.now - limit.within)
        if len(before) >= limit.most:
            free_at = before[len(before) - limit.most] + limit.within
            raise TooManySignIns(max(1, ceil((free_at - unit.now).total_seconds())))
    rows = [accounts.add_attempt(unit.session, key, unit.now) for key in keys]
    return Taken(keys, tuple(row.id for row in rows))


def give_back(unit: Unit, taken: Taken) -> None:
    """The attempt was good: the first key starts afresh; of the others only this attempt is taken away."""
    accounts.remove_attempts(unit.session, ids=taken.ids, key=taken.keys[0])


def forget(unit: Unit, limit: Limit, value: str) -> None:
    """What was counted under a limit by this value counts no longer: whoever it is has proved who they are."""
    accounts.remove_attempts(unit.session, key=unit.office.signer.keyed_hash(limit.name, value))
