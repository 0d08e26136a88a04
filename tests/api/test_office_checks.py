"""The doctor looks at what is kept: each check finds the damage that it is for, and nothing where all is well."""

from __future__ import annotations

import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api import office_checks
from api.config import Settings
from api.finding import Check, guarded
from api.office_checks import check_letters, check_office, check_vector_store
from api.services.office import Office
from api.services.roster.encoding import EncodingWorker
from api.services.unit import SYSTEM, writing
from api.storage import migrate
from api.storage.tables import (
    AccountRow,
    CallRow,
    DecisionRow,
    InvitationRow,
    NoticeRow,
    RemovedExpertRow,
    RequestRow,
    ShortlistRow,
    StepRow,
)
from embeddings import HashingEncoder, VectorStore
from tests.api.conftest import NOW
from tests.api.notices.mail_servers import HERE, Postbox, mail_server, make_certificate


def looked_at(office: Office) -> dict[str, Check]:
    return {check.name: check for check in check_office(office.settings, office.engine)}


@pytest.fixture
def decided(staffed: Office) -> Iterator[Office]:
    """The small roster with a call that is decided on."""
    with writing(staffed, SYSTEM) as unit:
        now = unit.now
        for row in (
            CallRow(id="call-1", title="t", state="decided", terms={}, settings={}, created_at=now, created_by="x"),
            ShortlistRow(
                id="s", call_id="call-1", number=1, run_id="r", revision=1, summary={}, content={}, content_hash="h",
                at=now, by="x",
            ),
            DecisionRow(
                id="d", call_id="call-1", shortlist_id="s", chosen={"1": "anna"}, reserve={"1": ["bert"]},
                departs=False, at=now, by="x",
            ),
            InvitationRow(
                id="i", call_id="call-1", position_id="1", expert_id="anna", state="sent", shortlist_id="s",
                sent_at=now, reply_by=now, by="x",
            ),
            StepRow(kind="call", subject_id="call-1", step="decided", at=now, by="x"),
        ):  # fmt: skip
            unit.session.add(row)
            unit.session.flush()
        unit.record("call.drafted", "call", "call-1")
    yield staffed


def test_an_office_in_order_has_nothing_to_say(decided: Office) -> None:
    assert looked_at(decided)["vectors"].works is None  # nobody is encoded yet
    assert "8 of 8" in looked_at(decided)["vectors"].found
    while EncodingWorker(decided.database, decided.engine).work():
        pass
    found = looked_at(decided)
    assert list(found) == [
        "letters", "vector store", "database", "tables", "log", "references", "erasures", "notices", "vectors",
    ]  # fmt: skip
    assert {name for name, check in found.items() if check.works is not True} == set()
    assert "1 entries" in found["log"].found
    assert ("SQLite" if decided.database.is_sqlite else "PostgreSQL 1") in found["database"].found


