"""Figures as an evaluation measured them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FigureFact:
    """A measured figure with its 95 % interval; `better` says which way is better, None where it only describes."""

    judge: str
    measure: str
    group: str
    value: float
    low: float
    high: float
    higher_is_better: bool | None = True
    n: int | None = None
    unit: str = ""


@dataclass(frozen=True)
class Figures:
    """What an evaluation measured, and with what."""

    source: str  # the name of the file
    made_with: Mapping[str, str]
    rows: tuple[FigureFact, ...]
    made_at: str | None = None
    quick: bool = True
    about: Mapping[str, str] = field(default_factory=dict)  # what each judge measures
    weak: tuple[tuple[str, str], ...] = ()  # judge, sentence
    not_measured: tuple[tuple[str, str], ...] = ()  # judge, why

    def find(self, judge: str, measure: str, group: str = "") -> FigureFact | None:
        """The figure of that name, None where it was not measured."""
        key = (judge, measure, group)
        return next((row for row in self.rows if (row.judge, row.measure, row.group) == key), None)

    @property
    def judges(self) -> tuple[str, ...]:
        """Every judge that measured something, in order."""
        return tuple(dict.fromkeys(row.judge for row in self.rows))
