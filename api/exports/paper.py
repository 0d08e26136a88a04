"""A document as it will lie on paper: blocks in their order. It knows no file format; two writers know it.

What is said in a selection record, a long list or a shortlist is thus said once, and reads alike in Word and in PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

PORTRAIT, LANDSCAPE = 17.0, 25.7  # centimetres of A4 between the margins


@dataclass(frozen=True)
class Run:
    """Words of one look within a paragraph."""

    text: str
    bold: bool = False
    muted: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3. It stays with what follows it."""

    text: str
    level: int
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Words; `keep` holds them on the page of what follows."""

    runs: tuple[Run, ...]
    keep: bool = False


@dataclass(frozen=True)
class Bullets:
    """Sentences one below the other."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """Somebody's own words in their language and direction, and where they stand."""

    text: str
    source: str
    language: str | None = None


@dataclass(frozen=True)
class Pairs:
    """Label and words side by side, without lines; `label_width` in centimetres."""

    rows: tuple[tuple[str, str], ...]
    label_width: float = 4.2


@dataclass(frozen=True)
class Table:
    """Cells of text under a header that repeats on every page; widths in centimetres, together the page's."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]

    def __post_init__(self) -> None:
        for row in (self.widths, *self.rows):
            if len(row) != len(self.header):
                raise ValueError(f"a table of {len(self.header)} columns cannot hold {row!r}")


Block = Heading | Paragraph | Bullets | Quote | Pairs | Table


@dataclass(frozen=True)
class Paper:
    """A whole document. `kind` says what it is, `title` what it is about, `footer` stands on every page."""

    kind: str
    title: str
    footer: str
    made_at: datetime
    blocks: tuple[Block, ...]
    landscape: bool = False
    language: str = "en"  # that it is written in

    @property
    def width(self) -> float:
        """Centimetres between the margins."""
        return LANDSCAPE if self.landscape else PORTRAIT


def words(text: str, *, bold: bool = False, muted: bool = False, keep: bool = False) -> Paragraph:
    """A paragraph of one look."""
    return Paragraph((Run(text, bold, muted),), keep)


def led(lead: str, text: str, *, keep: bool = False) -> Paragraph:
    """A paragraph that begins in bold."""
    return Paragraph((Run(lead, bold=True), Run(text)), keep)


def pairs(rows: Iterable[tuple[str, str]], label_width: float = 4.2) -> list[Block]:
    """Pairs, or nothing where there are none."""
    kept = tuple(rows)
    return [Pairs(kept, label_width)] if kept else []


def bullets(lines: Iterable[str]) -> list[Block]:
    """Bullets, or nothing where there are none."""
    kept = tuple(lines)
    return [Bullets(kept)] if kept else []


def utc(moment: datetime) -> datetime:
    """A moment as files note it: in UTC, without saying so; one without a zone is taken as UTC already."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
