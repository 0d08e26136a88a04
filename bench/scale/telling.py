"""What was measured, as a table, a chart on two logarithmic axes, and a page of both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from evaluation.charts import draw
from evaluation.findings import Chart

STAGES = {
    "embed": "encoding",
    "understand": "understanding",
    "gates": "gates",
    "words": "words",
    "first cut": "first cut by vectors",
    "score": "scoring the pool",
    "compose": "composing",
    "explain": "explaining",
    "record": "record",
}


UNMOVED = "understand"  # the stage that no roster touches: in the table, not in the chart, which has eight colours
POWERS = [1_000, 10_000, 100_000, 1_000_000]


def tell(figures: Sequence[dict[str, Any]], folder: Path, console: Console) -> None:
    """Print the table, and write it with the chart to `folder`."""
    heads = (
        "people", "segments", "shortlist, ms", "encoding, ms", "processor, ms", "scan at bandwidth, ms", "over encoding + scan",
        "over that of 10,000", "start-up, s", "resident, MiB", "its own, MiB", "recall@50: all, 50, 10, 1 %",
        "8 bits alone", "bytes/person",
    )  # fmt: skip
    rows = [_row(one, figures) for one in figures]
    table = Table(title="A warm shortlist as the roster grows", title_justify="left")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)
    lines = [heads, ("---",) * len(heads), *rows, *_stages(figures)]
    text = "\n".join("| " + " | ".join(line) + " |" if line else "" for line in lines)
    (folder / "figures.md").write_text(text + "\n", encoding="utf-8")
    (folder / "growth.svg").write_text(draw(growth(figures)), encoding="utf-8")
    console.print(f"Figures and chart in {folder}")


def growth(figures: Sequence[dict[str, Any]]) -> Chart:
    """Milliseconds of each stage by the size of the roster."""
    rows = [
        {"people": one["people"], "stage": said, "ms": max(one["stages"].get(stage, 0.0), 0.01)}
        for one in figures
        for stage, said in STAGES.items()
        if stage != UNMOVED
    ]
    axis = {"type": "quantitative", "scale": {"type": "log"}}
    return Chart(
        "growth",
        "Each stage of a shortlist as the roster grows",
        {
            "mark": {"type": "line", "point": True},
            "height": 380,
            "encoding": {
                "x": {"field": "people", "title": "people on the roster", "axis": {"values": POWERS}, **axis},
                "y": {"field": "ms", "title": "milliseconds, median", **axis},
                "color": {
                    "field": "stage",
                    "type": "nominal",
                    "title": None,
                    "sort": [said for stage, said in STAGES.items() if stage != UNMOVED],
                },
            },
        },
        rows,
        "Both axes are logarithmic: what grows as the roster does rises by a power of ten for each.",
    )


def _row(one: dict[str, Any], figures: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    ten = next((other for other in figures if other["people"] == 10_000), None)
    recall = one["recall"]
    return (
        f"{one['people']:,}",
        f"{one['segments']:,}",
        f"{one['shortlist']:.0f}",
        f"{one['encoding']:.0f}",
        f"{one['processor']['shortlist']:.0f} / {one['processor']['encoding']:.0f}",
        f"{one['scan at bandwidth']:.1f}",
        f"{one['over encoding and scan']:.2f}",
        f"{one['shortlist'] / ten['shortlist']:.2f}" if ten else "",
        f"{one['opening s']:.2f}",
        f"{one['after']['VmRSS']:.0f}",
        f"{one['after']['RssAnon']:.0f}",
        ", ".join(f"{recall[share]:.3f}" for share in ("100%", "50%", "10%", "1%")),
        f"{recall['8 bits alone']:.3f}",
        f"{one['disk']:,.0f}",
    )


def _stages(figures: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The table behind the chart."""
    heads = ("stage, ms", *(f"{one['people']:,}" for one in figures))
    return [
        (),
        heads,
        ("---",) * len(heads),
        *((said, *(f"{one['stages'].get(stage, 0.0):.1f}" for one in figures)) for stage, said in STAGES.items()),
    ]
