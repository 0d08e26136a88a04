"""What a structured CV says, before it is written out as text: plain values that a reader of one format fills in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from matching.cv.values import CvDate, EntryKind
from matching.entities import Cefr, LanguageClaim

Scale = Literal["cefr", "prag", "europeaid", "words", "none"]


@dataclass(frozen=True)
class DraftPeriod:
    """Dates as far as they are written; `doubt` says what could not be."""

    start: CvDate | None = None
    end: CvDate | None = None
    ongoing: bool = False
    doubt: str = ""  # the question to ask
    written: str = ""  # the words, where they are to be shown in place of the dates


@dataclass(frozen=True)
class DraftEntry:
    """One segment; every text may still hold markup."""

    kind: EntryKind
    title: str = ""
    employer: str = ""
    place: str = ""
    country: str | None = None  # ISO code
    period: DraftPeriod = DraftPeriod()
    details: tuple[str, ...] = ()  # further texts, each with its own lines
    section: str = ""  # key of the section's label, or its own title as written


@dataclass(frozen=True)
class DraftLanguage:
    """One language as the form words it."""

    name: str  # as shown
    claim: LanguageClaim
    wording: str  # as shown after the name
    scale: Scale = "cefr"


@dataclass
class Draft:
    """A CV taken apart. `dropped` counts protected data by kind; what they said is not held, but for the birth date."""

    name: str = ""
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    nationalities: list[tuple[str, str]] = field(default_factory=list)  # as written, ISO code
    gender: tuple[str, str] | None = None  # as written, woman | man | other
    entries: list[DraftEntry] = field(default_factory=list)
    languages: list[DraftLanguage] = field(default_factory=list)
    birth: date | None = None
    dropped: dict[str, int] = field(default_factory=dict)
    questions: list[tuple[str, str]] = field(default_factory=list)  # about, question
    language: str | None = None  # ISO code, where the document says

    def drop(self, kind: str, count: int = 1) -> None:
        """Count protected data that was met and left out."""
        if count:
            self.dropped[kind] = self.dropped.get(kind, 0) + count


def lowest(levels: list[Cefr]) -> Cefr | None:
    """The lowest of several levels of one skill, which is the one that can be relied on."""
    return min(levels, key=lambda level: level.rank, default=None)
