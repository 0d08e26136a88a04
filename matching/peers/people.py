"""Who on the roster knows about a question: the scores of a shortlist, held back by two gates alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from matching.answering import clues_of
from matching.engine import Engine
from matching.explaining import explain_criteria
from matching.gates import VERDICTS, overall, shared_gates
from matching.left_out import LeftOut, left_out_gates
from matching.peers.asking import wanted_of
from matching.peers.regions import region_of
from matching.peers.values import FoundPerson
from matching.pipeline import Prepared
from matching.results import Evidence
from matching.retrieval import first_cut, nearness
from matching.roster import Roster
from matching.scoring import PositionScores, score_position
from matching.settings import MatchSettings, Weights

GATES = ("validated profile", "consent")  # nobody is sent anywhere: languages, dates and conflicts do not matter
# What somebody knows, by the shares that these two have in a shortlist. Where they were, how long and in which status
# says little of what they can answer.
SETTINGS = MatchSettings(
    weights=Weights(relevance=25, fields=70, competences=0, activities=0, seniority=6, context=0, public=0, languages=0)
)
SHOWN = 0.5  # points from which on a CV, or a profile, shows a field clearly


def score_people(
    asked: Prepared,
    roster: Roster,
    engine: Engine,
    *,
    today: date,
    left_out: Sequence[LeftOut] = (),
    seed: int = 0,
    settings: MatchSettings = SETTINGS,
) -> PositionScores:
    """Everybody scored for a question.

    Args:
        left_out: people who take no part, such as those whose profile is being read again.
        seed: breaks ties.
    """
    position = asked.call.positions[0]
    query = asked.query.positions[0]
    standing = [gate for gate in shared_gates(roster.columns, asked.call, today).standing if gate.name in GATES]
    gates = [*standing, *left_out_gates(left_out, roster.ids, position.id)]
    verdicts = overall(gates, len(roster))
    lexical = roster.lexical.score(query.text, asked.query.language)
    rows = first_cut(roster, nearness(roster, [query])[0], lexical, verdicts, settings)
    return score_position(
        query,
        wanted_of(asked, engine),
        rows,
        lexical,
        gates,
        verdicts,
        None,
        np.random.default_rng(seed).integers(2**62, size=len(roster)),
        asked.call,
        roster,
        engine,
        settings,
        today,
    )


def found_person(
    scores: PositionScores,
    place: int,
    asked: Prepared,
    roster: Roster,
    engine: Engine,
    today: date,
    country: str | None,
) -> FoundPerson:
    """What is told of one person; `place` counts within the scored pool, `country` is that of who asks."""
    row = int(scores.rows[place])
    expert = roster.experts[row]
    return FoundPerson(
        expert_id=expert.id,
        institution=expert.institution,
        country=expert.institution_country,
        status=expert.status,
        verdict=VERDICTS[scores.verdicts[row]],
        score=round(float(scores.merit[place]), 1),
        confidence=round(float(scores.confidence[place]), 2),
        fields=shown_fields_of(scores, place, roster, engine),
        evidence=best_evidence(scores, place, asked, roster, engine, today),
        elsewhere=is_elsewhere((expert.institution_country,), country),
    )


def best_evidence(
    scores: PositionScores, place: int, asked: Prepared, roster: Roster, engine: Engine, today: date
) -> Evidence | None:
    """The sentence that speaks most of the fields of the question; where there are none, that of the nearest segment."""
    clues = clues_of(scores, asked.query, engine)
    criteria = explain_criteria(scores, place, asked.call, roster, engine, clues, today)
    said = {one.name: [item for item in one.evidence if item.segment is not None] for one in criteria}
    sentences = [*said.get("fields", [])[-1:], *said.get("relevance", [])]
    return sentences[0] if sentences else None


def shown_fields_of(scores: PositionScores, place: int, roster: Roster, engine: Engine) -> tuple[str, ...]:
    """The fields of the question that a profile has confirmed or shows clearly."""
    row, kind = int(scores.rows[place]), engine.vocabularies.fields
    held = {kind.normalise(code) for code in roster.experts[row].fields if kind.has(code)}
    return tuple(
        proposal.code
        for proposal in scores.wanted.fields
        if proposal.code in held or float(roster.shown[row, kind.index(proposal.code)]) >= SHOWN
    )


def is_elsewhere(countries: Sequence[str | None], asking: str | None) -> bool | None:
    """Whether none of these countries lies in the region of who asks; None where that is not known."""
    here = region_of(asking) if asking else None
    there = {region_of(country) for country in countries if country} - {None}
    return here not in there if here and there else None
