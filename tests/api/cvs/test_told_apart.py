"""Records that look like one person's and are of two: an officer says so, and the pair is not offered again."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.auth.roles import Role
from api.errors import Conflict, NotAllowed, NotOnRecord
from api.services.cvs.duplicate_pairs import side_by_side
from api.services.cvs.duplicates import duplicates, tell_apart
from api.services.cvs.merging import MergeData, merge
from api.services.office import Office
from api.services.unit import SYSTEM, Actor, reading, writing
from api.services.versions import ANY
from api.storage.tables import IdentityRow
from tests.api.cvs.documents import CV, sent
from tests.api.test_experts import events

BOTH = ("anna", "bert")


@pytest.fixture
def alike(staffed: Office, officer: TestClient) -> Office:
    """An office in which the same CV was sent for two people."""
    for one in BOTH:
        sent(officer, CV, expert_id=one)
    return staffed


def pairs(office: Office, *, apart: bool = False) -> list[tuple[str, str]]:
    with reading(office, SYSTEM) as unit:
        return [pair.expert_ids for pair in duplicates(unit, limit=50, after=None, apart=apart).items]


def test_a_pair_that_was_told_apart_is_not_offered_again(alike: Office) -> None:
    assert pairs(alike) == [BOTH]
    with writing(alike, SYSTEM) as unit:
        tell_apart(unit, "bert", "anna")
    assert (pairs(alike), pairs(alike, apart=True)) == ([], [BOTH])
    assert [(one.subject_id, one.facts) for one in events(alike, "expert.told_apart")] == [("anna", {"other": "bert"})]


def test_what_was_told_apart_stays_so_under_the_record_that_one_of_them_became(
    alike: Office, officer: TestClient
) -> None:
    for another in ("cleo", "dino"):
        sent(officer, CV, expert_id=another)
    with writing(alike, SYSTEM) as unit:
        tell_apart(unit, "anna", "bert")
    for stays, goes in (("cleo", "bert"), ("dino", "cleo")):
        with writing(alike, SYSTEM) as unit:
            merge(unit, stays, MergeData(goes=goes), ANY)
    assert (pairs(alike), pairs(alike, apart=True)) == ([], [("anna", "dino")])
    for stays, goes in (("anna", "dino"), ("dino", "anna")):
        with pytest.raises(Conflict, match="two people"), writing(alike, SYSTEM) as unit:
            merge(unit, stays, MergeData(goes=goes), ANY)
    with writing(alike, SYSTEM) as unit:
        merge(unit, "anna", MergeData(goes="dino", anyway=True), ANY)
    assert (pairs(alike), pairs(alike, apart=True)) == ([], [])


def test_nobody_tells_apart_what_is_no_pair_or_their_own(alike: Office) -> None:
    own = Actor("account-anna", frozenset({Role.OFFICER}), expert_id="anna")
    for actor, one, other, error in (
        (SYSTEM, "anna", "anna", Conflict),
        (SYSTEM, "anna", "nobody", NotOnRecord),
        (own, "bert", "anna", NotAllowed),
    ):
        with pytest.raises(error), writing(alike, actor) as unit:
            tell_apart(unit, one, other)
    assert pairs(alike) == [BOTH]


def test_both_sides_are_told_and_that_they_were_looked_at_is_noted(alike: Office) -> None:
    with writing(alike, SYSTEM) as unit:
        row = unit.session.get(IdentityRow, "bert")
        unit.session.delete(row)
    with reading(alike, SYSTEM) as unit:
        found = side_by_side(unit, limit=10, after=None)
    (pair,) = found.items
    assert [(side.id, side.name, side.posts) for side in pair.sides] == [("anna", "Anna Surname", 1), ("bert", None, 1)]
    assert (pair.certainty, found.next) == ("same", None)
    seen = {one.subject_id for one in events(alike, "personal.viewed") if one.facts["part"] == "duplicates"}
    assert seen == set(BOTH)