def test_nothing_is_changed_by_looking(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", cache=tmp_path / "cache", model="hashing")
    found = list(check_office(settings, None))
    assert (found[-1].name, found[-1].works) == ("database", None)
    assert "none yet" in found[-1].found
    assert not (tmp_path / "data" / "expertmatch.sqlite").exists()


def test_without_a_model_the_rest_is_looked_at(staffed: Office) -> None:
    assert [check.name for check in check_office(staffed.settings, None)][-1] == "notices"


def test_a_database_that_does_not_answer_is_broken(tmp_path: Path) -> None:
    address = "postgresql://somebody:hunter2-x@127.0.0.1:1/nothing"
    settings = Settings(data=tmp_path, cache=tmp_path, database=address)
    found = list(check_office(settings, None))[-1]
    assert (found.name, found.works) == ("database", False)
    assert "hunter2" not in found.found + found.next_step


def test_tables_of_another_version_are_told_and_not_looked_into(staffed: Office) -> None:
    migrate.downgrade(staffed.database, "0001")
    found = looked_at(staffed)
    assert list(found)[-1] == "tables"
    assert found["tables"].works is False
    assert "expertmatch database upgrade" in found["tables"].next_step


def test_a_log_that_was_changed_is_broken(decided: Office) -> None:
    with decided.database.write() as session:
        session.execute(text("update log_entries set subject_id = 'call-2' where number = 1"))
    found = looked_at(decided)["log"]
    assert found.works is False
    assert "entry 1 was changed" in found.found


LOST = {
    "delete from shortlists where id = 's2'": "",
    "delete from invitations": "",
    "update invitations set shortlist_id = 'x'": "invitations.shortlist_id (1)",
    "update steps set subject_id = 'x'": "steps of a call (1)",
    """update decisions set chosen = '{"1": "nobody"}'""": "decisions.people (1)",
    """update decisions set reserve = '{"1": ["bert", "nobody"]}'""": "decisions.people (1)",
}


@pytest.mark.parametrize("command", LOST)
def test_rows_that_lead_nowhere_are_named(decided: Office, command: str) -> None:
    with decided.database.write() as session:
        session.execute(text(command.replace(":", r"\:")))
    found = looked_at(decided)["references"]
    assert found.works is (not LOST[command])
    assert LOST[command] in found.found


def test_a_request_that_was_merged_into_another_leads_somewhere(staffed: Office) -> None:
    common: dict[str, Any] = {"text": "", "received_on": NOW.date(), "understood": {}, "created_at": NOW}
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(RequestRow(id="r1", state="received", created_by="x", **common))
        unit.session.flush()
        unit.session.add(RequestRow(id="r2", state="merged", merged_into="r1", created_by="x", **common))
    assert looked_at(staffed)["references"].works is True
    if staffed.database.is_sqlite:
        with closing(sqlite3.connect(str(staffed.database.url.database))) as connection, connection:
            connection.execute("update requests set merged_into = 'nothing' where id = 'r2'")
        assert "requests.merged_into (1)" in looked_at(staffed)["references"].found


def test_rows_whose_people_were_removed_past_the_service_are_named(decided: Office) -> None:
    if not decided.database.is_sqlite:
        pytest.skip("PostgreSQL holds its references, whoever writes")
    with closing(sqlite3.connect(str(decided.database.url.database))) as connection, connection:
        connection.execute("delete from experts where id = 'anna'")
    found = looked_at(decided)["references"].found
    assert "identities.expert_id (1)" in found
    assert "invitations.expert_id (1)" in found
    assert "decisions.people (1)" in found


def test_somebody_erased_may_be_named_by_a_decision_and_may_not_be_on_the_roster(decided: Office) -> None:
    with writing(decided, SYSTEM) as unit:
        unit.session.get_one(DecisionRow, "d").chosen = {"1": "gone"}
        unit.session.add(RemovedExpertRow(id="gone", revision=1, at=unit.now, why="erasure", proof={"clean": True}))
    assert looked_at(decided)["references"].works is True
    with writing(decided, SYSTEM) as unit:
        unit.session.add(RemovedExpertRow(id="bert", revision=1, at=unit.now, why="erasure", proof={"clean": True}))
    assert "experts that were erased (1)" in looked_at(decided)["references"].found


def test_an_erasure_without_its_proof_deserves_a_look(staffed: Office) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(RemovedExpertRow(id="gone", revision=1, at=unit.now, why="erasure", proof={}))
    found = looked_at(staffed)["erasures"]
    assert found.works is None
    assert "expertmatch purge" in found.next_step


def test_removed_rows_that_somebody_kept_on_disk_deserve_a_look(staffed: Office) -> None:
    proof = {"clean": False, "held_by": ["the replication slot 'forgotten'"]}
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(RemovedExpertRow(id="gone", revision=1, at=unit.now, why="erasure", proof=proof))
    found = looked_at(staffed)["erasures"]
    assert found.works is None and "the replication slot 'forgotten'" in found.found
    assert "expertmatch purge" in found.next_step


def test_files_that_an_erasure_left_to_be_searched_by_hand_are_named(staffed: Office) -> None:
    proof = {"clean": False, "held_by": [], "searched": False}
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(RemovedExpertRow(id="gone", revision=1, at=unit.now, why="erasure", proof=proof))
    found = looked_at(staffed)["erasures"]
    assert found.works is None and "not searched" in found.found and "gone" in found.found
    assert "by hand" in found.next_step and staffed.database.place in found.next_step


def test_a_letter_given_up_deserves_a_look(staffed: Office) -> None:
    with writing(staffed, SYSTEM) as unit:
        unit.session.add(AccountRow(id="a", email="a@example.org", name="A", roles=[], created_at=unit.now))
        unit.session.flush()
        unit.session.add(
            NoticeRow(
                id="n", kind="k", account_id="a", facts={}, state="failed", next_try_at=unit.now, created_at=unit.now
            )
        )
    found = looked_at(staffed)["notices"]
    assert (found.works, found.found) == (None, "0 waiting, 1 given up")


def test_a_damaged_database_is_broken_and_says_what_to_do(decided: Office) -> None:
    if not decided.database.is_sqlite:
        pytest.skip("a server sees to its own files")
    with decided.database.read() as session:
        place = session.scalar(text("select rootpage from sqlite_master where name = 'identities'"))
        size = session.scalar(text("pragma page_size"))
    decided.database.close()
    path = Path(str(decided.database.url.database))
    content = bytearray(path.read_bytes())
    content[(place - 1) * size : place * size] = b"\xff" * size
    path.write_bytes(content)
    found = looked_at(decided)
    assert found["database"].works is False
    assert "expertmatch restore" in found["database"].next_step
    assert "tables" not in found


# --- vectors on disk ---


@pytest.fixture
def store(tmp_path: Path) -> VectorStore:
    filled = VectorStore(tmp_path / "vectors.sqlite")
    filled.encode_with_store(HashingEncoder(), ["one", "two", "three"], "passage")
    return filled


def test_vectors_that_are_as_they_were_written_are_counted(store: VectorStore) -> None:
    found = check_vector_store(store.path)
    assert (found.works, found.found) == (True, "3 vectors, all as they were written")


def test_a_damaged_vector_is_counted(store: VectorStore) -> None:
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("update vectors set vector = zeroblob(512) where rowid = 2")
    found = check_vector_store(store.path)
    assert (found.works, found.found) == (None, "1 of 3 vectors are damaged")


def test_a_store_that_cannot_be_read_is_broken_and_may_be_removed(tmp_path: Path) -> None:
    (tmp_path / "vectors.sqlite").write_bytes(b"no database at all, " * 100)
    found = check_vector_store(tmp_path / "vectors.sqlite")
    assert found.works is False
    assert "remove" in found.next_step
    assert check_vector_store(tmp_path / "none.sqlite").works is True


# --- letters ---


def mailing(tmp_path: Path, port: int, security: Any) -> Settings:
    return Settings(data=tmp_path, cache=tmp_path, smtp_host=HERE, smtp_port=port, smtp_security=security)


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_mail_server_that_answers_is_in_order_and_gets_no_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    shown, trusted = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    box = Postbox()
    how: dict[str, dict[str, ssl.SSLContext]] = {"starttls": {"tls_context": shown}, "tls": {"ssl_context": shown}}
    with mail_server(box, **how.get(security, {})) as port:
        found = check_letters(mailing(tmp_path, port, security))
    assert found.works is True, found
    assert security in found.found
    assert box.received == []


def test_a_mail_server_that_is_not_trusted_or_not_there_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_checks, "PATIENCE", 2.0)
    shown, _ = make_certificate(tmp_path)
    with mail_server(Postbox(), tls_context=shown) as port:
        found = check_letters(mailing(tmp_path, port, "starttls"))
    assert (found.works, "CERTIFICATE_VERIFY_FAILED" in found.found) == (False, True)
    found = check_letters(mailing(tmp_path, port, "none"))  # it has stopped
    assert found.works is False
    assert "EXPERTMATCH_SMTP_HOST" in found.next_step


def test_an_outbox_that_cannot_be_written_is_broken(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands in the way")
    found = check_letters(Settings(data=tmp_path, cache=tmp_path))
    assert found.works is False
    assert "EXPERTMATCH_DATA" in found.next_step


def test_settings_of_the_mail_server_that_cannot_be_are_told(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, cache=tmp_path, smtp_host="mail.example.org", smtp_user="u")
    found = guarded("letters", lambda: check_letters(settings))
    assert found.works is False
    assert "password" in found.found
