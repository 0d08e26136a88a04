"""The application served for real on a free port of this machine, for tests that speak HTTP to it."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import sleep

import uvicorn

from api.app import create_app
from api.services.office import Office


def free_port() -> int:
    """A port for a service that starts in a moment; below those that the system gives out, so that nobody takes it."""
    first = 20_000 + os.getpid() % 10_000
    for port in range(first, first + 1_000):
        with socket.socket() as trial, suppress(OSError):
            trial.bind(("127.0.0.1", port))
            return port
    raise AssertionError(f"no port is free from {first} on")


@contextmanager
def served(office: Office) -> Iterator[str]:
    """The address of the running service."""
    # A connection that rests is kept: one that is closed just as it is used again would look like a fault of the service.
    # With its protocol named, asyncio sends small answers at once; else each would wait 40 ms for the one before.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(create_app(office), log_level="warning", timeout_keep_alive=600))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)
