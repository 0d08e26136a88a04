"""For those who operate the service: readiness, figures, logs, and what runs beside."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.auth.roles import Role
from api.background import Background
from api.exports.html import environment
from api.logs import JsonLines, WithoutWords, set_up
from api.services.office import Office
from api.services.unit import SYSTEM, writing
from api.storage import migrate
from api.storage.experts import profile_of
from api.storage.tables import ExpertRow
from api.web.rendering import HERE, make_ready
from tests.api.conftest import ADDRESS, Doors, problem
from tests.people import person


def test_a_process_is_ready_when_its_roster_is_made(staffed: Office, doors: Doors) -> None:
    waiting = doors().get("/ready")
    assert waiting.status_code == 503
    assert "roster" in waiting.json()["waits_for"][0]
    staffed.roster.current()
    assert doors().get("/ready").json() == {"ready": True, "waits_for": []}


def test_an_office_without_people_is_ready_for_them(office: Office) -> None:
    client = TestClient(create_app(office), base_url=ADDRESS)
    assert client.get("/ready").status_code == 200


def test_tables_of_another_version_are_not_served(staffed: Office, doors: Doors) -> None:
    staffed.roster.current()
    migrate.downgrade(staffed.database, "0001")
    found = doors().get("/ready")
    assert found.status_code == 503
    assert "another version" in found.json()["waits_for"][0]


def test_figures_hold_routes_and_never_ids(doors: Doors) -> None:
    doors(Role.OFFICER).get("/api/v1/institutions/institution-of-anna")
    told = doors(Role.ADMINISTRATOR).get("/metrics")
    assert told.status_code == 200, told.text
    assert 'route="/api/v1/institutions/{id}",status="404"} 1.0' in told.text
    assert "expertmatch_experts 8.0" in told.text
    assert "anna" not in told.text
    problem(doors(Role.OFFICER).get("/metrics"), 403, "not_allowed")
    problem(doors().get("/metrics"), 401, "not_signed_in")


def test_a_library_that_says_everything_is_not_heard(capsys: pytest.CaptureFixture[str]) -> None:
    root, library = logging.getLogger(), logging.getLogger("a.library")
    before, level = root.handlers[:], root.level
    try:
        set_up("text")
        library.setLevel(logging.DEBUG)
        library.debug("every little thing")
        library.warning("something is wrong")
        logging.getLogger("api.anything").info("begun")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    told = capsys.readouterr().err
    assert "every little thing" not in told
    assert "something is wrong" in told and "begun" in told


@pytest.mark.parametrize("form", [JsonLines(), WithoutWords()])
def test_a_log_line_says_where_an_error_arose_and_not_what_it_says(form: logging.Formatter) -> None:
    try:
        raise ValueError("the CV of Anna Surname")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("api.test", logging.ERROR, __file__, 1, "%d people", (3,), info)
    line = form.format(record)
    assert "Surname" not in line
    assert "ValueError at " in line
    assert "3 people" in line


def test_json_lines_are_json() -> None:
    record = logging.LogRecord("api.test", logging.INFO, __file__, 1, 'said "%s"', ("yes",), None)
    line = json.loads(JsonLines().format(record))
    assert line["message"] == 'said "yes"'
    assert datetime.fromisoformat(line["time"]).tzinfo == UTC


def test_what_runs_beside_follows_the_roster_and_stops(staffed: Office) -> None:
    background = Background(staffed, due=lambda office: None)
    with TestClient(create_app(staffed, background=background), base_url=ADDRESS):
        follower = next(t for t in threading.enumerate() if t.name == "roster")
        with writing(staffed, SYSTEM) as unit:
            row = ExpertRow(
                id="ines", revision=unit.roster_changed(), profile=profile_of(person("ines")), created_at=unit.now,
                changed_at=unit.now,
            )  # fmt: skip
            unit.session.add(row)
        for _ in range(4800):  # four minutes, for machines that are busy
            if (staffed.roster.state()["built"] or 0) >= 2:
                break
            threading.Event().wait(0.05)
        assert staffed.roster.state() == {"revision": 2, "built": 2, "pending": 0}
    assert not follower.is_alive()


def test_a_serving_process_reads_its_templates_once_before_anybody_waits_for_them(staffed: Office) -> None:
    read = environment(HERE / "templates")
    assert read.cache is not None
    read.cache.clear()
    background = Background(staffed, due=lambda office: None, first=make_ready)
    with TestClient(create_app(staffed, background=background), base_url=ADDRESS):
        [reader] = (thread for thread in threading.enumerate() if thread.name == "first")
        reader.join(240)  # four minutes, for machines that are busy
    assert {name for _, name in read.cache} == set(read.list_templates(extensions=["html"]))


def test_what_is_done_first_ends_with_the_application(staffed: Office) -> None:
    def endless() -> Iterator[int]:
        while True:
            threading.Event().wait(0.01)
            yield 1

    with TestClient(
        create_app(staffed, background=Background(staffed, lambda office: None, endless)), base_url=ADDRESS
    ):
        [working] = (thread for thread in threading.enumerate() if thread.name == "first")
    assert not working.is_alive()
