"""What is somebody else's stays: their names, addresses and numbers, states, roles, codes and accounts."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from api.auth.roles import Role
from api.services.erasure import erasure
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import (
    AccountRow,
    Base,
    CallRow,
    EvaluationNoteRow,
    ExpertRow,
    FocalPointRow,
    IdentityRow,
    InstitutionRow,
    PerformanceNoteRow,
    StepRow,
)
from api.storage.traces import free_text
from tests.api.conftest import Doors, problem

WHERE = "/api/v1/experts/anna/identity"


def name_of(office: Office, expert_id: str, name: str, **contact: Any) -> None:
    with writing(office, SYSTEM) as unit:
        row = unit.session.get_one(IdentityRow, expert_id)
        row.name = name
        for part, value in contact.items():
            setattr(row, part, value)


def note(office: Office, about: str, text: str) -> None:
    with writing(office, SYSTEM) as unit:
        row = PerformanceNoteRow(id=f"note-{about}", expert_id=about, grade=3, text=text, at=unit.now, by="x")
        unit.session.add(row)


def noted(office: Office, about: str) -> str:
    with office.database.read() as session:
        return session.get_one(PerformanceNoteRow, f"note-{about}").text


def beside(office: Office) -> list[tuple[str, Any]]:
    """Every row but those of the person, of the log and of what is counted."""
    kept = []
    counted = {"log_entries", "log_head", "roster_state", "removed_experts", "encoded", "forgotten_vectors"}
    with office.database.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                if table.name not in counted and "anna" not in (row.get("expert_id"), row.get("id")):
                    kept.append((table.name, dict(row)))
    return kept


def call_published(office: Office) -> None:
    with writing(office, SYSTEM) as unit:
        terms = {"activity_types": ["technical_training"], "title": "Technical training of inspectors"}
        unit.session.add(
            CallRow(
                id="call-1", state="published", terms=terms, settings={}, created_at=unit.now, created_by="x",
                title="Support of inspectors",
            )
        )  # fmt: skip
        unit.session.add(StepRow(kind="call", subject_id="call-1", step="published", at=unit.now, by="x"))
        unit.session.add(
            AccountRow(
                id="account-officer", email="vera@example.org", name="Vera Muster", roles=["action_officer"],
                created_at=unit.now,
            )
        )  # fmt: skip


@pytest.mark.parametrize("name", ["Published", "action officer", "Technical Training", "Vera Muster", "Support"])
def test_nothing_of_the_office_changes_whatever_somebody_calls_themselves(staffed: Office, name: str) -> None:
    call_published(staffed)
    name_of(staffed, "anna", name, phone="action_officer")  # as it could be written once
    before = beside(staffed)
    erasure.erase(staffed, SYSTEM, "anna")
    assert beside(staffed) == before


def test_a_telephone_number_is_one(doors: Doors) -> None:
    anna = doors(Role.EXPERT, expert_id="anna")
    tag = anna.get(WHERE).headers["etag"]
    for wrong in ("action_officer", "12", "published 1234", "+"):
        answer = anna.put(WHERE, json={"name": "Anna Surname", "phone": wrong}, headers={"If-Match": tag})
        problem(answer, 422, "invalid_request")
    for right in ("+33 (0)1 23.45-67/89", "1234", "0033 123456 ext. 12"):
        answer = anna.put(WHERE, json={"name": "Anna Surname", "phone": right}, headers={"If-Match": tag})
        assert answer.status_code == 200, answer.text
        tag = answer.headers["etag"]


def test_nobody_takes_the_address_with_which_somebody_else_signs_in(doors: Doors) -> None:
    anna = doors(Role.EXPERT, expert_id="anna")
    call_published(doors.office)
    tag = anna.get(WHERE).headers["etag"]
    taken = anna.put(WHERE, json={"name": "Anna", "email": "Vera@example.org"}, headers={"If-Match": tag})
    assert "signs in with this" in problem(taken, 409, "conflict")["detail"]
    with doors.office.database.read() as session:
        own = session.query(AccountRow).filter_by(expert_id="anna").one().email
    assert anna.put(WHERE, json={"name": "Anna", "email": own}, headers={"If-Match": tag}).status_code == 200


def test_namesakes_and_longer_names_lose_nothing(staffed: Office) -> None:
    name_of(staffed, "anna", "Karim Benali", phone="+33 1 22 33 44 55")
    name_of(staffed, "bert", "Karim Benali", phone="+33 1 22 33 44 55")  # one desk
    name_of(staffed, "cleo", "Lea Benaliya")
    note(staffed, "bert", "Karim Benali (+33 1 22 33 44 55) did well.")
    note(staffed, "cleo", "Benaliya did well; mail to lea.benaliya@example.org.")
    before = beside(staffed)
    proof = erasure.erase(staffed, SYSTEM, "anna")
    assert beside(staffed) == before
    assert proof.clean
    assert proof.perhaps["performance_notes.text"] > 0  # told, for a person to look at


def test_a_surname_that_others_have_is_struck_where_none_of_them_takes_part(staffed: Office) -> None:
    name_of(staffed, "anna", "Anna Quist")
    name_of(staffed, "bert", "Bert Quist")
    call_published(staffed)
    with writing(staffed, SYSTEM) as unit:
        for who, text in (("anna", "Her own."), ("cleo", "Weaker than Quist.")):
            unit.session.add(
                EvaluationNoteRow(
                    id=f"e-{who}", call_id="call-1", position_id="1", expert_id=who, text=text, at=unit.now, by="x"
                )
            )
    note(staffed, "cleo", "Worked with Quist.")
    erasure.erase(staffed, SYSTEM, "anna")
    with staffed.database.read() as session:
        assert session.get_one(EvaluationNoteRow, "e-cleo").text == "Weaker than [erased]."
    assert noted(staffed, "cleo") == "Worked with Quist."  # perhaps it was Bert


def test_who_is_still_a_focal_point_is_told_to_be(staffed: Office) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(InstitutionRow(id="institution-1", name="Fund"))
        unit.session.flush()
        unit.session.add(
            FocalPointRow(
                id="point-1", institution_id="institution-1", name="Anna Surname", email="anna@example.org",
                since=unit.today,
            )
        )  # fmt: skip
    proof = erasure.erase(staffed, SYSTEM, "anna")
    assert (proof.clean, proof.tables_with_traces) == (False, {"focal_points.email": 1})
    with staffed.database.read() as session:
        assert session.get_one(FocalPointRow, "point-1").name == "Anna Surname"


def test_no_column_of_names_states_roles_or_keys_is_free_text() -> None:
    words = {"state", "roles", "id", "code", "kind", "email", "step", "by", "scopes", "event", "expert_id", "phone"}
    assert not {column.partition(".")[2] for column in free_text()} & words
    assert not {column for column in free_text() if column.startswith(("accounts.", "log_", "identities.", "focal_"))}


def test_whose_text_named_the_person_is_read_again(staffed: Office) -> None:
    name_of(staffed, "anna", "Anna Quistrebert")
    with writing(staffed, SYSTEM) as unit:
        row = unit.session.get_one(ExpertRow, "bert")
        segments = [{**row.profile["segments"][0], "text": "Assistant of Anna Quistrebert at the fund."}]
        row.profile = {**row.profile, "segments": segments}
        row.revision = unit.roster_changed()
        before = row.revision
    erasure.erase(staffed, SYSTEM, "anna")
    with staffed.database.read() as session:
        bert = session.get_one(ExpertRow, "bert")
        assert bert.profile["segments"][0]["text"] == "Assistant of [erased] at the fund."
        assert bert.revision > before
        assert bert.version > 2
