"""The figures of a period as a page: for whom, of when, and what is not told to whom."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.services.office import Office
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, look

pytest_plugins = ("tests.api.counted_history",)
# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

PAGE = "/figures"


def test_figures_are_for_everybody_but_experts(browsers: Browsers) -> None:
    for role in Role:
        seen = look(browsers(role), PAGE, 403 if role is Role.EXPERT else 200)
        assert (PAGE in seen.links) is (role is not Role.EXPERT)
        assert (PAGE in look(browsers(role), "/account").links) is (role is not Role.EXPERT)


def test_the_figures_are_of_this_year_until_another_period_is_asked_for(history: Office, browsers: Browsers) -> None:
    auditor = browsers(Role.AUDITOR)
    seen = look(auditor, PAGE).text
    assert "From 1 January 2026 to 16 November 2026" in seen
    assert "Received 2" in seen and "Judged eligible 1" in seen
    assert "From the request to the judgement on eligibility 4 taken once" in seen
    september = look(auditor, f"{PAGE}?from=2026-09-01&to=2026-09-30").text
    assert "From 1 September 2026 to 30 September 2026" in september and "Received 1" in september
    assert "From the beginning to 16 November 2026" in look(auditor, f"{PAGE}?from=").text


def test_a_period_with_nothing_in_it_says_so(history: Office, browsers: Browsers) -> None:
    seen = look(browsers(Role.STEERING), f"{PAGE}?from=2020-01-01&to=2020-12-31")
    assert seen.text.count("Nothing of this happened in the period.") == 6 and not seen.tables


def test_small_numbers_of_people_are_not_told_to_who_may_not_see_persons_and_it_is_said_why(
    history: Office, browsers: Browsers
) -> None:
    steering, officer, auditor = (look(browsers(r), PAGE).text for r in (Role.STEERING, Role.OFFICER, Role.AUDITOR))
    assert "Invitations sent fewer than five" in steering and "You may not see persons" in steering
    assert "On the roster 10 not given not given" in steering
    assert "Invitations sent 3" in officer and "What people declared about gender" in officer
    assert "On the roster 8 not given not given" in officer
    assert "Why some figures are not given" not in auditor and "Invitations sent 3" in auditor
    assert "fewer than five" not in auditor
    joined = look(browsers(Role.STEERING), f"{PAGE}?by=nationality&about=people").text
    assert "groups of fewer than five, together" in joined and "France" not in joined


@pytest.mark.parametrize(("by", "about", "told"), [
    ("field", "requests", "What has several of these"),
    ("country", "requests", "Togo"),
    ("month", "requests", "September 2026"),
    ("region", "", "The Americas"),
    ("relevance", "calls", "judged relevant"),
    ("institution", "time", "Agency"),
    ("activity_type", "people", "not said"),
    ("nationality", "people", "France"),
])  # fmt: skip
def test_figures_are_broken_down(history: Office, browsers: Browsers, by: str, about: str, told: str) -> None:
    seen = look(browsers(Role.AUDITOR), f"{PAGE}?by={by}&about={about}")
    assert told in seen.text
    assert [heading for heading in seen.ids if heading.startswith("section-")] == [f"section-{about or 'requests'}"]
    assert f"/api/v1/indicators.csv?from=2026-01-01&by={by}" in seen.links


def test_what_cannot_be_a_period_is_said_beside_its_field(desk: CallDesk, browsers: Browsers) -> None:
    wrong = look(browsers(Role.LEADER), f"{PAGE}?from=soon", 422)
    assert "period-from-problem" in wrong.described and wrong.title.startswith("Error")
    turned = look(browsers(Role.LEADER), f"{PAGE}?from=2026-05-01&to=2026-04-01", 422)
    assert "The period ends before it begins." in turned.text and not turned.tables
