"""What came of an import of CVs, document by document, in words that hold nothing of a person beyond the file's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from api.services.cvs.cv_reading import Document
from matching.cv.forms import Column
from matching.cv.values import Doubt, ReadProfile, Taken
from matching.errors import MatchingError

Outcome = Literal["new", "newer", "possible", "same", "failed"]
OUTCOMES: dict[Outcome, str] = {
    "new": "added",
    "newer": "newer CV of a person on record",
    "possible": "possibly a person on record already",
    "same": "known already, passed over",
    "failed": "could not be read",
}
ABOUT = {
    "dates": "dates of a post or of studies", "level": "level of a language", "nationalities": "nationality",
    "nationality": "nationality", "languages": "languages", "name": "name", "employer": "employer", "kind": "kind of an entry",
    "status": "status", "gender": "declared gender", "country": "country",
}  # fmt: skip
_QUOTED = re.compile(r"'.*'")


@dataclass(frozen=True)
class Line:
    """One document of the report."""

    name: str
    outcome: Outcome
    expert_id: str = ""
    format: str = ""
    language: str = ""
    pages: int = 0
    entries: int = 0
    languages: int = 0
    fields: int = 0
    dropped: tuple[tuple[str, int], ...] = ()  # kind, how many
    doubts: tuple[tuple[str, int], ...] = ()  # about what, how many
    notes: tuple[str, ...] = ()  # of the reader, and cells of a row that could not be read
    reason: str = ""  # of a failure, and what to do next
    next_step: str = ""


@dataclass
class ImportReport:
    """All documents of an import, and what it did to the columns of sheets."""

    dry_run: bool = False
    lines: list[Line] = field(default_factory=list)
    sheets: dict[str, tuple[Column, ...]] = field(default_factory=dict)
    counts: Counter[Outcome] = field(default_factory=Counter)

    def add(self, line: Line) -> None:
        """Count a document."""
        self.lines.append(line)
        self.counts[line.outcome] += 1

    @property
    def dropped(self) -> Counter[str]:
        """How often each kind of protected data was met and left out."""
        return _summed(line.dropped for line in self.lines)

    @property
    def doubts(self) -> Counter[str]:
        """How often something was left open, by what it is about."""
        return _summed(line.doubts for line in self.lines)

    @property
    def doubtful(self) -> list[Line]:
        """Documents that left something open."""
        return [line for line in self.lines if line.doubts or line.notes or line.outcome == "possible"]

    @property
    def failed(self) -> list[Line]:
        """Documents that could not be read."""
        return [line for line in self.lines if line.outcome == "failed"]


def line_of(document: Document, outcome: Outcome, read: object = None, expert_id: str | None = None) -> Line:
    """The line of a document of which something was taken, or that was met twice."""
    profile = read if isinstance(read, ReadProfile) else None
    found: Taken | ReadProfile | None = profile or document.taken
    if found is None:
        return Line(document.name, outcome)
    parts = found.parts
    return Line(
        document.name, outcome, expert_id or "", found.format, (profile.language or "") if profile else "", found.pages,
        len(parts.entries), len(parts.languages), len(profile.fields) if profile else 0,
        tuple((dropped.kind, dropped.count) for dropped in parts.dropped),
        tuple(sorted(Counter(about(doubt) for doubt in parts.doubts).items())),
        (*found.warnings, *_cells(document)),
    )  # fmt: skip


def known_line(document: Document, expert_id: str, read: Mapping[str, Any]) -> Line:
    """The line of a document that was read in an earlier import, with what was found then where that still stands."""
    if not read:
        return Line(document.name, "same", expert_id)
    return line_of(document, "same", ReadProfile.model_validate(read), expert_id)


def failure(document: Document, problem: MatchingError | None = None) -> Line:
    """The line of a document that could not be read or kept, for this reason or its own."""
    found = problem or document.problem
    assert found is not None
    reason = " ".join(part for part in (found.what, found.found) if part)
    return Line(document.name, "failed", reason=reason, next_step=found.next_step, notes=tuple(_cells(document)))


def about(doubt: Doubt) -> str:
    """What a doubt is about, without what the CV says: "dates of a post or of studies"."""
    last = doubt.about.rpartition(".")[2]
    return ABOUT.get(last, last if last.isalpha() else "an entry")


def _cells(document: Document) -> list[str]:
    """Cells that could not be read, by their column; what stands in them is left out."""
    return [
        f"column '{column}': {_QUOTED.sub('what it says', reason)}" if column else reason
        for column, reason in document.cells
    ]


def _summed(counts: Iterable[tuple[tuple[str, int], ...]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for some in counts:
        for kind, count in some:
            total[kind] += count
    return total
