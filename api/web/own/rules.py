"""How the rules of a call stand for a person, in their language: what is asked, what is known, what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.services.calls.eligibility import Gates
from api.services.calls.own_calls import worst
from api.web.own.words import Words
from matching.codes import fold
from matching.columns import years_in_posts
from matching.entities import Call, Expert, LanguageNeed, Phase, Position, Verdict
from matching.results import Gate

KINDS = {  # name of a gate -> its key among the sentences, and where a person can do something about it
    "language": ("language", "/me/cv"),
    "availability": ("availability", "/me#availability"),
    "status": ("status", "/me/cv"),
    "experience": ("experience", "/me/cv"),
    "conflict of interest": ("conflict", "/me#availability"),
    "past performance": ("performance", ""),
    "validated profile": ("validated", ""),
    "consent": ("consent", "/me/data#consent"),
}


@dataclass(frozen=True)
class Rule:
    """One rule for one position."""

    kind: str
    verdict: Verdict
    name: str
    asked: str
    found: str
    change: str  # what would change it; empty where it is met
    link: str  # where that can be done; empty where nowhere


@dataclass(frozen=True)
class Standing:
    """How the rules of a position stand."""

    title: str
    verdict: Verdict
    rules: tuple[Rule, ...]  # those that are not met or not known
    met: int


def kind_of(gate: str) -> tuple[str, str, str]:
    """Of a gate's name the key, the code of its language, and where to do something about it."""
    name, _, code = gate.partition(":")
    key, link = KINDS.get(name, ("other", ""))
    return key, code, link


def standings(terms: Call, gates_of: Mapping[str, Gates], person: Expert, today: date, words: Words) -> list[Standing]:
    """How the rules stand, position by position; `gates_of`: those of each position by its id."""
    made = []
    for number, position in enumerate(terms.positions, start=1):
        gates = gates_of.get(position.id, ())
        tell = _Teller(terms, position, person, today, words)
        rules = tuple(tell.rule(gate) for gate in gates if gate.verdict is not Verdict.PASS)
        met = len(gates) - len(rules)
        made.append(Standing(_title(position, number, words), worst(gates), rules, met))
    return made


def _title(position: Position, number: int, words: Words) -> str:
    return (
        words.say("position", number=number, title=position.title)
        if position.title
        else words.say("position.untitled", number=number)
    )


class _Teller:
    """The rules of one position as they concern one person."""

    def __init__(self, call: Call, position: Position, person: Expert, today: date, words: Words) -> None:
        self.call, self.position, self.person, self.today = call, position, person, today
        self.words, self.say = words, words.say

    def rule(self, gate: Gate) -> Rule:
        """A gate in words."""
        kind, code, link = kind_of(gate.name)
        language = self.say.language_name(code) if code else ""
        if kind == "other":
            return Rule(kind, gate.verdict, gate.name, gate.rule, gate.found, gate.question or "", link)
        asked, found, change = getattr(self, f"_{kind}")(code, gate.verdict is Verdict.FAIL)
        return Rule(kind, gate.verdict, self.say("gate." + kind, language=language), asked, found, change, link)

    def _language(self, code: str, failed: bool) -> tuple[str, str, str]:
        need = next(one for one in self.call.needs(self.position) if one.language == code and one.required)
        name, wanted = self.say.language_name(code), self.words.levels(need)
        asked = wanted or self.say("asked.language")
        claim = next((one for one in self.person.languages if one.language == code), None)
        if claim is None:
            found = self.say("found.language.other" if self.person.languages else "found.language.none")
            if not wanted:
                return asked, found, self.say("change.language.list", language=name)
            return asked, found, self.say("change.language.add", language=name, levels=wanted)
        if failed:
            short = self._short(need, claim.language)
            return asked, self.words.claim(claim), self.say("change.language.raise", language=name, levels=short)
        return asked, self.words.claim(claim), self.say("change.language.say", language=name)

    def _short(self, need: LanguageNeed, code: str) -> str:
        """The levels asked for that the person does not have."""
        claim = next(one for one in self.person.languages if one.language == code)
        low = {skill for skill, level in need.asked() if (held := claim.level(skill)) and held.rank < level.rank}
        kept: dict[str, Any] = {skill: level if skill in low else None for skill, level in need.asked()}
        return self.words.levels(need.model_copy(update=kept))

    def _availability(self, code: str, failed: bool) -> tuple[str, str, str]:
        window = self.call.window
        assert window is not None  # else no such rule is applied
        spans = list(_on_site(self.call.phases)) or [window]
        asked = self.say("asked.availability", days=self.words.listed(self.words.span(*one) for one in spans))
        notice = (window[0] - self.today).days
        if self.person.release_days is not None and self.person.release_days > notice:
            found = self.say("found.release", count=self.person.release_days)
            return asked, found, self.say("change.release", count=max(notice, 0))
        if failed:
            away = [
                a for a in self.person.absences or () if any(a.start <= end and a.end >= start for start, end in spans)
            ]
            return asked, self.say("found.away", days=self.words.absences(away)), self.say("change.away")
        return asked, self.say("found.availability.none"), self.say("change.availability")

    def _status(self, code: str, failed: bool) -> tuple[str, str, str]:
        wanted = self.words.listed(self.say.term("statuses", one) for one in self.position.statuses)
        if failed:
            assert self.person.status is not None
            return wanted, self.say.term("statuses", self.person.status), self.say("change.status", statuses=wanted)
        return wanted, self.say("found.status.none"), self.say("change.status.say")

    def _experience(self, code: str, failed: bool) -> tuple[str, str, str]:
        asked = self.say("asked.experience", years=self.say.number(self.position.min_years or 0))
        years = years_in_posts(self.person, self.today)
        if years is None:
            return asked, self.say("found.experience.none"), self.say("change.experience.say")
        return asked, self.say("found.experience", years=self.say.number(years, 1)), self.say("change.experience")

    def _conflict(self, code: str, failed: bool) -> tuple[str, str, str]:
        asked = self.say("asked.conflict")
        if not failed:
            return asked, self.say("found.conflict.none"), self.say("change.conflict.say")
        parties = {fold(party) for party in (self.call.institution, self.call.action_code) if party}
        party = next(one for one in self.person.conflicts or () if fold(one) in parties)
        return asked, self.say("found.conflict", party=party), self.say("change.conflict")

    def _performance(self, code: str, failed: bool) -> tuple[str, str, str]:
        return self.say("asked.performance"), self.say("found.performance"), self.say("change.performance")

    def _validated(self, code: str, failed: bool) -> tuple[str, str, str]:
        return self.say("asked.validated"), self.say("found.validated"), self.say("change.validated")

    def _consent(self, code: str, failed: bool) -> tuple[str, str, str]:
        found = self.say("found.consent.withdrawn" if failed else "found.consent.none")
        return self.say("asked.consent"), found, self.say("change.consent")


def _on_site(phases: Sequence[Phase]) -> Iterable[tuple[date, date]]:
    return ((phase.start, phase.end) for phase in phases if phase.on_site and phase.start and phase.end)
