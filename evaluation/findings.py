"""What a judge brings back: figures with intervals, charts with the rows behind them, and in words what is weak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class Skipped(Exception):
    """The judge's data is not there; the message says what is missing and where it would be looked for."""


@dataclass(frozen=True)
class Figure:
    """One measured value with its 95 % interval over `n` queries, pairs or people (as `unit` says)."""

    judge: str
    measure: str
    value: float
    low: float
    high: float
    n: int
    group: str = ""  # a slice of the data ("language fr") or a variant ("without words"); "" for the whole
    unit: str = "queries"
    higher_is_better: bool | None = True  # None where the figure is only descriptive


@dataclass(frozen=True)
class Chart:
    """A chart as a Vega-Lite specification without its data, and the rows of the table behind it."""

    name: str  # lower case, for file names
    title: str
    specification: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]
    caption: str


@dataclass
class Findings:
    """Everything one judge found. `weak` holds whole sentences on what is not good, with figures; `notes` on method."""

    figures: list[Figure] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
