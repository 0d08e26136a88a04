"""How a shortlist is worded for people: one set of labels and sentences for the page, the workbook and the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from api.exports.text import clean
from api.spoken_terms import spoken_kind
from matching.codes import country_name, language_name
from matching.entities import Call, LanguageNeed, Phase, Verdict
from matching.errors import UnknownCode
from matching.results import Evidence, FunnelStep, PositionResult, Price, Shortlist

PRINCIPLE = "The machine ranks; a person decides."

CRITERIA = {
    "relevance": "Relevance of the CV",
    "fields": "Fields of expertise",
    "competences": "Horizontal competences",
    "activities": "Type of activity",
    "seniority": "Years of experience",
    "context": "Knowledge of the country",
    "public": "Public status",
    "languages": "Languages",
}
VERDICTS = {
    Verdict.PASS: "eligible",
    Verdict.UNKNOWN: "to be confirmed",
    Verdict.FAIL: "not eligible",
}
GATE_VERDICTS = {Verdict.PASS: "met", Verdict.UNKNOWN: "to ask", Verdict.FAIL: "not met"}
MARKS = {Verdict.PASS: "✓", Verdict.UNKNOWN: "?", Verdict.FAIL: "✕"}
MODES = {
    "report": "Report only",
    "tie_break": "Tie-break within a merit band",
    "target": "Target with a written basis",
}
MODE_MEANINGS = {
    "report": "Gender and nationality are shown and change nothing.",
    "tie_break": "Gender and nationality may choose only among people within the merit band fixed beforehand.",
    "target": "The rules on gender and nationality bind, on a legal basis and with a saving clause kept in the record.",
}
GENDERS = {"woman": "women", "man": "men", "other": "other", "undeclared": "not declared"}
SKILLS = {"listening": "understanding", "reading": "reading", "speaking": "speaking", "writing": "drafting"}
SCORE_MEANING = "Merit runs from 0 to 100. Confidence says how much is known about a person, not how good they are."


def person(name: str | None, expert_id: str) -> str:
    """A person as shown to the officer: the name on one line, or the id where no name is on record."""
    return " ".join(clean(name or "").split()) or expert_id


def person_and_id(name: str | None, expert_id: str, between: str = "\n") -> str:
    """A person by name and id, or by the id alone."""
    shown = person(name, expert_id)
    return expert_id if shown == expert_id else f"{shown}{between}{expert_id}"


def criterion_label(name: str) -> str:
    """The name of a criterion of merit in words."""
    return CRITERIA.get(name, name.replace("_", " ").capitalize())


def gate_label(name: str) -> str:
    """The name of a gate in words; 'language:fr' becomes 'Language: French'."""
    kind, _, code = name.partition(":")
    return f"{kind.capitalize()}: {language_name(code)}" if code else name.replace("_", " ").capitalize()


def one_decimal(value: float) -> str:
    """A figure in points, without a minus sign before a zero."""
    return f"{value + 0.0:.1f}".replace("-0.0", "0.0")


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage."""
    return f"{share * 100:.0f} %"


def day(value: date | datetime | None) -> str:
    """A day as people write it; a moment is followed by its time in UTC or as it was given."""
    if value is None:
        return "not said"
    text = f"{value.day} {value:%B %Y}"
    return f"{text}, {value:%H:%M} {value.tzname() or ''}".strip() if isinstance(value, datetime) else text


def term(kind: str, code: str) -> str:
    """A printed code with its label, a slug by its label alone, and the code where the vocabulary lacks it."""
    try:
        label = spoken_kind(kind).label(code)
    except UnknownCode:
        return code
    return label if code.islower() else f"{code} {label}"


def status_label(code: str) -> str:
    """The label of a status of people; statuses have no printed code."""
    statuses = spoken_kind("statuses")
    return statuses.label(code) if statuses.has(code) else code.replace("_", " ")


def position_name(position_id: str, title: str | None, number: int) -> str:
    """'Position 1: Labour inspector', or 'Position 1 (p1)' where the call gives no title."""
    if title:
        return f"Position {number}: {title}"
    return f"Position {number}" if position_id == str(number) else f"Position {number} ({position_id})"


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
        or ", ".join(filter(None, (call.institution, country_name(call.country) if call.country else "")))
        or (f"Call {call.id.removeprefix('call-')}")
    )


def phase_sentence(phase: Phase) -> str:
    """'Mission: 4 May 2026 to 15 May 2026, on site'."""
    dates = f"{day(phase.start)} to {day(phase.end)}" if phase.start or phase.end else "dates not said"
    return f"{phase.name}: {dates}{', on site' if phase.on_site else ''}"


def need_sentence(need: LanguageNeed) -> str:
    """'French: speaking C1, drafting B2 (required)'."""
    levels = ", ".join(f"{SKILLS[skill]} {level}" for skill, level in need.asked()) or "level not said"
    return f"{language_name(need.language)}: {levels} ({'required' if need.required else 'an asset'})"


def evidence_place(evidence: Evidence) -> str:
    """Where the words come from: 'CV, segment 3, in French', or the profile."""
    language = f", in {language_name(evidence.language)}" if evidence.language else ""
    return f"CV, segment {evidence.segment}{language}" if evidence.segment else f"confirmed in the profile{language}"


def price_sentence(price: Price) -> str:
    """What balance costs in merit and what it bought, or that it cost nothing."""
    if abs(price.points) < 0.05:
        given_up = "0.0 points given up"
    else:
        given_up = f"{one_decimal(price.points)} points given up ({one_decimal(price.percent)} %)"
    return f"{given_up}; bought: {', '.join(price.bought).replace('->', '→')}" if price.bought else given_up


def proof_sentence(optimal: bool, gap: float, rank: int = 1) -> str:
    """Whether a result is proven to be the best (or the next best), or by how much a better one could win."""
    best = "proven best" if rank == 1 else "proven next best"
    return best if optimal else f"a better one could win by {one_decimal(gap)} points at most"


def field_words(codes: Iterable[str]) -> list[str]:
    """Fields of expertise by code and label."""
    return [term("fields", code) for code in codes]


def requirement(key: str) -> str:
    """A language requirement in words: 'fr:writing:C1' becomes 'French, drafting C1'."""
    language, *rest = key.split(":")
    if not (len(language) == 2 and language.isalpha()):
        return key
    words = " ".join(SKILLS.get(part, part) for part in rest)
    return f"{language_name(language)}, {words}" if words else language_name(language)


def counts_sentence(position: PositionResult) -> str:
    """How many people took part, and of these are eligible, to be confirmed, and not eligible."""
    counts = (
        f"{position.eligible} eligible, {position.unknown} to be confirmed, {position.not_eligible_total} not eligible"
    )
    return counts if position.outside is None else f"{took_part_sentence(position)}: {counts}"


def took_part_sentence(position: PositionResult) -> str:
    """How many people took part, and how many of the roster did not; nothing where the whole roster was compared."""
    if position.outside is None:
        return ""
    others = f" ({position.outside} of the roster did not)" if position.outside else ""
    return f"{position.compared} took part{others}"


def step_sentence(step: FunnelStep) -> str:
    """The counts of one step of the funnel, as declared."""
    return (
        f"{step.people} people: {step.women} women, {step.men} men, {step.other} other, "
        f"{step.undeclared} not declared; {step.public} public; {step.nationalities} nationalities"
    )
