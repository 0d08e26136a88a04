"""An office whose history can be counted by hand: two requests, one action, one call, six applications, one decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from api.services.unit import Unit
from api.storage.tables import (
    ActionRow,
    ActivityRow,
    ApplicationRow,
    AssessmentRow,
    CallRow,
    DecisionRow,
    InvitationRow,
    RequestRow,
    ShortlistRow,
    StepRow,
)

PATH = "/api/v1/indicators"
Read = Callable[..., dict[tuple[str, str | None], tuple[float | None, int | None, bool]]]  # value, count, hidden or not
STEPS = {
    ("request", "r1"): {"received": "09-01", "eligible": "09-05", "relevant": "09-15", "action": "09-20"},
    ("request", "r2"): {"received": "10-10", "not_eligible": "10-12"},
    ("action", "a1"): {"open": "09-20"},
    ("call", "c1"): {"published": "10-01", "closed": "10-15", "decided": "10-20"},
}
POSITIONS = [{"id": "1", "fields": ["A.35"], "days": 18}, {"id": "2", "fields": ["E.10.07"], "days": 16}]
APPLICANTS = ("anna", "bert", "cleo", "dino", "ewa", "gus")


def day(month_and_day: str) -> datetime:
    """Ten o'clock on a day of 2026."""
    return datetime.fromisoformat(f"2026-{month_and_day}T10:00").replace(tzinfo=UTC)


def lay_demand(unit: Unit) -> None:
    """The requests, the action and its activity."""
    common = {"text": "", "created_at": unit.now, "created_by": "system", "received_on": date(2026, 9, 1)}
    said: dict[str, Any] = {"fields": [{"code": "A.20", "confidence": 0.9}, {"code": "A.45", "confidence": 0.1}]}
    unit.session.add(RequestRow(id="r1", state="action", country="TG", institution="Agency", understood=said, **common))
    unsure: dict[str, Any] = {"fields": [{"code": "E", "confidence": 0.2}], "activity_types": ["drafting"]}
    unit.session.add(RequestRow(id="r2", state="not_eligible", country="PE", understood=unsure, **common))
    unit.session.flush()
    judged = {"request_id": "r1", "question": "relevance", "reason": "Yes.", "by": "system"}
    unit.session.add(AssessmentRow(id="j1", answer=False, at=day("09-10"), **judged))
    unit.session.add(AssessmentRow(id="j2", answer=True, at=day("09-15"), **judged))
    unit.session.add(
        ActionRow(
            id="a1", code="2026-01", request_id="r1", title="A", country="TG", institution="Agency", fields=["A.35"],
            deliverables=[], state="open", created_at=unit.now, created_by="system",
        )
    )  # fmt: skip
    unit.session.flush()
    unit.session.add(
        ActivityRow(
            id="t1",
            action_id="a1",
            number=1,
            title="T",
            activity_types=["technical_training"],
            start=date(2026, 11, 10),
        )
    )


def lay_call(unit: Unit) -> None:
    """The call, its applications, invitations, shortlists and decision, and the steps of everything."""
    common: dict[str, Any] = {"settings": {}, "created_at": unit.now, "created_by": "system"}
    unit.session.add(CallRow(id="c1", activity_id="t1", state="decided", terms={"positions": POSITIONS}, **common))
    unit.session.add(CallRow(id="draft", state="draft", terms={}, **common))
    for (kind, subject), steps in STEPS.items():
        for step, on in steps.items():
            unit.session.add(StepRow(kind=kind, subject_id=subject, step=step, at=day(on), by="system"))
    unit.session.flush()
    for one in APPLICANTS:
        unit.session.add(
            ApplicationRow(
                id=one, call_id="c1", expert_id=one, positions=[], available=True, no_conflict=True, state="submitted",
                at=day("10-05"),
            )
        )  # fmt: skip
    invited = [("anna", "accepted", "1", False), ("bert", "declined", "1", False), ("finn", "expired", "1", False)]
    offered = [("anna", "accepted", "1", True), ("cleo", "sent", "2", True)]
    for number, (one, state, place, offer) in enumerate([*invited, *offered]):
        unit.session.add(
            InvitationRow(
                id=f"i{number}", call_id="c1", position_id=place, expert_id=one, state=state, offer=offer, by="system",
                sent_at=day("10-22" if offer else "10-02"), reply_by=day("10-29" if offer else "10-09"),
                answered_at=None if state in ("expired", "sent") else day("10-23" if offer else "10-04"),
            )
        )  # fmt: skip
    for number, listed in ((1, ["dino"]), (2, ["anna", "cleo", "bert"])):
        content = {"positions": [{"candidates": [{"expert_id": one} for one in listed]}, {"candidates": []}]}
        unit.session.add(
            ShortlistRow(
                id=f"s{number}", call_id="c1", number=number, run_id="r", revision=1, content=content,
                content_hash="h", summary={}, at=day("10-16"), by="system",
            )
        )  # fmt: skip
    unit.session.flush()
    unit.session.add(
        DecisionRow(
            id="d1", call_id="c1", shortlist_id="s2", chosen={"1": "anna", "2": "cleo"}, reserve={}, departs=True,
            at=day("10-20"), by="system",
        )
    )  # fmt: skip


def offer_again(unit: Unit, number: int, expert_id: str, state: str) -> None:
    """Another offer of the second place, some days after those before."""
    unit.session.add(
        InvitationRow(
            id=f"later{number}", call_id="c1", position_id="2", expert_id=expert_id, state=state, offer=True,
            sent_at=day(f"10-{23 + number}"), reply_by=day("10-30"), by="system",
        )
    )  # fmt: skip
