"""A long list and a selection record made by hand, with names in three scripts and names made to do harm."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from api.exports import (
    Account,
    Arrival,
    Asking,
    Choice,
    Chosen,
    Decision,
    ListedPerson,
    ListedPosition,
    LongList,
    MadeVersion,
    Note,
    Place,
    SelectionRecord,
    Step,
)
from matching.entities import Verdict
from matching.results import Gate
from tests.api.shortlists import balance, call, gate, shortlist

RUSSIAN = "Мария Петровна Кузнецова"
ARABIC_NAME = "فاطمة الزهراء بن علي"
ARABIC_WORDS = "خبرة طويلة في تفتيش العمل، لكنها غير متاحة في شهر مارس."
TURNED = "abc\u202etxt.exe"  # what follows would be read from the right
CONTROLS = "Ana\x00\x0b\x1b[31m Horv\u0085\u00e1t"
OFFICER = Account(id="acc-3", role="action_officer", name="Ines Duarte")
LEADER = Account(id="acc-7", role="team_leader", name="Пётр Ильин")
SERVICE = Account(id=None, role="the service")
CHOSEN, NEXT = Chosen(expert_id="e2", name=ARABIC_NAME), Chosen(expert_id="e1", name=RUSSIAN)

MET = (
    gate("language:fr", Verdict.PASS, "French: speaking C1, drafting C1", rule="French: speaking C1"),
    gate("availability", Verdict.PASS, "free in this window", rule="free 2027-03-08 to 2027-03-19"),
)
ASKED = gate("consent", Verdict.UNKNOWN, "no consent on record", "Do you agree to be matched?")
AWAY = gate("availability", Verdict.FAIL, "away from 2027-03-01 to 2027-03-31")


def person(expert_id: str, name: str | None, *gates: Gate, **changes: Any) -> ListedPerson:
    facts: dict[str, Any] = {
        "status": "civil_servant",
        "institution": "Labour Inspectorate",
        "came": Arrival.APPLIED,
        "on": date(2026, 11, 9),
        "gates": gates or MET,
    }
    return ListedPerson(expert_id=expert_id, name=name, **(facts | changes))


def long_list(**changes: Any) -> LongList:
    """Two positions; the first has every way of coming, every verdict and names in three scripts."""
    people = (
        person("e1", RUSSIAN, institution="Федеральная служба по труду"),
        person("e2", ARABIC_NAME, *MET, ASKED, came=Arrival.INVITED, institution="وزارة التشغيل"),
        person("e3", "Amina Benali", MET[0], AWAY, came=Arrival.COULD_BE_INVITED, on=None),
        person("e4", None, status=None, institution=None),
    )
    facts: dict[str, Any] = {
        "call": call(),
        "positions": (
            ListedPosition(position_id="1", title="Principal expert", people=people),
            ListedPosition(position_id="2", title="Trainer"),
        ),
        "made_at": datetime(2026, 11, 16, 9, 30, tzinfo=UTC),
        "by": OFFICER,
    }
    return LongList(**(facts | changes))


def many(people: int) -> LongList:
    """A long list for the call as a whole, of as many people."""
    names = (RUSSIAN, ARABIC_NAME, "Amina Benali", "Jean-Baptiste Ó Súilleabháin")
    gates = ((*MET, ASKED), (MET[0], AWAY), MET)
    listed = tuple(person(f"expert-{i:05}", f"{names[i % 4]} {i}", *gates[i % 3]) for i in range(people))
    return long_list(positions=(ListedPosition(position_id=None, people=listed),))


def decision(**changes: Any) -> Decision:
    facts: dict[str, Any] = {
        "choices": (
            Choice(
                position_id="1",
                chosen=CHOSEN,
                reserve=(NEXT, Chosen(expert_id="e9", name=None)),
                place=Place(person=NEXT, accepted=True, instead_of=CHOSEN),
            ),
            Choice(position_id="2", chosen=None, place=Place(person=None)),
        ),
        "departs": True,
        "reason": "The first of the ranking is away in March; the second knows the partner.",
        "by": LEADER,
        "at": datetime(2026, 11, 20, 15, 5, tzinfo=UTC),
    }
    return Decision(**(facts | changes))


def asking(person: Chosen, day: int, state: str, **changes: Any) -> Asking:
    """An offer of the first place on a day of November, to be answered within a week."""
    facts: dict[str, Any] = {
        "position_id": "1",
        "person": person,
        "offer": True,
        "at": datetime(2026, 11, day, 15, 5, tzinfo=UTC),
        "by": LEADER,
        "reply_by": date(2026, 11, day + 7),
        "state": state,
        "answered_at": datetime(2026, 11, day, 18, 0, tzinfo=UTC) if state in ("accepted", "declined") else None,
    }
    return Asking(**(facts | changes))


def made(number: int, people: int, **changes: Any) -> MadeVersion:
    """A version of the shortlist, made on a day of November."""
    facts: dict[str, Any] = {
        "number": number,
        "at": datetime(2026, 11, 10 + number, 8, 0, tzinfo=UTC),
        "by": OFFICER,
        "compared": people,
        "whole_roster": False,
        "run_id": f"run-{number}",
        "content_hash": f"{number}abc" * 16,
    }
    return MadeVersion(**(facts | changes))


def selection(**changes: Any) -> SelectionRecord:
    """A decision that departs from the ranking, with a reserve of two and a note in Arabic; the first chosen declines."""
    facts: dict[str, Any] = {
        "shortlist": shortlist(),
        "version": 2,
        "made_at": datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
        "prepared_by": OFFICER,
        "steps": (
            Step(name="request received", at=date(2026, 10, 1)),
            Step(name="request found relevant", at=date(2026, 10, 5), by=OFFICER, reason="It is what we lend experts for."),
            Step(name="call published", at=datetime(2026, 11, 2, 8, 0, tzinfo=UTC), by=OFFICER),
        ),
        "request": "Inspection of building sites, request-12",
        "action": "2026-07, Safe building sites",
        "versions": (made(1, 800, whole_roster=True), made(2, 5)),
        "askings": (
            asking(Chosen(expert_id="e9", name=None), 12, "expired", offer=False, by=OFFICER),
            asking(CHOSEN, 20, "declined"),
            asking(NEXT, 21, "accepted", by=SERVICE, from_reserve=True, instead_of=CHOSEN),
        ),
        "notes": (
            Note(position_id="1", expert_id="e2", text=ARABIC_WORDS, points=84,
                 at=datetime(2026, 11, 18, 10, 0, tzinfo=UTC), by=OFFICER),
            Note(position_id="1", expert_id="e9", text="=HYPERLINK(\"x\")", at=datetime(2026, 11, 18, 11, 0), by=LEADER),
        ),
        "decision": decision(),
        "make_up": balance(),
        "content_hash": "c0ffee" * 10 + "abcd",
    }  # fmt: skip
    return SelectionRecord(**(facts | changes))
