"""Demand and supply on the screen: a line for each cell, and the people to look for."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.commands.screen import printable
from api.commands.show import heading, pairs
from api.services.supply.gaps import Gaps, label
from api.services.supply.next_profiles import NextProfile, NextProfiles
from matching.codes import language_name
from matching.gates import SKILL_WORDS
from matching.vocabulary import Vocabularies


def show_gaps(screen: Console, found: Gaps, vocabularies: Vocabularies) -> None:
    """The cells as a table, and what they come to together."""
    if found.whole is None:
        screen.print("No call asks for this.")
        return
    columns = ("Calls", "Positions", "People", "Fewest", "Median", f"Under {found.fewer_than}")
    table = Table(box=None, pad_edge=False)
    for name in found.by:
        table.add_column(name.title(), overflow="fold")
    compared = any(cell.compared for cell in found.cells)
    for column in (*columns, *(("Third would do",) if compared else ())):
        table.add_column(column, justify="right")
    for cell in found.cells:
        numbers = (cell.calls, cell.positions, cell.people, cell.fewest, cell.median, cell.thin)
        words = [printable(label(name, value, vocabularies)) for name, value in cell.of.items()]
        third = [f"{cell.third_would_do} of {cell.compared}"] if compared else []
        table.add_row(*map(Text, [*words, *(f"{number:g}" for number in numbers if number is not None), *third]))
    screen.print(table)
    whole = found.whole
    screen.print(
        f"{whole.calls} calls with {whole.positions} positions; {whole.people} people are eligible for one of them. "
        f"{whole.thin} positions with fewer than {found.fewer_than}, {found.without_team} calls without a lawful team."
    )
    decline = found.first_decline
    if decline.days is not None:
        screen.print(
            f"The first no came {decline.days:g} days after the first invitation (median of {decline.declined})."
        )


def show_profiles(screen: Console, found: NextProfiles) -> None:
    """The people who would help most, and what proves it."""
    heading(
        screen, "Whom to look for" if found.how_many == 1 else f"Whom to look for: {found.how_many} people together"
    )
    screen.print(
        f"{found.feasible_before} of {found.calls} calls can be staffed; with them {found.made_feasible} more, and depth "
        f"grows from {found.depth_before} by {found.depth_gained}."
    )
    screen.print(
        f"Proven best of {found.compared} profiles."
        if found.optimal
        else f"The best found in time; nobody could open more than {found.most_made_feasible}."
    )
    for number, one in enumerate(found.profiles, start=1):
        screen.print(Text(f"{number}.", style="bold"))
        pairs(screen, _rows(one), indent=2)


def _rows(one: NextProfile) -> list[tuple[str, str]]:
    levels = (
        f"{language_name(level.language)} {SKILL_WORDS.get(level.skill, level.skill)} {level.level or ''}".strip()
        for level in one.languages
    )
    rows = [
        ("Fields", "; ".join(f"{code.code} {code.label}" for code in one.fields) or "any"),
        ("Languages", "; ".join(levels) or "any"),
        ("Status", one.status.label if one.status else "any"),
    ]
    if one.gender:
        rows.append(("Gender", one.gender))
    if one.nationality_matters:
        rows.append(("Nationality", "one that the others of the team do not have"))
    return [*rows, ("Fits", f"{one.positions} positions that lack people")]
