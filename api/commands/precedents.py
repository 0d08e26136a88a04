"""`expertmatch precedents`: what was done before and is near to a request or a text, and who carried it out."""

from __future__ import annotations

from typing import Annotated

import typer


def precedents(
    text: Annotated[
        str | None, typer.Argument(help="A text in any language; '-' reads it from standard input.")
    ] = None,
    request: Annotated[str | None, typer.Option(help="Id of a request on record, in place of a text.")] = None,
    country: Annotated[str | None, typer.Option(help="Partner country of the text, by code.")] = None,
    institution: Annotated[str | None, typer.Option(help="Partner institution of the text.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=20, help="How many at most.")] = 5,
    people: Annotated[
        bool, typer.Option("--people", help="Name who went, by id; that they were shown is noted.")
    ] = False,
) -> None:
    """Find the earlier actions and requests that are near, what they delivered, and which institutions carried them out."""
    import sys

    from pydantic import ValidationError

    from api.commands.desk import opened
    from api.commands.screen import console
    from api.commands.show_precedents import show_people, show_precedents
    from api.errors import invalid
    from api.services.requests import precedents as use
    from api.services.requests.similar import SoughtData
    from api.services.unit import COMMAND

    if (text is None) == (request is None):
        raise typer.BadParameter("give either a text or --request")
    with opened() as office:
        if request is not None:
            found = use.of_request(office, COMMAND, request, limit)
        else:
            words = sys.stdin.read() if text == "-" else text
            try:
                sought = SoughtData.model_validate({"text": words, "country": country, "institution": institution})
            except ValidationError as error:
                raise invalid(error, "text") from error
            found = use.of_text(office, COMMAND, sought, limit)
        show_precedents(console(), found)
        if people:
            show_people(console(), use.people_of(office, COMMAND, found.near, named=False))
