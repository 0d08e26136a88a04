"""The page of concentration: for whom, of what period, and what is not told to whom."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.services.office import Office
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, look

pytest_plugins = ("tests.api.counted_history",)
pytestmark = one_kind
PAGE = "/supply/concentration"
MAY = (Role.OFFICER, Role.LEADER, Role.BUSINESS, Role.STEERING, Role.AUDITOR)


def test_it_is_for_staff_and_whoever_steers_or_audits(browsers: Browsers) -> None:
    for role in Role:
        seen = look(browsers(role), PAGE, 200 if role in MAY else 403)
        assert (PAGE in seen.links) is (role in MAY)


def test_the_auditor_reads_every_nationality_with_a_bar_and_a_table(history: Office, browsers: Browsers) -> None:
    seen = look(browsers(Role.AUDITOR), PAGE)
    assert "From the beginning to 16 November 2026" in seen.text and "Why some figures" not in seen.text
    assert "Share of the days (bar) beside the share of the roster" in seen.text
    assert "France" in seen.text and "the two largest have" in seen.text
    assert "People who went 2" in seen.text and "1 mission 2" in seen.text
    assert "2026 2 2 100%" in seen.text


def test_of_few_nothing_is_told_and_it_is_said_why(history: Office, browsers: Browsers) -> None:
    officer, steering = (look(browsers(role), PAGE).text for role in (Role.OFFICER, Role.STEERING))
    assert "What people declared about their nationality is theirs" in officer and "France" not in officer
    assert "Institution anna" in officer and "People who went 2" in officer
    assert "You may not see persons" in steering and "Institution anna" not in steering and "France" not in steering
    assert "People who went fewer than five" in steering


def test_a_period_is_asked_for_and_has_to_be_in_order(history: Office, browsers: Browsers) -> None:
    business = browsers(Role.BUSINESS)
    assert "From 1 October 2026 to 2 October 2026" in look(business, f"{PAGE}?from=2026-10-01&to=2026-10-02").text
    assert "The period ends before it begins." in look(business, f"{PAGE}?from=2026-10-02&to=2026-10-01", 422).text
    assert "Give a day" in look(business, f"{PAGE}?from=soon", 422).text


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Concentration et rotation"), ("es", "Concentración y rotación")]
)
def test_it_speaks_french_and_spanish(history: Office, browsers: Browsers, language: str, words: str) -> None:
    auditor = browsers(Role.AUDITOR)
    auditor.headers["Accept-Language"] = language
    assert words in look(auditor, PAGE, language=language).text
