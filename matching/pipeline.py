"""The whole flow, top to bottom: `Matcher.shortlist`. The service, the pages, the commands and the evaluation call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

import numpy as np

from matching.composing import Composition, compose
from matching.declared import funnel_step
from matching.engine import Engine
from matching.entities import Call, Position
from matching.errors import InvalidCall, UnknownExpert
from matching.evidence import Clues, gather_clues
from matching.explaining import explain_candidate, explain_not_eligible
from matching.gates import FAIL, PASS, UNKNOWN, apply_gates, overall, shared_gates
from matching.left_out import LeftOut, as_input, left_out_gates, outside, unlisted
from matching.queries import CallQuery, Encode, build_query, query_texts
from matching.recording import Stages, make_record
from matching.results import FunnelStep, NotEligible, PositionResult, ScoredCandidate, Shortlist
from matching.retrieval import first_cut, nearness
from matching.roster import Roster
from matching.scoring import PositionScores, score_position
from matching.settings import MatchSettings
from matching.understanding import Understood, understand, wanted

Progress = Callable[[int, int], None]
DEFAULTS = MatchSettings()
MOST_PROPOSALS = 10  # codes kept on a call that names none: enough for an officer to choose from


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
            query = self._embed(call)
        with stages.stage("understand"):
            understood = understand(call, query, self.engine)
        with stages.stage("gate, retrieve, score"):
            scores = self._score(call, query, understood, settings, today, seed, left_out)
        with stages.stage("compose"):
            composition = compose(scores, call, self.roster, self.engine, settings)
        with stages.stage("explain"):
            never = unlisted(left_out)
            positions = tuple(self._explain(s, call, query, settings, today, never) for s in scores)
        with stages.stage("record"):
            answer = _with_proposals(call, understood)
            body = "\n".join([*(p.model_dump_json() for p in positions), *composition.as_lines()])
            record = make_record(
                call,
                self.roster,
                self.engine,
                settings,
                today=today,
                seed=seed,
                made_at=made_at,
                funnel=self._funnel(scores, composition, settings),
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
            notes=(*composition.notes, *self._notes(call, today)),
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

        Merit depends on person and call alone, so that it can be compared across calls. With depth 0 everyone is
        listed: those who fail a gate come last, at their merit less 100.
        """
        for done, call in enumerate(calls, start=1):
            query = self._embed(call, encode)
            scores = self._score(call, query, understand(call, query, self.engine), settings, today, seed)[0]
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
        row = self.roster.row_of[expert_id]
        query = self._embed(call)
        understood = understand(call, query, self.engine)
        results: list[ScoredCandidate | NotEligible] = []
        for scores in self._score(call, query, understood, settings, today, seed, left_out, also=row):
            place = int(np.flatnonzero(scores.rows == row)[0])
            if scores.verdicts[row] == FAIL:
                expert = self.roster.experts[row]
                results.append(explain_not_eligible(scores, row, expert, float(scores.merit[place])))
            else:
                rank = int(np.flatnonzero(scores.ranked == place)[0]) + 1
                results.append(self._candidate(scores, place, rank, call, self._clues(scores, query), today))
        return tuple(results)

    def compare(
        self,
        call: Call,
        *,
        today: date,
        settings: MatchSettings = DEFAULTS,
        seed: int = 0,
        left_out: Sequence[LeftOut] = (),
    ) -> tuple[PositionScores, ...]:
        """Everybody scored for each position of a call, by the stages of `shortlist`, with nothing composed or explained."""
        query = self._embed(call)
        return tuple(self._score(call, query, understand(call, query, self.engine), settings, today, seed, left_out))

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

    # --- stages --------------------------------------------------------------------------------------------------------

    def _notes(self, call: Call, today: date) -> tuple[str, ...]:
        notes = []
        if call.window and call.window[1] < today:
            notes.append(f"The call's dates lie in the past: they end on {call.window[1]}, and today is {today}.")
        if without := self.roster.without_text:
            named = ", ".join(without[:10]) + (" ..." if len(without) > 10 else "")
            notes.append(f"{len(without)} on the roster have no text to match on and were not ranked: {named}.")
        return tuple(notes)

    def _embed(self, call: Call, encode: Encode | None = None) -> CallQuery:
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
        by_model: Encode = lambda texts: self.engine.encoder.encode(texts, kind="query")  # noqa: E731
        english = self.engine.english
        by_english: Encode | None = (lambda texts: english.encode(texts, kind="query")) if english else None
        return build_query(call, encode or by_model, self.engine.query_centres, by_english)

    def _score(
        self,
        call: Call,
        query: CallQuery,
        understood: Understood,
        settings: MatchSettings,
        today: date,
        seed: int,
        left_out: Sequence[LeftOut] = (),
        also: int | None = None,
    ) -> list[PositionScores]:
        roster, results = self.roster, []
        ties = np.random.default_rng(seed).integers(2**62, size=len(roster))
        shared = shared_gates(roster.columns, call, today)
        near = nearness(roster, query.positions)
        for position_query, ranked, nearest in zip(query.positions, understood.positions, near, strict=True):
            position = position_query.position
            apart = left_out_gates(left_out, roster.ids, position.id)
            gates = apply_gates(roster.columns, call, position, self.engine.vocabularies, today, shared, apart)
            verdicts, others = overall(gates, len(roster)), outside(left_out, roster.ids, position.id)
            lexical = roster.lexical.score(position_query.text, query.language)
            rows = first_cut(roster, nearest, lexical, verdicts, settings, others)
            if also is not None:
                rows = np.union1d(rows, [also])
            results.append(
                score_position(
                    position_query,
                    wanted(position, ranked, self.engine),
                    rows,
                    lexical,
                    gates,
                    verdicts,
                    others,
                    ties,
                    call,
                    roster,
                    self.engine,
                    settings,
                    today,
                )
            )
        return results

    def _explain(
        self,
        scores: PositionScores,
        call: Call,
        query: CallQuery,
        settings: MatchSettings,
        today: date,
        never: frozenset[str],
    ) -> PositionResult:
        ranked, failing = scores.ranked, scores.failing
        shown = ranked[: settings.shown or None]
        verdicts = scores.verdicts
        clues = self._clues(scores, query)
        # Of a large roster only the near misses were scored; the others are counted by rule and can each be explained.
        listed = [(int(scores.rows[p]), float(scores.merit[p])) for p in failing[: settings.listed_not_eligible]]
        return PositionResult(
            position_id=scores.position.id,
            title=scores.position.title,
            fields=scores.wanted.fields,
            competences=scores.wanted.competences,
            candidates=tuple(self._candidate(scores, int(p), i, call, clues, today) for i, p in enumerate(shown, 1)),
            eligible=int((verdicts == PASS).sum()),
            unknown=int((verdicts == UNKNOWN).sum()),
            not_eligible_total=int(scores.not_eligible.sum()),
            not_eligible_by_rule={
                gate.name: count
                for gate in scores.gates
                if (count := int(((gate.verdicts == FAIL) & scores.not_eligible).sum()))
            },
            not_eligible=tuple(
                explain_not_eligible(scores, row, self.roster.experts[row], merit)
                for row, merit in listed
                if self.roster.ids[row] not in never
            ),
            outside=None if scores.outside is None else int(scores.outside.sum()),
        )

    def _clues(self, scores: PositionScores, query: CallQuery) -> Clues:
        fields = self.engine.vocabularies.fields
        return gather_clues(query.language, scores.lexical.weights, scores.wanted.fields, fields)

    def _candidate(
        self, scores: PositionScores, place: int, rank: int, call: Call, clues: Clues, today: date
    ) -> ScoredCandidate:
        return explain_candidate(scores, place, rank, call, self.roster, self.engine, clues, today)

    def _funnel(
        self, scores: Sequence[PositionScores], composition: Composition, settings: MatchSettings
    ) -> list[FunnelStep]:
        declared, columns = self.roster.declared, self.roster.columns
        steps = [funnel_step("registered", np.arange(len(self.roster)), declared, columns)]
        for s in scores:
            name = f"position {s.position.id}"
            if s.outside is not None:
                steps.append(funnel_step(f"{name}: compared", np.flatnonzero(s.compared), declared, columns))
            steps.append(
                funnel_step(f"{name}: not failing a gate", np.flatnonzero(s.verdicts != FAIL), declared, columns)
            )
            steps.append(funnel_step(f"{name}: listed", s.rows[s.ranked[: settings.shown or None]], declared, columns))
        if composition.teams:
            members = [self.roster.row_of[m.expert_id] for m in composition.teams[0].members]
            steps.append(funnel_step("first team", np.array(members, dtype=np.int64), declared, columns))
        return steps


def understand_text(engine: Engine, text: str) -> Understood:
    """Fields and competences of a bare text, by the stage that `Matcher.shortlist` uses."""
    call = Call(id="text", text=text, positions=(Position(id="1"),))
    query = build_query(call, lambda texts: engine.encoder.encode(texts, kind="query"), engine.query_centres)
    return understand(call, query, engine)


def _with_proposals(call: Call, understood: Understood) -> Call:
    """The call as the officer sees it: what it does not name is proposed; what it names stays."""
    fields = () if all(p.fields for p in call.positions) else understood.fields[:MOST_PROPOSALS]
    competences = () if all(p.competences for p in call.positions) else understood.competences[:MOST_PROPOSALS]
    return call.model_copy(update={"proposed_fields": fields, "proposed_competences": competences})
