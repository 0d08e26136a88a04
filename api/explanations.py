"""A person's right to an explanation of their own result: where they stand, and what would change it."""

from __future__ import annotations

from datetime import date

from matching.codes import fold, language_name
from matching.columns import years_in_posts
from matching.entities import Call, Expert, Position, Value, Verdict
from matching.gates import SKILL_WORDS
from matching.results import Criterion, Gate, NotEligible, ScoredCandidate
from matching.vocabulary import Vocabularies

MOST_CRITERIA = 2  # criteria named among what would change a result: those that cost most points
WORTH_NAMING = 1.0  # points of merit a criterion must cost to be named


class PersonInPosition(Value):
    """One person for one position. Who is not eligible has no rank, confidence or criteria, only the rules failed."""

    position_id: str
    verdict: Verdict
    rank: int | None
    score: float | None  # merit, 0 to 100; for who is not eligible, what it would have been
    confidence: float | None  # 0 to 1
    gates: tuple[Gate, ...]
    criteria: tuple[Criterion, ...]
    what_would_change: tuple[str, ...]  # sentences to the person, what weighs most first


class PersonExplanation(Value):
    """One person's result for every position of a call."""

    expert_id: str
    name: str | None
    positions: tuple[PersonInPosition, ...]


def explain_position(
    result: ScoredCandidate | NotEligible,
    expert: Expert,
    call: Call,
    position: Position,
    vocabularies: Vocabularies,
    today: date,
) -> PersonInPosition:
    """One result in the words that are due to the person it is about."""
    ranked = result if isinstance(result, ScoredCandidate) else None
    criteria = ranked.criteria if ranked else ()
    changes = [
        *_failed_rules(result.gates, expert, call, position, vocabularies, today),
        *(f"Answering this would settle an open point: {g.question}" for g in result.gates if g.question),
        *_weak_criteria(criteria),
    ]
    return PersonInPosition(
        position_id=position.id,
        verdict=ranked.verdict if ranked else Verdict.FAIL,
        rank=ranked.rank if ranked else None,
        score=result.score,
        confidence=ranked.confidence if ranked else None,
        gates=result.gates,
        criteria=criteria,
        what_would_change=tuple(changes),
    )


def _failed_rules(
    gates: tuple[Gate, ...], expert: Expert, call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> list[str]:
    failed = [gate for gate in gates if gate.verdict is Verdict.FAIL]
    parts: list[str] = []
    for gate in failed:
        parts += _changes(gate, expert, call, position, vocabularies, today)
    if len(parts) == 1:
        return [parts[0].format(effect="would make you eligible")]
    return [part.format(effect=f"is one of {len(parts)} changes needed to be eligible") for part in parts]


def _changes(
    gate: Gate, expert: Expert, call: Call, position: Position, vocabularies: Vocabularies, today: date
) -> list[str]:
    """What has to change for one rule to be met; `{effect}` stands for what that brings."""
    kind, _, code = gate.name.partition(":")
    if kind == "language":
        return _language_changes(code, expert, call, position)
    if kind == "availability":
        return [_availability_change(gate, expert, call, today)]
    if kind == "status":
        open_to = " or ".join(vocabularies.statuses.label(status) for status in position.statuses)
        return [_safe(f"A status of {open_to}", f"now: {gate.found}")]
    if kind == "experience":
        years = years_in_posts(expert, today)
        now = "no dated post" if years is None else f"{years:.1f} years"
        return [
            _safe(
                f"Dated posts that add up to {position.min_years:g} years", f"now {now}; undated posts count for none"
            )
        ]
    if kind == "conflict of interest":
        parties = {fold(p) for p in (call.institution, call.action_code) if p}
        declared = next((c for c in expert.conflicts or () if fold(c) in parties), "this call")
        return [_safe(f"An end of the conflict of interest declared with {declared}", "now declared")]
    if kind == "consent":
        return [_safe("Your consent to be matched", "now withdrawn")]
    if kind == "past performance":
        return [_safe("A review of the exclusion on record", "ask the team of the facility for the reasons")]
    return [_safe(f"Meeting the rule '{gate.rule}'", f"now: {gate.found}")]


def _language_changes(code: str, expert: Expert, call: Call, position: Position) -> list[str]:
    name = language_name(code)
    needs = [need for need in call.needs(position) if need.language == code and need.required]
    claim = next((c for c in expert.languages if c.language == code), None)
    asked = [pair for need in needs for pair in need.asked()]
    if claim is None:
        levels = " and ".join(f"{SKILL_WORDS[skill]} {level}" for skill, level in asked)
        return [_safe(f"Listing {name}" + (f" at {levels}" if levels else ""), "now not among your languages")]
    return [
        _safe(f"Listing {name} {SKILL_WORDS[skill]} at {level}", f"now {held}")
        for skill, level in asked
        if (held := claim.level(skill)) and held.rank < level.rank
    ]


def _availability_change(gate: Gate, expert: Expert, call: Call, today: date) -> str:
    window = call.window
    notice = (window[0] - today).days if window else 0
    if expert.release_days is not None and expert.release_days > notice:
        if notice < 0:
            return _safe("A later start of the call", "it began before the day of this run")
        return _safe(f"A release by your institution within {notice} days", f"now {expert.release_days} days' notice")
    dates = gate.rule.removeprefix("free ").removesuffix(", released in time")
    return _safe(f"Being free from {dates}", f"now {gate.found}")


def _weak_criteria(criteria: tuple[Criterion, ...]) -> list[str]:
    known = sum(c.weight for c in criteria if c.points is not None)
    lost = [(c.weight * (1 - c.points) / known * 100, c) for c in criteria if c.points is not None and c.weight > 0]
    worst = sorted(lost, key=lambda pair: -pair[0])[:MOST_CRITERIA]
    said = [f"{WORDS.get(c.name, c.name)} costs most: up to {points:.0f} points ({c.why})." for points, c in worst
            if points >= WORTH_NAMING]  # fmt: skip
    missing = [WORDS.get(c.name, c.name) for c in criteria if c.points is None and c.weight > 0]
    if missing:
        said.append(f"Not known, so not counted either way: {', '.join(missing).lower()}. Adding it raises confidence.")
    return said


WORDS = {
    "relevance": "How your CV answers the text of the call",
    "fields": "Confirmed fields of expertise",
    "competences": "Horizontal competences",
    "activities": "Experience with this type of activity",
    "seniority": "Years of dated experience",
    "context": "Work in the partner country or its region",
    "public": "Public or mandated status",
    "languages": "Languages beyond the minimum",
}


def _safe(change: str, now: str) -> str:
    """A sentence with a place for its effect; braces in what people wrote are no places."""
    escaped = [text.replace("{", "{{").replace("}", "}}") for text in (change, now)]
    return f"{escaped[0]} {{effect}} ({escaped[1]})."
