"""One story over the real HTTP API: seven people in seven roles lead a request to a decided call."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite(
    "tests.api.scenario"
)  # before they are imported: their assertions then say what was found

from api.auth import passwords  # noqa: E402
from api.services.office import Office  # noqa: E402
from matching.entities import Expert  # noqa: E402
from tests.api.conftest import Watchmaker  # noqa: E402
from tests.api.scenario import afterwards, arrivals, calls, record, requests, selection  # noqa: E402
from tests.api.scenario.story import Story, begun  # noqa: E402


@pytest.fixture
def story(office: Office, clock: Watchmaker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    """A live service on each database; argon2 at a cost that takes no time."""
    monkeypatch.setattr(passwords, "COST", passwords.Cost(1, 8, 1))
    with begun(office, clock) as made:
        yield made


def test_seven_people_in_seven_roles_lead_a_request_to_a_decided_call(
    story: Story, people: list[Expert], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "api")
    # Everybody comes in.
    arrivals.the_administrator_lets_the_staff_in(story)
    arrivals.business_development_lays_out_institutions_and_the_expert(story)
    arrivals.the_roster_that_the_office_has_is_brought_along(story, people)
    arrivals.the_experts_come_in(story)
    arrivals.the_expert_makes_their_profile_ready(story)
    # From the letter of a partner to an action.
    earlier = requests.an_earlier_action_is_on_record(story)
    request_id = requests.a_request_is_received_and_understood(story, earlier)
    requests.one_from_a_member_state_is_marked_and_closed(story)
    action_id, activity_id = requests.the_request_is_judged_and_an_action_opened(story, request_id)
    # From terms of reference to applications.
    call_id = calls.a_call_is_drafted_from_terms_of_reference(story, activity_id)
    calls.the_band_of_the_tie_break_is_fixed_and_the_call_published(story, call_id)
    calls.the_expert_sees_the_call_and_applies(story, call_id)
    calls.others_apply_and_one_is_invited(story, call_id)
    calls.the_call_closes_when_its_last_day_has_passed(story, call_id)
    # From the long list to a team that has said yes.
    selection.the_long_list_holds_everybody(story, call_id)
    selection.the_first_version_is_read_blind(story, call_id)
    version = selection.one_who_was_invited_declines_and_a_second_version_is_made(story, call_id)
    selection.the_tie_is_broken_and_its_price_told(story, version)
    selection.officer_and_leader_write_what_they_think(story, call_id)
    selection.the_leader_departs_from_the_ranking_with_a_reason(story, call_id)
    selection.the_chosen_one_declines_and_the_reserve_moves_up(story, call_id)
    # What each of the seven sees of it.
    afterwards.the_expert_reads_why_and_what_would_change_it(story)
    afterwards.the_expert_takes_their_data_along(story)
    afterwards.business_development_exports_roster_and_demand(story)
    afterwards.the_selection_record_is_filed(story, call_id)
    afterwards.steering_sees_figures_and_actions_and_no_person(story, call_id)
    afterwards.the_team_reads_the_indicators(story)
    # What is on record.
    record.the_change_feed_tells_the_same_story(story, {request_id, action_id, activity_id, call_id})
    log = record.the_auditor_verifies_the_log_and_finds_the_story_in_it(
        story, {request_id, action_id, activity_id, call_id}
    )
    record.the_auditor_sees_who_looked_at_whom(story, call_id)
    record.everything_stands_as_it_should(story, request_id, action_id, call_id)
    record.nothing_that_was_written_stands_in_a_log(story, people, log, caplog.text)
