"""What a new call is matched with, as a page of the administrator."""

from __future__ import annotations

from typing import Any

import pytest

from api.auth.roles import Role
from api.services.office_settings import MatchDefaults, setting
from api.services.unit import SYSTEM, reading
from matching.settings import MatchSettings
from tests.api.conftest import one_kind
from tests.api.pages.looking import Browsers, check, done, look, send

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

PAGE = "/operation/matching"


def settings(browsers: Browsers) -> MatchSettings:
    with reading(browsers.office, SYSTEM) as unit:
        return setting(unit, MatchDefaults).settings


def typed(browsers: Browsers, **values: str) -> dict[str, Any]:
    """The form as it stands, with some of its fields typed anew; a box that is not ticked is not sent."""
    fields = look(browsers(Role.ADMINISTRATOR), PAGE).fields
    kept = {name: text for name, text in fields.items() if text and name not in ("speak", "version", "token")}
    return {"mode": "report"} | kept | values


def change(browsers: Browsers, **values: str) -> Any:
    return send(browsers(Role.ADMINISTRATOR), PAGE, "/matching", **typed(browsers, **values))


def test_the_page_is_for_administrators_and_begins_with_what_is_delivered(browsers: Browsers) -> None:
    for role in Role:
        look(browsers(role), PAGE, 200 if role is Role.ADMINISTRATOR else 403)
    seen = look(browsers(Role.ADMINISTRATOR), PAGE)
    assert "Everything is as delivered." in seen.text and "Nobody changed anything yet." in seen.text
    done(change(browsers), "set")
    assert settings(browsers) == MatchSettings()


def test_weights_rules_and_sizes_are_set_and_their_shares_told(browsers: Browsers) -> None:
    done(change(browsers, weight_fields="30", weight_relevance="45", min_women="1", list_min_public="2", pool="700",
                list_distinct_institutions="on", mode="tie_break", band="2.5"), "set")  # fmt: skip
    found = settings(browsers)
    assert (found.weights.fields, found.weights.relevance, found.pool) == (30, 45, 700)
    assert (found.rules.min_per_gender, found.list_rules.min_public) == ({"woman": 1}, 2)
    assert found.list_rules.distinct_institutions and not found.rules.distinct_institutions
    assert (found.balance.mode, found.balance.band) == ("tie_break", 2.5)
    seen = look(browsers(Role.ADMINISTRATOR), PAGE)
    assert "Fields of expertise: 70 → 30" in seen.text and "45%" in seen.text
    assert "Women, at least: not set → 1" in seen.text


def test_who_changed_what_is_told_and_one_goes_back_to_what_is_delivered(browsers: Browsers) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    done(
        change(browsers, weight_fields="30", mode="target", legal_basis="Decree 5", saving_clause="It gives way."),
        "set",
    )
    seen = look(administrator, PAGE)
    assert "Version 1" in seen.text and any(link.startswith("/accounts/") for link in seen.links)
    told = seen.text[seen.text.index("Who changed what") :]
    assert "Fields of expertise: 70 → 30" in told and "Legal basis of a target" in told and "Decree" not in told
    done(send(administrator, PAGE, "/delivered"), "delivered")
    assert settings(browsers) == MatchSettings()
    assert "Fields of expertise: 30 → 70" in look(administrator, PAGE).text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"weight_fields": "much"}, "weight_fields-problem"),
        ({"pool": "5"}, "pool-problem"),
        ({"list_min_countries": "0"}, "list_min_countries-problem"),
        ({"mode": "target"}, "mode-problem"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_field_and_nothing_is_set(
    browsers: Browsers, values: dict[str, str], field: str
) -> None:
    refused = check(change(browsers, **values), 422)
    assert field in refused.ids
    assert settings(browsers) == MatchSettings()


def test_a_change_made_from_an_older_state_is_refused(browsers: Browsers) -> None:
    administrator = browsers(Role.ADMINISTRATOR)
    old = look(administrator, PAGE).controls.hidden[PAGE]
    form = typed(browsers)
    done(send(administrator, PAGE, "/matching", **form), "set")
    refused = check(administrator.post(PAGE, data=form | old), 412)
    assert "Somebody else changed this" in refused.text
