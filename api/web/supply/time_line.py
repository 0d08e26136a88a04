"""A line of counts and what is expected after it, as places in a picture: lines, boxes and the words on the axes.

The picture is drawn by the template as SVG, once for a wide screen and once for a telephone, since letters of a picture that
is merely shrunk are too small to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.forecasting import SEASON, Expected, Period

LEFT, RIGHT, TOP, BOTTOM = 34.0, 8.0, 10.0, 26.0  # room for the axes
ROUND = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
MOST_STEPS = 5  # of the axis of counts
LETTERS = 46.0  # width of a year on the axis, with the room beside it


@dataclass(frozen=True)
class Mark:
    """A word on an axis, and where it stands."""

    at: float
    words: str


@dataclass(frozen=True)
class Box:
    """What is expected of a period: from `top` to `bottom` with 80 %, `middle` on average."""

    left: float
    width: float
    top: float
    bottom: float
    middle: float


@dataclass(frozen=True)
class TimeLine:
    """The picture. `points` is the line of what was counted, as SVG takes it; `now` is where what is expected begins."""

    name: str
    width: float
    height: float
    points: str
    boxes: tuple[Box, ...]
    rows: tuple[Mark, ...]
    years: tuple[Mark, ...]
    now: float

    @property
    def end(self) -> float:
        """The right end of the picture inside the axes."""
        return self.width - RIGHT

    @property
    def floor(self) -> float:
        """Where no request at all lies."""
        return self.height - BOTTOM


def time_line(
    name: str,
    period: Period,
    names: Sequence[str],
    observed: Sequence[int],
    expected: Sequence[Expected],
    width: float,
    height: float = 250.0,
    most: int | None = None,
) -> TimeLine:
    """The picture of a line.

    Args:
        name: by which the two pictures of one line are told apart.
        names: of all periods, past and coming, such as "2026-Q3".
        most: past periods that are drawn, the last ones; all if not given.
    """
    left_out = max(0, len(observed) - most) if most else 0
    observed, names = observed[left_out:], names[left_out:]
    step = (width - LEFT - RIGHT) / max(len(names), 1)
    highest = max([1, *observed, *(one.high for one in expected)])
    unit = next((one for one in ROUND if highest / one <= MOST_STEPS), ROUND[-1] * (highest // ROUND[-1]))
    top = unit * -(-highest // unit)

    def height_of(number: float) -> float:
        return round(height - BOTTOM - (height - BOTTOM - TOP) * number / top, 1)

    def middle_of(place: int) -> float:
        return round(LEFT + step * (place + 0.5), 1)

    boxes = tuple(
        Box(
            round(LEFT + step * (len(observed) + at), 1),
            round(step, 1),
            height_of(one.high),
            height_of(one.low),
            height_of(one.mean),
        )
        for at, one in enumerate(expected)
    )
    return TimeLine(
        name=name,
        width=width,
        height=height,
        points=" ".join(f"{middle_of(at)},{height_of(number)}" for at, number in enumerate(observed)),
        boxes=boxes,
        rows=tuple(Mark(height_of(number), str(number)) for number in range(0, top + 1, unit)),
        years=_years(names, period, step),
        now=round(LEFT + step * len(observed), 1),
    )


def _years(names: Sequence[str], period: Period, step: float) -> tuple[Mark, ...]:
    """The years whose first period is drawn; of many, only some, so that they do not run into each other."""
    begins = [at for at, name in enumerate(names) if name.endswith(("-Q1", "-01")) or period == "year"]
    every = max(1, -(-int(LETTERS) // max(int(step * SEASON[period]), 1)))
    return tuple(Mark(round(LEFT + step * at, 1), names[at][:4]) for at in begins[::-1][::every][::-1])
