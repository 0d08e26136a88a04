"""`expertmatch work`: a process that encodes what changed on the roster and serves nothing."""

from __future__ import annotations

from typing import Annotated

import typer


def work(
    once: Annotated[bool, typer.Option("--once", help="End when everything is encoded.")] = False,
) -> None:
    """Encode what changed on the roster, batch by batch; any number of these may run, one works at a time."""
    import signal
    import threading

    from api.commands.desk import opened
    from api.commands.failures import say
    from api.services.roster.encoding import EncodingWorker

    stop = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stop.set())
    with opened() as office:
        worker = EncodingWorker(office.database, office.engine)
        say(f"Encoding for {office.database.place} with {office.engine.encoder.name} (Ctrl-C stops it)")
        batches = 0
        while not stop.is_set():
            if worker.work():
                batches += 1
                say(f"{batches} batch(es) encoded")
            elif once:
                break
            else:
                stop.wait(1.0)
