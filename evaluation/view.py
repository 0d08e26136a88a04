"""What both forms of the report show, as plain words and numbers: sections, rows, pictures. No markup here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluation.charts import NARROW, WIDE, dots, draw
from evaluation.findings import Chart, Figure
from evaluation.outcome import Head, Outcome, Result
from evaluation.published import JUDGE as REVIEWERS
from evaluation.published import PEERS, Beside, beside

MOST_OPEN = 12  # groups of a judge shown without a click
NOT_MEASURABLE = "not measurable"
OURS = "this run"


@dataclass(frozen=True)
class Row:
    """A figure in words: the measure with an arrow to its good end."""

    judge: str
    measure: str
    value: str
    interval: str
    n: str


@dataclass(frozen=True)
class Grid:
    """Figures by group: a line for each group, a column for each measure, (value, interval) in the cells."""

    measures: Sequence[str]
    lines: Sequence[tuple[str, Sequence[tuple[str, str]], str]]  # group, cells, over what


@dataclass(frozen=True)
class Picture:
    """A chart drawn in two widths, with the table behind it. Where it could not be drawn, `trouble` says why."""

    file: str
    title: str
    caption: str
    wide: str
    narrow: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    trouble: str = ""


@dataclass(frozen=True)
class Section:
    """One judge: what it measures, its figures (many groups go to `folded`), pictures, and how to measure it again."""

    judge: str
    title: str
    about: str
    command: str
    state: str
    why: str
    timing: str
    rows: Sequence[Row] = ()
    grids: Sequence[Grid] = ()
    folded: Sequence[Grid] = ()
    pictures: Sequence[Picture] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class View:
    """The whole report."""

    title: str
    kind: str
    head: Sequence[tuple[str, str]]  # the facts one looks at first
    behind: Sequence[tuple[str, str]]  # hashes and versions
    weak: Sequence[tuple[str, Sequence[str]]]  # by judge
    missing: Sequence[tuple[str, str, str]]  # judge, skipped or failed, why
    main: Sequence[Row]
    sections: Sequence[Section]
    beside: Sequence[tuple[str, str, str]] = field(default=())  # measure, best published, ours
    peers: Sequence[tuple[str, str]] = field(default=())


def view_of(outcome: Outcome) -> View:
    """Everything the report shows, charts drawn."""
    with_peers = any(result.judge == REVIEWERS for result in outcome.results)
    facts = [
        ("Loss" if b.measure == "loss" else b.measure.capitalize(), f"{b.best:.2f}", ours(b))
        for b in beside(outcome.figures())
    ]
    return View(
        title="expertmatch: how good, how fair",
        kind="quick run on a part of the data" if outcome.head.quick else "full run",
        head=head_facts(outcome.head),
        behind=behind_facts(outcome.head),
        weak=[(r.judge, r.findings.weak) for r in outcome.results if r.findings.weak],
        missing=[(r.judge, r.state, r.why) for r in outcome.results if r.state != "measured"],
        main=[row_of(f) for f in main_figures(outcome)],
        sections=[section_of(r, outcome) for r in outcome.results],
        beside=facts if with_peers else (),
        peers=[(peer.name, f"{peer.loss:.2f}") for peer in PEERS] if with_peers else (),
    )


def main_figures(outcome: Outcome) -> list[Figure]:
    """The figures of the whole, not of a part of the data or of a variant."""
    return [f for f in outcome.figures() if not f.group]


def section_of(result: Result, outcome: Outcome) -> Section:
    """One judge's part of the report."""
    found = result.findings
    whole = [f for f in found.figures if not f.group]
    grids = grids_of([f for f in found.figures if f.group])
    few = sum(len(grid.lines) for grid in grids) <= MOST_OPEN
    shown = len(grids) if few else 0 if whole else 1
    charts = [*found.charts, *([peers_chart(whole)] if result.judge == REVIEWERS and whole else [])]
    return Section(
        judge=result.judge,
        title=result.judge.replace("-", " ").capitalize(),
        about=outcome.about.get(result.judge, ""),
        command=command_of(result.judge, outcome.head),
        state=result.state,
        why=result.why,
        timing=f"measured in {result.seconds:.1f} s" + (", read from the cache" if result.from_cache else ""),
        rows=[row_of(f) for f in whole],
        grids=grids[:shown],
        folded=grids[shown:],
        pictures=[picture_of(result.judge, chart) for chart in charts],
        notes=found.notes,
    )


def grids_of(figures: Sequence[Figure]) -> list[Grid]:
    """Figures by group as few tables: groups that have the same measures share one, in the order of appearance."""
    groups: dict[str, dict[str, Figure]] = {}
    for f in figures:
        groups.setdefault(f.group, {})[f.measure] = f
    alike: dict[tuple[str, ...], list[str]] = {}
    for group, measures in groups.items():
        alike.setdefault(tuple(measures), []).append(group)
    return [
        Grid([named(groups[names[0]][m]) for m in measures], [_line(name, groups[name]) for name in names])
        for measures, names in alike.items()
    ]


