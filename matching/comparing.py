"""From a call to scores: its texts become vectors, gates are read for everybody, the pool is scored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.engine import Engine
from matching.entities import Call
from matching.errors import InvalidCall
from matching.gates import apply_gates, overall, shared_gates
from matching.left_out import LeftOut, left_out_gates, outside
from matching.queries import CallQuery, Encode, build_query, query_texts
from matching.retrieval import first_cut, nearness
from matching.roster import Roster
from matching.scoring import PositionScores, score_position
from matching.settings import MatchSettings
from matching.understanding import Understood, wanted


def embed(call: Call, engine: Engine, encode: Encode | None = None) -> CallQuery:
    """The texts of a call as vectors, position by position.

    Args:
        encode: in the place of the engine's encoder, where vectors are at hand.

    Raises:
        InvalidCall: there is no position, or nothing to match on.
    """
    if not call.positions:
        raise InvalidCall(
            "The call has no position.",
            next_step="Give it at least one, with the tasks or the fields of expertise it asks for.",
        )
    if not query_texts(call).texts:
        raise InvalidCall(
            "The call says nothing to match on.",
            "Neither title, objectives, tasks, criteria nor text were found.",
            "Give at least a sentence on what the expert should do.",
        )
    by_english = engine.encode_english_queries if engine.english else None
    return build_query(call, encode or engine.encode_queries, engine.query_centres, by_english)


def score(
    call: Call,
    query: CallQuery,
    understood: Understood,
    roster: Roster,
    engine: Engine,
    settings: MatchSettings,
    today: date,
    seed: int,
    left_out: Sequence[LeftOut] = (),
    also: int | None = None,
) -> list[PositionScores]:
    """Gates for everybody, then merit for the pool, position by position.

    Args:
        also: a row of the roster that is scored wherever it stands.
    """
    roster.let_go()
    results = []
    ties = _drawn(seed, len(roster))
    shared = shared_gates(roster.columns, call, today)
    near = nearness(roster, query.positions)
    for position_query, ranked, nearest in zip(query.positions, understood.positions, near, strict=True):
        position = position_query.position
        apart = left_out_gates(left_out, roster.ids, position.id)
        gates = apply_gates(roster.columns, call, position, engine.vocabularies, today, shared, apart)
        verdicts, others = overall(gates, len(roster)), outside(left_out, roster.ids, position.id)
        lexical = roster.lexical.score(position_query.text, query.language)
        rows = first_cut(roster, nearest, lexical, verdicts, settings, others)
        if also is not None:
            rows = np.union1d(rows, [also])
        results.append(
            score_position(
                position_query,
                wanted(position, ranked, engine),
                rows,
                lexical,
                gates,
                verdicts,
                others,
                ties,
                call,
                roster,
                engine,
                settings,
                today,
            )
        )
    return results


@lru_cache(maxsize=2)
def _drawn(seed: int, people: int) -> NDArray[np.int64]:
    """(people,) who goes first among equals; the same for every call on a roster, and for a million 7 ms to draw."""
    drawn = np.random.default_rng(seed).integers(2**62, size=people)
    drawn.flags.writeable = False
    return drawn
