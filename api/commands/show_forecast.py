"""A forecast of demand on the screen: what is expected of each period, and in words what it is worth."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.commands.screen import printable
from api.commands.show import heading
from api.services.supply.demand import DemandForecast, DemandLine
from matching.codes import language_name

BEFORE = 4  # past periods that are shown


def show_forecast(screen: Console, found: DemandForecast) -> None:
    """What is expected, period by period, with its 80 % interval."""
    heading(screen, f"Demand: {found.of} by {found.period}")
    if found.invented:
        screen.print(Text(f"{found.invented} of {found.asks} {found.of} are the invented history of the sample."))
    for change in found.scenario:
        screen.print(
            Text(
                printable(f"Scenario: {change.kind} {change.code} x {change.times:g}, about {change.about} {found.of}.")
            )
        )
    screen.print(Text(verdict_line(found)))
    if not found.lines:
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in (*found.past[-BEFORE:], *found.coming):
        table.add_column(name, justify="right")
    table.add_column("year", justify="right")
    for line in found.lines:
        past = [str(number) for number in line.observed[-BEFORE:]]
        coming = [f"{one.mean:.1f} ({one.low}-{one.high})" for one in line.expected]
        table.add_row(printable(line_words(found, line)), *past, *coming, f"{line.year:.1f}")
    screen.print(table)
    if found.rare:
        screen.print(Text(f"{found.rare} more were asked for too seldom to be forecast one by one."))


def line_words(found: DemandForecast, line: DemandLine) -> str:
    """What a line is about, in English."""
    if line.cell is None:
        return "everything"
    if found.level == "language":
        return language_name(line.cell)
    return f"{line.cell} {line.label}" if line.label else line.cell


def verdict_line(found: DemandForecast) -> str:
    """What the forecast is worth, in a sentence."""
    if not found.enough:
        return f"Too little history: {len(found.past)} whole periods are on record, {found.needed} are needed."
    verdict = found.verdict
    if verdict is None:
        return "Nothing was asked for often enough to be forecast by itself."
    losses = (
        f"mean loss {verdict.model.pinball:.3f} against {verdict.baseline.pinball:.3f} over {verdict.forecasts} counts"
    )
    if verdict.low is None:
        return (
            f"Not shown to beat the same season of last year, which is what is forecast: too few past days ({losses})."
        )
    between = f"{losses}, difference {verdict.low:.3f} to {verdict.high:.3f}"
    return {
        "better": f"The forecast beats the same season of last year on the past ({between}).",
        "not_shown": f"Not shown to beat the same season of last year, which is what is forecast ({between}).",
        "worse": f"The model does worse than the same season of last year, which is what is forecast ({between}).",
    }[verdict.state]
