"""What a serving process does beside answering: it follows the roster, and does what falls due."""

from __future__ import annotations

import logging
import multiprocessing
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from fastapi import FastAPI

from api.beside import Beside, stand_behind
from api.errors import trace_without_words
from api.exports.typesetter import typesetting_beside
from api.making import Maker
from api.services.collector import LAID_ASIDE
from api.services.office import Office
from api.services.roster.encoding import EncodingWorker
from api.services.roster.model_change import ModelFollower
from api.services.roster.workers import Workers, is_wanted
from api.services.taxonomy.following import TermFollower
from api.services.turns import TURN
from api.storage.database import DatabaseUnavailable
from embeddings.errors import EmbeddingError
from embeddings.hardware import return_freed_memory
from matching.errors import MatchingError

if TYPE_CHECKING:
    from api.config import Settings

log = logging.getLogger(__name__)

EVERY = 30.0  # seconds between two looks at what falls due; memory that shortlists needed goes back as often
GRACE = 20.0  # seconds that a thread has to end its work
SHARE = (
    0.0001  # seconds that one thread of many keeps the interpreter: a model's thousand steps each wait so long for it
)
TERMS = 2.0  # seconds between two looks at the terms and the model of the office
PAUSE = 1.0  # seconds between two looks of a helper that has nothing to do
LINGER = 60.0  # seconds that a helper waits for more to do; with it go a model's 700 MB


class Helper(Beside):
    """A process that encodes what is much."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(encode_beside)
        self.settings = settings

    def takes_over(self, worker: EncodingWorker, much: bool) -> bool:
        """Whether it encodes in a worker's place: what is much, and what comes while it is there."""
        at_it = self._is_at_it()
        if at_it is not None:
            return at_it
        if not much or not worker.take_turn():
            return False
        self._begin(self.settings, worker.name)
        return True

    def stop(self, worker: EncodingWorker) -> None:
        """End it now; what it was at is begun again by whoever comes next."""
        if self._end():
            with suppress(DatabaseUnavailable):
                worker.end_turn()


def encode_beside(settings: Settings, name: str) -> None:
    """What a helper does: encode until there was nothing to do for a while, or whom it helps is gone."""
    from api.wiring import engine_with, open_office

    stand_behind(settings)
    office, helped = open_office(settings), multiprocessing.parent_process()
    workers, at = Workers(office, partial(engine_with, office), name), time.monotonic()
    while helped is not None and helped.is_alive() and time.monotonic() - at < LINGER:
        if workers.work():
            at = time.monotonic()
        else:
            time.sleep(PAUSE)
    workers.end()
    office.database.close()


class Background:
    """Threads that live as long as the application does.

    Args:
        due: done again and again, every EVERY seconds.
        first: done once, step by step, while requests are served already; each step makes some of them quicker.
    """

    def __init__(
        self, office: Office, due: Callable[[Office], object], first: Callable[[], Iterable[object]] = tuple
    ) -> None:
        self.office, self.due, self.first = office, due, first
        self._stop = threading.Event()
        self._helper, self._maker = Helper(office.settings), Maker(office)
        office.roster.beside = self._maker.sees_to
        self._threads = [
            threading.Thread(target=office.roster.follow, args=(self._stop, self._leave), name="roster", daemon=True),
            threading.Thread(target=self._do_what_is_due, name="due", daemon=True),
            threading.Thread(target=self._follow_engine, name="engine", daemon=True),
            threading.Thread(target=self._do_first, name="first", daemon=True),
        ]

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """From the first request to the last."""
        sys.setswitchinterval(SHARE)
        for thread in self._threads:
            thread.start()
        with typesetting_beside(), TURN.shared(self.office.settings.cache):
            yield
        self.stop()

    def stop(self) -> None:
        """Let every thread end what it is at."""
        self._stop.set()
        for thread in self._threads:
            thread.join(GRACE)
        self._helper.stop(self.office.roster.worker)
        self._maker.stop()

    def _do_first(self) -> None:
        for _ in self.first():
            if self._stop.is_set():
                return

    def _do_what_is_due(self) -> None:
        while not self._stop.wait(EVERY):
            LAID_ASIDE.what_came_since()
            return_freed_memory()
            try:
                self.due(self.office)
            except MatchingError as error:
                log.warning("what was due was not done: %s", error.code)
            except Exception as error:
                log.error("what was due was not done: %s", trace_without_words(error))

    def _leave(self, worker: EncodingWorker, much: bool) -> bool:
        """Leave to the helper what is much, and what is encoded with a model to come."""
        return self._helper.takes_over(worker, much or is_wanted(self.office))

    def _follow_engine(self) -> None:
        """Terms and model change one after the other: each makes the roster anew."""
        from api.wiring import engine_with

        terms, model = TermFollower(self.office), ModelFollower(self.office, partial(engine_with, self.office))
        while not self._stop.wait(TERMS):
            self._look("the terms of the office", terms.look)
            self._look("the model", model.look)

    def _look(self, what: str, look: Callable[[], bool]) -> None:
        try:
            if look():
                log.info("changed and in use: %s", what)
        except (MatchingError, EmbeddingError) as error:
            log.warning("changed and not taken into use: %s: %s", what, error.what)
        except Exception as error:
            log.error("changed and not taken into use: %s: %s", what, trace_without_words(error))
