"""The command line: `expertmatch COMMAND`. Each command is a module of its own; this file only names them."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.account import account
from api.commands.audit import audit
from api.commands.backup import backup, restore
from api.commands.concentration import concentration
from api.commands.database import database
from api.commands.demo import demo
from api.commands.doctor import doctor
from api.commands.erase import erase
from api.commands.failures import GuardedGroup
from api.commands.forecast import forecast
from api.commands.governance import governance
from api.commands.import_ import import_
from api.commands.index import index
from api.commands.migrate import migrate
from api.commands.model import model
from api.commands.notices import notices
from api.commands.peers import peers
from api.commands.precedents import precedents
from api.commands.purge import purge
from api.commands.rank import rank
from api.commands.read import read
from api.commands.season import season
from api.commands.serve import serve
from api.commands.shortlist import shortlist
from api.commands.suggest import suggest
from api.commands.supply import supply
from api.commands.taxonomy import taxonomy
from api.commands.understand import understand
from api.commands.upkeep import upkeep
from api.commands.work import work

app = typer.Typer(
    name="expertmatch",
    cls=GuardedGroup,
    help="Puts the right public experts in front of the people who need them: ranked, balanced, explained shortlists.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    demo,
    shortlist,
    suggest,
    supply,
    forecast,
    precedents,
    upkeep,
    season,
    concentration,
    peers,
    serve,
    index,
    rank,
    read,
    understand,
    doctor,
    work,
    model,
    backup,
    restore,
    migrate,
    erase,
    purge,
    governance,
):
    app.command()(command)
app.command("import")(import_)
for group in (account, audit, database, notices, taxonomy):
    app.add_typer(group)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"expertmatch {version('expertmatch')}")
        except PackageNotFoundError:
            typer.echo("expertmatch (not installed as a package)")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Puts the right public experts in front of the people who need them: ranked, balanced, explained shortlists."""


def main() -> None:
    """The entry point `expertmatch`."""
    app()
