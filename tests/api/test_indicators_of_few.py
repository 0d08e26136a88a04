"""Figures on few people: who is told which, rounded or not at all."""

from __future__ import annotations

import pytest

from api.auth.roles import Role
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import (
    DeclarationRow,
    ExpertRow,
)
from tests.api.counted_office import Read

pytest_plugins = ("tests.api.counted_history",)


def test_who_may_not_see_persons_is_told_no_figure_on_fewer_than_five_and_the_others_rounded(read: Read) -> None:
    for role in (Role.STEERING, Role.ADMINISTRATOR):
        found = read(role)
        hidden = (None, None, True)
        assert found["invitations_sent", None] == found["days_of_expertise", None] == hidden
        assert found["registered_people", None] == (10, 10, False)  # eight
        assert found["registered_women", None] == (None, None, True)
        assert found["registered_women_share", None] == (None, None, True)
        assert found["registered_nationalities", None] == (None, None, True)
        assert found["applications", None] == (5, 5, False)  # six
        assert found["applications_per_call", None] == (5, 1, False)
        assert found["days_women_share", None] == hidden
        assert found["requests_received", None] == (2, 2, False)
        assert found["days_received_to_eligible", None] == (4, 1, False)


def test_none_of_few_is_not_told_to_them_either(read: Read, history: Office) -> None:
    with writing(history, SYSTEM) as unit:
        for chosen in ("anna", "cleo"):
            unit.session.get_one(DeclarationRow, chosen).gender = "man"
    assert read()["selected_women", None] == (0, 2, False)
    assert read(Role.STEERING)["selected_women", None] == (None, None, True)


def test_small_groups_of_people_are_not_even_named_to_them(read: Read) -> None:
    found = read(Role.STEERING, by="nationality")
    assert not {group for _, group in found} & {"FR", "ES", "IT", "not declared"}
    assert found["registered_people", "groups of fewer than 5, together"] == (10, 10, False)


def test_large_groups_are_given_to_them_rounded(read: Read, history: Office) -> None:
    with writing(history, SYSTEM) as unit:
        revision = unit.roster_changed()
        for number in range(20):
            unit.session.add(
                ExpertRow(
                    id=f"p{number}", revision=revision, profile={}, validated=True, consent=True, created_at=unit.now,
                    changed_at=unit.now,
                )
            )  # fmt: skip
            unit.session.flush()
            gender = "woman" if number < 7 else "man"
            unit.session.add(DeclarationRow(expert_id=f"p{number}", gender=gender, nationalities=["MT"], at=unit.now))
    found = read(Role.STEERING)
    assert found["registered_people", None] == (30, 30, False)  # 28
    assert found["registered_women", None] == (10, 25, False)  # 9 of 24
    assert found["registered_women_share", None] == (0.4, 25, False)
    assert found["registered_nationalities", None] == (None, 25, True)  # four
    assert read(Role.STEERING, by="nationality")["registered_people", "MT"] == (20, 20, False)
    assert read(by="nationality")["registered_women", "MT"] == (7, 20, False)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.BUSINESS])
def test_what_people_declared_is_told_to_staff_of_no_few(read: Read, history: Office, role: Role) -> None:
    found = read(role)
    assert found["registered_people", None] == (8, 8, False)  # people they see one by one
    for stage in ("registered", "applied", "selected"):
        for measure in ("women", "women_share", "nationalities"):
            assert found[f"{stage}_{measure}", None][0] is None, (stage, measure)
    assert found["days_women_share", None] == (None, None, True)
    assert not {group for _, group in read(role, by="nationality")} & {"FR", "ES", "IT", "not declared"}
    told = read(Role.AUDITOR)
    assert told["selected_women", None] == (2, 2, False)  # for audit it is as it is


def test_nothing_is_told_where_the_rest_of_them_is_few(read: Read, history: Office) -> None:
    with writing(history, SYSTEM) as unit:
        revision = unit.roster_changed()
        for number in range(20):
            unit.session.add(
                ExpertRow(
                    id=f"p{number}", revision=revision, profile={}, validated=True, consent=True, created_at=unit.now,
                    changed_at=unit.now,
                )
            )  # fmt: skip
            unit.session.flush()
            unit.session.add(DeclarationRow(expert_id=f"p{number}", gender="woman", nationalities=["MT"], at=unit.now))
    assert read()["registered_women", None] == (22, 24, False)
    for role in (Role.STEERING, Role.OFFICER):
        found = read(role)
        assert found["registered_women", None] == (None, 25, True)
        assert found["registered_women_share", None] == (None, 25, True)
        assert found["registered_nationalities", None] == (None, 25, True)  # four
