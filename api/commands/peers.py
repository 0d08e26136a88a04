"""`expertmatch peers`: who knows about a question, in the roster and among the institutions of the office."""

from __future__ import annotations

from typing import Annotated

import typer


def peers(
    question: Annotated[str, typer.Argument(help="A question or a topic, in any language.")],
    country: Annotated[
        str | None, typer.Option(help="Country of who asks: other regions are then shown apart. (default: none)")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="Most of each kind.")] = 5,
    named: Annotated[bool, typer.Option(help="With the names of people.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Find people, institutions, communities and earlier work that know about a question."""
    from api.commands.desk import opened
    from api.commands.screen import console
    from api.commands.show_peers import show_peers
    from api.services.peers.asking import LONGEST_QUESTION, PeerQuestion, ask_peers
    from api.services.unit import COMMAND
    from matching.codes import country_code
    from matching.errors import InvalidCall

    if len(question) > LONGEST_QUESTION:
        raise InvalidCall(
            "The question is too long.",
            f"It has {len(question):,} characters.",
            f"Ask in at most {LONGEST_QUESTION:,}, or look for precedents of the whole text.",
        )
    try:
        where = country_code(country) if country else None
    except ValueError:
        raise InvalidCall("There is no such country.", f"Found '{country}'.", "Give its name or code.") from None
    asked = PeerQuestion(text=question, country=where, limit=limit, named=named)
    with opened() as office:
        found = ask_peers(office, COMMAND, asked)
        if as_json:
            from api.routes.peer_answers import peers_answer

            typer.echo(peers_answer(found).model_dump_json(indent=1))
        else:
            show_peers(console(), found)
