"""What is judged: the matcher that is served, with the sample it is judged on, each made once and shared by the judges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fixtures.calls import load_calls
from fixtures.load import load_experts, load_judgements
from matching.engine import Engine
from matching.entities import Call, Expert
from matching.pipeline import Matcher
from matching.roster import Roster, build_roster

SHARED = Path(__file__).parents[2] / "shared"  # public benchmarks that lie beside a checkout where somebody put them
QUICK_CALLS = 12


def _silent(what: str, done: int, total: int) -> None:
    """No progress is shown."""


@dataclass
class Subject:
    """The engine under judgement. `quick`: a part of the data, for a run of at most two minutes over all judges."""

    engine: Engine
    quick: bool = False
    progress: Callable[[str, int, int], None] = _silent  # what, done, total

    @cached_property
    def experts(self) -> list[Expert]:
        """The sample roster."""
        return list(load_experts())

    @cached_property
    def roster(self) -> Roster:
        """The sample roster, indexed."""
        return build_roster(self.experts, self.engine)

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher that is served, over the sample roster."""
        return Matcher(self.roster, self.engine)

    @cached_property
    def calls(self) -> list[Call]:
        """The sample calls, each in its own language; a spread of them when quick."""
        found = list(load_calls())
        return found[:: max(1, len(found) // QUICK_CALLS)][:QUICK_CALLS] if self.quick else found

    @cached_property
    def judged(self) -> dict[str, dict[str, int]]:
        """Grades from 1 to 3 by position ("call-001:1") and person; who is missing has grade 0."""
        return load_judgements()
