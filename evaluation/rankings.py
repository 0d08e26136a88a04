"""Rankings by the served `Matcher.rank`, position by position, and who takes part in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from evaluation.encoding import with_memory
from evaluation.subject import Subject
from fixtures.load import SAMPLE_TODAY
from matching.entities import Call, Position
from matching.pipeline import Matcher
from matching.settings import MatchSettings

DEFAULTS = MatchSettings()
OPEN = 0.0  # merit from which nobody fails a gate: `Matcher.rank` gives those who fail one their merit less 100
_fast: WeakKeyDictionary[Matcher, Matcher] = WeakKeyDictionary()
_answers: WeakKeyDictionary[Matcher, list[Ranked]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Ranked:
    """One position as `Matcher.rank` answers it."""

    id: str  # "call-001:1", as the judgements name it
    call: Call
    position: Position
    people: tuple[str, ...]  # who fail no gate, best first
    merit: Mapping[str, float]  # of the same people, 0 to 100
    failing: frozenset[str]

    def grades(self, judged: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
        """The grades above 0 of those who fail no gate: nobody else can be found, and nobody is missed for it."""
        return {person: grade for person, grade in judged.get(self.id, {}).items() if person not in self.failing}


def fast_matcher(subject: Subject) -> Matcher:
    """The matcher that is served, over the sample roster, with queries encoded once."""
    if subject.matcher not in _fast:
        _fast[subject.matcher] = Matcher(subject.roster, with_memory(subject.engine))
    return _fast[subject.matcher]


def rank_positions(
    matcher: Matcher,
    calls: Sequence[Call],
    settings: MatchSettings = DEFAULTS,
    subject: Subject | None = None,
    what: str = "",
) -> list[Ranked]:
    """Every position of every call, in order. Progress is told to `subject`, where one is given, under `what`."""
    places = [(call, position) for call in calls for position in call.positions]
    asked = [_turned(call, position) for call, position in places]
    told = (lambda done, total: subject.progress(what, done, total)) if subject else None
    found = matcher.rank(asked, today=SAMPLE_TODAY, settings=settings, progress=told)
    ranked = []
    for (call, position), (_, scores) in zip(places, found, strict=True):
        merit = {person: score for person, score in scores if score >= OPEN}
        failing = frozenset(person for person, score in scores if score < OPEN)
        ranked.append(Ranked(f"{call.id}:{position.id}", call, position, tuple(merit), merit, failing))
    return ranked


def served(subject: Subject) -> list[Ranked]:
    """Every position of the subject's calls at the settings by default; measured once per run."""
    if subject.matcher not in _answers:
        _answers[subject.matcher] = rank_positions(
            fast_matcher(subject), subject.calls, subject=subject, what="ranking"
        )
    return _answers[subject.matcher]


def without_codes(call: Call) -> Call:
    """The call as text alone: no fields, competences and types of activity are given."""
    nothing = {"fields": (), "competences": (), "activity_types": ()}
    positions = tuple(position.model_copy(update=nothing) for position in call.positions)
    return call.model_copy(update={"activity_types": (), "positions": positions})


def _turned(call: Call, position: Position) -> Call:
    """The call with this position first, because `rank` answers the first.

    The others only matter to what a call is about, which is used where a position names no codes itself; they are
    left out where it does.
    """
    others = tuple(p for p in call.positions if p.id != position.id)
    if position.fields and position.competences and call.language:
        others = ()
    return call.model_copy(update={"positions": (position, *others)})
