"""What a result says, in the sentences of a page: criteria, gates, make-up, price, and the call it was made for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from api.exports.labels import STEPS
from api.services.shortlists.make_up import NOT_SHOWN
from api.speech.speech import Speech
from api.spoken_terms import spoken_kind
from matching.entities import Call, LanguageNeed, Phase, Position, Verdict
from matching.results import BalanceReport, Evidence, PositionResult, Price, RunRecord, Shortlist

Rows = list[tuple[str, str]]  # label and words
MARKS = {Verdict.PASS: "✓", Verdict.UNKNOWN: "?", Verdict.FAIL: "✕"}
FREE = 0.05  # points below which a price is none


class Telling:
    """Speaks of results in one language; `say` has the sentences of "standing"."""

    def __init__(self, say: Speech) -> None:
        self.say = say

    def title(self, call: Call) -> str:
        """What a call is called, or for whom it is."""
        given = call.title or call.activity_title or call.action_title or call.reference
        country = self.say.country(call.country) if call.country else None
        return given or ", ".join(filter(None, (call.institution, country))) or self.say("untitled")

    def place(self, number: int, title: str | None) -> str:
        """The name of a position, by its number in the call."""
        return self.say("place.titled", number=number, title=title) if title else self.say("place", number=number)

    def places(self, positions: Iterable[PositionResult]) -> dict[str, str]:
        """The name of each position by its id."""
        return {one.position_id: self.place(number, one.title) for number, one in enumerate(positions, start=1)}

    def criterion(self, name: str) -> str:
        """The name of a criterion of merit."""
        return self.say("criterion." + name) if self.say.has("criterion." + name) else _plain(name)

    def gate(self, name: str) -> str:
        """The name of a gate, with its language where it has one."""
        kind, _, code = name.partition(":")
        if kind == "language" and code:
            return self.say("gate.language", language=self.say.language_name(code))
        key = name.replace(" ", "_")
        return self.say("gate." + key) if self.say.has("gate." + key) else _plain(name)

    def mark(self, verdict: Verdict) -> str:
        """A sign for a verdict, beside its word."""
        return MARKS[verdict]

    def verdict(self, verdict: Verdict) -> str:
        """A verdict on somebody in words."""
        return self.say("verdict." + verdict.value)

    def points(self, value: float) -> str:
        """Points with one decimal, rounded as in the files, without a sign before a zero."""
        return self.say.number(round(value, 1) or 0.0, 1)

    def change(self, value: float) -> str:
        """Points more or less, with their sign."""
        return self.say("change.more" if value > 0 else "change.less", points=self.points(abs(value)))

    def field(self, code: str) -> str:
        """A field of expertise."""
        return self.say.term("fields", code)

    def requirement(self, key: str) -> str:
        """A language requirement such as fr:writing:C1."""
        language, *rest = key.split(":")
        if len(rest) != 2:
            return self.say.language_name(language)
        name = self.say.language_name(language)
        return self.say("requirement", language=name, skill=self.say("skill." + rest[0]), level=rest[1])

    def evidence_from(self, evidence: Evidence) -> str:
        """Where the words of evidence stand."""
        if not evidence.segment:
            return self.say("evidence.profile")
        if not evidence.language:
            return self.say("evidence.cv", segment=evidence.segment)
        language = self.say.language_name(evidence.language)
        return self.say("evidence.cv.language", segment=evidence.segment, language=language)

    def price(self, price: Price) -> str:
        """What balance costs in merit."""
        if abs(price.points) < FREE:
            return self.say("price.none")
        return self.say("price", points=self.points(price.points), percent=self.points(price.percent))

    def proof(self, optimal: bool, gap: float) -> str:
        """Whether a result is the best there is, or by how much a better one could win."""
        return self.say("proof.best") if optimal else self.say("proof.gap", points=self.points(gap))

    def mode(self, record: RunRecord) -> str:
        """The mode of balance and what it means."""
        if record.mode == "tie_break":
            band = (record.settings.get("balance") or {}).get("band", 0)
            return self.say("mode.tie_break", band=self.points(band))
        return self.say("mode." + record.mode)

    def balance(self, report: BalanceReport) -> Rows:
        """The make-up of a group as declared."""
        return [
            (self.say("balance.gender"), self._genders(report.gender)),
            (self.say("balance.nationalities"), self._nationalities(report.nationalities)),
            (self.say("balance.countries"), self.say.number(report.countries)),
            (self.say("balance.public"), self.say.number(report.public)),
            (self.say("balance.institutions"), self.say.number(report.institutions)),
        ]

    def call(self, call: Call) -> Rows:
        """What the call says; what it does not say is left out."""
        say, window = self.say, call.window
        return _said(
            (say("call.country"), say.country(call.country) if call.country else ""),
            (say("call.institution"), call.institution or ""),
            (say("call.action"), " ".join(filter(None, (call.action_code, call.action_title)))),
            (say("call.reference"), " ".join(filter(None, (call.reference, call.version)))),
            (say("call.dates"), self._span(*window) if window else ""),
            (say("call.phases"), "\n".join(map(self._phase, call.phases))),
            (say("call.languages"), "\n".join(map(self._need, call.languages))),
            (say("call.activity_types"), "\n".join(say.term("activity_types", one) for one in call.activity_types)),
            (say("call.objectives"), "\n".join(call.objectives)),
            (say("call.results"), "\n".join(call.results)),
        )

    def position(self, position: Position) -> Rows:
        """What the call says of one position."""
        say, years = self.say, position.min_years
        role = {True: say("position.principal"), False: say("position.expert"), None: ""}[position.principal]
        return _said(
            (say("position.role"), role),
            (say("position.days"), self._days(position.days) if position.days else ""),
            (
                say("position.years"),
                say("position.years.least", years=self._figure(years)) if years is not None else "",
            ),
            (say("position.statuses"), "\n".join(map(self._status, position.statuses))),
            (say("call.languages"), "\n".join(map(self._need, position.languages))),
            (say("position.tasks"), "\n".join(position.tasks)),
            (say("position.essential"), "\n".join(position.essential)),
            (say("position.desirable"), "\n".join(position.desirable)),
            (say("position.regions"), "\n".join(position.regions)),
        )

    def step(self, shortlist: Shortlist, step: str) -> str:
        """The name of a step of the funnel."""
        for position_id, place in self.places(shortlist.positions).items():
            if step.startswith(f"position {position_id}: "):
                return self.say("step." + STEPS[step.removeprefix(f"position {position_id}: ")], place=place)
        return self.say("step." + STEPS[step]) if step in STEPS else _plain(step)

    def _status(self, code: str) -> str:
        return self.say.term("statuses", code) if spoken_kind("statuses").has(code) else code.replace("_", " ")

    def _days(self, days: float) -> str:
        return self.say("position.days.count", count=days, days=self._figure(days))

    def _figure(self, value: float) -> str:
        return self.say.number(value, 0 if value == round(value) else 1)

    def _span(self, start: date | None, end: date | None) -> str:
        return self.say("span", start=self.say.day(start), end=self.say.day(end))

    def _phase(self, phase: Phase) -> str:
        when = self._span(phase.start, phase.end) if phase.start or phase.end else self.say("phase.undated")
        return self.say("phase.on_site" if phase.on_site else "phase", name=phase.name, when=when)

    def _need(self, need: LanguageNeed) -> str:
        levels = [self.requirement(f"{need.language}:{skill}:{level}") for skill, level in need.asked()]
        words = self.say.semicolon.join(levels or [self.say.language_name(need.language)])
        return self.say("need.required" if need.required else "need.asset", words=words)

    def _genders(self, counts: Mapping[str, int]) -> str:
        words = [
            self.say("not_shown", count=n) if gender == NOT_SHOWN else self.say("gender." + gender, count=n)
            for gender, n in counts.items()
            if n
        ]
        return "\n".join(words) or self.say("balance.none")

    def _nationalities(self, counts: Mapping[str, int]) -> str:
        words = [
            self.say("nationality", country=self.say.country(code), count=n)
            if len(code) == 2
            else self.say("not_shown" if code == NOT_SHOWN else "gender.undeclared", count=n)
            for code, n in counts.items()
            if n
        ]
        return "\n".join(words) or self.say("balance.none")


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _said(*rows: tuple[str, str]) -> Rows:
    return [(label, words) for label, words in rows if words]
