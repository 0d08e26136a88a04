"""A season in the words of its page: places, people, changes and what is lacking."""

from __future__ import annotations

from typing import Any

from api.services.supply.season_told import Change, ChangeStep, PlannedLack, PlannedSeat, SeasonPlan
from api.speech.speech import Speech


class Telling:
    """Words for the parts of one season."""

    def __init__(self, plan: SeasonPlan, say: Speech) -> None:
        self.plan, self.say = plan, say
        self._calls = {call.call_id: call.title or call.reference or say("untitled") for call in plan.calls}
        self._places = {
            (call.call_id, position.position_id): position.title or say("position", number=number)
            for call in plan.calls
            for number, position in enumerate(call.positions, start=1)
        }

    def call(self, call_id: str) -> str:
        """A call by its title."""
        return self._calls.get(call_id, call_id)

    def position(self, call_id: str, position_id: str) -> str:
        """A position by its title."""
        return self._places[call_id, position_id]

    def place(self, seat: PlannedSeat) -> str:
        """A position with its call."""
        return self.say("place", call=self.call(seat.call_id), position=self.position(seat.call_id, seat.position_id))

    def person(self, seat: PlannedSeat | ChangeStep) -> str:
        """A person by name where it is known and shown, else by id."""
        return " ".join((seat.name or "").split()) or seat.expert_id

    def points(self, merit: float) -> str:
        """Points of merit."""
        return self.say.number(merit, 1)

    def brings(self, change: Change) -> str:
        """What changes that hang together bring."""
        points = self.say("change.points", points=_signed(change.merit, self.points(abs(change.merit))))
        if not change.filled:
            return points
        places = self.say("change.more" if change.filled > 0 else "change.fewer", count=abs(change.filled))
        return self.say.comma.join((places, points))

    def step(self, step: ChangeStep) -> str:
        """Where somebody goes instead."""
        facts: dict[str, Any] = {"person": self.person(step)}
        if step.leaves:
            facts |= {"leaves": self.place(step.leaves), "left": self.points(step.leaves.merit)}
        if step.takes:
            facts |= {"takes": self.place(step.takes), "taken": self.points(step.takes.merit)}
        if step.leaves and step.takes:
            return self.say("step.moves", **facts)
        return self.say("step.comes", **facts) if step.takes else self.say("step.goes", **facts)

    def lack(self, lack: PlannedLack) -> str:
        """Why places stay empty; what of the rules stands in the way is said apart."""
        if lack.why == "few":
            return self.say("lack.few", count=lack.eligible) if lack.eligible else self.say("lack.nobody")
        if lack.why == "shared":
            calls = self.say.semicolon.join(self.call(one) for one in lack.with_calls)
            return self.say("lack.shared", calls=calls)
        return self.say(f"lack.{lack.why}")


def _signed(value: float, words: str) -> str:
    return f"+{words}" if value > 0 else f"\N{MINUS SIGN}{words}" if value < 0 else words
