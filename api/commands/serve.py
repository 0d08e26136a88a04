"""`expertmatch serve`: the web application and its HTTP interface."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.options import Index, Model, Roster, SkipBroken, Vocabulary

EVERY_ADDRESS = ("0.0.0.0", "::")  # nosec B104 # compared with, never bound to by default
PATIENCE = 30  # seconds that requests under way have to end, once the service is told to stop


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
    """Serve the pages and the HTTP interface; an empty database is begun with the roster given, or with the sample."""
    from api.auth.safety import check_safe, check_sample_accounts
    from api.commands.failures import say
    from api.commands.screen import BarWatch
    from api.config import load_settings

    settings = load_settings(
        roster=roster, index=index, host=host, port=port, allowed_hosts=allowed_hosts,
        model=model, vocabulary=vocabulary, skip_broken=skip_broken or None,
    )  # fmt: skip
    check_safe(settings, settings.host)
    check_free(settings.host, settings.port)
    hosts = answered_names(settings.host, settings.allowed_hosts)

    import signal

    import uvicorn

    from api.app import create_app
    from api.background import Background
    from api.commands.memory import share_arenas
    from api.logs import set_up
    from api.services.periodic import run_periodic
    from api.services.sample_office import FILE as SAMPLE_ACCOUNTS
    from api.web.rendering import make_ready
    from api.wiring import build_office

    set_up(settings.log_format)
    share_arenas()
    accounts = settings.data / SAMPLE_ACCOUNTS
    known = accounts.exists()
    office = build_office(settings, BarWatch())
    check_sample_accounts(office, settings.host)
    if accounts.exists():
        lines = accounts.read_text(encoding="utf-8").splitlines() if not known else []
        for line in [*lines, f"The passwords of the sample office are in {accounts}"]:
            say(line)
    app = create_app(office, hosts=hosts, background=Background(office, run_periodic, make_ready))
    say(f"Listening on http://{settings.host}:{settings.port} (Ctrl-C stops it)")
    signal.signal(signal.SIGTERM, _end)  # the server repeats the signal when it has ended: not to be killed by it
    try:
        uvicorn.run(
            app, host=settings.host, port=settings.port, log_level="warning", log_config=None,
            timeout_graceful_shutdown=PATIENCE,
        )  # fmt: skip
    finally:
        office.database.close()


def _end(*_: object) -> None:
    """End with status 0 when told to stop."""
    raise SystemExit(0)


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
