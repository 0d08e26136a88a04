"""A place or a turn that an erased person held goes to the reserve."""

from __future__ import annotations

import pytest

from api.services.erasure import erasure
from api.services.unit import SYSTEM
from matching.entities import Call
from tests.api.calls.a_call import CALLS, CallDesk, first_team
from tests.api.conftest import Doors, Watchmaker


@pytest.fixture
def desk(doors: Doors, call: Call, clock: Watchmaker) -> CallDesk:
    return CallDesk(doors, call, clock)


def test_the_place_of_an_erased_person_is_offered_to_the_reserve(desk: CallDesk) -> None:
    call_id, team = desk.decided()
    reserve = desk.officer.get(f"{CALLS}/{call_id}/decision").json()["reserve"]["1"]
    assert erasure.erase(desk.doors.office, SYSTEM, team["1"]).clean
    places = desk.officer.get(f"{CALLS}/{call_id}/decision").json()["places"]
    assert {(p["holder"], p["state"]) for p in places if p["position_id"] == "1"} == {(reserve[0], "offered")}
    assert desk.letters("reserve_moved_up") == [("reserve_moved_up", reserve[0])]


def test_the_turn_of_an_erased_person_goes_to_the_next_of_the_shortlist(desk: CallDesk) -> None:
    call_id = desk.closed("anna", "bert", "cleo", "dino")
    version = desk.shortlist(call_id)
    holder = first_team(version)["1"]
    reserve = next(r for r in version["shortlist"]["teams"][0]["reserve"] if r["position_id"] == "1")
    desk.answer(desk.invite(call_id, holder, shortlist=1).json(), True)
    erasure.erase(desk.doors.office, SYSTEM, holder)
    [moved] = desk.invitations(call_id)
    assert (moved["expert_id"], moved["from_reserve"]) == (reserve["steps_in"][0], True)
