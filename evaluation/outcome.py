"""The outcome of a run: what was measured, with what, and how each judge fared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evaluation.findings import Figure, Findings

State = Literal["measured", "skipped", "failed"]


@dataclass(frozen=True)
class Head:
    """Everything that a figure depends on, so that a stranger can tell whether theirs should be the same."""

    model: str
    fingerprint: str
    precision: str
    vocabulary: str  # hash of the vocabularies
    data: Mapping[str, str]  # hash by what it is, or "not there"
    code: str  # as git describes it, else the version of the package
    source: str  # hash of the source text of matching/ and embeddings/
    made_at: str  # ISO date and time, UTC
    cores: int
    python: str
    libraries: Mapping[str, str]
    quick: bool
    options: str = ""  # what the command line needs besides, to measure the same again


@dataclass(frozen=True)
class Result:
    """One judge of a run. `why` says why it was skipped or how it failed; `seconds` is the time of the measurement."""

    judge: str
    state: State
    findings: Findings = field(default_factory=Findings)
    why: str = ""
    seconds: float = 0.0
    from_cache: bool = False


@dataclass(frozen=True)
class Outcome:
    """A whole run, in the order of the judges."""

    head: Head
    results: Sequence[Result]
    about: Mapping[str, str]  # what each judge measures, in a sentence

    def figures(self) -> Iterator[Figure]:
        """Every figure of every judge."""
        return (figure for result in self.results for figure in result.findings.figures)

    def weak(self) -> Iterator[tuple[str, str]]:
        """(judge, sentence) of what is not good."""
        return ((result.judge, sentence) for result in self.results for sentence in result.findings.weak)

    def of(self, state: State) -> list[Result]:
        """The judges in one state."""
        return [result for result in self.results if result.state == state]
