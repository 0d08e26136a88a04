"""A person's right to an explanation of their own result: where they stand, and what would change it.

Everything is told from the result itself, never from the profile: it holds although the profile changed since.
"""

from __future__ import annotations

import re
from datetime import date

from matching.codes import language_name
from matching.entities import SKILLS, Call, Cefr, Position, Skill, Value, Verdict
from matching.gates import SKILL_WORDS
from matching.results import Criterion, Gate, NotEligible, ScoredCandidate

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
    """One person's result for the positions of a call; `notes` says for which it cannot be told, and why."""

    expert_id: str
    name: str | None
    positions: tuple[PersonInPosition, ...]
    notes: tuple[str, ...] = ()


def explain_position(
    result: ScoredCandidate | NotEligible, call: Call, position: Position, today: date
) -> PersonInPosition:
    """One result in the words that are due to the person it is about.

    Args:
        result: as it was made.
        call, today: for which, and on which day.
    """
    ranked = result if isinstance(result, ScoredCandidate) else None
    criteria = ranked.criteria if ranked else ()
    changes = [
        *_failed_rules(result.gates, call, position, today),
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


def _failed_rules(gates: tuple[Gate, ...], call: Call, position: Position, today: date) -> list[str]:
    failed = [gate for gate in gates if gate.verdict is Verdict.FAIL]
    parts: list[str] = []
    for gate in failed:
        parts += _changes(gate, call, position, today)
    if len(parts) == 1:
        return [parts[0].format(effect="would make you eligible")]
    return [part.format(effect=f"is one of {len(parts)} changes needed to be eligible") for part in parts]


def _changes(gate: Gate, call: Call, position: Position, today: date) -> list[str]:
    """What has to change for one rule to be met; `{effect}` stands for what that brings."""
    kind, _, code = gate.name.partition(":")
    if kind == "language":
        return _language_changes(gate, code, call, position) or [_meeting(gate)]
    if kind == "availability":
        return [_availability_change(gate, call, today)]
    if kind == "status":
        return [_safe(f"A status of {gate.rule.removeprefix('status: ')}", f"now: {gate.found}")]
    if kind == "experience" and position.min_years is not None:
        wanted = f"Dated posts that add up to {position.min_years:g} years"
        return [_safe(wanted, f"now {gate.found.removesuffix(' in dated posts')}; undated posts count for none")]
    if kind == "conflict of interest":
        declared = gate.found.removeprefix("declared a conflict with ")
        return [_safe(f"An end of the conflict of interest declared with {declared}", "now declared")]
    if kind == "consent":
        return [_safe("Your consent to be matched", "now withdrawn")]
    if kind == "past performance":
        return [_safe("A review of the exclusion on record", "ask the team of the facility for the reasons")]
    return [_meeting(gate)]


def _meeting(gate: Gate) -> str:
    return _safe(f"Meeting the rule '{gate.rule}'", f"now: {gate.found}")


def _language_changes(gate: Gate, code: str, call: Call, position: Position) -> list[str]:
    name = language_name(code)
    needs = [need for need in call.needs(position) if need.language == code and need.required]
    asked = [pair for need in needs for pair in need.asked()]
    held = levels_found(gate.found)
    if gate.found.endswith("is not among the languages listed"):
        levels = " and ".join(f"{SKILL_WORDS[skill]} {level}" for skill, level in asked)
        return [_safe(f"Listing {name}" + (f" at {levels}" if levels else ""), "now not among your languages")]
    return [
        _safe(f"Listing {name} {SKILL_WORDS[skill]} at {level}", f"now {held[skill]}")
        for skill, level in asked
        if skill in held and held[skill].rank < level.rank
    ]


def levels_found(found: str) -> dict[Skill, Cefr]:
    """The level per skill that a language gate found, read from its words; empty where it found none."""
    skills: dict[str, Skill] = {SKILL_WORDS[skill]: skill for skill in SKILLS}
    pairs = re.findall(rf"({'|'.join(skills)}) ([ABC][12])", found)
    return {skills[word]: Cefr(level) for word, level in pairs}


def _availability_change(gate: Gate, call: Call, today: date) -> str:
    if gate.found.startswith("the home institution needs "):
        notice = (call.window[0] - today).days if call.window else 0
        if notice < 0:
            return _safe("A later start of the call", "it began before the day of this run")
        days = gate.found.removeprefix("the home institution needs ").partition(" days'")[0]
        return _safe(f"A release by your institution within {notice} days", f"now {days} days' notice")
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
