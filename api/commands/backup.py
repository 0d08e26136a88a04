"""`expertmatch backup` and `expertmatch restore`: the whole database as one verified file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def backup(file: Annotated[Path, typer.Argument(help="File to write; it holds personal data.")]) -> None:
    """Write the whole database into one file while the service runs, and read it again to verify it."""
    from api.commands.desk import opened
    from api.services import backup as use
    from api.services.unit import COMMAND
    from matching.errors import InvalidSetting

    if file.exists():
        raise InvalidSetting(f"{file} exists already.", next_step="Give the name of a new file.")
    if not file.parent.is_dir():
        raise InvalidSetting(f"There is no folder {file.parent}.", next_step="Make it first, or choose another.")
    with opened() as office:
        manifest = use.make(office, COMMAND, file)
    typer.echo(
        f"{file}: {manifest.rows} rows of {len(manifest.tables)} tables, verified. Keep it where few can read it."
    )


def restore(file: Annotated[Path, typer.Argument(help="A file that 'backup' wrote.")]) -> None:
    """Put a backup into the empty database of the settings, SQLite or PostgreSQL; all of it or nothing."""
    from api.commands.desk import opened
    from api.services import backup as use
    from api.services.unit import COMMAND

    with opened() as office:
        manifest = use.restore(office, COMMAND, file)
        typer.echo(f"{manifest.rows} rows of {manifest.made_at[:16]} are in {office.database.place}.")
