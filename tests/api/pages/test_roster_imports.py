"""Many at once: CVs, a roster in a sheet, records in lines; looked at first, then kept, and told what came of it."""

from __future__ import annotations

import io
import json
from typing import Any
from zipfile import ZipFile

from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.auth.roles import STAFF, Role
from api.services.office import Office
from api.services.unit import SYSTEM, reading
from api.storage.tables import CvRow, ExpertRow
from tests.api.calls.a_call import CallDesk
from tests.api.conftest import one_kind
from tests.api.cvs.documents import CV
from tests.api.pages.looking import Browsers, Seen, check, look

# Pages show what the services give, which are tried on both databases.
pytestmark = one_kind

PAGE = "/imports"
SHEET = "Nombre completo;Correo;Fonction;Chose\nAda Example;ada@example.org;Inspector of work;Ministry of Labour\n"


def bring(client: TestClient, what: str, name: str, data: bytes, status: int = 200, **fields: Any) -> Seen:
    form = f"{PAGE}/{what}"
    hidden = look(client, PAGE).controls.hidden[form]
    return check(client.post(form, data=hidden | fields, files={"document": (name, data)}), status)


def count(office: Office, row: Any) -> int:
    with reading(office, SYSTEM) as unit:
        return unit.session.scalar(select(func.count()).select_from(row)) or 0


def archive() -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w") as file:
        file.writestr("odile.txt", CV)
        file.writestr("empty.txt", "")
    return held.getvalue()


def test_each_role_is_offered_what_it_may_bring_in(browsers: Browsers) -> None:
    for role in Role:
        page = look(browsers(role), PAGE, 200 if role in STAFF else 403)
        forms = {form.rsplit("/", 1)[1] for form in page.controls.hidden if form.startswith(PAGE)}
        all_of_them = {"cvs", "experts", "institutions", "requests", "actions"}
        assert forms == (
            all_of_them if role is Role.OFFICER else {"cvs", "institutions"} if role in STAFF else set[str]()
        )
    token = next(iter(look(browsers(Role.LEADER), PAGE).controls.hidden.values()))
    for what in ("experts", "requests", "actions"):
        assert browsers(Role.LEADER).post(f"{PAGE}/{what}", data=token).status_code == 403


def test_an_archive_is_looked_through_and_then_kept_and_passed_over_the_second_time(
    desk: CallDesk, browsers: Browsers
) -> None:
    officer, office = browsers(Role.OFFICER), desk.doors.office
    looked = bring(officer, "cvs", "cvs.zip", archive(), do="look")
    assert "nothing was kept" in looked.text and "Can be read" in looked.text and "Could not be read" in looked.text
    assert count(office, CvRow) == 0
    kept = bring(officer, "cvs", "cvs.zip", archive(), do="keep")
    assert "1 person added" in kept.text and "date or place of birth" in kept.text and count(office, CvRow) == 1
    again = bring(officer, "cvs", "cvs.zip", archive(), do="keep")
    assert "1 read before, passed over" in again.text and count(office, CvRow) == 1


def test_the_columns_of_a_sheet_are_guessed_and_can_be_corrected(desk: CallDesk, browsers: Browsers) -> None:
    officer, office = browsers(Role.OFFICER), desk.doors.office
    before = count(office, ExpertRow)
    looked = bring(officer, "cvs", "roster.csv", SHEET.encode(), do="look")
    assert "What the columns are taken for" in looked.text and "Choose the same file again" in looked.text
    assert looked.controls.options["column-1"][0] == "name" and "employer" in looked.controls.options["column-4"]
    chosen = {"head": ["Nombre completo", "Correo", "Fonction", "Chose"],
              "taken_for": ["name", "email", "position", "employer"]}  # fmt: skip
    bring(officer, "cvs", "roster.csv", SHEET.encode(), do="keep", **chosen)
    assert count(office, ExpertRow) == before + 1
    with reading(office, SYSTEM) as unit:
        row = unit.session.scalars(select(CvRow)).one()
        assert [entry["employer"] for entry in row.read["parts"]["entries"]] == ["Ministry of Labour"]


def test_records_are_brought_in_line_by_line_and_a_bad_line_is_told(desk: CallDesk, browsers: Browsers) -> None:
    officer, office = browsers(Role.OFFICER), desk.doors.office
    lines = [json.dumps({"id": "ida", "segments": [{"text": "Inspector of labour."}]}), "{no json"]
    data = "\n".join(lines).encode()
    before = count(office, ExpertRow)
    looked = bring(officer, "experts", "people.jsonl", data, do="look")
    assert "1 added" in looked.text and "1 line left out" in looked.text and count(office, ExpertRow) == before
    kept = bring(officer, "experts", "people.jsonl", data, do="keep")
    assert "Of people:" in kept.text and "not JSON" in kept.text and count(office, ExpertRow) == before + 1


def test_without_a_file_nothing_is_done(browsers: Browsers) -> None:
    officer = browsers(Role.OFFICER)
    for form, hidden in look(officer, PAGE).controls.hidden.items():
        if form.startswith(PAGE):
            answer = officer.post(form, data=hidden | {"do": "keep"})
            assert check(answer, 422).described and "Choose a file." in answer.text
