"""An office of whose people nobody has written anything yet: everything answers, and says what is missing."""

from __future__ import annotations

import pytest

from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.experts import profile_of
from api.storage.tables import ExpertRow
from matching.entities import Call
from tests.api.calls.a_call import CALLS, CallDesk
from tests.api.conftest import Doors, Watchmaker, problem
from tests.people import person

SHORTLISTS = "/api/v1/shortlists"


def add(office: Office, expert_id: str, *texts: str) -> None:
    segments = [{"text": text, "kind": "post"} for text in texts]
    with writing(office, SYSTEM) as unit:
        unit.session.add(
            ExpertRow(
                id=expert_id, revision=unit.roster_changed(),
                profile=profile_of(person(expert_id, segments=segments)), status="civil_servant", validated=True,
                consent=True, created_at=unit.now, changed_at=unit.now,
            )
        )  # fmt: skip


@pytest.fixture
def desk(office: Office, call: Call, clock: Watchmaker) -> CallDesk:
    """An officer of an office in which two people have a place on the roster, still empty."""
    add(office, "ines")
    add(office, "jan")
    return CallDesk(Doors(office), call, clock)


def test_a_first_look_says_that_nobody_has_a_text_to_compare(desk: CallDesk) -> None:
    told = problem(desk.officer.post(SHORTLISTS, json={"call": desk.terms}), 409, "empty_roster")
    assert told["detail"] == "There is nobody to compare."
    assert told["found"].startswith("The roster holds 2 people")
    assert "describe their posts" in told["next_step"]


def test_the_page_says_so_beside_its_form(desk: CallDesk) -> None:
    answer = desk.officer.post("/shortlists", data={"text": "An expert trains counsellors in profiling of jobseekers."})
    assert answer.status_code == 409
    assert "There is nobody to compare." in answer.text and "<form" in answer.text


@pytest.mark.parametrize("pool", ["roster", "applied"])
def test_a_call_says_so_whoever_is_compared(desk: CallDesk, pool: str) -> None:
    call_id = desk.published()
    assert desk.apply(call_id, "ines", positions=["1"]).status_code == 201
    path = f"{CALLS}/{call_id}/shortlists"
    assert problem(desk.officer.post(path, json={"pool": pool}), 409, "empty_roster")["next_step"]
    assert desk.officer.get(f"{CALLS}/{call_id}/long-list").status_code == 200


def test_an_office_where_nobody_is_says_that(office: Office, call: Call, clock: Watchmaker) -> None:
    desk = CallDesk(Doors(office), call, clock)
    told = problem(desk.officer.post(SHORTLISTS, json={"call": desk.terms}), 409, "empty_roster")
    assert told["found"] == "The roster holds nobody."


@pytest.mark.parametrize("text", ["...", "的", "1", "\u200b", "a"])
def test_a_text_in_which_hardly_anything_is_said_is_compared_like_any_other(
    office: Office, desk: CallDesk, text: str
) -> None:
    add(office, "kim", text)
    made = desk.officer.post(SHORTLISTS, json={"call": desk.terms})
    assert made.status_code == 201, made.text
    assert "2 on the roster have no text to match on" in " ".join(made.json()["shortlist"]["notes"])


def test_who_applied_without_a_text_is_named_with_the_reason(office: Office, desk: CallDesk) -> None:
    add(office, "kim", "Head of the counselling unit of the public employment service.")
    call_id = desk.published()
    assert desk.apply(call_id, "ines", positions=["1"]).status_code == 201
    made = desk.officer.post(f"{CALLS}/{call_id}/shortlists", json={"pool": "applied"})
    assert made.status_code == 201, made.text
    assert "ines" in " ".join(made.json()["shortlist"]["notes"])
    assert all(not position["candidates"] for position in made.json()["shortlist"]["positions"])
