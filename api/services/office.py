"""The parts that use cases share, put together once (api/wiring.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from api.auth.signing import Signer
from api.config import Settings
from api.services.roster_keeper import RosterKeeper
from api.storage.database import Database
from matching.engine import Engine


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Clock:
    """What time it is; functions, so that the sample's dated calls and the tests can stand on another day."""

    now: Callable[[], datetime] = field(default=_now)
    today: Callable[[], date] = field(default=date.today)


@dataclass(frozen=True)
class Office:
    """One installation at work.

    Encoder and roster are made when they are first asked for: what an administrator does needs no model.
    """

    settings: Settings
    database: Database
    make_engine: Callable[[], Engine]
    signer: Signer
    clock: Clock = Clock()

    @cached_property
    def engine(self) -> Engine:
        """Encoders, vector store and vocabularies."""
        return self.make_engine()

    @cached_property
    def roster(self) -> RosterKeeper:
        """The roster as matching reads it."""
        return RosterKeeper(self.database, self.engine, encodes=self.settings.worker)
