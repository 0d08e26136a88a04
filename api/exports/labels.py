"""How a shortlist is worded for people: one set of labels and sentences for the page, the workbook and the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from api.auth.language import ENGLISH
from api.exports.spoken import Told, again, is_english, say, voice
from api.exports.text import clean
from api.speech.speech import speech
from api.spoken_terms import spoken_kind
from matching.entities import Call, LanguageNeed, Phase, Verdict
from matching.errors import UnknownCode
from matching.results import Evidence, FunnelStep, Gate, PositionResult, Price, Shortlist

PRINCIPLE = speech(ENGLISH, "export")("principle")
SCORE_MEANING = speech(ENGLISH, "export")("score")
VERDICTS = Told("verdict", tuple(Verdict))
GATE_VERDICTS = Told("met", tuple(Verdict))
MARKS = {Verdict.PASS: "✓", Verdict.UNKNOWN: "?", Verdict.FAIL: "✕"}
MODES = Told("mode.name", ("report", "tie_break", "target"))
MODE_MEANINGS = Told("mode.meaning", ("report", "tie_break", "target"))
GENDERS = Told("declared", ("woman", "man", "other", "undeclared"))
SKILLS = Told("skill", ("listening", "reading", "speaking", "writing"))


def principle() -> str:
    """That the machine ranks and a person decides."""
    return say("principle")


def score_meaning() -> str:
    """What merit and confidence are."""
    return say("score")


def person(name: str | None, expert_id: str) -> str:
    """A person as shown to the officer: the name on one line, or the id where no name is on record."""
    return " ".join(clean(name or "").split()) or expert_id


def person_and_id(name: str | None, expert_id: str, between: str = "\n") -> str:
    """A person by name and id, or by the id alone."""
    shown = person(name, expert_id)
    return expert_id if shown == expert_id else f"{shown}{between}{expert_id}"


def criterion_label(name: str) -> str:
    """The name of a criterion of merit in words."""
    return say(f"criterion.{name}") if voice().has(f"criterion.{name}") else name.replace("_", " ").capitalize()


def gate_label(name: str) -> str:
    """The name of a gate in words; 'language:fr' becomes 'Language: French'."""
    kind, _, code = name.partition(":")
    if kind == "language" and code:
        return say("gate.language", language=voice().language_name(code))
    key = f"gate.{name.replace(' ', '_')}"
    return say(key) if voice().has(key) else name.replace("_", " ").capitalize()


def gate_sentence(gate: Gate) -> str:
    """A rule with its verdict and what it found."""
    words = say("gate.found", verdict=GATE_VERDICTS[gate.verdict], found=again(gate.found))
    return say("pair", label=gate_label(gate.name), words=words)


def one_decimal(value: float) -> str:
    """A figure in points, without a minus sign before a zero."""
    return figure(round(value, 1) or 0.0, 1)


def figure(value: float, digits: int | None = None) -> str:
    """A number as the file's language writes it, with that many digits after the point, or as many as it has."""
    plain = f"{value:g}" if digits is None else f"{value:.{digits}f}"
    return plain if is_english() or "e" in plain else voice().number(float(plain), len(plain.partition(".")[2]))


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage."""
    return f"{share * 100:.0f} %" if is_english() else voice().percent(share)


def day(value: date | datetime | None) -> str:
    """A day as people write it; a moment is followed by its time in UTC or as it was given."""
    if value is None:
        return say("day.none")
    text = f"{value.day} {value:%B %Y}" if is_english() else voice().day(value)
    return f"{text}, {value:%H:%M} {value.tzname() or ''}".strip() if isinstance(value, datetime) else text


def term(kind: str, code: str) -> str:
    """A printed code with its label, a slug by its label alone, and the code where the vocabulary lacks it."""
    try:
        label = spoken_kind(kind).label(code, voice().language)
    except UnknownCode:
        return code
    return label if code.islower() else f"{code} {label}"


def status_label(code: str) -> str:
    """The label of a status of people; statuses have no printed code."""
    statuses = spoken_kind("statuses")
    return statuses.label(code, voice().language) if statuses.has(code) else code.replace("_", " ")


def position_name(position_id: str, title: str | None, number: int) -> str:
    """'Position 1: Labour inspector', or 'Position 1 (p1)' where the call gives no title."""
    if title:
        return say("place.titled", number=number, title=title)
    return say("place", number=number) if position_id == str(number) else say("place.id", number=number, id=position_id)


def position_names(shortlist: Shortlist) -> dict[str, str]:
    """The name of each position by its id."""
    return {p.position_id: position_name(p.position_id, p.title, i) for i, p in enumerate(shortlist.positions, start=1)}


def people(shortlist: Shortlist) -> dict[str, str]:
    """How to show each person who appears anywhere in a shortlist, by id."""
    shown = {c.expert_id: person(c.name, c.expert_id) for p in shortlist.positions for c in p.candidates}
    shown |= {n.expert_id: person(n.name, n.expert_id) for p in shortlist.positions for n in p.not_eligible}
    return shown | {m.expert_id: person(m.name, m.expert_id) for t in shortlist.teams for m in t.members}


def call_title(call: Call) -> str:
    """What a call is called: its title, else its reference, else for whom it is, else its id."""
    given = call.title or call.activity_title or call.action_title or call.reference
    return (
        given
        or ", ".join(filter(None, (call.institution, voice().country(call.country) if call.country else "")))
        or say("call.untitled", id=call.id.removeprefix("call-"))
    )


def phase_sentence(phase: Phase) -> str:
    """'Mission: 4 May 2026 to 15 May 2026, on site'."""
    when = span(phase.start, phase.end) if phase.start or phase.end else say("phase.undated")
    return say("phase.on_site" if phase.on_site else "phase", name=phase.name, when=when)


def span(start: date | None, end: date | None) -> str:
    """From one day to another."""
    return say("span", start=day(start), end=day(end))


def need_sentence(need: LanguageNeed) -> str:
    """'French: speaking C1, drafting B2 (required)'."""
    levels = ", ".join(f"{SKILLS[skill]} {level}" for skill, level in need.asked()) or say("need.no_level")
    key = "need.levels.required" if need.required else "need.levels.asset"
    return say(key, language=voice().language_name(need.language), levels=levels)


def evidence_words(evidence: Evidence) -> str:
    """The words of a CV as they stand there; a fact of the profile is said as everything on record is."""
    return evidence.text.strip() if evidence.start is not None else again(evidence.text)


def evidence_place(evidence: Evidence) -> str:
    """Where the words come from: 'CV, segment 3, in French', or the profile."""
    key = "evidence.cv" if evidence.segment else "evidence.profile"
    if not evidence.language:
        return say(key, segment=evidence.segment)
    return say(f"{key}.language", segment=evidence.segment, language=voice().language_name(evidence.language))


def price_sentence(price: Price) -> str:
    """What balance costs in merit and what it bought, or that it cost nothing."""
    if abs(price.points) < 0.05:
        given_up = say("price.points.none", points=one_decimal(0))
    else:
        given_up = say("price.points", points=one_decimal(price.points), percent=one_decimal(price.percent))
    bought = ", ".join(map(again, price.bought)).replace("->", "→")
    return say("price.bought", given_up=given_up, bought=bought) if bought else given_up


def proof_sentence(optimal: bool, gap: float, rank: int = 1) -> str:
    """Whether a result is proven to be the best (or the next best), or by how much a better one could win."""
    best = say("proof.first") if rank == 1 else say("proof.next")
    return best if optimal else say("proof.gap", points=one_decimal(gap))


def field_words(codes: Iterable[str]) -> list[str]:
    """Fields of expertise by code and label."""
    return [term("fields", code) for code in codes]


def requirement(key: str) -> str:
    """A language requirement in words: 'fr:writing:C1' becomes 'French, drafting C1'."""
    language, *rest = key.split(":")
    if not (len(language) == 2 and language.isalpha()):
        return key
    words = " ".join(SKILLS.get(part, part) for part in rest)
    name = voice().language_name(language)
    return f"{name}, {words}" if words else name


def counts_sentence(position: PositionResult) -> str:
    """How many people took part, and of these are eligible, to be confirmed, and not eligible."""
    counts = say("counts", met=position.eligible, asked=position.unknown, failed=position.not_eligible_total)
    return counts if position.outside is None else say("counts.of", these=took_part_sentence(position), counts=counts)


def took_part_sentence(position: PositionResult) -> str:
    """How many people took part, and how many of the roster did not; nothing where the whole roster was compared."""
    if position.outside is None:
        return ""
    if position.outside:
        return say("took_part.others", count=position.compared, others=position.outside)
    return say("took_part", count=position.compared)


def step_sentence(step: FunnelStep) -> str:
    """The counts of one step of the funnel, as declared."""
    counts = {"women": step.women, "men": step.men, "other": step.other, "undeclared": step.undeclared}
    return say("step.counts", people=step.people, **counts, public=step.public, nationalities=step.nationalities)


def step_name(shortlist: Shortlist, step: str) -> str:
    """A step of the funnel in words; in English, or where it is none that we know, as it stands on record."""
    if is_english():
        return step
    for position_id, place in position_names(shortlist).items():
        if step.startswith(f"position {position_id}: "):
            key = STEPS.get(step.removeprefix(f"position {position_id}: "))
            return say(f"step.{key}", place=place) if key else step
    return say(f"step.{STEPS[step]}") if step in ("registered", "first team") else step


STEPS = {  # as a record names them -> the end of their key
    "registered": "registered",
    "first team": "team",
    "compared": "compared",
    "not failing a gate": "gates",
    "listed": "listed",
}
