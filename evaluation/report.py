"""The report of a run: `report.html` (self-contained), `report.md` with its charts beside it, and `figures.json`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from embeddings.disk import write_atomic
from evaluation.cache import finite, plain
from evaluation.html_page import html_page
from evaluation.markdown_page import markdown_page
from evaluation.outcome import Outcome
from evaluation.published import EASY, HARD, PEERS, SOURCE
from evaluation.view import command_of, main_figures, row_of, view_of


def write_report(outcome: Outcome, out: Path) -> Path:
    """Write all forms into a folder; returns the HTML page.

    Raises:
        StorageFull: the folder cannot be written.
    """
    view = view_of(outcome)
    for section in view.sections:
        for picture in section.pictures:
            if picture.wide:
                write_atomic(out / "charts" / f"{picture.file}.svg", picture.wide.encode())
    write_atomic(out / "figures.json", json.dumps(figures_data(outcome), ensure_ascii=False, indent=1).encode())
    write_atomic(out / "report.md", markdown_page(view).encode())
    page = out / "report.html"
    write_atomic(page, html_page(view).encode())
    return page


def figures_data(outcome: Outcome) -> dict[str, Any]:
    """Everything measured, as plain JSON; a figure that has no value is null."""
    judges = [
        {
            "judge": result.judge,
            "about": outcome.about.get(result.judge, ""),
            "state": result.state,
            "why": result.why,
            "seconds": round(result.seconds, 2),
            "measure_again": command_of(result.judge, outcome.head),
            **asdict(result.findings),
        }
        for result in outcome.results
    ]
    published = {
        "source": SOURCE,
        "reviewers": {"loss": {peer.name: peer.loss for peer in PEERS}, "best_easy": EASY, "best_hard": HARD},
    }
    data = {"made_with": asdict(outcome.head), "judges": judges, "published": published}
    text = json.dumps(data, ensure_ascii=False, default=plain)
    result: dict[str, Any] = finite(json.loads(text))
    return result


def main_table(outcome: Outcome) -> Table:
    """The main figures for the console."""
    head = outcome.head
    title = f"expertmatch {head.code}, {head.model}" + (", quick" if head.quick else "")
    table = Table(title=escape(title), title_justify="left")
    for column in ("judge", "measure", "value", "95 % interval", "over"):
        table.add_column(column, justify="right" if column == "value" else "left")
    for row in map(row_of, main_figures(outcome)):
        table.add_row(*map(escape, (row.judge, row.measure, row.value, row.interval, row.n)))
    return table
