"""Figures as tables: in one section for each subject, with a bar where numbers of one kind can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton

from api.governance.suppression import SMALL_GROUPS
from api.services.indicators import indicator_subjects as subjects
from api.services.indicators.indicator_figures import DAYS, Figure
from api.services.indicators.indicators import Indicators
from api.speech.speech import Speech

STAGES = ("registered", "invited", "applied", "shortlisted", "selected")
PEOPLE = ("people", "women", "women_share", "nationalities")  # told of each stage
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "requests": (
        *("requests_received", "requests_eligible", "requests_not_eligible", "requests_relevant"),
        *("requests_not_relevant", "requests_into_action", "requests_withdrawn", "requests_merged"),
    ),
    "actions": ("actions_opened", "actions_completed", "actions_cancelled"),
    "calls": ("calls_published", "calls_closed", "calls_cancelled", "decisions", "decisions_departing"),
    "part": (
        "applications",
        "applications_per_call",
        *(f"{what}_{how}" for what in ("invitations", "offers") for how in ("sent", "accepted", "declined", "expired")),
        DAYS,
        "days_women_share",
    ),
    "people": STAGES,
    "time": (
        *("days_received_to_eligible", "days_eligible_to_relevant", "days_relevant_to_action"),
        *("days_action_to_published", "days_published_to_closed", "days_closed_to_decided"),
        *("days_received_to_decided", "days_received_to_first_activity"),
    ),
}
ALONE = ("applications_per_call", DAYS, "days_women_share")  # of a kind with nothing beside them: no bar
SPECIAL = {  # groups that the service names itself
    subjects.NOT_SAID: "not_said",
    subjects.NOT_DECLARED: "not_declared",
    subjects.RELEVANT: "relevant",
    subjects.NOT_RELEVANT: "not_relevant",
    subjects.NOT_JUDGED: "not_judged",
    subjects.NO_REQUEST: "no_request",
    SMALL_GROUPS: "small",
}
REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"),
)


@dataclass(frozen=True)
class Cell:
    """A figure in words, with the share of the largest of its column (0 to 1) and what it rests on."""

    words: str
    share: float | None = None
    rests: str = ""


@dataclass(frozen=True)
class Row:
    """A line of a table."""

    words: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table with its caption; `columns` beside the first."""

    caption: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """One subject; without tables, nothing of it happened."""

    name: str
    tables: tuple[Table, ...]


def sections(found: Indicators, about: str, say: Speech) -> list[Section]:
    """The figures by subject.

    Args:
        about: the one subject that is shown; empty for all.
    """
    of = {(figure.measure, figure.group): figure for figure in found.figures}
    return [
        Section(name, tuple(_tables(name, measures, of, found, say)))
        for name, measures in SECTIONS.items()
        if about in ("", name)
    ]


Figures = Mapping[tuple[str, str | None], Figure]


def _tables(name: str, measures: Sequence[str], of: Figures, found: Indicators, say: Speech) -> Iterable[Table]:
    if found.by is None:
        lines: list[tuple[str, str, str | None]] = [(say(f"measure.{one}"), one, None) for one in measures]
        table = _table(name, say(f"section.{name}"), say("column.what"), lines, of, say)
        return [table] if table else []
    tables = []
    for measure in measures:
        known = [figure for figure in found.figures if figure.measure in (measure, f"{measure}_people")]
        ordered = sorted(known, key=lambda figure: _order(figure, found))
        lines = [(group_words(figure, found.by, say), measure, figure.group) for figure in ordered]
        words = say(f"measure.{measure}")
        tables.append(_table(name, words, say(f"by.{found.by}"), lines, of, say))
    return [table for table in tables if table]


def _order(figure: Figure, found: Indicators) -> tuple[bool, float, str]:
    """By month as time goes; otherwise the largest first, by the number that is told; what has no name comes last."""
    largest = 0.0 if found.by == "month" else -(figure.value or 0.0)
    return figure.group in SPECIAL, largest, figure.group or ""


def _table(
    name: str, caption: str, first: str, lines: Sequence[tuple[str, str, str | None]], of: Figures, say: Speech
) -> Table | None:
    """A table of lines (words, measure, group); None where nothing happened at all."""
    parts = [f"_{part}" for part in PEOPLE] if name == "people" else [""]
    cells = [[of.get((f"{measure}{part}", group)) for part in parts] for _, measure, group in lines]
    if not any(figure and (figure.value or figure.suppressed) for line in cells for figure in line):
        return None
    several = len({measure for _, measure, _ in lines}) > 1
    compared = [line[0].value or 0.0 for line in cells if line[0] and not (several and line[0].measure in ALONE)]
    largest = max(compared) if len(compared) > 1 else 0.0
    rows = tuple(
        Row(words, _cells(line, 0.0 if several and measure in ALONE else largest, say))
        for (words, measure, _), line in zip(lines, cells, strict=True)
        if name != "time" or line[0]
    )
    columns = PEOPLE if name == "people" else ("days",) if name == "time" else ("number",)
    return Table(caption, first, tuple(say(f"column.{column}") for column in columns), rows)


def _cells(line: Sequence[Figure | None], largest: float, say: Speech) -> tuple[Cell, ...]:
    """The figures of a line; the first has the bar."""
    return tuple(_cell(figure, 0.0 if at else largest, say) for at, figure in enumerate(line))


def _cell(figure: Figure | None, largest: float, say: Speech) -> Cell:
    if figure is None:
        return Cell(say("value.none"))
    if figure.value is None:
        if not figure.suppressed:
            return Cell(say("value.none"))
        counted = figure.unit not in ("share", "nationalities", "days") and not figure.measure.endswith("_women")
        return Cell(say("value.few" if counted else "value.withheld"))
    words = say.percent(figure.value) if figure.unit == "share" else _number(figure.value, say)
    return Cell(words, figure.value / largest if largest else None, _rests(figure, say))


def _number(value: float, say: Speech) -> str:
    return say.number(value, 0 if value == round(value) else 1)


def _rests(figure: Figure, say: Speech) -> str:
    """What a figure rests on, where the figure is not a count itself."""
    if not figure.count:
        return ""
    number = figure.count
    if figure.measure == "days_women_share":
        return say("rests.worked", count=number)
    if figure.unit == "share":
        return say("rests.declared", count=number)
    if figure.measure == DAYS:
        return say("rests.people", count=number)
    if figure.unit == "days":
        return say("rests.median", count=number)
    return say("rests.calls", count=number) if figure.measure == "applications_per_call" else ""


def group_words(figure: Figure, by: str, say: Speech) -> str:
    """A group in the language of the page."""
    group = figure.group or ""
    if group in SPECIAL:
        return say(f"group.{SPECIAL[group]}")
    if by in ("field", "activity_type"):
        return say.term("fields" if by == "field" else "activity_types", group)
    if by == "month":
        return str(format_skeleton("yMMMM", date.fromisoformat(f"{group}-01"), locale=say.locale))
    if by == "region":
        return say(f"region.{group}") if group in REGIONS else group
    return say.country(group) if by in ("country", "nationality") else group
