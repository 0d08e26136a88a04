"""What a serving process does beside answering: it follows the roster, and does what falls due."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from fastapi import FastAPI

from api.errors import trace_without_words
from api.services.office import Office
from api.services.roster.encoding import EncodingWorker
from api.services.taxonomy.following import TermFollower
from api.storage.database import DatabaseUnavailable
from matching.errors import MatchingError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from api.config import Settings

log = logging.getLogger(__name__)

EVERY = 30.0  # seconds between two looks at what falls due
GRACE = 20.0  # seconds that a thread has to end its work
SHARE = (
    0.0005  # seconds that one thread of many keeps the interpreter: a model's thousand steps each wait so long for it
)
COURTESY = 10  # how far behind those who serve a helper stands for the processor, of 19
TERMS = 2.0  # seconds between two looks at the terms of the office
PAUSE = 1.0  # seconds between two looks of a helper that has nothing to do
LINGER = 60.0  # seconds that a helper waits for more to do; with it go a model's 700 MB


class Helper:
    """A process beside a serving one that encodes what is much, so that nobody who asks for something waits for it.

    It is started when it is needed, loads the model itself, and ends by itself.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._context = multiprocessing.get_context("spawn")  # the threads of a model do not outlive a fork
        self._process: BaseProcess | None = None

    def takes_over(self, worker: EncodingWorker, much: bool) -> bool:
        """Whether it encodes in a worker's place: what is much, and what comes while it is there."""
        if self._process is not None and self._process.is_alive():
            return True
        if self._process is not None and self._process.exitcode:
            return False  # it could not; the reason is on its standard error
        if not much or not worker.take_turn():
            return False
        self._process = self._context.Process(target=encode_beside, args=(self.settings, worker.name), daemon=True)
        self._process.start()
        return True

    def stop(self, worker: EncodingWorker) -> None:
        """End it now; what it was at is begun again by whoever comes next."""
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
            self._process.join(GRACE)
            with suppress(DatabaseUnavailable):
                worker.end_turn()


def encode_beside(settings: Settings, name: str) -> None:
    """What a helper does: encode until there was nothing to do for a while, or whom it helps is gone."""
    from api.logs import set_up
    from api.wiring import open_office

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for whom it helps, which ends it
    os.nice(COURTESY)
    set_up(settings.log_format)
    office, helped = open_office(settings), multiprocessing.parent_process()
    worker, at = EncodingWorker(office.database, office.engine, name), time.monotonic()
    while helped is not None and helped.is_alive() and time.monotonic() - at < LINGER:
        if worker.work(go_on=True):
            at = time.monotonic()
        else:
            time.sleep(PAUSE)
    worker.end_turn()
    office.database.close()


class Background:
    """Threads that live as long as the application does."""

    def __init__(self, office: Office, due: Callable[[Office], object]) -> None:
        self.office, self.due = office, due
        self._stop = threading.Event()
        self._helper = Helper(office.settings)
        self._threads = [
            threading.Thread(
                target=office.roster.follow, args=(self._stop, self._helper.takes_over), name="roster", daemon=True
            ),
            threading.Thread(target=self._do_what_is_due, name="due", daemon=True),
            threading.Thread(target=self._follow_terms, name="terms", daemon=True),
        ]

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """From the first request to the last."""
        sys.setswitchinterval(SHARE)
        for thread in self._threads:
            thread.start()
        yield
        self.stop()

    def stop(self) -> None:
        """Let every thread end what it is at."""
        self._stop.set()
        for thread in self._threads:
            thread.join(GRACE)
        self._helper.stop(self.office.roster.worker)

    def _do_what_is_due(self) -> None:
        while not self._stop.wait(EVERY):
            try:
                self.due(self.office)
            except MatchingError as error:
                log.warning("what was due was not done: %s", error.code)
            except Exception as error:
                log.error("what was due was not done: %s", trace_without_words(error))

    def _follow_terms(self) -> None:
        follower = TermFollower(self.office)
        while not self._stop.wait(TERMS):
            try:
                if follower.look():
                    log.info("the terms of the office changed and are in use")
            except MatchingError as error:
                log.warning("the terms of the office were not taken into use: %s", error.code)
            except Exception as error:
                log.error("the terms of the office were not taken into use: %s", trace_without_words(error))
