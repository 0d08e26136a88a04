"""Protected data of a CV reach nothing that the service writes, says or encodes; nor does anything of who was erased."""

from __future__ import annotations

import dataclasses
import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from api.auth.roles import Role
from api.services import backup, retention
from api.services.erasure import erasure
from api.services.office import Office
from api.services.roster.encoding import EncodingWorker
from api.services.unit import SYSTEM, reading, writing
from api.storage.tables import IdentityRow, RequestRow
from api.storage.traces import found_in_tables
from embeddings import HashingEncoder, VectorStore
from embeddings.encoder import Kind, Progress, Vectors
from fixtures.cv_samples import CvSample, cv_samples
from tests.api.conftest import Doors, Watchmaker
from tests.api.cvs.documents import (
    BORN,
    CV,
    EMAIL,
    EXPERTS,
    NAME,
    PHONE,
    confirm,
    differences,
    matched,
    send,
    sent,
    whole,
)

FORMATS = 12  # kinds of documents among the samples that say something protected


class Listening(HashingEncoder):
    """An encoder that remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        self.heard += texts
        return super().encode(texts, kind=kind, progress=progress)


@pytest.fixture
def listening(staffed: Office) -> tuple[Office, Listening]:
    """The office with an encoder that remembers, and a store of vectors on disk."""
    encoder = Listening()
    store = VectorStore(staffed.settings.cache / "vectors.sqlite")
    engine = dataclasses.replace(staffed.engine, encoder=encoder, store=store)
    return dataclasses.replace(staffed, make_engine=lambda: engine), encoder


def work(office: Office) -> None:
    """Encode everything that is to be encoded."""
    while EncodingWorker(office.database, office.engine).work():
        pass


def samples() -> list[CvSample]:
    """One document of each kind, and every other that says a lot that is protected."""
    chosen: dict[str, CvSample] = {}
    for sample in cv_samples("tuning"):
        if sample.truth["forbidden"] and not sample.refused and sample.truth["format"] != "roster_row":
            kind = f"{sample.truth['format']} {len(sample.truth['forbidden']) > 2}"
            chosen.setdefault(kind, sample)
    return list(chosen.values())


def written(office: Office) -> Iterator[tuple[str, bytes]]:
    """Everything that stands on disk: files of the database, of its server, of the office."""
    folders = [office.settings.data, office.settings.cache]
    if office.database.is_sqlite:
        folders.append(Path(str(office.database.url.database)).parent)
    else:
        with office.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("checkpoint"))
            home = Path(str(connection.scalar(text("show data_directory"))))
            oid = connection.scalar(text("select oid from pg_database where datname = current_database()"))
        folders += [home / "base" / str(oid)]
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                yield path.name, path.read_bytes()


def forms(word: str) -> list[bytes]:
    """A word as it may stand in a file."""
    return [word.encode(), json.dumps(word)[1:-1].encode(), word.encode("utf-16-le")]


def test_what_is_dropped_reaches_neither_database_nor_vectors_nor_log_nor_answers(
    listening: tuple[Office, Listening], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    office, encoder = listening
    officer = Doors(office)(Role.OFFICER)
    told: list[str] = []
    forbidden: list[str] = [BORN.removeprefix("Date of birth: ").strip()]
    documents: list[tuple[str, bytes, list[str]]] = [("cv.txt", CV.encode(), forbidden)]
    documents += [(s.path.name, s.path.read_bytes(), s.truth["forbidden"]) for s in samples()]
    kinds = set()
    for name, data, words in documents:
        answer = send(officer, data, name=name)
        assert answer.status_code == 201, (name, answer.text)
        made = answer.json()
        kinds.add(made["format"])
        assert made["dropped"], name
        decided = confirm(officer, made)
        assert decided.status_code == 200, (name, decided.text)
        shown = [answer.text, decided.text, json.dumps(whole(officer, made), ensure_ascii=False)]
        told += [*shown, json.dumps(differences(officer, made), ensure_ascii=False)]
        assert not [word for word in words if any(word in one for one in shown)], name
        forbidden += words
    assert len(kinds) >= FORMATS, kinds
    work(office)
    assert office.roster.current().matcher.roster
    backup.make(office, SYSTEM, tmp_path / "backup.zip")
    with ZipFile(tmp_path / "backup.zip") as folder:
        archived = {name: folder.read(name) for name in folder.namelist()}
    said = "\n".join((*encoder.heard, caplog.text, *told))
    assert "Labour Inspectorate" in said and b"Labour Inspectorate" in archived["tables/cvs.jsonl"]
    assert [word for word in forbidden if word in said] == []
    files = {**dict(written(office)), **archived}
    assert any(b"Labour Inspectorate" in content for content in files.values())
    found = [(n, w) for n, content in files.items() for w in forbidden for form in forms(w) if form in content]
    assert found == []


def test_after_an_erasure_nothing_of_a_cv_is_left(listening: tuple[Office, Listening]) -> None:
    office, _ = listening
    officer = Doors(office)(Role.OFFICER)
    made = sent(officer, CV)
    changed = sent(officer, CV.replace("forty inspectors", "sixty inspectors").replace(NAME, "TREMBLAY Odile", 1))
    assert confirm(officer, made).status_code == 200 and changed["outcome"] == "newer"
    with writing(office, SYSTEM) as unit:
        request = RequestRow(
            id="request-1", state="received", received_on=unit.today, text=f"Tremblay Odile ({EMAIL}) and Project.",
            understood={}, created_at=unit.now, created_by="x",
        )  # fmt: skip
        unit.session.add(request)
        unit.session.get_one(IdentityRow, made["expert_id"]).phone = None  # the CV alone knows it
    work(office)
    store = office.engine.store
    assert store is not None
    before = len(store)
    proof = erasure.erase(office, SYSTEM, made["expert_id"])
    assert proof.clean and proof.rows["cvs"] == 2
    assert len(store) == before - proof.vectors and proof.vectors >= 3
    words = (NAME, EMAIL, PHONE, "inspections of building sites", "sixty inspectors", "Tremblay Odile")
    with reading(office, SYSTEM) as unit:
        assert found_in_tables(unit.session, words) == {}
        assert unit.session.get_one(RequestRow, "request-1").text.endswith(") and Project.")


def test_vectors_of_what_is_read_no_longer_are_let_go(listening: tuple[Office, Listening]) -> None:
    office, _ = listening
    officer = Doors(office)(Role.OFFICER)
    store = office.engine.store
    assert store is not None
    work(office)
    empty = len(store)
    made = sent(officer, CV)
    work(office)
    assert len(store) >= empty + 2
    assert confirm(officer, made).status_code == 200
    work(office)
    kept = len(store)
    newer = sent(officer, CV.replace("forty inspectors", "sixty inspectors"))
    assert len(store) >= kept
    etag = officer.get(newer["links"]["itself"]).headers["etag"]
    assert officer.delete(newer["links"]["itself"], headers={"If-Match": etag}).status_code == 204
    assert len(store) == kept  # those of the profile are still there
    again = sent(officer, CV.replace("forty inspectors", "ninety inspectors"))
    assert confirm(officer, again).status_code == 200
    work(office)
    assert len(store) == kept  # in the place of what it said before


def test_a_person_downloads_what_was_read_without_what_is_secret(officer: Any, doors: Doors) -> None:
    made = sent(officer, CV, expert_id="anna")
    held = doors(Role.EXPERT, expert_id="anna").get(f"{EXPERTS}/anna/data").json()["cvs"]
    assert [(one["id"], one["state"], one["by"]) for one in held] == [(made["id"], "to_confirm", "action_officer")]
    assert "Labour Inspectorate" in held[0]["read"]["parts"]["text"]
    assert not {"same_person", "email_hash", "name_hash", "proposed"} & set(held[0])


@pytest.mark.usefixtures("quick_roster")
def test_a_cv_that_nobody_confirms_goes_after_its_time(staffed: Office, officer: Any, clock: Watchmaker) -> None:
    made = sent(officer, CV)
    assert made["expert_id"] in matched(staffed).row_of
    clock.pass_(days=364)
    assert retention.purge(staffed, SYSTEM)["unconfirmed_cvs"] == 0
    clock.pass_(days=2)
    assert retention.purge(staffed, SYSTEM, dry_run=True)["unconfirmed_cvs"] == 1
    assert retention.purge(staffed, SYSTEM)["unconfirmed_cvs"] == 1
    assert made["expert_id"] not in matched(staffed).row_of
    assert officer.get(f"{EXPERTS}/{made['expert_id']}/cvs").json()["items"] == []
