"""`expertmatch taxonomy`: the terms of the office, and what it made of them as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from api.commands.failures import GuardedGroup

taxonomy = typer.Typer(
    name="taxonomy",
    cls=GuardedGroup,
    help="Fields, competences and activity types of the office.",
    no_args_is_help=True,
)


@taxonomy.callback()
def terms_of_the_office() -> None:
    """Fields, competences and activity types of the office."""


@taxonomy.command("list")
def list_(
    kind: Annotated[str, typer.Argument(help="fields, competences or activity_types")] = "fields",
    changed: Annotated[bool, typer.Option("--changed", help="Only what the office made something of.")] = False,
) -> None:
    """List the terms of a kind, with how many people and calls stand under each."""
    from api.commands.desk import reading_desk
    from api.services.taxonomy.editing import get
    from api.services.taxonomy.overlay import KINDS
    from api.services.taxonomy.terms import terms
    from matching.errors import InvalidSetting

    known = next((one for one in KINDS if one == kind), None)
    if known is None:
        raise InvalidSetting(f"There are no terms of the kind '{kind[:40]}'.", "", f"Use one of {', '.join(KINDS)}.")
    with reading_desk() as unit:
        for term in terms(unit, known, get(unit)[0]):
            if changed and term.origin == "packaged":
                continue
            state = "" if term.origin == "packaged" else f" [{term.origin}]"
            if term.retired:
                state = f" [retired{f', read as {term.successor}' if term.successor else ''}]"
            used = f"{term.uses.people} people, {term.uses.calls} calls"
            typer.echo(f"{'  ' * term.depth}{term.code}  {term.labels['en']}{state}  ({used})")


@taxonomy.command()
def show() -> None:
    """Print what the office made of the terms, as JSON that `expertmatch taxonomy set` takes."""
    from api.commands.desk import reading_desk
    from api.services.taxonomy.editing import get

    with reading_desk() as unit:
        value, _ = get(unit)
    typer.echo(value.model_dump_json(indent=1))


@taxonomy.command("set")
def set_(file: Annotated[Path, typer.Argument(help="JSON, as `expertmatch taxonomy show` prints it.")]) -> None:
    """Set what the office makes of the terms; every serving process uses it within moments."""
    from pydantic import ValidationError

    from api.commands.desk import writing_desk
    from api.services.taxonomy.editing import change, get
    from api.services.taxonomy.overlay import Taxonomy
    from matching.errors import InvalidSetting

    try:
        value = Taxonomy.model_validate(json.loads(file.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise InvalidSetting(
            f"{file} could not be opened.", f"{error.strerror or error}.", "Check the path."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InvalidSetting(
            f"{file} does not hold terms.", f"At {where}: {first['msg']}.", "Mend it; `taxonomy show` prints the form."
        ) from error
    except (ValueError, RecursionError) as error:
        raise InvalidSetting(f"{file} is not JSON.", f"{error}.", "Mend the file.") from error
    with writing_desk() as unit:
        version = change(unit, value, get(unit)[1])
    typer.echo(
        f"Set, version {version}: {sum(map(len, (value.fields, value.competences, value.activity_types)))} terms."
    )
