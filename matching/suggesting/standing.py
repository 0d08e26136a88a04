"""How the gates and the merit of open calls stand for many people at once: one pass over them per call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.columns import Columns, build_columns
from matching.entities import Call, Expert, Position
from matching.errors import InvalidCall
from matching.gates import GateColumn, Verdicts, apply_gates, overall, shared_gates
from matching.left_out import LeftOut, left_out_gates
from matching.pipeline import Matcher, Prepared
from matching.scoring import PositionScores
from matching.settings import MatchSettings
from matching.vocabulary import Vocabularies

DEFAULTS = MatchSettings()


@dataclass(frozen=True)
class Offer:
    """An open call, with what its shortlist would be made with.

    Args:
        deadline: the last day on which one may apply; None where there is none.
        left_out: people who take no part, as in its shortlist.
    """

    call: Call
    deadline: date | None = None
    settings: MatchSettings = DEFAULTS
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class PositionStanding:
    """One position for some people: arrays run over them. Merit (0 to 100) is NaN for who was not scored."""

    position: Position
    gates: tuple[GateColumn, ...]
    verdicts: Verdicts
    merit: NDArray[np.float32]
    confidence: NDArray[np.float32]
    scores: PositionScores | None  # what merit was read from; None where the call says nothing to match on


@dataclass(frozen=True)
class CallStanding:
    """One call for some people."""

    offer: Offer
    positions: tuple[PositionStanding, ...]
    prepared: Prepared | None

    @cached_property
    def verdicts(self) -> Verdicts:
        """(people,) how they stand for the position that stands best: one is enough to take part."""
        return np.asarray(np.min([one.verdicts for one in self.positions], axis=0), dtype=np.int8)

    @cached_property
    def merit(self) -> NDArray[np.float32]:
        """(people,) the best merit among the positions that stand best; NaN where none was scored."""
        best = [np.where(one.verdicts == self.verdicts, one.merit, np.nan) for one in self.positions]
        return np.asarray(np.fmax.reduce(best), dtype=np.float32)


def stand(
    matcher: Matcher,
    offers: Sequence[Offer],
    today: date,
    prepared: Mapping[str, Prepared] | None = None,
) -> list[CallStanding]:
    """How every gate of every position stands for everybody on the roster, and their merit, call by call.

    Args:
        prepared: calls that were prepared before, by id.

    Of a roster too large to be scored whole, the merit of the nearest alone is known; verdicts are of everybody.
    """
    made = []
    for offer in offers:
        call = offer.call
        ready = (prepared or {}).get(call.id) or _prepared(matcher, call)
        scores: Sequence[PositionScores] = ()
        if ready is not None:
            scores = matcher.compare(
                call, today=today, settings=offer.settings, left_out=offer.left_out, prepared=ready
            )
        made.append(CallStanding(offer, _of_roster(offer, scores, matcher, today), ready))
    return made


def stand_for_nobody(offers: Sequence[Offer], vocabularies: Vocabularies, today: date) -> list[CallStanding]:
    """The same where nobody is on the roster: what `on_record` begins with, without merit."""
    nobody = build_columns([], vocabularies)
    return [
        CallStanding(
            offer,
            tuple(_unscored(p, gates[p.id], 0) for p in offer.call.positions),
            None,
        )
        for offer in offers
        for gates in [_gates(offer, nobody, [], vocabularies, today)]
    ]


def on_record(
    people: Sequence[Expert],
    standings: Sequence[CallStanding],
    row_of: Mapping[str, int],
    vocabularies: Vocabularies,
    today: date,
) -> list[CallStanding]:
    """The same for some people as they are on record now, which may be newer than the roster.

    Their gates are read anew; their merit is that of the roster, and not known for who is not on it.

    Args:
        row_of: the rows of the roster for which the standings were made, by id.
    """
    columns = build_columns(people, vocabularies)
    ids = [person.id for person in people]
    rows = [row_of.get(i) for i in ids]
    made = []
    for standing in standings:
        gates = _gates(standing.offer, columns, ids, vocabularies, today)
        positions = (_of_records(one, gates[one.position.id], rows) for one in standing.positions)
        made.append(CallStanding(standing.offer, tuple(positions), standing.prepared))
    return made


def _prepared(matcher: Matcher, call: Call) -> Prepared | None:
    """A call made ready; None where it says nothing to match on: its gates hold all the same."""
    try:
        return matcher.prepare(call)
    except InvalidCall:
        return None


def _of_roster(
    offer: Offer, scores: Sequence[PositionScores], matcher: Matcher, today: date
) -> tuple[PositionStanding, ...]:
    roster, found = matcher.roster, []
    if not scores:
        gates = _gates(offer, roster.columns, roster.ids, matcher.engine.vocabularies, today)
        return tuple(_unscored(p, gates[p.id], len(roster)) for p in offer.call.positions)
    for scored in scores:
        merit, confidence = np.full((2, len(roster)), np.nan, dtype=np.float32)
        merit[scored.rows], confidence[scored.rows] = scored.merit, scored.confidence
        found.append(PositionStanding(scored.position, scored.gates, scored.verdicts, merit, confidence, scored))
    return tuple(found)


def _of_records(one: PositionStanding, gates: tuple[GateColumn, ...], rows: Sequence[int | None]) -> PositionStanding:
    merit = np.array([np.nan if row is None else one.merit[row] for row in rows], dtype=np.float32)
    sure = np.array([np.nan if row is None else one.confidence[row] for row in rows], dtype=np.float32)
    return replace(_unscored(one.position, gates, len(rows)), merit=merit, confidence=sure, scores=one.scores)


def _gates(
    offer: Offer, columns: Columns, ids: Sequence[str], vocabularies: Vocabularies, today: date
) -> dict[str, tuple[GateColumn, ...]]:
    """The gates of each position."""
    call = offer.call
    shared = shared_gates(columns, call, today)
    return {
        position.id: tuple(
            apply_gates(
                columns, call, position, vocabularies, today, shared, left_out_gates(offer.left_out, ids, position.id)
            )
        )
        for position in call.positions
    }


def _unscored(position: Position, gates: tuple[GateColumn, ...], size: int) -> PositionStanding:
    none = np.full(size, np.nan, dtype=np.float32)
    return PositionStanding(position, gates, overall(list(gates), size), none, none, None)
