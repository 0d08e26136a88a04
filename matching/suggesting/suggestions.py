"""Every open call for one person: how it stands, why, why not, and the smallest change that would make it yes.

No call is left out. Their order follows these questions, the first that differs deciding; each line says which one it was:

1. standing: all rules met, then only answers missing, then changes needed, then nothing that one can change now;
2. merit of the position that stands best, higher first;
3. the smallest change: fewer changes, then the smaller ones;
4. the deadline, earlier first; then the id.

Merit is on a fixed scale, so that it can be compared across calls. The others on the roster play a part in one place of it:
where a CV shares no language with the call, they tell how many points words usually add (see `matching.relevance`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from pydantic import Field

from matching.entities import Expert, Value, Verdict
from matching.gates import PASS, VERDICTS
from matching.pipeline import Matcher
from matching.results import Criterion, Gate
from matching.suggesting.applying import changed, passes
from matching.suggesting.changes import Blocker, Way
from matching.suggesting.needed import way_through
from matching.suggesting.standing import CallStanding, PositionStanding, on_record
from matching.vocabulary import Vocabularies


class Standing(StrEnum):
    """How a call stands for a person, best first."""

    YES = "yes"  # every gate of a position is passed
    ANSWER = "answer"  # no gate fails; some are open, and answers would settle them
    CHANGE = "change"  # a gate fails, and something can be done about it
    NOTHING = "nothing"  # a gate fails, and nothing that the person can change now would do


_RANK = {standing: rank for rank, standing in enumerate(Standing)}
Question = Literal["standing", "merit", "changes", "deadline", "id"]


class PositionFit(Value):
    """One position for one person."""

    position_id: str
    title: str | None
    standing: Standing
    verdict: Verdict = Field(description="as on the call's shortlist")
    merit: float | None = Field(description="0 to 100; null: there is no text to compare")
    confidence: float | None = Field(description="0 to 1: how much is known")
    gates: tuple[Gate, ...] = Field(description="every rule with what it found")
    way: Way = Field(description="the smallest change that would make it yes, or what is in the way")
    criteria: tuple[Criterion, ...] = Field(default=(), description="why: the reasons for the merit, with evidence")


class Above(Value):
    """Why a call stands above the next one: the first question of the order that differs, answered for both."""

    question: Question
    here: str | None
    there: str | None


class Suggestion(Value):
    """One open call for one person. `positions` stand in the same order as calls do, the best first."""

    call_id: str
    title: str | None
    reference: str | None
    deadline: date | None
    standing: Standing
    verdict: Verdict
    merit: float | None
    positions: tuple[PositionFit, ...]
    smallest: str | None = Field(description="the position that the smallest change of all would make yes")
    above: Above | None = Field(default=None, description="null on the last call")

    @property
    def way(self) -> Way:
        """The smallest change of all its positions; that of the best one where nothing can be changed."""
        chosen = next((one for one in self.positions if one.position_id == self.smallest), self.positions[0])
        return chosen.way


def suggest(person: Expert, standings: Sequence[CallStanding], matcher: Matcher, today: date) -> tuple[Suggestion, ...]:
    """Every open call for one person as they are on record now, in order.

    Args:
        standings: how the calls stand for the matcher's roster; one that says nothing to match on gives no merit.
    """
    vocabularies = matcher.engine.vocabularies
    now = on_record([person], standings, matcher.roster.row_of, vocabularies, today)
    return suggestions_of(person, 0, now, vocabularies, today)


def suggestions_of(
    person: Expert, place: int, standings: Iterable[CallStanding], vocabularies: Vocabularies, today: date
) -> tuple[Suggestion, ...]:
    """The same for one of the people for whom the calls stand so; `place` is theirs among them."""
    made = [_suggestion(person, place, one, vocabularies, today) for one in standings if one.positions]
    made.sort(key=_key)
    told = [one.model_copy(update={"above": _why_above(one, other)}) for one, other in pairwise(made)]
    return (*told, *made[-1:])


def with_reasons(
    suggestion: Suggestion, standing: CallStanding, person_id: str, matcher: Matcher | None, today: date
) -> Suggestion:
    """The same with the criteria of each position and the words of the CV that support them, where it was scored.

    Args:
        standing: of the call, for the roster of the matcher.
    """
    if matcher is None:
        return suggestion
    row = matcher.roster.row_of.get(person_id)
    scores = {one.position.id: one.scores for one in standing.positions}
    told = []
    for fit in suggestion.positions:
        found = scores[fit.position_id]
        if row is not None and found is not None and standing.prepared is not None and fit.merit is not None:
            fit = fit.model_copy(update={"criteria": matcher.criteria(standing.prepared, found, row, today)})
        told.append(fit)
    return suggestion.model_copy(update={"positions": tuple(told)})


def _suggestion(
    person: Expert, place: int, standing: CallStanding, vocabularies: Vocabularies, today: date
) -> Suggestion:
    call = standing.offer.call
    fits = sorted(
        (_fit(person, place, one, standing, vocabularies, today) for one in standing.positions), key=_position_key
    )
    open_to_change = [fit for fit in fits if not fit.way.blockers]
    smallest = min(open_to_change, key=lambda fit: fit.way.cost, default=None)
    best = fits[0]
    return Suggestion(
        call_id=call.id,
        title=call.title,
        reference=call.reference,
        deadline=standing.offer.deadline,
        standing=best.standing,
        verdict=best.verdict,
        merit=best.merit,
        positions=tuple(fits),
        smallest=smallest.position_id if smallest else None,
    )


def _fit(
    person: Expert, place: int, one: PositionStanding, standing: CallStanding, vocabularies: Vocabularies, today: date
) -> PositionFit:
    gates = tuple(gate.of(place, person) for gate in one.gates)
    verdict = VERDICTS[one.verdicts[place]]
    unmet = [gate for gate in one.gates if gate.verdicts[place] != PASS]
    way = _verified(person, [gate.name for gate in unmet], standing, one, vocabularies, today)
    merit, confidence = float(one.merit[place]), float(one.confidence[place])
    return PositionFit(
        position_id=one.position.id,
        title=one.position.title,
        standing=_standing(verdict, way),
        verdict=verdict,
        merit=None if merit != merit else round(merit, 2),
        confidence=None if confidence != confidence else round(confidence, 3),
        gates=gates,
        way=way,
    )


def _verified(
    person: Expert,
    unmet: list[str],
    standing: CallStanding,
    one: PositionStanding,
    vocabularies: Vocabularies,
    today: date,
) -> Way:
    """The way through these gates, tried on the record: what would not turn it is never told."""
    call, position = standing.offer.call, one.position
    way = way_through(person, unmet, call, position, vocabularies, today)
    if way.changes and not passes(changed(person, way.changes, position, today), call, position, vocabularies, today):
        return Way(
            blockers=tuple(Blocker(gate=gate, why="outside_the_profile", found="not known how") for gate in unmet)
        )
    return way


def _standing(verdict: Verdict, way: Way) -> Standing:
    if verdict is Verdict.PASS:
        return Standing.YES
    if way.blockers:
        return Standing.NOTHING
    return Standing.ANSWER if verdict is Verdict.UNKNOWN else Standing.CHANGE


def _position_key(fit: PositionFit) -> tuple[object, ...]:
    return (_RANK[fit.standing], fit.merit is None, -(fit.merit or 0), *fit.way.cost, fit.position_id)


def _key(one: Suggestion) -> tuple[object, ...]:
    merit = (one.merit is None, -(one.merit or 0))
    return (_RANK[one.standing], *merit, *one.way.cost, one.deadline or date.max, one.call_id)


def _why_above(one: Suggestion, other: Suggestion) -> Above:
    """The first question of the order that the two answer differently."""
    answers: tuple[tuple[Question, object, object], ...] = (
        ("standing", one.standing, other.standing),
        ("merit", one.merit, other.merit),
        ("changes", one.way.cost, other.way.cost),
        ("deadline", one.deadline, other.deadline),
        ("id", one.call_id, other.call_id),
    )
    question, here, there = next(answer for answer in answers if answer[1] != answer[2])
    if question == "changes":
        here, there = len(one.way.changes), len(other.way.changes)
    return Above(question=question, here=_told(here), there=_told(there))


def _told(value: object) -> str | None:
    return None if value is None else str(value)
