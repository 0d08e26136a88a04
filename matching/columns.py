"""The facts of a roster as columns, one row per expert, so that a gate looks at everyone in one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.codes import fold
from matching.entities import SKILLS, Expert
from matching.vocabulary import Vocabularies

NOT_SAID = -1
NEVER = 0  # stands for "no such day" in columns of ordinal days

Rows = NDArray[np.int32]


@dataclass(frozen=True)
class Columns:
    """One row per expert, in roster order. Holds neither gender nor nationality: gates and scores cannot see them."""

    levels: Mapping[
        str, NDArray[np.int8]
    ]  # language -> (n, 4) by skill: 0 not listed, -1 listed without level, 1-6 CEFR
    languages_said: NDArray[np.bool_]
    status: NDArray[np.int16]  # index into `statuses`, or NOT_SAID
    statuses: tuple[str, ...]
    public: NDArray[np.int8]  # 1, 0 or NOT_SAID
    absences_said: NDArray[np.bool_]
    absent_row: Rows  # the three run in parallel, one entry per absence
    absent_from: Rows  # ordinal days
    absent_to: Rows
    release_days: NDArray[np.int16]
    conflicts_said: NDArray[np.bool_]
    conflict_rows: Mapping[str, Rows]  # folded partner or action code -> rows that declared it
    validated: NDArray[np.int8]
    consent: NDArray[np.int8]
    excluded: NDArray[np.bool_]
    days_before_open: Rows  # days in dated posts before the earliest post still going on
    open_since: Rows  # ordinal day on which that post began, or NEVER
    dated: NDArray[np.bool_]  # has at least one dated post
    institution: Rows  # a number per home institution, or NOT_SAID
    fields: NDArray[np.bool_]  # (n, fields of the vocabulary)
    competences: NDArray[np.bool_]
    activities: NDArray[np.bool_]
    countries: Mapping[str, Rows]  # country -> rows with professional experience there
    mission_countries: Mapping[str, Rows]
    mission_partners: Mapping[str, Rows]  # folded partner -> rows

    @property
    def size(self) -> int:
        """Number of experts."""
        return len(self.status)

    def years(self, today: date, rows: NDArray[np.int64] | slice | None = None) -> NDArray[np.float32]:
        """Years in dated posts up to today of the people in `rows`, overlaps counted once; NaN where no post is dated.

        Those of everybody, where no rows are given, are kept: they are the same for every call of a day.
        """
        if rows is not None:
            return self._years(today, rows)
        kept: tuple[date, NDArray[np.float32]] | None = self.__dict__.get("_kept")
        if kept is None or kept[0] != today:
            kept = self.__dict__["_kept"] = (today, self._years(today, slice(None)))
        return kept[1]

    def _years(self, today: date, rows: NDArray[np.int64] | slice) -> NDArray[np.float32]:
        since = self.open_since[rows]
        still = np.where(since > NEVER, np.maximum(today.toordinal() - since, 0), 0)
        years = (self.days_before_open[rows] + still) / 365.25
        return np.where(self.dated[rows], years, np.nan).astype(np.float32)


def _days_in_posts(expert: Expert) -> tuple[int, int, bool]:
    """Days in dated posts before the earliest open one, the day that one began (or NEVER), and whether any is dated."""
    closed: list[tuple[int, int]] = []
    open_since: int | None = None
    for segment in expert.segments:
        if segment.start is None or segment.kind not in ("post", "assignment"):
            continue
        if segment.end is not None:
            closed.append((segment.start.toordinal(), max(segment.end, segment.start).toordinal()))
        elif segment.kind == "post":
            start = segment.start.toordinal()
            open_since = start if open_since is None else min(start, open_since)
    total, reached = 0, NEVER
    for start, end in sorted(closed):
        if open_since is not None:
            end = min(end, open_since)
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total, open_since or NEVER, bool(closed) or open_since is not None


def years_in_posts(expert: Expert, today: date) -> float | None:
    """Years in dated posts up to today for one expert, read as the column is; None where no post is dated."""
    before, since, dated = _days_in_posts(expert)
    still = max(today.toordinal() - since, 0) if since > NEVER else 0
    return (before + still) / 365.25 if dated else None


def _tri(value: bool | None) -> int:
    return NOT_SAID if value is None else int(value)


def _rows(index: dict[str, list[int]]) -> dict[str, Rows]:
    return {key: np.array(rows, dtype=np.int32) for key, rows in index.items()}


class _Collector:
    """Gathers rows by key while the experts go by once."""

    def __init__(self) -> None:
        self.index: dict[str, list[int]] = {}

    def add(self, row: int, keys: Iterable[str]) -> None:
        for key in set(keys):
            self.index.setdefault(key, []).append(row)

    def rows(self) -> dict[str, Rows]:
        return _rows(self.index)


def build_columns(
    experts: Iterable[Expert], vocabularies: Vocabularies, institutions: dict[str, int] | None = None
) -> Columns:
    """Read the experts once and lay their facts out in columns.

    Codes are taken in any printed variant; one that the vocabulary does not hold is passed over here (reading a roster
    reports it).

    Args:
        institutions: their numbers among people read before; new ones are added.
    """
    kinds = (vocabularies.fields, vocabularies.competences, vocabularies.activity_types)
    places = [{term.code: i for i, term in enumerate(kind)} for kind in kinds]
    statuses = tuple(term.code for term in vocabularies.statuses)
    public_of = {term.code: _tri(term.public) for term in vocabularies.statuses}
    scalar: list[tuple[int, ...]] = []
    institutions = {} if institutions is None else institutions
    marks: tuple[list[tuple[int, int]], ...] = ([], [], [])
    language_rows: dict[str, list[tuple[int, ...]]] = {}
    absences: list[tuple[int, int, int]] = []
    conflicts, countries, mission_countries, mission_partners = _Collector(), _Collector(), _Collector(), _Collector()
    row = -1
    for row, expert in enumerate(experts):
        status = expert.status if expert.status in public_of else None
        scalar.append(
            (
                statuses.index(status) if status else NOT_SAID,
                public_of[status] if status else NOT_SAID,
                bool(expert.languages),
                expert.absences is not None,
                NOT_SAID if expert.release_days is None else expert.release_days,
                expert.conflicts is not None,
                _tri(expert.validated),
                _tri(expert.consent),
                expert.excluded,
                *_days_in_posts(expert),
                institutions.setdefault(fold(expert.institution), len(institutions))
                if expert.institution
                else NOT_SAID,
            )
        )
        for claim in expert.languages:
            found = [claim.level(skill) for skill in SKILLS]
            language_rows.setdefault(claim.language, []).append(
                (row, *(level.rank if level else -1 for level in found))
            )
        absences += [(row, a.start.toordinal(), a.end.toordinal()) for a in expert.absences or ()]
        for place, kind, mark, codes in zip(
            places, kinds, marks, (expert.fields, expert.competences, expert.activity_types), strict=True
        ):
            mark += [(row, place[kind.normalise(code)]) for code in codes if kind.has(code)]
        conflicts.add(row, (fold(c) for c in expert.conflicts or ()))
        countries.add(row, expert.countries)
        countries.add(row, (s.country for s in expert.segments if s.country))
        mission_countries.add(row, (m.country for m in expert.missions if m.country))
        mission_partners.add(row, (fold(m.partner) for m in expert.missions if m.partner))
    return _assemble(
        row + 1, scalar, statuses, language_rows, absences, marks, [len(k) for k in kinds],
        conflicts.rows(), countries.rows(), mission_countries.rows(), mission_partners.rows(),
    )  # fmt: skip


def _assemble(
    size: int,
    scalar: Sequence[tuple[int, ...]],
    statuses: tuple[str, ...],
    language_rows: dict[str, list[tuple[int, ...]]],
    absences: Sequence[tuple[int, int, int]],
    marks: Sequence[list[tuple[int, int]]],
    widths: Sequence[int],
    conflicts: dict[str, Rows],
    countries: dict[str, Rows],
    mission_countries: dict[str, Rows],
    mission_partners: dict[str, Rows],
) -> Columns:
    table = np.array(scalar, dtype=np.int32).reshape(size, 13)
    levels = {}
    for language, rows in language_rows.items():
        said = np.array(rows, dtype=np.int32)
        levels[language] = np.zeros((size, len(SKILLS)), dtype=np.int8)
        levels[language][said[:, 0]] = said[:, 1:]
    hot = []
    for mark, width in zip(marks, widths, strict=True):
        matrix = np.zeros((size, width), dtype=np.bool_)
        if mark:
            matrix[tuple(np.array(mark).T)] = True
        hot.append(matrix)
    away = np.array(absences, dtype=np.int32).reshape(-1, 3)
    return Columns(
        levels=levels,
        status=table[:, 0].astype(np.int16),
        statuses=statuses,
        public=table[:, 1].astype(np.int8),
        languages_said=table[:, 2].astype(np.bool_),
        absences_said=table[:, 3].astype(np.bool_),
        release_days=table[:, 4].astype(np.int16),
        conflicts_said=table[:, 5].astype(np.bool_),
        validated=table[:, 6].astype(np.int8),
        consent=table[:, 7].astype(np.int8),
        excluded=table[:, 8].astype(np.bool_),
        days_before_open=table[:, 9],
        open_since=table[:, 10],
        dated=table[:, 11].astype(np.bool_),
        institution=table[:, 12],
        absent_row=away[:, 0],
        absent_from=away[:, 1],
        absent_to=away[:, 2],
        conflict_rows=conflicts,
        fields=hot[0],
        competences=hot[1],
        activities=hot[2],
        countries=countries,
        mission_countries=mission_countries,
        mission_partners=mission_partners,
    )
