"""Pairs of records that look like one person's and are of two people: said in the log, and read from there.

What was said of a record that was merged into another since then stands for that one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.storage.erasure import MERGED
from api.storage.tables import EntryRow, RemovedExpertRow

EVENT = "expert.told_apart"


def pairs(session: Session) -> set[tuple[str, str]]:
    """Ids of both, in their order, as they are on the roster now."""
    said = session.execute(select(EntryRow.subject_id, EntryRow.facts).where(EntryRow.event == EVENT))
    became = _became(session)
    told = {tuple(sorted(_now(one, became) for one in (first, str(facts.get("other"))))) for first, facts in said}
    return {(first, second) for first, second in told if first != second}


def are_two(session: Session, one: str, other: str) -> bool:
    """Whether somebody said so of these two ids, in whatever order, or of records that became one of them."""
    first, second = sorted((one, other))
    return (first, second) in pairs(session)


def _became(session: Session) -> dict[str, str]:
    """The id of each record that was merged, and of the one that stayed."""
    gone = session.execute(select(RemovedExpertRow.id, RemovedExpertRow.proof).where(RemovedExpertRow.why == MERGED))
    return {expert_id: str(proof["into"]) for expert_id, proof in gone}


def _now(expert_id: str, became: Mapping[str, str]) -> str:
    """The record that somebody's is by now."""
    while expert_id in became:
        expert_id = became[expert_id]
    return expert_id
