"""From columns of figures back to one person: criteria with their reasons and evidence, gates with the facts found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from matching.codes import country_name, fold, language_name
from matching.columns import years_in_posts
from matching.criteria import region
from matching.engine import Engine
from matching.entities import SKILLS, Call, Expert, Proposal
from matching.evidence import Clues, best_sentence, segment_id
from matching.field_evidence import less_for_claims, segment_evidence, without_employer
from matching.gates import FAIL, VERDICTS
from matching.results import Criterion, Evidence, NotEligible, ScoredCandidate
from matching.roster import Roster
from matching.scoring import PositionScores
from matching.vocabulary import Vocabulary

LOOKED_AT = 3  # segments of a person whose words are looked at for a sentence on the fields asked for


def explain_candidate(
    scores: PositionScores, place: int, rank: int, call: Call, roster: Roster, engine: Engine, clues: Clues, today: date
) -> ScoredCandidate:
    """Everything about one ranked person; `place` counts within the scored pool."""
    row = int(scores.rows[place])
    expert = roster.experts[row]
    return ScoredCandidate(
        expert_id=expert.id,
        name=expert.name,
        rank=rank,
        score=round(float(scores.merit[place]), 2),
        confidence=round(float(scores.confidence[place]), 3),
        verdict=VERDICTS[scores.verdicts[row]],
        gates=tuple(gate.of(row, expert) for gate in scores.gates),
        criteria=explain_criteria(scores, place, call, roster, engine, clues, today),
    )


def explain_not_eligible(scores: PositionScores, row: int, expert: Expert, merit: float | None) -> NotEligible:
    """The rules that one person fails, and nothing else about them."""
    gates = tuple(gate.of(row, expert) for gate in scores.gates if gate.verdicts[row] == FAIL)
    return NotEligible(
        expert_id=expert.id, name=expert.name, gates=gates, score=None if merit is None else round(merit, 2)
    )


def explain_criteria(
    scores: PositionScores, place: int, call: Call, roster: Roster, engine: Engine, clues: Clues, today: date
) -> tuple[Criterion, ...]:
    """Every criterion of one person's merit, with its reason and evidence; `place` counts within the scored pool."""
    expert = roster.experts[int(scores.rows[place])]
    segments = [int(s) for s in scores.relevance.best[place] if s >= 0]
    first = int(scores.first_segment[place])
    shown = tuple(best_sentence(expert, s - first, clues) for s in segments[:2])
    reasons = {
        "relevance": (_relevance_reason(scores, place, roster), shown),
        "fields": _fields_reason(scores, place, expert, roster, engine, clues),
        "competences": _competences_reason(
            expert.competences, scores.wanted.competences, engine.vocabularies.competences
        ),
        "activities": _activities_reason(expert, scores, call, engine.vocabularies.activity_types),
        "seniority": _seniority_reason(expert, today),
        "context": _context_reason(expert, call),
        "public": (_status_label(expert, engine), ()),
        "languages": (_languages_reason(expert, scores, call), ()),
    }
    found = []
    for name, points in scores.criteria.items():
        why, evidence = reasons[name]
        known = not np.isnan(points[place])
        found.append(
            Criterion(
                name=name,
                points=round(float(points[place]), 4) if known else None,
                weight=scores.weights[name],
                why=why,
                evidence=evidence if known else (),
            )
        )
    return tuple(found)


def _relevance_reason(scores: PositionScores, place: int, roster: Roster) -> str:
    count = int((scores.relevance.best[place] >= 0).sum())
    said = _english_words(scores, place) if scores.relevance.english else _shared_words(scores, place)
    practice = f"the posts do such work, not only speak of it: {float(roster.practice[scores.rows[place]]):.0%}"
    return (
        f"mean of the {count} best segments: similarity {float(scores.relevance.dense[place]):.2f}; {said}; {practice}"
    )


def _shared_words(scores: PositionScores, place: int) -> str:
    lexical = float(scores.relevance.lexical[place])
    return "no text in the language of the call" if np.isnan(lexical) else f"{lexical:.0%} of the call's words found"


def _english_words(scores: PositionScores, place: int) -> str:
    """What the English reading found, or that there was nothing for it to read."""
    english = scores.relevance.english
    assert english is not None
    if np.isnan(english.strength[place]):
        return "no text in English, so taken as others of this similarity are on average"
    whole, by_sentence = float(english.whole[place]), float(english.by_sentence[place])
    partly = "" if english.share[place] == 1 else ", for the part in English"
    return f"read in English: best segments {whole:.2f}, sentence by sentence {by_sentence:.2f}{partly}"


def _fields_reason(
    scores: PositionScores, place: int, expert: Expert, roster: Roster, engine: Engine, clues: Clues
) -> tuple[str, tuple[Evidence, ...]]:
    kind, row = engine.vocabularies.fields, int(scores.rows[place])
    codes = [kind.normalise(code) for code in expert.fields if kind.has(code)]
    parts = [
        f"{_held(proposal, codes, kind)}, the CV shows it to {float(roster.shown[row, kind.index(proposal.code)]):.0%}"
        for proposal in scores.wanted.fields
    ]
    confirmed = [Evidence(text=f"confirmed: {c} {kind.label(c)}") for c in _common(codes, scores.wanted.fields)]
    return "; ".join(parts), (*confirmed, *_sentences_on_fields(scores, row, expert, roster, engine, clues))


