"""From scores to what is said of them: results of each position, the funnel, notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from matching.composing import Composition
from matching.declared import funnel_step
from matching.engine import Engine
from matching.entities import Call
from matching.evidence import Clues, gather_clues
from matching.explaining import explain_candidate, explain_not_eligible
from matching.gates import FAIL, PASS, UNKNOWN
from matching.queries import CallQuery
from matching.results import FunnelStep, PositionResult
from matching.roster import Roster
from matching.scoring import PositionScores
from matching.settings import MatchSettings
from matching.understanding import Understood

WEAK = 0.5  # confidence under which a proposed field is more likely wrong than right, by its own measure
MOST_PROPOSALS = 10  # codes kept on a call that names none: enough for an officer to choose from


def explain_position(
    scores: PositionScores,
    call: Call,
    query: CallQuery,
    roster: Roster,
    engine: Engine,
    settings: MatchSettings,
    today: date,
    never: frozenset[str],
) -> PositionResult:
    """What is said of one position: the people listed with their reasons, and who is not eligible.

    Args:
        never: ids of people who are counted and not named.
    """
    ranked, failing, not_eligible = scores.ranked, scores.failing, scores.not_eligible
    shown = ranked[: settings.shown or None]
    verdicts = scores.verdicts
    clues = clues_of(scores, query, engine)
    # Of a large roster only the near misses were scored; the others are counted by rule and can each be explained.
    listed = [(int(scores.rows[p]), float(scores.merit[p])) for p in failing[: settings.listed_not_eligible]]
    return PositionResult(
        position_id=scores.position.id,
        title=scores.position.title,
        fields=scores.wanted.fields,
        competences=scores.wanted.competences,
        candidates=tuple(
            explain_candidate(scores, int(p), i, call, roster, engine, clues, today) for i, p in enumerate(shown, 1)
        ),
        eligible=int(np.count_nonzero(verdicts == PASS)),
        unknown=int(np.count_nonzero(verdicts == UNKNOWN)),
        not_eligible_total=int(np.count_nonzero(not_eligible)),
        not_eligible_by_rule={
            gate.name: count
            for gate in scores.gates
            if (count := int(np.count_nonzero((gate.verdicts == FAIL) & not_eligible)))
        },
        not_eligible=tuple(
            explain_not_eligible(scores, row, roster.experts[row], merit)
            for row, merit in listed
            if roster.ids[row] not in never
        ),
        outside=None if scores.outside is None else int(np.count_nonzero(scores.outside)),
    )


def clues_of(scores: PositionScores, query: CallQuery, engine: Engine) -> Clues:
    """What makes a sentence of a CV evidence for a position."""
    return gather_clues(query.language, scores.lexical.weights, scores.wanted.fields, engine.vocabularies.fields)


def funnel(
    scores: Sequence[PositionScores], composition: Composition, roster: Roster, settings: MatchSettings
) -> list[FunnelStep]:
    """How many were left at each step, with what they declared, counted."""
    declared, columns = roster.declared, roster.columns
    steps = [funnel_step("registered", np.arange(len(roster)), declared, columns)]
    for s in scores:
        name = f"position {s.position.id}"
        if s.outside is not None:
            steps.append(funnel_step(f"{name}: compared", np.flatnonzero(s.compared), declared, columns))
        steps.append(funnel_step(f"{name}: not failing a gate", np.flatnonzero(s.verdicts != FAIL), declared, columns))
        steps.append(funnel_step(f"{name}: listed", s.rows[s.ranked[: settings.shown or None]], declared, columns))
    if composition.teams:
        members = [roster.row_of[m.expert_id] for m in composition.teams[0].members]
        steps.append(funnel_step("first team", np.array(members, dtype=np.int64), declared, columns))
    return steps


def notes_on(
    call: Call, scores: Sequence[PositionScores], roster: Roster, engine: Engine, today: date
) -> tuple[str, ...]:
    """What a reader of the whole answer has to know."""
    notes = []
    for one in scores:
        likeliest = max(one.wanted.fields, key=lambda proposal: proposal.confidence, default=None)
        if likeliest is not None and likeliest.confidence < WEAK:
            label = engine.vocabularies.fields.label(likeliest.code)
            notes.append(
                f"Position {one.position.id}: no field of expertise is named, and the likeliest by the text, "
                f"{likeliest.code} {label}, has a confidence of {likeliest.confidence:.0%} only. "
                "Confirm or correct the fields: the order depends on them."
            )
    if call.window and call.window[1] < today:
        notes.append(f"The call's dates lie in the past: they end on {call.window[1]}, and today is {today}.")
    if without := roster.without_text:
        named = ", ".join(without[:10]) + (" ..." if len(without) > 10 else "")
        notes.append(f"{len(without)} on the roster have no text to match on and were not ranked: {named}.")
    return tuple(notes)


def with_proposals(call: Call, understood: Understood) -> Call:
    """The call as the officer sees it: what it does not name is proposed; what it names stays."""
    fields = () if all(p.fields for p in call.positions) else understood.fields[:MOST_PROPOSALS]
    competences = () if all(p.competences for p in call.positions) else understood.competences[:MOST_PROPOSALS]
    return call.model_copy(update={"proposed_fields": fields, "proposed_competences": competences})
