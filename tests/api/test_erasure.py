"""After an erasure nothing of the person is found: in no table, file, vector, cache, letter, log or later backup."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.auth.roles import Role
from api.errors import Conflict, NotOnRecord
from api.notices import Notice, OutboxFolder
from api.services import audit, backup, erasure, shortlists
from api.services.encoding import EncodingWorker
from api.services.erasure import holds_any
from api.services.notice_parts import OUTBOX
from api.services.office import Clock, Office
from api.services.unit import SYSTEM, reading, writing
from api.storage.database import Database
from api.storage.experts import profile_of
from api.storage.tables import ExpertRow, IdentityRow, RequestRow, ShortlistRow
from api.storage.traces import found_in_tables
from embeddings import HashingEncoder, VectorStore
from embeddings.encoder import Kind, Progress, Vectors
from matching.engine import build_engine
from matching.entities import Call
from matching.left_out import unlisted
from matching.roster import forget_people
from tests.api.conftest import Doors, problem
from tests.people import person

NAME, EMAIL = 'Zélie "Zaza" Quistrebert', "zelie.quistrebert@example.org"
CV = "Led the reform of the maritime pension fund of Zanzibar, from inspection to payment."
WORDS = ("Quistrebert", EMAIL, "maritime pension fund of Zanzibar", "+33 6 99 88 77 66")


@pytest.fixture
def zelie(staffed: Office) -> Office:
    """The office with one more person, of whom every word is known, and with vectors in a store of its own."""
    store = VectorStore(staffed.settings.cache / "vectors.sqlite")
    engine = build_engine(HashingEncoder(), staffed.engine.vocabularies, store)
    office = Office(
        staffed.settings,
        staffed.database,
        lambda: engine,
        staffed.signer,
        Clock(staffed.clock.now, staffed.clock.today),
    )
    zelie = person("zelie", segments=[{"text": CV, "kind": "post", "language": "en", "start": "2005-01-01"}])
    with writing(office, SYSTEM) as unit:
        unit.session.add(
            ExpertRow(
                id="zelie", revision=unit.roster_changed(), profile=profile_of(zelie), validated=True, consent=True,
                status=zelie.status, created_at=unit.now, changed_at=unit.now,
            )
        )  # fmt: skip
        unit.session.flush()
        unit.session.add(IdentityRow(expert_id="zelie", name=NAME, email=EMAIL, phone=WORDS[3]))
        unit.session.add(
            RequestRow(
                id="request-1", state="received", received_on=unit.today, text=f"As proposed by {NAME.upper()}, we ask.",
                understood={"said": [f"write to {EMAIL}"]}, created_at=unit.now, created_by="x",
            )
        )  # fmt: skip
    OutboxFolder(office.settings.data / OUTBOX).send("notice-1", EMAIL, Notice("Invitation", f"Dear {NAME}", "<p></p>"))
    return office


def everything(office: Office) -> list[Path]:
    folders = [office.settings.data, office.settings.cache]
    if office.database.is_sqlite:
        folders.append(Path(str(office.database.url.database)).parent)
    return [p for folder in folders if folder.is_dir() for p in folder.rglob("*") if p.is_file()]


def found_in(office: Office) -> set[str]:
    """Names of the files, and of the tables, in which any of the words stands."""
    found = {p.name for p in everything(office) for word in WORDS if word.encode() in p.read_bytes()}
    with office.database.read() as session:
        return found | set(found_in_tables(session, WORDS))


def test_after_an_erasure_nothing_is_found(
    zelie: Office, call: Call, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = shortlists.make(zelie, SYSTEM, call.model_dump(mode="json", exclude_unset=True))
    assert "zelie" in made.shortlist.model_dump_json()
    before = found_in(zelie)
    assert {"notice-1.eml", "identities.name", "experts.profile", "shortlists.content", "requests.text"} <= before
    store = zelie.engine.store
    assert store is not None
    vectors = len(store)

    proof = erasure.erase(zelie, SYSTEM, "zelie")

    assert proof.clean
    assert found_in(zelie) == set()
    assert len(store) == vectors - proof.vectors < vectors
    backup.make(zelie, SYSTEM, tmp_path / "later.zip")
    with ZipFile(tmp_path / "later.zip") as zipped:
        assert not any(word.encode() in zipped.read(name) for name in zipped.namelist() for word in WORDS)
    assert not any(word in caplog.text for word in WORDS)
    with reading(zelie, SYSTEM) as unit:
        assert audit.verify(unit).holds
        kept = shortlists.on_record(unit, made.id).shortlist
    bare = next(c for c in kept.positions[0].candidates if c.expert_id == "zelie")
    assert (bare.name, bare.gates, bare.criteria) == (None, (), ())
    assert bare.score > 0
    assert "zelie" not in zelie.roster.current().matcher.roster.row_of


def test_the_words_of_others_about_a_person_are_struck_out_and_the_rest_stays(zelie: Office) -> None:
    erasure.erase(zelie, SYSTEM, "zelie")
    with zelie.database.read() as session:
        request = session.get(RequestRow, "request-1")
        assert request is not None
        assert request.text == "As proposed by [erased], we ask."
        assert request.understood == {"said": ["write to [erased]"]}


def test_on_postgresql_the_files_of_the_server_hold_nothing_once_its_log_is_recycled(zelie: Office) -> None:
    if zelie.database.is_sqlite:
        pytest.skip("SQLite has no server; its files are searched by every erasure")
    with zelie.database.read() as session:
        folder = Path(str(session.scalar(text("show data_directory"))))
        oid = session.scalar(text("select oid from pg_database where datname = current_database()"))
    files = [p for p in (folder / "base" / str(oid)).iterdir() if p.is_file()]
    erasure.erase(zelie, SYSTEM, "zelie")
    assert files
    still = [
        p for p in (folder / "base" / str(oid)).iterdir() if p.is_file() and holds_any(p, [w.encode() for w in WORDS])
    ]
    assert still == []


def test_what_was_missed_is_said(zelie: Office) -> None:
    forgotten = zelie.settings.data / "notes.txt"
    forgotten.write_text(f"call {NAME}", encoding="utf-8")
    proof = erasure.erase(zelie, SYSTEM, "zelie")
    assert not proof.clean
    assert proof.files_with_traces == (str(forgotten.resolve()),)


def test_somebody_who_is_not_there_cannot_be_erased(staffed: Office) -> None:
    with pytest.raises(NotOnRecord):
        erasure.erase(staffed, SYSTEM, "nobody")


def test_a_person_erases_themselves_and_nobody_else(doors: Doors) -> None:
    anna: TestClient = doors(Role.EXPERT, expert_id="anna")
    problem(anna.delete("/api/v1/experts/bert", params={"confirm": "bert"}), 403, "not_allowed")
    problem(anna.delete("/api/v1/experts/anna", params={"confirm": "bert"}), 422, "invalid_request")
    problem(doors(Role.OFFICER).delete("/api/v1/experts/anna", params={"confirm": "anna"}), 403, "not_allowed")
    erased = anna.delete("/api/v1/experts/anna", params={"confirm": "anna"})
    assert erased.status_code == 200, erased.text
    assert erased.json()["clean"] is True
    assert erased.json()["rows"]["accounts"] == 1
    problem(anna.get("/api/v1/experts/anna"), 401, "not_signed_in")  # the account is gone, too


def test_a_word_is_found_across_the_pieces_in_which_a_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "CHUNK", 4)
    path = tmp_path / "file"
    path.write_bytes(b"xxxneedlexxx")
    assert holds_any(path, [b"needle"])
    assert not holds_any(path, [b"needles", b""])


class Meanwhile(HashingEncoder):
    """An encoder during whose work something happens, once: when it is given a text that holds some words."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.happens = "", lambda: None

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        vectors = super().encode(texts, kind=kind, progress=progress)
        if self.words and any(self.words in text for text in texts):
            self.words = ""
            self.happens()
        return vectors


