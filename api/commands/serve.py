"""`expertmatch serve`: the web application and its HTTP interface."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.options import Index, Model, Roster, SkipBroken, Vocabulary

NEAR = ("127.0.0.1", "localhost", "::1")  # addresses that no other machine reaches
EVERY_ADDRESS = ("0.0.0.0", "::")


def serve(
    roster: Roster = None,
    index: Index = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on. (default: 127.0.0.1)")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. (default: 8000)")] = None,
    allowed_hosts: Annotated[
        str | None, typer.Option(help="Names the service answers to besides this machine's own, by commas; * for any.")
    ] = None,
    model: Model = None,
    vocabulary: Vocabulary = None,
    skip_broken: SkipBroken = False,
) -> None:
    """Serve the pages and the HTTP interface on a roster, the sample by default."""
    from api.commands.failures import say
    from api.commands.screen import BarWatch
    from api.config import load_settings

    settings = load_settings(
        roster=roster, index=index, host=host, port=port, allowed_hosts=allowed_hosts,
        model=model, vocabulary=vocabulary, skip_broken=skip_broken or None,
    )  # fmt: skip
    check_free(settings.host, settings.port)
    hosts = answered_names(settings.host, settings.allowed_hosts)
    if settings.host not in NEAR:
        say("Note: other machines can reach this address, and there is no sign-in: put one in front of it.")

    import logging

    import uvicorn

    from api.app import create_app
    from api.wiring import build_service

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app(build_service(settings, BarWatch()), hosts=hosts)
    say(f"Listening on http://{settings.host}:{settings.port} (Ctrl-C stops it)")
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning")


def answered_names(host: str, allowed: str) -> tuple[str, ...]:
    """Names under which the service may be addressed: this machine's own, the address listened on, those allowed."""
    from api.web.door import LOOPBACK

    listed = [name.strip().lower() for name in allowed.split(",") if name.strip()]
    own = [] if host in EVERY_ADDRESS else [f"[{host}]" if ":" in host else host.lower()]
    return tuple(dict.fromkeys([*LOOPBACK, *own, *listed]))


def check_free(host: str, port: int) -> None:
    """See before the model is loaded whether the address can be had.

    Raises:
        InvalidSetting: it cannot.
    """
    import socket

    from matching.errors import InvalidSetting

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        raise InvalidSetting(
            f"The address {host}, port {port}, cannot be listened on.",
            f"The system said: {error.strerror or error}.",
            "Stop what uses it, or choose another with --port or --host.",
        ) from error
