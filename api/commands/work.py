"""`expertmatch work`: a process that encodes what changed on the roster and serves nothing."""

from __future__ import annotations

from typing import Annotated

import typer

PAUSE = 1.0  # seconds between two looks where nothing is to do
PATIENCE = 5.0  # seconds between two looks whether the database is back


def work(
    once: Annotated[bool, typer.Option("--once", help="End when everything is encoded.")] = False,
) -> None:
    """Encode what changed on the roster; any number of these work at once, on one machine or many, with a GPU if there."""
    import signal
    import threading
    from functools import partial

    from api.commands.desk import opened
    from api.commands.failures import say
    from api.services.roster.workers import Workers
    from api.storage.database import DatabaseUnavailable
    from api.wiring import engine_with

    stop = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stop.set())
    with opened() as office:
        workers = Workers(office, partial(engine_with, office), many=True)
        device = getattr(office.engine.encoder, "device", "cpu")
        say(f"Encoding for {office.database.place} with {office.engine.encoder.name} on {device} (Ctrl-C stops it)")
        pieces = 0
        while not stop.is_set():
            try:
                if workers.work():
                    pieces += 1
                    say(f"{pieces} batch(es) encoded, {workers.people} people")
                elif once and not workers.is_behind():
                    break
                else:
                    stop.wait(PAUSE)
            except DatabaseUnavailable as error:  # another server may take its place; what was at work is begun again
                if once:
                    raise
                say(str(error))
                stop.wait(PATIENCE)
        workers.end()
