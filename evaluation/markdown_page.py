"""The report as Markdown, its charts as files beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evaluation.published import SOURCE
from evaluation.view import Grid, Picture, Row, Section, View

MOST_ROWS = 60  # of the table behind a chart; figures.json holds them all


def markdown_page(view: View) -> str:
    """The whole report."""
    blocks = [f"# {view.title}", f"A {view.kind}. Arrows show which way is better; intervals are 95 %."]
    blocks.append(table(("", ""), view.head))
    blocks.append(folded("Hashes and versions", table(("what", "hash or version"), view.behind)))
    blocks.append("## What is weak")
    blocks += [f"**{judge.capitalize()}**\n\n{bullets(map(escape, said))}" for judge, said in view.weak]
    blocks.append("" if view.weak else "The judges named nothing weak.")
    if view.missing:
        blocks.append("## What was not measured")
        blocks.append(bullets(f"**{judge}** {state}: {first_line(why)}" for judge, state, why in view.missing))
    if view.main:
        blocks += ["## Main figures", figures(view.main, judges=True)]
    for section in view.sections:
        blocks += section_blocks(section)
    if view.beside:
        blocks.append("## Beside the best published")
        blocks.append(table(("measure on the reviewers' data", "best published", "ours"), view.beside))
        blocks.append(table(("system", "published loss"), view.peers))
        blocks.append(f"Published figures: {SOURCE}")
    blocks.append("## How to measure again")
    blocks.append(table(("figures", "command"), [(s.title, f"`{s.command}`") for s in view.sections], keep=True))
    return "\n\n".join(block for block in blocks if block) + "\n"


def section_blocks(section: Section) -> list[str]:
    """One judge."""
    blocks = [f"## {section.title}", section.about]
    if section.state != "measured":
        blocks.append(f"*{section.state.capitalize()}*: {first_line(section.why)}")
    if section.rows:
        blocks.append(figures(section.rows))
    blocks += [grid(shown) for shown in section.grids]
    if section.folded:
        blocks.append(folded(f"{groups(section.folded)} groups", "\n\n".join(map(grid, section.folded))))
    for picture in section.pictures:
        blocks += picture_blocks(picture)
    if section.notes:
        blocks.append(folded("How it was measured", bullets(map(escape, section.notes))))
    blocks.append(f"Measure again: `{section.command}`")
    return blocks


def picture_blocks(picture: Picture) -> list[str]:
    """A chart, its caption and the table behind it."""
    shown = picture.rows[:MOST_ROWS]
    left = len(picture.rows) - len(shown)
    more = f"\n\nAnd {left} more rows in figures.json." if left else ""
    drawn = picture.trouble or f"![{escape(picture.title)}](charts/{picture.file}.svg)"
    behind = folded("The table behind the chart", table(picture.columns, shown) + more)
    return [f"### {escape(picture.title)}", drawn, escape(picture.caption), behind]


def figures(rows: Sequence[Row], judges: bool = False) -> str:
    """A table of figures."""
    head = [*(["judge"] if judges else []), "measure", "value", "95 % interval", "over"]
    return table(head, [[*([r.judge] if judges else []), r.measure, r.value, r.interval, r.n] for r in rows])


def grid(shown: Grid) -> str:
    """A table of figures by group."""
    lines = [
        [group, *(f"{value} ({between})" if between else value for value, between in cells), over]
        for group, cells, over in shown.lines
    ]
    return table(["group", *shown.measures, "over"], lines)


def groups(grids: Sequence[Grid]) -> int:
    """How many groups these tables show."""
    return sum(len(shown.lines) for shown in grids)


def table(head: Sequence[str], rows: Iterable[Sequence[str]], keep: bool = False) -> str:
    """A Markdown table; `keep`: the cells are Markdown already."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(c if keep else escape(c) for c in row)} |" for row in rows)])


def bullets(lines: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {line}" for line in lines)


def folded(title: str, body: str) -> str:
    """A part that opens on a click."""
    return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>"


def escape(text: str) -> str:
    """Text as it is, inside a table cell."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def first_line(text: str) -> str:
    """The first line of a reason; the rest of it is for figures.json."""
    return escape(text.strip().splitlines()[0]) if text.strip() else "no reason was given"
