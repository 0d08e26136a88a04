"""What was exported comes in again, people and other kinds; a line that is wrong costs itself alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.services.exchange import json_lines
from api.services.exchange.json_lines import LONGEST_LINE, Report, lines_of, record_of
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage.tables import ExpertRow
from matching.errors import LineProblem
from tests.api.imported import bring, counts, send
from tests.api.test_data import fill, lines
from tests.api.test_experts import events


def test_people_exported_can_be_imported_elsewhere(staffed: Office, officer: TestClient) -> None:
    people = lines(officer, "experts")
    assert counts(send(officer, *people)) == (0, 0, 8, 0)
    with writing(staffed, SYSTEM) as unit:
        for person in people:
            unit.session.delete(unit.session.get_one(ExpertRow, person["id"]))
    bring(staffed, *people)
    assert lines(officer, "experts") == people


def test_institutions_requests_and_actions_go_out_and_in_again(staffed: Office, officer: TestClient) -> None:
    fill(staffed)
    kinds = ("institutions", "requests", "actions")
    out = {kind: lines(officer, kind) for kind in kinds}
    for kind in kinds:
        assert counts(send(officer, *out[kind], kind=kind)) == (0, 0, 1, 0)
    _empty(staffed)
    refused = send(officer, *out["actions"], kind="actions")
    assert refused["problems"][0]["field"] == "request_id"
    for kind in kinds:
        assert counts(send(officer, *out[kind], kind=kind, dry_run=True)) == (1, 0, 0, 0)
        assert counts(send(officer, *out[kind], kind=kind)) == (1, 0, 0, 0)
        assert lines(officer, kind) == out[kind]
    assert [e.facts["ids"] for e in events(staffed, "data.imported")] == [
        ["institution-1"],
        ["request-1"],
        ["action-1"],
    ]


def _empty(office: Office) -> None:
    from api.storage.tables import ActionRow, InstitutionRow, RequestRow, StepRow

    with writing(office, SYSTEM) as unit:
        for kind, key in ((ActionRow, "action-1"), (RequestRow, "request-1"), (InstitutionRow, "institution-1")):
            unit.session.delete(unit.session.get_one(kind, key))
            unit.session.flush()
        for step in (1, 2):
            unit.session.delete(unit.session.get_one(StepRow, step))


def test_a_request_may_stand_before_the_one_it_was_merged_into(staffed: Office, officer: TestClient) -> None:
    fill(staffed)
    [request] = lines(officer, "requests")
    first, second = (request | {"id": name} for name in ("request-2", "request-3"))
    nowhere = request | {"id": "request-4", "merged_into": "request-9"}
    report = send(officer, first | {"merged_into": "request-3"}, second, nowhere, kind="requests")
    assert counts(report) == (2, 0, 0, 1)
    assert (report["problems"][0]["line"], report["problems"][0]["field"]) == (3, "merged_into")


def test_what_is_on_record_is_replaced_only_where_it_has_no_history(staffed: Office, officer: TestClient) -> None:
    fill(staffed)
    [agency], [request], [action] = (lines(officer, kind) for kind in ("institutions", "requests", "actions"))
    renamed = agency | {"name": "Agency"}
    assert counts(send(officer, renamed, kind="institutions")) == (0, 0, 0, 1)
    assert counts(send(officer, renamed, kind="institutions", overwrite=True)) == (0, 1, 0, 0)
    assert lines(officer, "institutions") == [renamed]
    for kind, record in (("requests", request | {"title": "B"}), ("actions", action | {"title": "B"})):
        report = send(officer, record, kind=kind, overwrite=True)
        assert counts(report) == (0, 0, 0, 1)
        assert "change it here" in report["problems"][0]["reason"]


def test_lines_of_other_kinds_are_checked_one_by_one(staffed: Office, officer: TestClient) -> None:
    fill(staffed)
    [action] = lines(officer, "actions")
    other = action | {"id": "action-2", "code": "2026-15", "request_id": None}
    bad: Sequence[Any] = (
        "{", action | {"id": "a b"}, other | {"fields": ["Z.9"]}, other | {"colour": "red"}, other | {"code": "2026-14"},
        other | {"created_at": "2026-01-01T00:00:00"},
    )  # fmt: skip
    for one in bad:
        assert counts(send(officer, one, kind="actions")) == (0, 0, 0, 1), one
    assert counts(send(officer, other, other, kind="actions")) == (1, 0, 0, 1)


def test_a_line_without_end_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_bytes(b"{}\n" + b"x" * (2 * LONGEST_LINE + 10) + b"\n{}\n")
    with path.open("rb") as file:
        found = [record_of(number, line) for number, line in enumerate(lines_of(file), start=1)]
    assert found[0] == found[2] == {}
    assert isinstance(found[1], LineProblem)
    assert len(found) == 3


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_line_is_a_record_a_problem_or_nothing(line: bytes | str) -> None:
    found = record_of(1, line)
    assert found is None or isinstance(found, dict | LineProblem)


def test_problems_beyond_a_thousand_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MOST_PROBLEMS", 2)
    report = Report()
    for number in range(3):
        report.note(LineProblem(number, "", "not JSON"))
    assert (report.left_out, len(report.problems)) == (3, 2)
