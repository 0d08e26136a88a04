"""Concentration and rotation on the screen: the largest groups, how even they are, people and newcomers."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.commands.screen import printable
from api.commands.show import heading, pairs
from api.exports.labels import percent
from api.services.supply.concentration import Concentration
from api.services.supply.concentration_figures import MEASURES, Part, Shares

MOST = 15  # groups that are shown


def show_concentration(screen: Console, found: Concentration) -> None:
    """Nationalities, institutions, people, newcomers; then what the figures mean."""
    _show_shares(screen, "By nationality", found.by_nationality)
    _show_shares(screen, "By institution", found.by_institution)
    people = found.by_person
    heading(screen, "By person")
    pairs(
        screen,
        [
            ("People who went", _number(people.people)),
            ("Missions", _number(people.missions)),
            ("Half of them go to", _number(people.half)),
            ("Tenth with most", _share(people.top_tenth)),
            ("By missions", ", ".join(f"{one.missions}: {_number(one.people)}" for one in people.times)),
            (
                "Cap of the office",
                "none" if found.cap is None else f"{found.cap}, reached by {_number(people.reached)}",
            ),
        ],
    )
    heading(screen, "Newcomers")
    pairs(
        screen,
        [
            (str(one.year), f"{_number(one.newcomers)} of {_number(one.people)} people, {_share(one.share)}")
            for one in found.newcomers
        ],
    )
    for note in found.notes:
        screen.print(Text(note, style="dim"))


def _show_shares(screen: Console, title: str, of: Shares) -> None:
    heading(screen, title)
    table = Table(box=None, pad_edge=False)
    for number, column in enumerate(("", "Missions", "Days", "Applications", "Roster")):
        table.add_column(column, justify="right" if number else "left")
    for line in of.lines[:MOST]:
        cells = (_part(getattr(line, measure)) for measure in MEASURES)
        table.add_row(Text(printable(line.label or line.group)), *cells)
    screen.print(table)
    for spread in of.spreads:
        if spread.largest_two is not None and spread.index is not None:
            more = " or more" if spread.at_least else ""
            screen.print(
                f"{spread.measure}: the two largest have {percent(spread.largest_two)}, index {spread.index:.2f}{more}",
                style="dim",
            )


def _part(part: Part) -> str:
    if part.amount is None:
        return "few"
    return f"{part.amount:g}" + (f" ({percent(part.share)})" if part.share is not None else "")


def _number(value: int | None) -> str:
    return "fewer than five" if value is None else str(value)


def _share(value: float | None) -> str:
    return "not told" if value is None else percent(value)
