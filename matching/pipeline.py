"""The whole flow, top to bottom: `Matcher.shortlist`. The service, the pages, the commands and the evaluation call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from matching.answering import clues_of, explain_position, funnel, notes_on, with_proposals
from matching.comparing import embed, score
from matching.composing import compose
from matching.engine import Engine
from matching.entities import Call, Position
from matching.errors import UnknownExpert
from matching.explaining import explain_candidate, explain_criteria, explain_not_eligible
from matching.gates import FAIL
from matching.left_out import LeftOut, as_input, unlisted
from matching.queries import CallQuery, Encode, build_query
from matching.recording import Stages, make_record
from matching.results import Criterion, NotEligible, ScoredCandidate, Shortlist
from matching.roster import Roster
from matching.scoring import PositionScores
from matching.settings import MatchSettings
from matching.understanding import Understood, understand

Progress = Callable[[int, int], None]
DEFAULTS = MatchSettings()


@dataclass(frozen=True)
class Prepared:
    """A call that was encoded and understood: it depends on no roster, so that it may be compared as often as wanted."""

    call: Call
    query: CallQuery
    understood: Understood


class Matcher:
    """A roster and an engine, ready for calls. Reading only: one matcher may serve many threads."""

    def __init__(self, roster: Roster, engine: Engine) -> None:
        self.roster, self.engine = roster, engine

    def shortlist(
        self,
        call: Call,
        *,
        today: date,
        settings: MatchSettings = DEFAULTS,
        seed: int = 0,
        made_at: datetime | None = None,
        left_out: Sequence[LeftOut] = (),
    ) -> Shortlist:
        """A call in; a ranked, balanced, explained shortlist out. The same input gives the same output, timings apart.

        Args:
            call: with at least one position and some text or codes.
            today: the day on which availability and years of experience are judged.
            settings: weights, rules, mode of balance and sizes.
            seed: breaks ties between equal scores, so that nobody profits from a place in the file.
            made_at: the time put on the record; now, where it is not given.
            left_out: people who take no part, each group with the reason.

        Raises:
            InvalidCall: there is no position, or nothing to match on.
            ContradictoryRules: no team whatever could meet the rules.
            UnknownCode: the call names a code that the vocabulary does not hold.
        """
        self.check_ids(settings)
        stages = Stages()
        with stages.stage("embed"):
            query = embed(call, self.engine)
        with stages.stage("understand"):
            understood = understand(call, query, self.engine)
        with stages.stage("gate, retrieve, score"):
            scores = score(call, query, understood, self.roster, self.engine, settings, today, seed, left_out)
        with stages.stage("compose"):
            composition = compose(scores, call, self.roster, self.engine, settings)
        with stages.stage("explain"):
            never = unlisted(left_out)
            positions = tuple(
                explain_position(s, call, query, self.roster, self.engine, settings, today, never) for s in scores
            )
        with stages.stage("record"):
            answer = with_proposals(call, understood)
            body = "\n".join([*(p.model_dump_json() for p in positions), *composition.as_lines()])
            record = make_record(
                call,
                self.roster,
                self.engine,
                settings,
                today=today,
                seed=seed,
                made_at=made_at,
                funnel=funnel(scores, composition, self.roster, settings),
                result=body,
                stages=stages,
                left_out=as_input(left_out),
            )
        return Shortlist(
            call=answer,
            positions=positions,
            teams=composition.teams,
            no_team=composition.no_team,
            lists=composition.lists,
            notes=(*composition.notes, *notes_on(call, scores, self.roster, self.engine, today)),
            record=record.model_copy(update={"stages": tuple(stages.done)}),
        )

    def rank(
        self,
        calls: Sequence[Call],
        *,
        today: date,
        depth: int = 0,
        settings: MatchSettings = DEFAULTS,
        seed: int = 0,
        encode: Encode | None = None,
        progress: Progress | None = None,
    ) -> Iterator[tuple[str, list[tuple[str, float]]]]:
        """Per call its id and (expert id, merit) of its first position, best first, by the stages of `shortlist`.

        Merit is on a fixed scale, so that it can be compared across calls. With depth 0 everyone is
        listed: those who fail a gate come last, at their merit less 100.
        """
        for done, call in enumerate(calls, start=1):
            query = embed(call, self.engine, encode)
            scores = score(
                call, query, understand(call, query, self.engine), self.roster, self.engine, settings, today, seed
            )[0]
            found = [(scores.rows[p], float(scores.merit[p])) for p in scores.ranked]
            if depth == 0:
                found += [(scores.rows[p], float(scores.merit[p]) - 100) for p in scores.failing]
            kept = found[: depth or None]
            yield call.id, [(self.roster.ids[int(row)], score) for row, score in kept]
            if progress:
                progress(done, len(calls))

    def explain(
        self,
        call: Call,
        expert_id: str,
        *,
        today: date,
        settings: MatchSettings = DEFAULTS,
        seed: int = 0,
        left_out: Sequence[LeftOut] = (),
    ) -> tuple[ScoredCandidate | NotEligible, ...]:
        """One person's result for each position of a call, wherever they stand; by the stages of `shortlist`.

        Raises:
            UnknownExpert: nobody on the roster has this id.
        """
        if expert_id not in self.roster.row_of:
            raise UnknownExpert(
                f"Nobody on the roster has the id '{expert_id}'.", next_step="Check the id, or the roster in use."
            )
        roster, engine = self.roster, self.engine
        row = roster.row_of[expert_id]
        query = embed(call, engine)
        understood = understand(call, query, engine)
        results: list[ScoredCandidate | NotEligible] = []
        for scores in score(call, query, understood, roster, engine, settings, today, seed, left_out, also=row):
            place = int(np.flatnonzero(scores.rows == row)[0])
            if scores.verdicts[row] == FAIL:
                expert = roster.experts[row]
                results.append(explain_not_eligible(scores, row, expert, float(scores.merit[place])))
            else:
                rank = int(np.flatnonzero(scores.ranked == place)[0]) + 1
                clues = clues_of(scores, query, engine)
                results.append(explain_candidate(scores, place, rank, call, roster, engine, clues, today))
        return tuple(results)

    def compare(
        self,
        call: Call,
        *,
        today: date,
        settings: MatchSettings = DEFAULTS,
        seed: int = 0,
        left_out: Sequence[LeftOut] = (),
        prepared: Prepared | None = None,
    ) -> tuple[PositionScores, ...]:
        """Everybody scored for each position of a call, by the stages of `shortlist`, with nothing composed or explained.

        Args:
            prepared: of this very call, where it is at hand.

        Raises:
            InvalidCall: there is no position, or nothing to match on.
        """
        ready = prepared or self.prepare(call)
        return tuple(
            score(call, ready.query, ready.understood, self.roster, self.engine, settings, today, seed, left_out)
        )

    def prepare(self, call: Call) -> Prepared:
        """A call encoded and understood, for `compare`.

        Raises:
            InvalidCall: there is no position, or nothing to match on.
        """
        query = embed(call, self.engine)
        return Prepared(call, query, understand(call, query, self.engine))

    def criteria(self, prepared: Prepared, scores: PositionScores, row: int, today: date) -> tuple[Criterion, ...]:
        """The reasons for the merit of one person among those scored, eligible or not; `row` of the roster."""
        place = int(np.flatnonzero(scores.rows == row)[0])
        clues = clues_of(scores, prepared.query, self.engine)
        return explain_criteria(scores, place, prepared.call, self.roster, self.engine, clues, today)

    def check_ids(self, settings: MatchSettings) -> None:
        """Whether everybody whom the rules name is on the roster.

        Raises:
            UnknownExpert: somebody is not.
        """
        for rules in (settings.rules, settings.list_rules):
            unknown = [i for i in (*rules.include, *rules.exclude) if i not in self.roster.row_of]
            if unknown:
                raise UnknownExpert(
                    f"The rules name people who are not on the roster: {', '.join(unknown[:5])}.",
                    next_step="Check the ids to include and exclude.",
                )


def understand_text(engine: Engine, text: str) -> Understood:
    """Fields and competences of a bare text, by the stage that `Matcher.shortlist` uses."""
    call = Call(id="text", text=text, positions=(Position(id="1"),))
    query = build_query(call, engine.encode_queries, engine.query_centres)
    return understand(call, query, engine)
