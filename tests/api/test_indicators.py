"""Indicators of an office small enough to count by hand: two requests, one action, one call, eight people."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from api.auth.roles import Role
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import (
    ActionRow,
    CallRow,
    InvitationRow,
    RequestRow,
    StepRow,
)
from tests.api.conftest import Doors, problem
from tests.api.counted_office import PATH, Read, day, offer_again

pytest_plugins = ("tests.api.counted_history",)


def test_everything_together(read: Read) -> None:
    found = {measure: value for (measure, group), (value, _, _) in read().items() if group is None}
    expected: dict[str, float | None] = {
        "requests_received": 2, "requests_eligible": 1, "requests_not_eligible": 1, "requests_relevant": 1,
        "requests_not_relevant": 0, "requests_into_action": 1, "requests_withdrawn": 0, "requests_merged": 0,
        "actions_opened": 1, "actions_completed": 0, "actions_cancelled": 0,
        "calls_published": 1, "calls_closed": 1, "calls_cancelled": 0, "decisions": 1, "decisions_departing": 1,
        "applications": 6, "applications_per_call": 6,
        "invitations_sent": 3, "invitations_accepted": 1, "invitations_declined": 1, "invitations_expired": 1,
        "offers_sent": 2, "offers_accepted": 1, "offers_declined": 0, "offers_expired": 0, "days_of_expertise": 34,
        "registered_people": 8, "registered_women": 2, "registered_women_share": 0.5, "registered_nationalities": 3,
        "invited_people": 3, "invited_women": 1, "invited_women_share": 0.5, "invited_nationalities": 1,
        "applied_people": 6, "applied_women": 2, "applied_women_share": 0.5, "applied_nationalities": 3,
        "shortlisted_people": 3, "shortlisted_women": 2, "shortlisted_women_share": 0.667,
        "shortlisted_nationalities": 2,
        "selected_people": 2, "selected_women": 2, "selected_women_share": 1, "selected_nationalities": 2,
        "days_women_share": 1,
        "days_received_to_eligible": 4, "days_eligible_to_relevant": 10, "days_relevant_to_action": 5,
        "days_action_to_published": 11, "days_published_to_closed": 14, "days_closed_to_decided": 5,
        "days_received_to_decided": 49, "days_received_to_first_activity": 70,
    }  # fmt: skip
    assert found == expected


def test_each_figure_comes_with_the_number_it_rests_on(read: Read) -> None:
    found = read()
    assert found["registered_women_share", None] == (0.5, 4, False)  # four of eight declared their gender
    assert found["days_of_expertise", None] == (34, 2, False)
    assert found["applications_per_call", None] == (6, 1, False)
    assert found["days_received_to_eligible", None] == (4, 1, False)


def test_a_period_holds_what_happened_in_it_and_its_first_and_last_day(read: Read) -> None:
    september = read(**{"from": "2026-09-01", "to": "2026-09-15"})
    assert september["requests_received", None][0] == 1
    assert september["requests_relevant", None][0] == 1
    assert september["requests_into_action", None][0] == 0
    assert ("days_relevant_to_action", None) not in september
    assert ("registered_people", None) not in september  # they joined in November
    later = read(**{"from": "2026-10-10", "to": "2026-12-31"})
    assert later["requests_received", None][0] == 1
    assert read(**{"from": "2026-11-17", "to": "2026-12-31"})["registered_people", None][0] == 8  # still on the roster


def test_by_month_each_event_counts_in_its_own(read: Read) -> None:
    found = read(by="month")
    assert {group: value for (measure, group), (value, _, _) in found.items() if measure == "requests_received"} == {
        "2026-09": 1,
        "2026-10": 1,
    }
    assert found["registered_people", "2026-11"][0] == 8
    assert found["days_received_to_decided", "2026-10"] == (49, 1, False)


def test_requests_by_group(read: Read) -> None:
    for by, received in {
        "field": {"A.35": 1, "E": 1},  # of its action; the likeliest where none is likely
        "activity_type": {"technical_training": 1, "drafting": 1},
        "relevance": {"relevant": 1, "not judged": 1},
        "region": {"Africa": 1, "America": 1},
        "country": {"TG": 1, "PE": 1},
        "institution": {"Agency": 1, "not said": 1},
        "nationality": {},
    }.items():
        found = read(by=by)
        assert {g: v for (measure, g), (v, _, _) in found.items() if measure == "requests_received"} == received


def test_a_call_belongs_to_the_fields_it_asks_for_and_else_to_the_groups_of_its_action(read: Read) -> None:
    by_field = {g: v for (m, g), (v, _, _) in read(by="field").items() if m == "applications"}
    assert by_field == {"A.35": 6, "E.10.07": 6}
    for by, group in (("country", "TG"), ("institution", "Agency"), ("activity_type", "technical_training")):
        assert read(by=by)["applications", group][0] == 6
    assert read(by="relevance")["decisions", "relevant"][0] == 1


def test_a_call_without_an_action_stands_by_its_own_terms(read: Read, history: Office) -> None:
    with writing(history, SYSTEM) as unit:
        terms = {"country": "KE", "institution": "Fund", "activity_types": ["drafting"], "positions": [{"id": "1"}]}
        common: dict[str, Any] = {"settings": {}, "created_at": unit.now, "created_by": "system"}
        unit.session.add(CallRow(id="c2", state="published", terms=terms, **common))
        unit.session.add(StepRow(kind="call", subject_id="c2", step="published", at=day("11-02"), by="system"))
        unit.session.add(
            ActionRow(
                id="a2", code="2026-02", title="B", fields=[], deliverables=[], state="open", created_at=unit.now,
                created_by="system",
            )
        )  # fmt: skip
        unit.session.add(StepRow(kind="action", subject_id="a2", step="open", at=day("11-02"), by="system"))
    for by, group in (
        ("country", "KE"),
        ("institution", "Fund"),
        ("activity_type", "drafting"),
        ("field", "not said"),
        ("relevance", "no request"),
    ):
        assert read(by=by)["calls_published", group][0] == 1
    assert read(by="region")["actions_opened", "not said"][0] == 1
    assert read()["applications_per_call", None] == (3, 2, False)


def test_people_are_grouped_by_their_own_nationality_and_counted_in_each(read: Read) -> None:
    found = read(by="nationality")
    people = {group: value for (measure, group), (value, _, _) in found.items() if measure == "registered_people"}
    assert people == {"FR": 3, "ES": 1, "IT": 1, "not declared": 4}
    assert found["days_of_expertise", "FR"] == (18, 1, False)
    assert found["days_women_share", "ES"] == (1, 1, False)


def test_the_roster_is_grouped_by_what_people_can_do_and_not_by_the_partner(read: Read) -> None:
    assert read(by="field")["registered_people", "E.10.07"][0] == 2
    assert read(by="activity_type")["registered_people", "technical_training"][0] == 7
    for by in ("country", "region", "institution", "relevance"):
        assert not [key for key in read(by=by) if key[0] == "registered_people"]


def test_figures_on_those_selected_follow_whoever_steps_in_for_them(read: Read, history: Office) -> None:
    with writing(history, SYSTEM) as unit:
        unit.session.get_one(InvitationRow, "i4").state = "declined"  # cleo, for the second position
        offer_again(unit, 1, "bert", "expired")
        offer_again(unit, 2, "dino", "sent")
    found = read()
    assert found["selected_people", None] == (2, 2, False)
    assert found["selected_women", None] == (1, 2, False)  # anna; dino is a man
    assert found["days_of_expertise", None] == (34, 2, False)
    assert found["days_women_share", None] == (round(18 / 34, 3), 2, False)
    assert {g for measure, g in read(by="nationality") if measure == "selected_people"} == {"FR", "IT"}


def test_a_place_that_nobody_holds_counts_for_nobody(read: Read, history: Office) -> None:
    with writing(history, SYSTEM) as unit:
        unit.session.get_one(InvitationRow, "i4").state = "cancelled"
    found = read()
    assert (found["selected_people", None][0], found["days_of_expertise", None][0]) == (1, 18)
    assert (found["offers_sent", None][0], found["decisions", None][0]) == (2, 1)


def test_where_no_offer_is_on_record_the_decision_counts(read: Read, history: Office) -> None:
    with writing(history, SYSTEM) as unit:
        for number in (3, 4):
            unit.session.delete(unit.session.get_one(InvitationRow, f"i{number}"))
    assert read()["days_of_expertise", None] == (34, 2, False)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.STEERING])
def test_an_office_where_nothing_happened_has_zeros_or_no_figures(office: Office, role: Role) -> None:
    client = Doors(office)(role)
    assert {figure["value"] for figure in client.get(PATH).json()["figures"]} == {0}
    for by in ("field", "month", "nationality", "region"):
        assert client.get(PATH, params={"by": by}).json()["figures"] == []


def test_groups_are_named_in_words_and_notes_say_how_to_read_them(doors: Doors, history: Office) -> None:
    answer = doors(Role.STEERING).get(PATH, params={"by": "field"}).json()
    labels = {figure["group"]: figure["label"] for figure in answer["figures"]}
    assert labels["A.35"] != "A.35"
    assert len(answer["notes"]) == 5
    assert (answer["by"], answer["since"], answer["until"]) == ("field", None, "2026-11-16")
    countries = doors(Role.OFFICER).get(PATH, params={"by": "country"}).json()["figures"]
    assert {"TG": "Togo", "PE": "Peru"}.items() <= {f["group"]: f["label"] for f in countries}.items()


def test_as_csv_the_same_figures_and_no_cell_is_a_formula(doors: Doors, history: Office) -> None:
    with writing(history, SYSTEM) as unit:
        unit.session.get_one(RequestRow, "r2").institution = '=HYPERLINK("http://x")'
    answer = doors(Role.AUDITOR).get(f"{PATH}.csv", params={"by": "institution"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    figures = doors(Role.AUDITOR).get(PATH, params={"by": "institution"}).json()["figures"]
    assert [(line["measure"], float(line["value"])) for line in lines] == [(f["measure"], f["value"]) for f in figures]
    assert {line["group"] for line in lines} == {"Agency", '\'=HYPERLINK("http://x")'}
    hidden = csv.DictReader(io.StringIO(doors(Role.STEERING).get(f"{PATH}.csv").text))
    assert next(line for line in hidden if line["measure"] == "offers_sent")["value"] == ""


def test_a_period_that_ends_before_it_begins_is_refused(doors: Doors) -> None:
    turned = {"from": "2026-10-02", "to": "2026-10-01"}
    for path in (PATH, f"{PATH}.csv"):
        problem(doors(Role.OFFICER).get(path, params=turned), 422, "invalid_setting")
    problem(doors(Role.OFFICER).get(PATH, params={"by": "gender"}), 422, "invalid_request")


def test_all_but_experts_read_figures(doors: Doors) -> None:
    for role in set(Role) - {Role.EXPERT}:
        assert doors(role).get(PATH).status_code == 200, role
    problem(doors(Role.EXPERT, expert_id="anna").get(PATH), 403, "not_allowed")
    problem(doors().get(f"{PATH}.csv"), 401, "not_signed_in")