def _sentences_on_fields(
    scores: PositionScores, row: int, expert: Expert, roster: Roster, engine: Engine, clues: Clues
) -> tuple[Evidence, ...]:
    """The sentence of the segment that speaks most of the fields asked for, among the nearest few."""
    if not scores.wanted.fields:
        return ()
    columns = [engine.vocabularies.fields.index(p.code) for p in scores.wanted.fields]
    first, last = int(roster.starts[row]), int(roster.starts[row + 1])
    vectors = roster.segments[first:last].astype(np.float32)
    near = np.argsort(-(vectors @ engine.fields.every[columns].T).max(axis=1), kind="stable")[:LOOKED_AT]
    segments = [expert.segments[place] for place in near]
    texts = [without_employer(s.text, s.employer) for s in segments]
    evidence = segment_evidence(vectors[near], texts, [s.language for s in segments], engine, columns)
    best = less_for_claims(evidence, [s.kind for s in segments]).max(axis=1).argmax()
    return (best_sentence(expert, int(near[best]), clues),)


def _competences_reason(
    held: Sequence[str], wanted: Sequence[Proposal], kind: Vocabulary
) -> tuple[str, tuple[Evidence, ...]]:
    if not held:
        return "none confirmed in the profile", ()
    codes = [kind.normalise(code) for code in held if kind.has(code)]
    parts = [_held(proposal, codes, kind) for proposal in wanted]
    return "; ".join(parts), tuple(Evidence(text=f"confirmed: {c} {kind.label(c)}") for c in _common(codes, wanted))


def _common(codes: Sequence[str], wanted: Sequence[Proposal]) -> list[str]:
    return [code for code in codes if any(code == proposal.code for proposal in wanted)]


def _held(proposal: Proposal, codes: Sequence[str], kind: Vocabulary) -> str:
    label = f"{proposal.code} {kind.label(proposal.code)}"
    near = max(codes, key=lambda code: kind.similarity(code, proposal.code), default=None)
    if near == proposal.code:
        return f"{label}: confirmed"
    if near is not None and kind.similarity(near, proposal.code) > 0:
        return f"{label}: near it, {near} {kind.label(near)}"
    return f"{label}: not confirmed"


def _activities_reason(
    expert: Expert, scores: PositionScores, call: Call, kind: Vocabulary
) -> tuple[str, tuple[Evidence, ...]]:
    if not expert.activity_types:
        return "no type of activity in the profile", ()
    asked = [kind.normalise(c) for c in scores.position.activity_types or call.activity_types if kind.has(c)]
    held = {kind.normalise(c) for c in expert.activity_types if kind.has(c)}
    parts = [f"{kind.label(code)}: {'yes' if code in held else 'no'}" for code in asked]
    return "; ".join(parts), tuple(Evidence(text=kind.label(code)) for code in asked if code in held)


def _seniority_reason(expert: Expert, today: date) -> tuple[str, tuple[Evidence, ...]]:
    years = years_in_posts(expert, today)
    if years is None:
        return "no post in the CV is dated", ()
    posts = [(i, s) for i, s in enumerate(expert.segments) if s.kind == "post" and s.start]
    shown: tuple[Evidence, ...] = ()
    if posts:
        place, post = max(posts, key=lambda item: (item[1].end is None, item[1].start or today))
        text = f"{post.start} to {post.end or 'today'}" + (f", {post.employer}" if post.employer else "")
        shown = (Evidence(text=text, segment=segment_id(expert, place), language=post.language),)
    return f"{years:.1f} years in dated posts", shown


def _context_reason(expert: Expert, call: Call) -> tuple[str, tuple[Evidence, ...]]:
    if call.country is None:
        return "the call names no country", ()
    name = country_name(call.country)
    if call.institution and any(m.partner and fold(m.partner) == fold(call.institution) for m in expert.missions):
        return f"earlier mission with {call.institution}", (Evidence(text=f"mission with {call.institution}"),)
    for place, segment in enumerate(expert.segments):
        if segment.country == call.country:
            text = segment.text[:160]
            evidence = Evidence(
                text=text, segment=segment_id(expert, place), language=segment.language, start=0, end=len(text)
            )
            return f"has worked in {name}", (evidence,)
    if call.country in expert.countries or any(m.country == call.country for m in expert.missions):
        return f"has worked in {name}, by the profile", (Evidence(text=f"{name} among the countries of experience"),)
    known = {*expert.countries, *(m.country for m in expert.missions), *(s.country for s in expert.segments)} - {None}
    near = sorted(country_name(c) for c in known if c and region(c) == region(call.country))
    if near:
        return f"not in {name}, but in {', '.join(near[:3])}", ()
    return f"no work in {name} or its region found", ()


def _status_label(expert: Expert, engine: Engine) -> str:
    statuses = engine.vocabularies.statuses
    if expert.status is None or not statuses.has(expert.status):
        return "status not said"
    return statuses.label(expert.status)


def _languages_reason(expert: Expert, scores: PositionScores, call: Call) -> str:
    parts = []
    for need in call.needs(scores.position):
        claim = next((c for c in expert.languages if c.language == need.language), None)
        levels = [str(level) for skill in SKILLS if claim and (level := claim.level(skill))]
        parts.append(
            f"{language_name(need.language)} {'/'.join(dict.fromkeys(levels)) or ('listed' if claim else 'not listed')}"
        )
    return "; ".join(parts)
