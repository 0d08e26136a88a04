"""Peers on the screen: people, institutions, communities and earlier work, each with the sentence that says why."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from api.commands.show import heading, pairs
from api.services.peers.asking import Peers
from matching.codes import country_name
from matching.peers.values import Found
from matching.vocabulary import load_vocabulary

MOST_FIELDS = 4


def show_peers(screen: Console, found: Peers) -> None:
    """Everything that was found, kind by kind."""
    answer, fields = found.answer, load_vocabulary().fields
    heading(screen, "The question is about")
    pairs(screen, [(f"{p.confidence:.0%}", f"{p.code} {fields.label(p.code)}") for p in answer.fields[:MOST_FIELDS]])
    heading(screen, "People")
    for person in answer.people:
        who = found.names.get(person.expert_id) or person.expert_id
        where = ", ".join(part for part in (person.institution, _country(person.country)) if part)
        _show(screen, who, person, [("Where", where or "not said"), ("Status", person.status or "not said")])
    heading(screen, "Institutions")
    for one in answer.institutions:
        count = found.counts[one.key]
        told = "fewer than 5" if count is None else str(count)
        where = " ".join(part for part in (one.form, _country(one.country)) if part)
        _show(screen, one.name, one, [("What", where or "not said"), ("People who know", told)])
    heading(screen, "Communities")
    for community in answer.communities:
        _show(screen, community.name, community, [("Countries", ", ".join(map(country_name, community.countries)))])
    heading(screen, "Earlier work")
    pairs(
        screen,
        [
            (f"{one.earlier.kind}, {one.likeness.similarity:.0%}", one.earlier.named or one.likeness.id)
            for one in found.precedents
        ],
    )


def _show(screen: Console, name: str, one: Found, rows: Sequence[tuple[str, str]]) -> None:
    more = [("Fit", f"{one.score:.0f} of 100, confidence {one.confidence:.0%}"), *rows]
    if one.elsewhere is not None:
        more.append(("Region", "another one" if one.elsewhere else "the same"))
    if one.evidence is not None:
        more.append(("Why", one.evidence.text))
    heading(screen, name)
    pairs(screen, more, indent=2)


def _country(code: str | None) -> str:
    return country_name(code) if code else ""
