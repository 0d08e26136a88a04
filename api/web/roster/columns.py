"""What the columns of a roster's sheet were taken for, to be corrected in a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.web.sent import Sent
from matching.codes import WORKING_LANGUAGES
from matching.cv.forms import Column
from matching.cv.forms.sheet_columns import FIELDS, PROTECTED
from matching.cv.taking_sheets import Mapping

MOST = 25  # columns that a form offers: it sends two fields for each
LANGUAGE = "language"
SPOKEN = tuple(f"{LANGUAGE}:{code}" for code in (*WORKING_LANGUAGES, "de", "it"))
CHOICES = (*(field for field in FIELDS if field not in (*PROTECTED, LANGUAGE, "birth")), *SPOKEN)


@dataclass(frozen=True)
class Guess:
    """One column: its head, or its place from 1 where it has none, and what it was taken for."""

    head: str
    taken_for: str
    is_protected: bool  # what it says is read by nobody

    @property
    def choices(self) -> tuple[str, ...]:
        """What it can be taken for."""
        return CHOICES if self.taken_for in CHOICES else (self.taken_for, *CHOICES)


def guesses(columns: Sequence[Column]) -> list[Guess]:
    """The columns of a sheet, the first of very many."""
    return [
        Guess(
            head=one.head or str(one.index + 1),
            taken_for=f"{one.field}:{one.language}" if one.language else str(one.field),
            is_protected=one.field in PROTECTED,
        )
        for one in columns[:MOST]
    ]


def mapping_of(sent: Sent) -> Mapping:
    """What was chosen for the columns; nothing where none was shown."""
    heads, taken = sent.several.get("head", ()), sent.several.get("taken_for", ())
    chosen = zip(heads, taken, strict=False)
    return tuple((int(head) if head.isascii() and head.isdecimal() else head, field) for head, field in chosen)
