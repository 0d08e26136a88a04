"""After an erasure nothing of the person is found: in no table, file, vector, cache, letter, log or later backup."""

from __future__ import annotations

import bz2
import gzip
import io
import logging
import lzma
import random
import tarfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import text

from api.services import audit, backup
from api.services.erasure import erasure, files_searched
from api.services.erasure.files_searched import holds_any
from api.services.office import Office
from api.services.shortlists import shortlists
from api.services.unit import SYSTEM, reading
from api.storage.tables import RequestRow
from matching.entities import Call
from tests.api.conftest import one_kind
from tests.api.erasure.zelie import EMAIL, NAME, WORDS, found_in


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
    still = [p for p in (folder / "base" / str(oid)).iterdir() if p.is_file() and holds_any(p, WORDS)]
    assert still == []


def test_what_was_missed_is_said(zelie: Office) -> None:
    forgotten = zelie.settings.data / "notes.txt"
    forgotten.write_text(f"call {NAME}", encoding="utf-8")
    proof = erasure.erase(zelie, SYSTEM, "zelie")
    assert not proof.clean
    assert proof.files_with_traces == (str(forgotten.resolve()),)


def test_a_word_is_found_across_the_pieces_in_which_a_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_searched, "CHUNK", 4)
    path = tmp_path / "file"
    path.write_bytes(b"xxxneedlexxx")
    assert holds_any(path, ["needle"])
    assert not holds_any(path, ["needles", ""])


def packed(kind: str, content: bytes) -> bytes:
    """A file packed as people pack files; `twice` is one inside another."""
    stream = io.BytesIO()
    if kind in ("zip", "twice"):
        with ZipFile(stream, "w", ZIP_DEFLATED) as zipped:
            zipped.writestr(
                "inner.gz" if kind == "twice" else "a.csv", gzip.compress(content) if kind == "twice" else content
            )
    elif kind == "tar":
        with tarfile.open(fileobj=stream, mode="w:gz") as files:
            info = tarfile.TarInfo("a.bz2")
            info.size = len(inner := bz2.compress(content))
            files.addfile(info, io.BytesIO(inner))
    else:
        stream.write({"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}[kind](content))
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["zip", "gz", "bz2", "xz", "tar", "twice"])
def test_a_word_is_found_in_a_packed_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"file.{kind}"
    path.write_bytes(packed(kind, f"Dear {NAME},".encode() * 50))
    assert NAME.encode() not in path.read_bytes()
    assert holds_any(path, [NAME])
    assert not holds_any(path, ["somebody else altogether"])


@pytest.mark.parametrize("kind", ["zip", "gz", "bz2", "xz"])
def test_a_packed_file_that_is_damaged_is_told_to_be_unread(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"file.{kind}"
    path.write_bytes(packed(kind, random.Random(1).randbytes(5_000))[:2_000])
    with pytest.raises(files_searched.Unread):
        holds_any(path, [NAME])


@one_kind
def test_a_name_in_a_packed_file_or_one_that_cannot_be_read_is_no_clean_proof(zelie: Office) -> None:
    exports, damaged = zelie.settings.data / "people.csv.gz", zelie.settings.data / "backup.zip"
    exports.write_bytes(packed("gz", f"{NAME};{EMAIL}".encode()))
    damaged.write_bytes(packed("zip", b"something")[:40])
    proof = erasure.erase(zelie, SYSTEM, "zelie")
    assert (proof.clean, proof.told) == (False, False)
    assert proof.files_with_traces == (str(exports.resolve()),)
    assert proof.files_unread == (str(damaged.resolve()),)
    assert erasure.counted(proof)["files_unread"] == 1
