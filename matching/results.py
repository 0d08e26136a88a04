"""What comes out of the flow: scored candidates, teams with their price, and the shortlist with its record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from matching.entities import Call, Language, Proposal, Value, Verdict


class Evidence(Value):
    """The words of a CV that support a criterion, in their own language."""

    text: str
    segment: str | None = None  # id of the segment; None where a confirmed fact of the profile is the evidence
    language: Language | None = None
    start: int | None = None  # where the words stand in the segment's text, in characters
    end: int | None = None


class Gate(Value):
    """One rule of eligibility, the fact it found, and the question where the fact is missing."""

    name: str
    verdict: Verdict
    rule: str
    found: str
    question: str | None = None


class Criterion(Value):
    """One criterion of merit. `points` runs from 0 to 1; None: not known, so it leaves the denominator."""

    name: str
    points: float | None = Field(default=None, ge=0, le=1)
    weight: float = Field(ge=0)
    why: str
    evidence: tuple[Evidence, ...] = ()


class ScoredCandidate(Value):
    """A person for one position. `score` is merit from 0 to 100; `confidence`, from 0 to 1, is kept apart from it."""

    expert_id: str
    name: str | None
    rank: int
    score: float
    confidence: float
    verdict: Verdict  # pass, or unknown where a gate could not be decided
    gates: tuple[Gate, ...]
    criteria: tuple[Criterion, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """What to ask before this person is invited."""
        return tuple(g.question for g in self.gates if g.question)


class NotEligible(Value):
    """A person who fails at least one gate, with every rule failed. `score` is the merit they would have had."""

    expert_id: str
    name: str | None
    gates: tuple[Gate, ...]
    score: float | None = None


class PositionResult(Value):
    """One position: its ranking, who was not eligible, and the counts of the funnel."""

    position_id: str
    title: str | None
    fields: tuple[Proposal, ...]  # given by the call (confidence 1) or proposed from its text
    competences: tuple[Proposal, ...]
    candidates: tuple[ScoredCandidate, ...]  # best first, as many as asked for
    eligible: int  # of those compared: passing every gate
    unknown: int  # of those compared: no gate failed, at least one open
    not_eligible_total: int  # of those compared: failing a gate
    not_eligible_by_rule: dict[str, int]
    not_eligible: tuple[NotEligible, ...]  # those of highest merit first; the total says how many there are
    outside: int | None = None  # of the roster: not compared, such as who did not apply; None: everybody was compared

    @property
    def compared(self) -> int:
        """How many people were compared: eligible, to be confirmed, or not eligible."""
        return self.eligible + self.unknown + self.not_eligible_total


class Member(Value):
    """One person of a team in the place they would fill."""

    position_id: str
    expert_id: str
    name: str | None
    score: float
    confidence: float
    verdict: Verdict


class Price(Value):
    """What balance costs: merit given up against the best team without balance rules, and what that buys."""

    points: float
    percent: float
    bought: tuple[str, ...] = ()


class BalanceReport(Value):
    """The make-up of a team or list as declared; who declared nothing is counted apart, never guessed."""

    gender: dict[str, int]
    nationalities: dict[str, int]
    countries: int
    public: int
    institutions: int
    status: dict[str, int] = {}


class Reserve(Value):
    """Who steps in when the holder of a position drops out, in order, with the team value that results.

    Where nobody can step in alone, an entry names several people, joined by ' + ', of a re-arranged team.
    """

    position_id: str
    steps_in: tuple[str, ...]
    values: tuple[float, ...]


class Team(Value):
    """A team for the whole call: its merit, its make-up, the price of its balance and its reserve."""

    rank: int
    members: tuple[Member, ...]
    value: float  # what was maximised: weighted merit plus the bonus for fields covered
    optimal: bool  # proven; otherwise `gap` bounds what a better team could add
    gap: float
    fields_covered: tuple[str, ...]
    fields_missing: tuple[str, ...]
    languages_covered: tuple[str, ...]
    languages_missing: tuple[str, ...]
    balance: BalanceReport
    price: Price
    reserve: tuple[Reserve, ...] = ()
    questions: tuple[str, ...] = ()


class Relaxation(Value):
    """The smallest change of the rules that would yield a team, as data and as a sentence."""

    changes: tuple[dict[str, Any], ...]  # rule, from, to
    sentence: str


class NoTeam(Value):
    """Why no team exists: the rules that stand in the way, and the smallest relaxation where there is one."""

    reason: str
    rules_in_the_way: tuple[str, ...]
    relaxation: Relaxation | None = None


class BalancedList(Value):
    """A shortlist of one position composed as a whole under the rules, ordered by merit."""

    position_id: str
    expert_ids: tuple[str, ...]
    value: float
    optimal: bool
    balance: BalanceReport
    price: Price
    note: str | None = None  # why it is shorter or empty


class FunnelStep(Value):
    """Counts at one step of the funnel, with what people declared (R8)."""

    step: str
    people: int
    women: int
    men: int
    other: int
    undeclared: int
    public: int
    nationalities: int


class Stage(Value):
    """A stage of the flow and the milliseconds it took."""

    name: str
    ms: float


class RunRecord(Value):
    """What was done, with what, so that the run can be repeated and audited. Holds ids and hashes, no names."""

    run_id: str  # hash of the inputs: same input, same id
    made_at: datetime
    today: date
    seed: int
    version: str
    model: str
    model_fingerprint: str
    english_model: str | None = None  # the second encoder, for English, where there is one
    english_fingerprint: str | None = None
    vocabulary_hash: str
    roster_hash: str
    roster_size: int
    call_hash: str
    settings: dict[str, Any]
    mode: Literal["report", "tie_break", "target"]
    legal_basis: str | None = None
    saving_clause: str | None = None
    funnel: tuple[FunnelStep, ...] = ()
    result_hash: str = ""  # of everything in the shortlist but this record
    stages: tuple[Stage, ...] = ()  # timings: the only part that differs between two equal runs


class Shortlist(Value):
    """The answer to a call: per position ranked people, the best teams, and the record of the run."""

    call: Call  # as understood: proposals and questions included
    positions: tuple[PositionResult, ...]
    teams: tuple[Team, ...]
    no_team: NoTeam | None
    lists: tuple[BalancedList, ...]
    notes: tuple[str, ...]
    record: RunRecord