@pytest.fixture
def meanwhile(zelie: Office) -> tuple[Office, Meanwhile]:
    """The office with an encoder that can be interrupted; zelie's texts are not encoded yet."""
    encoder = Meanwhile()
    store = VectorStore(zelie.settings.cache / "vectors.sqlite")
    engine = build_engine(encoder, zelie.engine.vocabularies, store)
    return dataclasses.replace(zelie, make_engine=lambda: engine), encoder


def vectors_of_zelie(office: Office) -> int:
    """How many vectors of hers are in the store; looking takes them out."""
    segment = {"text": CV, "kind": "post", "language": "en", "start": "2005-01-01"}
    return forget_people([person("zelie", segments=[segment])], office.engine)


def test_a_worker_keeps_no_vectors_of_who_was_erased_while_it_encoded(meanwhile: tuple[Office, Meanwhile]) -> None:
    office, encoder = meanwhile
    encoder.words, encoder.happens = "maritime pension", lambda: erasure.erase(office, SYSTEM, "zelie")
    assert EncodingWorker(office.database, office.engine).work()
    assert encoder.words == ""
    assert vectors_of_zelie(office) == 0


def test_a_roster_in_the_making_leaves_no_vectors_of_who_was_erased(meanwhile: tuple[Office, Meanwhile]) -> None:
    office, encoder = meanwhile
    other = dataclasses.replace(office)  # another process; this one has no roster in memory
    encoder.words, encoder.happens = "maritime pension", lambda: erasure.erase(other, SYSTEM, "zelie")
    assert "zelie" in office.roster.current().matcher.roster.row_of
    assert vectors_of_zelie(office) == 0
    served = office.roster.current()
    assert "zelie" in unlisted(served.left_out) or "zelie" not in served.matcher.roster.row_of


