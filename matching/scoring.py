"""Scoring one position: gates for everyone, merit for the pool, confidence apart from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from embeddings import singles
from matching.criteria import Wanted, merit, score_criteria
from matching.engine import Engine
from matching.english import english_evidence
from matching.entities import Call, Position
from matching.gates import FAIL, UNKNOWN, GateColumn, Verdicts
from matching.queries import PositionQuery
from matching.relevance import EnglishEvidence, Relevance, relevance, taken
from matching.roster import Roster
from matching.searching import WordsFound
from matching.settings import MatchSettings

Floats = NDArray[np.float32]

ENOUGH_SEGMENTS = 6  # segments from which on a CV is rich enough to be judged
ABOUT_THE_WORK = (
    "relevance",
    "fields",
)  # criteria that words alone can meet: they count as far as the posts do the work
# What confidence is made of. It is a statement about how much is known, not about how good somebody is.
KNOWN, RICH, DECIDED, UNDERSTOOD = 0.35, 0.2, 0.2, 0.25


@dataclass(frozen=True)
class PositionScores:
    """One position, scored. Arrays run over the pool, but for `verdicts` and the gates, which run over the roster."""

    position: Position
    wanted: Wanted
    weights: dict[str, float]
    gates: tuple[GateColumn, ...]
    verdicts: Verdicts  # (roster,)
    outside: NDArray[np.bool_] | None  # (roster,) who is not of the pool compared; None: everybody is
    rows: NDArray[np.int64]  # (pool,) rows of the roster
    ties: NDArray[np.int64]  # (roster,) who goes first among equals
    first_segment: NDArray[np.int64]  # (pool,) where each person's segments begin among those scored
    relevance: Relevance
    lexical: WordsFound
    criteria: dict[str, Floats]
    merit: Floats  # 0-100
    confidence: Floats  # 0-1

    @property
    def ranked(self) -> NDArray[np.int64]:
        """Places in the pool of everyone who fails no gate, best first; ties as drawn."""
        return self._order(self.verdicts[self.rows] != FAIL)

    @property
    def failing(self) -> NDArray[np.int64]:
        """Places in the pool of those compared who fail a gate, highest merit first."""
        return self._order(self.not_eligible[self.rows])

    @property
    def not_eligible(self) -> NDArray[np.bool_]:
        """(roster,) who fails a gate among those who are compared."""
        return np.asarray(self.verdicts == FAIL) & self.compared

    @property
    def compared(self) -> NDArray[np.bool_]:
        """(roster,) who is compared for this position, eligible or not."""
        return np.ones(len(self.verdicts), dtype=np.bool_) if self.outside is None else ~self.outside

    def _order(self, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        places = np.flatnonzero(mask)
        return places[np.lexsort((self.ties[self.rows[places]], -self.merit[places]))]


def _weights(position: Position, roster: Roster, settings: MatchSettings) -> dict[str, float]:
    """The weights set; codes that were only proposed count as far as the roster speaks of the vocabulary at all."""
    weights: dict[str, float] = settings.weights.model_dump()
    for name, given in (("fields", position.fields), ("competences", position.competences)):
        weights[name] *= 1.0 if given else roster.fit
    return weights


def score_position(
    query: PositionQuery,
    wanted: Wanted,
    rows: NDArray[np.int64],
    lexical: WordsFound,
    gates: list[GateColumn],
    verdicts: Verdicts,
    outside: NDArray[np.bool_] | None,
    ties: NDArray[np.int64],
    call: Call,
    roster: Roster,
    engine: Engine,
    settings: MatchSettings,
    today: date,
) -> PositionScores:
    """Merit and confidence of everyone in `rows` for one position."""
    places, starts = taken(roster.starts, rows)
    similarity = singles(roster.segments[places]) @ query.vector
    found = relevance(
        similarity,
        starts,
        lexical.of(rows),
        engine.spread,
        settings.top_segments,
        _english(query, rows, roster, engine, settings),
    )
    weights = _weights(query.position, roster, settings)
    criteria = {"relevance": found.points} | score_criteria(
        roster.columns, roster.shown, rows, call, query.position, wanted, engine.vocabularies, today
    )
    practice = roster.practice[rows].astype(np.float32)
    criteria |= {name: points * practice for name, points in criteria.items() if name in ABOUT_THE_WORK}
    score, known = merit(criteria, weights)
    return PositionScores(
        position=query.position,
        wanted=wanted,
        weights=weights,
        gates=tuple(gates),
        verdicts=verdicts,
        outside=outside,
        rows=rows,
        ties=ties,
        first_segment=starts[:-1],
        relevance=found,
        lexical=lexical,
        criteria=criteria,
        merit=score,
        confidence=_confidence(known, rows, gates, wanted, roster),
    )


def weighed_again(scores: PositionScores, roster: Roster, settings: MatchSettings) -> PositionScores:
    """The same people with the same points under the weights of other settings; `scores` come from the same roster."""
    weights = _weights(scores.position, roster, settings)
    score, known = merit(scores.criteria, weights)
    confidence = _confidence(known, scores.rows, scores.gates, scores.wanted, roster)
    return replace(scores, weights=weights, merit=score, confidence=confidence)


def _confidence(
    known: Floats, rows: NDArray[np.int64], gates: Sequence[GateColumn], wanted: Wanted, roster: Roster
) -> Floats:
    """How much is known of each person in `rows`, from 0 to 1."""
    # Who else applied, or was left out for a moment, says nothing of how much is known of a person.
    asked = [gate.verdicts[rows] == UNKNOWN for gate in gates if gate.of_profile]
    decided = 1 - np.mean(asked, axis=0) if asked else np.ones(len(rows))
    rich = np.minimum((roster.starts[rows + 1] - roster.starts[rows]) / ENOUGH_SEGMENTS, 1.0)
    understood = max((proposal.confidence for proposal in wanted.fields), default=0.0)
    confidence = KNOWN * known + RICH * rich + DECIDED * decided + UNDERSTOOD * understood
    return np.asarray(confidence, dtype=np.float32)


def _english(
    query: PositionQuery, rows: NDArray[np.int64], roster: Roster, engine: Engine, settings: MatchSettings
) -> EnglishEvidence | None:
    """The English reading, of an English call where the roster was read so too."""
    if query.english is None or roster.english is None:
        return None
    return english_evidence(
        query.english, roster.english, rows, roster.starts, engine.english_background, settings.top_segments
    )
