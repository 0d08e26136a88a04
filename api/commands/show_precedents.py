"""Precedents on the screen: each with why it is near, what it delivered and who carried it out."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from api.commands.show import heading, pairs
from api.services.requests.delivered import Continuing, Deliverer
from api.services.requests.precedents import Precedents


def show_precedents(screen: Console, found: Precedents) -> None:
    """Every one, the nearest first."""
    for number, one in enumerate(found.near, start=1):
        earlier, like = one.earlier, one.likeness
        named = " · ".join(part for part in (earlier.code, earlier.named) if part)
        heading(screen, f"{number}. {named or like.id}")
        rows = [("Is", f"{earlier.kind}, {earlier.state}"), ("Id", like.id), ("Alike", f"{like.similarity:.0%}")]
        where = ", ".join(part for part in (earlier.precedent.institution, earlier.precedent.country) if part)
        rows += [("For", where)] if where else []
        rows += [("Fields in common", ", ".join(like.fields))] if like.fields else []
        rows += [("Delivered", words) for words in earlier.deliverables]
        rows += [("Carried out by", _words(who)) for who in found.by.get(like.id, ())]
        rows += [("Nearest sentence", like.theirs)] if like.theirs else []
        rows += [("Look out", one.warning)] if one.warning else []
        pairs(screen, rows, indent=2)
    if not found.near:
        screen.print("No earlier action or request is on record.")


def show_people(screen: Console, people: Sequence[Continuing]) -> None:
    """Those who went to these actions, by id."""
    heading(screen, "To go on with the same people")
    pairs(screen, [(one.expert_id, _went(one)) for one in people], indent=2)
    if not people:
        screen.print("  Nobody on the roster went to one of these actions.")


def _words(who: Deliverer) -> str:
    home = f"{who.institution or 'institution not known'}" + (f" ({who.country})" if who.country else "")
    return f"{home}, {who.role}" if who.role else home


def _went(one: Continuing) -> str:
    as_what = f" as {'; '.join(one.roles)}" if one.roles else ""
    return f"{', '.join(one.actions)}{as_what}; {'can go' if one.free_to_go else 'cannot go as things stand'}"
