"""What can go wrong while matching, as one family: every error says what was wrong, what was found and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class MatchingError(Exception):
    """Base of the family. `str(error)` is the three parts as sentences.

    Attributes:
        what: what was wrong, in one sentence.
        found: what was met instead (may be empty).
        next_step: what the reader can do about it.
        code: a stable slug for machines, the same for every instance of a class.
    """

    code = "matching_error"

    def __init__(self, what: str, found: str = "", next_step: str = "") -> None:
        self.what, self.found, self.next_step = what, found, next_step
        super().__init__(" ".join(part for part in (what, found, next_step) if part))


class UnknownCode(MatchingError):
    """A code of a field, competence, type or status that the vocabulary does not hold."""

    code = "unknown_code"

    def __init__(self, kind: str, code: str, near: Sequence[str] = ()) -> None:
        self.kind, self.unknown, self.near = kind, code, list(near)
        super().__init__(
            f"Unknown {kind} code '{code}'.",
            f"Near ones: {'; '.join(near)}." if near else "Nothing in the vocabulary is near it.",
            "Use one of the codes in the vocabulary, or add it to your own vocabulary folder.",
        )


class VocabularyDamaged(MatchingError):
    """A vocabulary file that cannot be used (not JSON, a cycle, a code twice)."""

    code = "vocabulary_damaged"


class ContradictoryRules(MatchingError):
    """Rules that no team at all could meet, whoever is on the roster."""

    code = "contradictory_rules"


class UnreadableDocument(MatchingError):
    """A document from which no text can be taken (wrong type, encrypted, scanned, too long, damaged)."""

    code = "unreadable_document"


class InvalidCall(MatchingError):
    """A call that cannot be matched as it stands (empty, impossible dates, no position)."""

    code = "invalid_call"


class EmptyRoster(MatchingError):
    """A roster without a single usable expert."""

    code = "empty_roster"


class UnknownExpert(MatchingError):
    """An expert's id that is not on the roster or not part of this shortlist."""

    code = "unknown_expert"


class InvalidSetting(MatchingError):
    """A weight, mode or limit outside what it may be."""

    code = "invalid_setting"


@dataclass(frozen=True)
class LineProblem:
    """One line of a JSON Lines file that was left out, and why."""

    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        where = f", field '{self.field}'" if self.field else ""
        return f"line {self.line}{where}: {self.reason}"


class BrokenLines(MatchingError):
    """A JSON Lines file in which some lines could not be read; `problems` names each of them."""

    code = "broken_lines"

    def __init__(self, source: str, problems: Sequence[LineProblem], good: int) -> None:
        self.source, self.problems, self.good = source, list(problems), good
        shown = "; ".join(str(p) for p in problems[:5]) + (
            f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
        )
        super().__init__(
            f"{len(problems)} line(s) of {source} could not be read.",
            f"{shown}. {good} good line(s) were read.",
            "Mend these lines and try again, or go on without them with --skip-broken.",
        )


class UnknownShortlist(MatchingError):
    """A shortlist's id that is not on record."""

    code = "unknown_shortlist"


class StaleIndex(MatchingError):
    """A saved roster index that was made with another model, vocabulary or roster, or is damaged."""

    code = "stale_index"
