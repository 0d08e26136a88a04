"""The values on the way from a CV to a profile: blocks of text, entries, facts with their source, proposals.

Every fact says where it stands: a `Source` is a stretch of the CV's text as it is kept, which is the text after protected
data was taken out. Dates keep the precision they were written with; what was not said is None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from matching.entities import Country, Language, LanguageClaim, Text, Value

Format = Literal[
    "europass_xml", "skills_passport_xml", "skills_passport_json", "json_resume", "europeaid",
    "docx", "odt", "pdf", "scan", "rtf", "html", "markdown", "text", "roster_row",
]  # fmt: skip
EntryKind = Literal["summary", "post", "assignment", "degree", "training", "publication", "skills", "other"]
Precision = Literal["day", "month", "year"]
BlockKind = Literal["line", "heading", "item", "row"]
LONGEST_QUOTE = 400


# --- the text of a document, in reading order ------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """One line of a document as it was written: a paragraph, a heading, an item of a list, or a row of a table."""

    text: str  # without marks of a list; the cells of a row with tabs between them; never a line break
    kind: BlockKind = "line"
    page: int = 1
    level: int | None = None  # of a heading the document declares (1 is the highest); None where nothing declares it
    bold: bool = False  # the whole line
    size: float | None = None  # points, where the document says
    apart: bool = False  # more room stands before it than between the lines around it, or an empty line
    cells: tuple[str, ...] = ()  # of a row
    indent: float = 0.0  # distance from the left edge of its column, in points or columns of text
    table: int | None = None  # number of the table that a row belongs to


@dataclass(frozen=True)
class CvText:
    """A document as blocks in reading order, and the text that sources count their characters in."""

    blocks: tuple[Block, ...]
    format: Format
    pages: int = 1
    warnings: tuple[str, ...] = ()
    attachments: tuple[bytes, ...] = ()  # XML files inside a PDF, as they came

    @cached_property
    def text(self) -> str:
        """All blocks, each on a line of its own."""
        return "\n".join(block.text for block in self.blocks)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each block begins in `text`."""
        out, at = [], 0
        for block in self.blocks:
            out.append(at)
            at += len(block.text) + 1
        return tuple(out)

    def source(self, first: int, last: int | None = None, start: int = 0, end: int | None = None) -> Source:
        """The stretch from character `start` of block `first` to character `end` of block `last` (its whole: None)."""
        last = first if last is None else last
        begin = self.offsets[first] + start
        stop = self.offsets[last] + (len(self.blocks[last].text) if end is None else end)
        return Source(start=begin, end=stop, text=self.text[begin:stop][:LONGEST_QUOTE], page=self.blocks[first].page)


# --- facts -----------------------------------------------------------------------------------------------------------


class Source(Value):
    """Where a fact stands: characters `start` to `end` of the kept text, what is written there, and its page."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: Text  # at most LONGEST_QUOTE characters of it
    page: int | None = None


class CvDate(Value):
    """A date as precise as it was written; the parts not written stand at their first."""

    day: date
    precision: Precision

    @property
    def iso(self) -> str:
        """2015, 2015-03 or 2015-03-01."""
        return self.day.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]


class Entry(Value):
    """One segment of a CV: a post, an assignment, a degree... with its facts, as far as they are written."""

    kind: EntryKind
    text: Text  # of the whole entry, its lines one below the other
    source: Source  # its boundaries
    language: Language | None = None  # of the text
    title: Text | None = None  # the position held, or the degree
    employer: Text | None = None  # or who awarded the degree
    place: Text | None = None  # town or address, as written
    country: Country | None = None
    start: CvDate | None = None
    end: CvDate | None = None
    ongoing: bool = False  # "to date"
    dates_source: Source | None = None
    employer_source: Source | None = None
    title_source: Source | None = None


class LanguageFact(Value):
    """A language with its level per skill, and how the CV words it (`claim.origin`)."""

    claim: LanguageClaim
    source: Source
    scale: Literal["cefr", "prag", "europeaid", "words", "none"] = "words"


class TextFact(Value):
    """Something written: a name, an e-mail address, a telephone number."""

    value: Text
    source: Source


class CodeFact(Value):
    """A code for something the CV states, such as a nationality (ISO 3166-1 alpha-2)."""

    code: str
    source: Source


class CodeProposal(Value):
    """A code proposed from the CV, with a confidence from 0 to 1 and the sentence that shows it."""

    code: str
    confidence: float = Field(ge=0, le=1)
    reason: Text
    source: Source | None = None
    years: float | None = Field(default=None, ge=0)  # of work in it, overlaps counted once; None: not known


class Dropped(Value):
    """A kind of protected data that was met and taken out; what it said is kept nowhere."""

    kind: Literal[
        "photo", "birth", "age", "family", "religion", "health", "union", "gender", "origin", "identity number"
    ]
    count: int = Field(ge=1)


class Doubt(Value):
    """Something the reader could not settle: what, where, and the question to ask the person."""

    about: str  # path of the fact, for example "entries.3.dates"
    question: Text
    source: Source | None = None


class Parts(Value):
    """What a reader of one kind of document found, before anything is proposed."""

    text: Text  # the kept text that all sources count in
    entries: tuple[Entry, ...] = ()
    languages: tuple[LanguageFact, ...] = ()
    name: TextFact | None = None
    emails: tuple[TextFact, ...] = ()
    phones: tuple[TextFact, ...] = ()
    links: tuple[TextFact, ...] = ()
    nationalities: tuple[CodeFact, ...] = ()  # only where stated as such
    gender: CodeFact | None = None  # woman, man or other; only from a field made for it
    dropped: tuple[Dropped, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Taken(Value):
    """What was taken from one document, before proposals: all that leaves the process that read it."""

    format: Format
    pages: int = 1
    parts: Parts
    birth: date | None = None  # to recognise the person again; hashed with the name at once, and kept nowhere
    warnings: tuple[str, ...] = ()


class ReadProfile(Value):
    """What was read from a CV, for its owner to confirm. Contact data stand apart; nothing here was confirmed yet."""

    format: Format
    language: Language | None  # most of the text
    pages: int
    sha256: str  # of the bytes that came
    parts: Parts
    same_person: str | None = None  # hash of name and birth date; the date itself is dropped
    status: CodeProposal | None = None
    fields: tuple[CodeProposal, ...] = ()
    competences: tuple[CodeProposal, ...] = ()
    activity_types: tuple[CodeProposal, ...] = ()
    countries: tuple[CodeProposal, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass
class Protected:
    """What must be known for a moment while a CV is read and is never kept: the birth date, to recognise a person again."""

    birth: date | None = None
    dropped: dict[str, int] = field(default_factory=dict)
