"""The make-up of teams and lists: counted for composition, and never what a single person declared."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.roles import Role
from api.services.shortlists.make_up import LEFT_OUT, as_told
from matching.entities import Call
from matching.results import BalanceReport
from tests.api.calls.a_call import CALLS, CallDesk
from tests.api.conftest import Doors, Watchmaker

PATH = "/api/v1/shortlists"


def report(gender: dict[str, int], nationalities: dict[str, int]) -> BalanceReport:
    return BalanceReport(gender=gender, nationalities=nationalities, countries=1, public=0, institutions=1)


@pytest.mark.parametrize(
    ("gender", "nationalities", "told"),
    [
        ({"man": 1}, {"FR": 1}, ({"not shown": 1}, {"not shown": 1})),
        ({"man": 1}, {"ES": 1, "FR": 1}, ({"not shown": 1}, {"not shown": 1})),  # of one person, two
        ({"undeclared": 1}, {"undeclared": 1}, ({"not shown": 1}, {"not shown": 1})),
        ({"woman": 2}, {"ES": 1, "FR": 1}, ({"not shown": 2}, {"ES": 1, "FR": 1})),
        ({"man": 1, "woman": 1}, {"FR": 2}, ({"man": 1, "woman": 1}, {"not shown": 2})),
        ({"man": 3}, {"FR": 3}, ({"man": 3}, {"FR": 3})),  # what composition watches for
    ],
)
def test_counts_are_shown_where_they_tell_of_no_single_person(
    gender: dict[str, int], nationalities: dict[str, int], told: tuple[dict[str, int], dict[str, int]]
) -> None:
    found = as_told(report(gender, nationalities))
    assert (found.gender, found.nationalities) == told


def asked(doors: Doors, call: Call, role: Role, **params: Any) -> Any:
    """A list of one and a team of one, with anna on them by name."""
    terms = call.model_dump(mode="json", exclude_unset=True)
    terms["positions"] = terms["positions"][:1]
    only = {"include": ["anna"]}
    settings = {"list_size": 1, "list_rules": only, "rules": only, "shown": 1}
    made = doors(role).post(PATH, json={"call": terms, "settings": settings}, params=params)
    assert made.status_code == 201, made.text
    return made.json()


@pytest.mark.parametrize("blind", [True, False])
def test_a_list_made_for_one_person_does_not_tell_what_they_declared(doors: Doors, call: Call, blind: bool) -> None:
    found = asked(doors, call, Role.OFFICER, blind=blind)
    exported = doors(Role.LEADER).get(f"{PATH}/{found['id']}/export", params={"format": "json", "blind": blind}).json()
    for shortlist in (found["shortlist"], exported):
        groups = [*shortlist["teams"], *shortlist["lists"]]
        assert len(groups) == 2
        for group in groups:
            assert group["balance"]["gender"] == group["balance"]["nationalities"] == {"not shown": 1}
        assert min(step["people"] for step in shortlist["record"]["funnel"]) > 1
        assert LEFT_OUT in shortlist["notes"]


def test_a_call_with_one_applicant_tells_of_no_declaration(doors: Doors, call: Call, clock: Watchmaker) -> None:
    desk = CallDesk(doors, call, clock)
    call_id = desk.closed("anna")
    desk.shortlist(call_id)
    for blind in (True, False):
        found = desk.officer.get(f"{CALLS}/{call_id}/shortlists/1", params={"blind": blind}).json()["shortlist"]
        assert [step["step"] for step in found["record"]["funnel"]] == ["registered"]
        assert all(group["balance"]["gender"] == {"not shown": 1} for group in found["lists"] if group["expert_ids"])
