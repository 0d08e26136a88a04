"""The parts that use cases share, put together once (api/wiring.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

from api.auth.signing import Signer
from api.config import Settings
from api.services.roster.large_rosters import LargeRosters
from api.services.roster.published_rosters import PUBLISHED, PublishedRosters
from api.services.roster.roster_keeper import RosterKeeper
from api.services.roster.roster_shelf import RosterShelf
from api.storage import retrieval
from api.storage.database import Database
from matching.engine import Engine


def _now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return _now().date()  # of the same zone: a deadline and the moment of an answer are compared


@dataclass(frozen=True)
class Clock:
    """What time it is, in UTC; functions, so that the sample's dated calls and the tests can stand on another day."""

    now: Callable[[], datetime] = field(default=_now)
    today: Callable[[], date] = field(default=_today)

    def moved(self, back: timedelta) -> Clock:
        """The same clock put back: day and moment together."""
        return Clock(lambda: self.now() - back, lambda: (self.now() - back).date())


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

    def work_with(self, engine: Engine) -> None:
        """From now on use an engine with other vocabularies; whoever is at work with the one before ends with it."""
        self.__dict__["engine"] = engine  # where the property above keeps what it made

    @cached_property
    def roster(self) -> RosterKeeper:
        """The roster as matching reads it."""
        return RosterKeeper(self.database, self.engine, encodes=self.settings.worker, large=self._large_rosters())

    def _large_rosters(self) -> LargeRosters:
        shelf = RosterShelf.of(self.settings.cache, self.database.place)
        if self.settings.retrieval == "embedded":
            return LargeRosters(self.database, shelf)
        return PublishedRosters(self.database, shelf, self.settings.cache / PUBLISHED / shelf.root.name, retrieval)
