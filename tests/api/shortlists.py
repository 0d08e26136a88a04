"""A shortlist made by hand, small enough to check, with every part that an export has to show."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from matching.entities import Call, LanguageNeed, Phase, Position, Proposal, Question, Verdict
from matching.results import (
    BalancedList,
    BalanceReport,
    Criterion,
    Evidence,
    FunnelStep,
    Gate,
    Member,
    NoTeam,
    NotEligible,
    PositionResult,
    Price,
    Relaxation,
    Reserve,
    RunRecord,
    ScoredCandidate,
    Shortlist,
    Stage,
    Team,
)

HOSTILE = '<script>alert("x")</script>'
PAID = Price(points=3.2, percent=2.1, bought=("1 country more",))
ARABIC = "رئيس قسم تفتيش العمل في وزارة التشغيل"


def gate(name: str, verdict: Verdict, found: str, question: str | None = None, rule: str = "as the call says") -> Gate:
    return Gate(name=name, verdict=verdict, rule=rule, found=found, question=question)


def call(**changes: Any) -> Call:
    facts: dict[str, Any] = {
        "id": "call-7",
        "title": "Labour inspection in the building trade",
        "text": "Two experts for the labour inspectorate.",
        "language": "en",
        "reference": "2026/07",
        "action_code": "ACT-12",
        "country": "SN",
        "institution": "Labour Inspectorate",
        "phases": (
            Phase(name="Preparation", start=date(2027, 2, 22), end=date(2027, 2, 26)),
            Phase(name="Mission", start=date(2027, 3, 8), end=date(2027, 3, 19), on_site=True),
        ),
        "languages": (LanguageNeed(language="fr", speaking="C1", writing="B2"),),
        "positions": (
            Position(
                id="1", title="Principal expert", principal=True, days=18, min_years=10, statuses=("civil_servant",)
            ),
            Position(id="2", title="Trainer", principal=False, days=16, tasks=("Train forty inspectors.",)),
        ),
        "questions": (
            Question(
                about="positions.1.fields", text="Which fields should the trainer cover?", why="It sharpens the order."
            ),
        ),
        "issued": date(2026, 11, 2),
    }
    return Call(**(facts | changes))


def candidate(expert_id: str, name: str | None, rank: int, score: float, **changes: Any) -> ScoredCandidate:
    facts: dict[str, Any] = {
        "confidence": 0.86,
        "verdict": Verdict.PASS,
        "gates": (
            gate("language:fr", Verdict.PASS, "French: speaking C1, drafting C1", rule="French: speaking C1"),
            gate("availability", Verdict.PASS, "free in this window"),
        ),
        "criteria": (
            Criterion(
                name="relevance",
                points=0.78,
                weight=46,
                why="mean of the 3 best segments: similarity 0.61",
                evidence=(
                    Evidence(
                        text="Headed the inspection of building sites.", segment="3", language="en", start=0, end=41
                    ),
                    Evidence(text=ARABIC, segment="4", language="ar", start=0, end=len(ARABIC)),
                ),
            ),
            Criterion(name="fields", points=0.5, weight=24, why="N.10.01 Labour inspection: confirmed",
                      evidence=(Evidence(text="N.10.01 Labour inspection"),)),
            Criterion(name="seniority", points=None, weight=8, why="no post in the CV is dated"),
            Criterion(name="public", points=1.0, weight=0, why="civil servant"),
        ),
    }  # fmt: skip
    return ScoredCandidate(expert_id=expert_id, name=name, rank=rank, score=score, **(facts | changes))


def balance() -> BalanceReport:
    return BalanceReport(
        gender={"man": 1, "undeclared": 1},
        nationalities={"FR": 1, "undeclared": 1},
        countries=1,
        public=2,
        institutions=2,
        status={"civil_servant": 2},
    )


def position(position_id: str, title: str, **changes: Any) -> PositionResult:
    facts: dict[str, Any] = {
        "fields": (Proposal(code="N.10.01", confidence=1.0), Proposal(code="Z.99", confidence=0.34)),
        "competences": (),
        "candidates": (
            candidate("e1", "Amina Benali", 1, 82.46),
            candidate(
                "e2", f"=SUM(A1) {HOSTILE}", 2, 71.2, confidence=0.4, verdict=Verdict.UNKNOWN,
                gates=(gate("consent", Verdict.UNKNOWN, "no consent on record", "Do you agree to be matched?"),),
            ),
            candidate("e3", None, 3, 64.0),
        ),
        "eligible": 2,
        "unknown": 1,
        "not_eligible_total": 3,
        "not_eligible_by_rule": {"language:fr": 2, "availability": 2},
        "not_eligible": (
            NotEligible(
                expert_id="n1", name="Nils Away", score=77.0,
                gates=(
                    gate("availability", Verdict.FAIL, "away from 2027-03-01 to 2027-03-31"),
                    gate("language:fr", Verdict.FAIL, "French is not among the languages listed"),
                ),
            ),
            NotEligible(
                expert_id="n2", name="Olga Leave", score=None,
                gates=(gate("availability", Verdict.FAIL, "away from 2027-03-10 to 2027-03-12"),),
            ),
        ),
    }  # fmt: skip
    return PositionResult(position_id=position_id, title=title, **(facts | changes))


def team(rank: int = 1, **changes: Any) -> Team:
    facts: dict[str, Any] = {
        "members": (
            Member(
                position_id="1", expert_id="e1", name="Amina Benali", score=82.46, confidence=0.86, verdict=Verdict.PASS
            ),
            Member(position_id="2", expert_id="e3", name=None, score=64.0, confidence=0.86, verdict=Verdict.PASS),
        ),
        "value": 148.46,
        "optimal": True,
        "gap": 0.0,
        "fields_covered": ("N.10.01",),
        "fields_missing": ("Z.99",),
        "languages_covered": ("fr:speaking:C1",),
        "languages_missing": ("fr:writing:B2",),
        "balance": balance(),
        "price": Price(points=0, percent=0),
        "reserve": (
            Reserve(position_id="1", steps_in=("e2",), values=(137.2,)),
            Reserve(position_id="2", steps_in=(), values=()),
        ),
        "questions": ("Ask e1: free in March?", "Ask e1: free in March?"),
    }
    return Team(rank=rank, **(facts | changes))


def record(**changes: Any) -> RunRecord:
    facts: dict[str, Any] = {
        "run_id": "0123456789abcdef",
        "made_at": datetime(2026, 11, 16, 9, 30, tzinfo=UTC),
        "today": date(2026, 11, 16),
        "seed": 0,
        "version": "0.1.0",
        "model": "small-model",
        "model_fingerprint": "f00d",
        "vocabulary_hash": "cafe",
        "roster_hash": "beef",
        "roster_size": 6,
        "call_hash": "abad1dea",
        "settings": {
            "weights": {"relevance": 46.0},
            "balance": {"mode": "tie_break", "band": 3.0},
            "rules": {"include": []},
        },
        "mode": "tie_break",
        "funnel": (
            FunnelStep(step="registered", people=6, women=2, men=3, other=0, undeclared=1, public=4, nationalities=3),
        ),
        "result_hash": "5eed",
        "stages": (Stage(name="embed", ms=12.34),),
    }
    return RunRecord(**(facts | changes))


def shortlist(**changes: Any) -> Shortlist:
    """Two positions, two teams, a balanced list that differs from the ranking; `changes` replace parts of it."""
    facts: dict[str, Any] = {
        "call": call(),
        "positions": (
            position("1", "Principal expert"),
            position("2", "Trainer", candidates=(candidate("e3", None, 1, 64.0),)),
        ),
        "teams": (
            team(),
            team(2, optimal=False, gap=1.5, price=PAID, reserve=(), questions=()),
        ),
        "no_team": None,
        "lists": (
            BalancedList(position_id="1", expert_ids=("e1", "e3"), value=146.46, optimal=True, balance=balance(),
                         price=Price(points=7.2, percent=4.7, bought=("2 public experts instead of 1",))),
            BalancedList(position_id="2", expert_ids=(), value=0, optimal=True, balance=balance(),
                         price=Price(points=0, percent=0), note="Nobody can be listed under these rules."),
        ),
        "notes": ("The call names no field for the trainer.",),
        "record": record(),
    }  # fmt: skip
    return Shortlist(**(facts | changes))


def without_team(helped: bool = True) -> Shortlist:
    """No team meets the rules; where `helped`, one change would yield one."""
    sentence = "Ask for 1 countries at least instead of 2."
    relaxation = Relaxation(changes=({"rule": "min_countries", "from": 2, "to": 1},), sentence=sentence)
    return shortlist(
        teams=(),
        no_team=NoTeam(
            reason="No team of two can stand for two countries.",
            rules_in_the_way=("At least 2 countries.",),
            relaxation=relaxation if helped else None,
        ),
    )
