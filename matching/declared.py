"""What people declared about themselves, as columns for composition and audit. Gates and criteria never import this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.columns import Columns
from matching.entities import Expert
from matching.results import BalanceReport, FunnelStep

GENDERS = ("woman", "man", "other")
UNDECLARED = -1
FEW = 100  # people up to whom each is looked up, where a roster may hold a million


@dataclass(frozen=True)
class DeclaredColumns:
    """Declared gender per row (index into GENDERS or UNDECLARED), and one entry per person and nationality."""

    gender: NDArray[np.int8]
    nationality_row: NDArray[np.int32]
    nationality: NDArray[np.int16]  # index into `countries`
    countries: tuple[str, ...]

    @cached_property
    def different(self) -> int:
        """How many nationalities were declared by anybody."""
        return len(np.unique(self.nationality))


def build_declared(experts: Iterable[Expert]) -> DeclaredColumns:
    """Read the experts' declarations once."""
    gender, rows, found = [], [], []
    countries: dict[str, int] = {}
    for row, expert in enumerate(experts):
        gender.append(GENDERS.index(expert.declared.gender) if expert.declared.gender else UNDECLARED)
        for country in expert.declared.nationalities:
            rows.append(row)
            found.append(countries.setdefault(country, len(countries)))
    return DeclaredColumns(
        np.array(gender, dtype=np.int8),
        np.array(rows, dtype=np.int32),
        np.array(found, dtype=np.int16),
        tuple(countries),
    )


def funnel_step(step: str, rows: NDArray[np.int64], declared: DeclaredColumns, columns: Columns) -> FunnelStep:
    """Counts of the people in `rows` by what they declared (R8: watched at every step)."""
    gender = declared.gender[rows]
    return FunnelStep(
        step=step,
        people=len(rows),
        women=int(np.count_nonzero(gender == GENDERS.index("woman"))),
        men=int(np.count_nonzero(gender == GENDERS.index("man"))),
        other=int(np.count_nonzero(gender == GENDERS.index("other"))),
        undeclared=int(np.count_nonzero(gender == UNDECLARED)),
        public=int(np.count_nonzero(columns.public[rows] == 1)),
        nationalities=declared.different if len(rows) == columns.size else _different(rows, declared, columns.size),
    )


def _different(rows: NDArray[np.int64], declared: DeclaredColumns, people: int) -> int:
    """How many nationalities the people in `rows` declared between them."""
    if len(rows) < FEW:  # each is looked up, for entries come in the order of rows
        wanted = rows.astype(declared.nationality_row.dtype)
        first, last = (np.searchsorted(declared.nationality_row, wanted, side) for side in ("left", "right"))
        return len({int(one) for a, b in zip(first, last, strict=True) for one in declared.nationality[a:b]})
    inside = np.zeros(people, dtype=np.bool_)
    inside[rows] = True
    return int(np.count_nonzero(np.bincount(declared.nationality[inside[declared.nationality_row]])))


def balance_of(people: Sequence[Expert], public: Sequence[bool | None], countries: int) -> BalanceReport:
    """The make-up of a team or list. `countries`: how many different ones its members can stand for."""
    return BalanceReport(
        gender=dict(sorted(Counter(e.declared.gender or "undeclared" for e in people).items())),
        nationalities=dict(
            sorted(Counter(n for e in people for n in (e.declared.nationalities or ("undeclared",))).items())
        ),
        countries=countries,
        public=sum(1 for is_public in public if is_public),
        institutions=len({e.institution for e in people if e.institution}),
        status=dict(sorted(Counter(e.status or "not said" for e in people).items())),
    )
