"""`expertmatch understand`: what each request is about, in codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Model, SkipBroken, Vocabulary


def understand(
    requests: Annotated[Path, typer.Option(help='JSON Lines; a request is at least {"id", "text"}.')],
    out: Annotated[Path, typer.Option(help="JSON Lines to write: id, fields, competences, languages.")],
    model: Model = None,
    vocabulary: Vocabulary = None,
    skip_broken: SkipBroken = False,
) -> None:
    """Propose fields and competences for each request, the whole tree ranked, and read the languages it asks for."""
    from api.commands.failures import INTERRUPTED, refuse_overwriting, say
    from api.commands.screen import BarWatch
    from api.config import load_settings
    from api.wiring import build_engine_from, build_vocabularies

    refuse_overwriting(out, requests)
    settings = load_settings(model=model, vocabulary=vocabulary, skip_broken=skip_broken or None)
    watch, vocabularies = BarWatch(), build_vocabularies(settings)

    from api import doors

    asked = doors.read_requests(requests, vocabularies, skip_broken=settings.skip_broken, note=say)
    try:
        engine = build_engine_from(settings, watch, vocabularies)
        with watch.stage("encoding the requests") as progress:
            doors.encode_queries(engine, doors.bare_texts_of(asked), progress)
        with watch.stage("understanding the requests") as progress:
            doors.write_understood(out, engine, asked, progress)
    except KeyboardInterrupt:
        say(f"Interrupted; {out} was not written.")
        say(f"Next: run the same command again; what was encoded is kept in {settings.cache}.")
        raise typer.Exit(INTERRUPTED) from None
    say(f"{out}: {len(asked)} requests.")
