"""`expertmatch suggest`: the open calls that suit a person, or everybody on the roster, and what would change it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def suggest(
    expert: Annotated[str | None, typer.Option(help="Id of a person. (default: everybody, as JSON Lines)")] = None,
    out: Annotated[
        Path | None, typer.Option(help="JSON Lines to write, a line for each person. (default: screen)")
    ] = None,
) -> None:
    """Put the open calls of the office in order for a person: how each stands, and the smallest change that would do."""
    from api.commands.desk import opened
    from api.commands.failures import refuse_overwriting, say
    from api.commands.screen import console
    from api.commands.show_suggestions import exposure_line, show_suggested
    from api.services.suggestions.for_roster import lines
    from api.services.suggestions.suggested import exposure_now, suggested
    from api.services.unit import COMMAND
    from embeddings.disk import write_atomic

    refuse_overwriting(out)
    with opened() as office:
        if expert is not None and out is None:
            show_suggested(console(), suggested(office, COMMAND, expert))
            return
        written = [f"{line}\n" for line in lines(office, COMMAND, [expert] if expert is not None else None)]
        if out is None:
            typer.echo("".join(written), nl=False)
        else:
            write_atomic(out, "".join(written).encode())
            say(f"{out}: {len(written)} people.")
        say(exposure_line(exposure_now(office, COMMAND)))
