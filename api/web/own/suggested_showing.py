"""The open calls in the order in which they suit a person, in words: why, why not, what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.responses import HTMLResponse

from api.services.suggestions import digests
from api.services.suggestions.suggested import Suggested, SuggestedCall, suggested
from api.speech.speech import Speech, speech
from api.web.own.access import PAGE, Oneself
from api.web.own.showing import shown
from api.web.own.words import Words
from matching.entities import LanguageNeed
from matching.results import Criterion
from matching.suggesting.changes import Blocker, Change
from matching.suggesting.suggestions import PositionFit

LISTED = 10  # calls on a page
MOST_REASONS = 3  # criteria that bring most
LINKS = {  # kind of a change -> where one makes it
    "language": "cv",
    "status": "cv",
    "experience": "cv",
    "availability": "profile",
    "free_days": "profile",
    "release": "profile",
    "conflict": "profile",
    "consent": "consent",
}
WHERE = {"cv": "/me/cv", "profile": "/me#availability", "consent": "/me/data#consent"}


@dataclass(frozen=True)
class Step:
    """A change in words, and where one makes it: the key of the link, and its address; empty where nowhere."""

    words: str
    link: str
    address: str


@dataclass(frozen=True)
class Line:
    """One call as the page tells it."""

    one: SuggestedCall
    position: str  # the one that the change is about, where the call has several
    steps: tuple[Step, ...]
    in_the_way: tuple[str, ...]
    reasons: tuple[Criterion, ...]
    above: str


def suggested_page(me: Oneself, after: str | None = None, done: str = "") -> HTMLResponse:
    """Every open call, the best first; and whether letters about them are wanted."""
    say = speech(me.permit.language, PAGE, "suggested")
    found = suggested(me.permit.office, me.permit.actor, me.expert_id, limit=LISTED, after=after)
    with me.permit.reading() as unit:
        wanted = digests.wanted(unit, me.expert_id) if digests.written(unit) else None
    tell = _Teller(say, found)
    return shown(
        me, "own_suggested.html", "suggested", say=say, words=Words(say), letters=wanted,
        told=say("suit.done." + done) if say.has("suit.done." + done) else "",
        lines=[tell.line(one) for one in found.calls], total=found.total, next=found.next, first=after is None,
    )  # fmt: skip


class _Teller:
    """The suggestions of one person in their language."""

    def __init__(self, say: Speech, found: Suggested) -> None:
        self.say, self.words, self.found = say, Words(say), found

    def line(self, one: SuggestedCall) -> Line:
        """One call."""
        suggestion = one.suggestion
        about = next((f for f in suggestion.positions if f.position_id == suggestion.smallest), suggestion.positions[0])
        return Line(
            one=one,
            position=(about.title or about.position_id) if len(suggestion.positions) > 1 else "",
            steps=tuple(self._step(change) for change in about.way.changes),
            in_the_way=tuple(self._in_the_way(blocker, about, one) for blocker in about.way.blockers),
            reasons=_strongest(suggestion.positions[0]),
            above=self._above(one),
        )

    def _step(self, change: Change) -> Step:
        link = LINKS.get(change.kind, "")
        return Step(self._change(change), link, WHERE.get(link, ""))

    def _change(self, change: Change) -> str:
        days = self.words.listed(self.words.span(one.start, one.end) for one in change.days)
        match change.kind:
            case "language":
                return self._language(change)
            case "release":
                return self.say("suit.release", count=change.at_most)
            case "status":
                statuses = self.words.listed(self.say.term("statuses", one) for one in change.statuses)
                return self.say("suit.change.status", statuses=statuses)
            case "experience":
                return self.say("suit.change.experience", years=self.say.number(change.years or 0, 1))
            case "availability" | "free_days":
                return self.say(f"suit.change.{change.kind}", days=days)
            case _:
                return self.say(f"suit.change.{change.kind}")

    def _language(self, change: Change) -> str:
        code = change.language or ""
        name = self.say.language_name(code)
        if not change.levels:
            return self.say("suit.language.list", language=name)
        levels: dict[str, Any] = {str(skill): level for skill, level in change.levels.items()}
        wanted = self.words.levels(LanguageNeed(language=code, **levels))
        return self.say("suit.language.say" if change.by == "say" else "suit.language.do", language=name, levels=wanted)

    def _in_the_way(self, blocker: Blocker, fit: PositionFit, one: SuggestedCall) -> str:
        if blocker.why == "years" and blocker.on is not None:
            return self.say("suit.way.years_on", day=self.say.day(blocker.on))
        if blocker.why == "status":
            asked = next(p.statuses for p in one.terms.positions if p.id == fit.position_id)
            statuses = self.words.listed(self.say.term("statuses", status) for status in asked)
            return self.say("suit.way.status", statuses=statuses)
        return self.say(f"suit.way.{blocker.why}")

    def _above(self, one: SuggestedCall) -> str:
        above = one.suggestion.above
        if above is None:
            return ""
        here, there = above.here, above.there
        if above.question == "merit" and here is not None and there is not None:
            higher, lower = (self.say.number(float(merit), 2) for merit in (here, there))
            return self.say("suit.above.merit_of", here=higher, there=lower)
        return self.say(f"suit.above.{above.question}")


def _strongest(fit: PositionFit) -> tuple[Criterion, ...]:
    """The criteria that bring a person most merit for a position."""
    known = [one for one in fit.criteria if one.points and one.weight]
    return tuple(sorted(known, key=lambda one: -one.weight * (one.points or 0))[:MOST_REASONS])