def test_a_shortlist_that_names_who_was_erased_meanwhile_is_not_kept(
    meanwhile: tuple[Office, Meanwhile], call: Call
) -> None:
    office, encoder = meanwhile
    office.roster.current()
    source = call.model_dump(mode="json", exclude_unset=True)
    encoder.words, encoder.happens = "profiling of jobseekers", lambda: erasure.erase(office, SYSTEM, "zelie")
    with pytest.raises(Conflict, match="erased while it was made"):
        shortlists.make(office, SYSTEM, source)
    with reading(office, SYSTEM) as unit:
        assert not shortlists.listed(unit, limit=10).rows
        assert "zelie" not in {entry.subject_id for entry in unit.session.query(ShortlistRow)}
    again = shortlists.make(office, SYSTEM, source)
    assert '"zelie"' not in again.shortlist.model_dump_json()
    assert found_in(office) == set()


def test_a_shortlist_is_kept_where_the_erased_were_left_out_of_it(zelie: Office, call: Call) -> None:
    zelie.roster.current()
    erasure.erase(dataclasses.replace(zelie), SYSTEM, "zelie")
    zelie.roster._took = 60.0  # as if making the roster took long: the one before goes on being used
    assert "zelie" in zelie.roster.current().matcher.roster.row_of
    source = call.model_copy(update={"previous_members": ("zelie",)}).model_dump(mode="json", exclude_unset=True)
    made = shortlists.make(zelie, SYSTEM, source)
    assert all(c.expert_id != "zelie" for p in made.shortlist.positions for c in (*p.candidates, *p.not_eligible))


def test_another_process_lets_the_person_go_too(zelie: Office) -> None:
    other = Office(
        zelie.settings, Database(zelie.database.url.render_as_string(False)), zelie.make_engine, zelie.signer
    )
    assert "zelie" in other.roster.current().matcher.roster.row_of
    erasure.erase(zelie, SYSTEM, "zelie")
    assert "zelie" not in other.roster.current().matcher.roster.row_of
    other.database.close()