def _line(group: str, measures: dict[str, Figure]) -> tuple[str, list[tuple[str, str]], str]:
    over = dict.fromkeys(f"{f.n:,} {f.unit}" for f in measures.values())
    return group, [(number(f.value), interval(f)) for f in measures.values()], "; ".join(over)


def command_of(judge: str, head: Head) -> str:
    """What to type to measure a judge's figures again."""
    only = "" if "--data" in head.options else f"--only {judge}"
    return " ".join(filter(None, ("python -m evaluation", only, head.options)))


def picture_of(judge: str, chart: Chart) -> Picture:
    """A chart drawn in both widths; one that cannot be drawn keeps its table and says why."""
    wide = narrow = trouble = ""
    try:
        wide, narrow = draw(chart, WIDE), draw(chart, NARROW)
    except ValueError as error:
        trouble = f"This chart could not be drawn: {' '.join(str(error).split())[:300]}"
    columns = list(dict.fromkeys(key for row in chart.rows for key in row))
    return Picture(
        file=f"{judge}-{chart.name.removeprefix(f'{judge}-')}".replace("/", "-"),
        title=chart.title,
        caption=chart.caption,
        wide=wide,
        narrow=narrow,
        columns=columns,
        rows=[[cell(row.get(column)) for column in columns] for row in chart.rows],
        trouble=trouble,
    )


def peers_chart(figures: Sequence[Figure]) -> Chart:
    """Our loss among the published ones."""
    our = next((f for f in figures if f.measure.lower().startswith("loss")), None)
    known = [(peer.name, peer.loss, peer.loss, peer.loss) for peer in PEERS]
    if our is not None:
        known.append((OURS, our.value, our.low, our.high))
    known.sort(key=lambda row: row[1])
    rows = [dict(zip(("system", "value", "low", "high"), row, strict=True)) for row in known]
    caption = (
        "Loss on the reviewers' ratings, the lowest first: 0 orders every pair rightly, 0.5 is chance. The line is our "
        "95 % interval; for the others only the figure itself is published."
    )
    return dots("peers", "Our loss among the published ones", rows, "system", caption, "loss", OURS)


def row_of(f: Figure) -> Row:
    """A figure in words."""
    return Row(f.judge, named(f), number(f.value), interval(f), f"{f.n:,} {f.unit}")


def named(f: Figure) -> str:
    """The name of the measure with an arrow to its good end, kept on one line with the last word."""
    return f.measure + {True: "\u00a0↑", False: "\u00a0↓", None: ""}[f.higher_is_better]


def interval(f: Figure) -> str:
    """The 95 % interval, or nothing where the figure has none."""
    if math.isnan(f.low) or math.isnan(f.high) or f.low == f.high == f.value:
        return ""
    return f"{number(f.low)} to {number(f.high)}"


def number(value: float) -> str:
    """A number with the digits that matter: three after the point, fewer for large ones."""
    if math.isnan(value):
        return NOT_MEASURABLE
    if 0.00005 <= abs(value) < 0.0005:  # such as a p
        return f"{value:.4f}"
    if abs(value) < 0.0005:
        return "0.000"
    digits = 3 if abs(value) < 10 else 1 if abs(value) < 1000 else 0
    return f"{value:,.{digits}f}"


def cell(value: Any) -> str:
    """A value of a chart's table in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value)
    return ", ".join(map(cell, value)) if isinstance(value, list | tuple) else str(value)


def ours(fact: Beside) -> str:
    """Our figure with its interval, in words."""
    if fact.ours is None:
        return "not measured in this run"
    between = interval(fact.ours)
    return number(fact.ours.value) + (f" ({between})" if between else "")


def head_facts(head: Head) -> list[tuple[str, str]]:
    """What one looks at first."""
    return [
        ("Model", head.model),
        ("Code", head.code),
        ("Made", head.made_at.replace("T", " ").replace("+00:00", " UTC")),
        ("Machine", f"{head.cores} cores, Python {head.python}"),
    ]


def behind_facts(head: Head) -> list[tuple[str, str]]:
    """Hashes and versions: equal ones should give equal figures."""
    return [
        ("Model's fingerprint", f"{head.fingerprint}, computed in {head.precision}"),
        ("Vocabulary", head.vocabulary),
        ("Source of matching/ and embeddings/", head.source),
        *((f"Data: {name}", said) for name, said in head.data.items()),
        *((f"Library: {name}", said) for name, said in head.libraries.items()),
    ]
