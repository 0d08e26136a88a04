"""Demand and supply as a heat map and tables: numbers in words, cells that lead on, and how short each is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from api.governance.suppression import LEAST
from api.services.supply.gaps import Gaps
from api.services.supply.told_cells import GapCell
from api.speech.speech import Speech
from api.web.supply.narrowing import ORDER, Narrowed, value_words
from matching.supply.cells import PERSONAL, Dimension
from matching.supply.sought import NOT_SAID
from matching.vocabulary import Vocabulary

STEPS = (1, 3, 5, 10)  # people from which a position is less short: below the first nobody is eligible
MOST_LINES = 12  # of a table
FEW = 1  # the shade of one to four people, where no more is told


@dataclass(frozen=True)
class HeatCell:
    """A cell of the heat map. `shade`: 0 where nobody is eligible for some position, to 4 where ten are for each."""

    words: str
    aside: str
    shade: int
    address: str
    label: str


@dataclass(frozen=True)
class Side:
    """What a row or a column of the heat map is about."""

    code: str
    words: str
    address: str


@dataclass(frozen=True)
class HeatMap:
    """Demand by two things asked for; a cell is None where no position asks for both."""

    first: Dimension
    second: Dimension
    columns: tuple[Side, ...]
    rows: tuple[tuple[Side, tuple[HeatCell | None, ...]], ...]


@dataclass(frozen=True)
class Line:
    """A line of a table: what it is about, where it leads, and the numbers in words by column."""

    words: str
    address: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Cells told apart by one thing."""

    by: Dimension
    columns: tuple[str, ...]  # keys of sentences
    lines: tuple[Line, ...]
    more: int  # lines that are not shown
    csv: str  # where all of them are given


def axes(which: Narrowed, fields: Vocabulary) -> tuple[Dimension, Dimension] | None:
    """By what the heat map of a page is told apart; None where there is nothing left to tell apart.

    Raises:
        UnknownCode: there is no such field.
    """
    field, language = which.where.get("field"), which.where.get("language")
    second: Dimension = "level" if language else "language"
    if field is not None and (field == NOT_SAID or not fields.children(field)):
        return None
    return None if second in which.where else ("field", second)


def tables_of(which: Narrowed, fields: Vocabulary) -> tuple[Dimension, ...]:
    """What the tables of a page are about: whatever it is not narrowed by, and the heat map does not tell."""
    told = axes(which, fields) or ()
    return tuple(one for one in ORDER if one not in which.where and one not in told and one != "field")


def heat_map(found: Gaps, which: Narrowed, say: Speech) -> HeatMap | None:
    """The heat map of cells told apart by two things asked for; None where nothing is."""
    if not found.cells:
        return None
    first, second = found.by
    asked: dict[str, int] = {}
    for cell in found.cells:
        asked[cell.of[second]] = asked.get(cell.of[second], 0) + cell.positions
    columns = sorted(asked, key=lambda code: (code == NOT_SAID, -asked[code], code))
    if second == "level":
        columns = sorted(asked, key=lambda code: (code == NOT_SAID, code))
    by_place = {(cell.of[first], cell.of[second]): cell for cell in found.cells}
    rows = sorted({cell.of[first] for cell in found.cells}, key=lambda code: (code == NOT_SAID, code))
    return HeatMap(
        first,
        second,
        tuple(_side(second, code, which, say) for code in columns),
        tuple(
            (
                _side(first, row, which, say),
                tuple(_heat(by_place.get((row, column)), which, say) for column in columns),
            )
            for row in rows
        ),
    )


def table(found: Gaps, which: Narrowed, since: date | None, say: Speech) -> Table | None:
    """Cells told apart by one thing, the largest first; None where there is nothing to tell apart."""
    (by,) = found.by
    cells = found.cells
    if not cells or (len(cells) == 1 and by not in PERSONAL):
        return None
    guarded = by in PERSONAL and all(cell.fewest is None and cell.thin is None for cell in cells)
    columns = ("people",) if guarded else (*(("positions",) if by not in PERSONAL else ()), "people", "fewest", "thin")
    if not guarded and any(cell.compared for cell in cells):
        columns = (*columns, "third")
    order = sorted(cells, key=lambda cell: (cell.of[by] == NOT_SAID, *_size(cell, by), cell.of[by]))
    lines = tuple(_line(cell, by, columns, which, say) for cell in order[:MOST_LINES])
    return Table(by, columns, lines, len(order) - len(lines), which.csv([by], since))


def people_words(number: float | None, say: Speech) -> str:
    """A number of people; one that is not told as "fewer than five"."""
    return say("few", least=LEAST) if number is None else say.number(number, 0 if number == int(number) else 1)


def _size(cell: GapCell, by: Dimension) -> tuple[float, ...]:
    if by in ("level", "season"):
        return ()
    return (-cell.positions, -(cell.people or 0)) if by not in PERSONAL else (-(cell.people or 0),)


def _side(name: Dimension, code: str, which: Narrowed, say: Speech) -> Side:
    return Side(code, value_words(name, code, say), _narrower(which, {name: code}))


def _narrower(which: Narrowed, values: dict[Dimension, str]) -> str:
    return which.address(**{str(name): value for name, value in values.items()})


def _heat(cell: GapCell | None, which: Narrowed, say: Speech) -> HeatCell | None:
    if cell is None:
        return None
    label = ", ".join(value_words(name, value, say) for name, value in cell.of.items())
    shade = FEW if cell.fewest is None else sum(cell.fewest >= step for step in STEPS)
    words = people_words(cell.fewest, say)
    return HeatCell(words, say("heat.positions", count=cell.positions), shade, _narrower(which, dict(cell.of)), label)


def _line(cell: GapCell, by: Dimension, columns: Sequence[str], which: Narrowed, say: Speech) -> Line:
    value = cell.of[by]
    leads = by not in ("gender", "nationality") and (by not in PERSONAL or not cell.suppressed)
    return Line(
        value_words(by, value, say),
        _narrower(which, {by: value}) if leads else "",
        tuple(_numbers(cell, columns, say)),
    )


def _numbers(cell: GapCell, columns: Sequence[str], say: Speech) -> Iterable[str]:
    for column in columns:
        if column == "positions":
            yield say.number(cell.positions)
        elif column == "thin":
            yield say("of", part=say.number(cell.thin or 0), whole=say.number(cell.positions))
        elif column == "third":
            yield say("of", part=say.number(cell.third_would_do or 0), whole=say.number(cell.compared or 0))
        else:
            yield people_words(cell.people if column == "people" else cell.fewest, say)
