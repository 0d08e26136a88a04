"""CVs imported by the folder: everything under a path, once, whatever lies between."""

from __future__ import annotations

import io
import re
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from api.exports.import_report import to_html, to_xlsx, write_report
from api.services import audit
from api.services.cvs import cv_import, cvs
from api.services.cvs.cv_import import import_cvs, look_through
from api.services.cvs.cv_import_report import OUTCOMES, ImportReport
from api.services.office import Office
from api.services.unit import COMMAND, reading
from api.speech.wording import read
from api.storage.database import DatabaseUnavailable
from api.storage.tables import CvRow, ExpertRow
from embeddings import HashingEncoder, StorageFull, VectorStore
from embeddings.encoder import Kind, Progress, Vectors
from fixtures.cv_samples import cv_samples
from matching.engine import build_engine
from matching.vocabulary import load_vocabulary
from tests.api.conftest import NOW
from tests.api.cv_files import HEADS, ROWS, archive, cv_text, sheet, write_cvs


def taken_in(office: Office, *paths: Path, **options: Any) -> ImportReport:
    return import_cvs(office, COMMAND, paths, **options)


def outcomes(report: ImportReport) -> dict[str, str]:
    return {line.name: line.outcome for line in report.lines}


def kept(office: Office) -> list[CvRow]:
    with office.database.read() as session:
        rows = list(session.query(CvRow))
        session.expunge_all()
        return rows


def test_documents_in_folders_and_archives_and_rows_of_sheets_come_in(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "cvs"
    write_cvs(folder / "deeper", 1)
    (folder / "deeper" / ".hidden.txt").write_text(cv_text(7), encoding="utf-8")
    (folder / "deeper" / "~$cv.docx").write_bytes(b"lock")
    (folder / "packed.zip").write_bytes(
        archive(one_dot_txt=cv_text(1).encode(), inner__two_dot_txt=cv_text(2).encode())
    )
    (folder / "roster.xlsx").write_bytes(sheet(*ROWS))
    report = taken_in(office, folder)
    assert outcomes(report) == {
        "cvs/deeper/cv-000.txt": "new",
        "cvs/packed.zip: one.txt": "new",
        "cvs/packed.zip: inner/two.txt": "new",
        "cvs/roster.xlsx, row 2": "new",
        "cvs/roster.xlsx, row 3": "new",
    }
    assert sorted(row.format for row in kept(office)) == ["roster_row", "roster_row", "text", "text", "text"]
    assert {row.source for row in kept(office)} == {"import"}


def test_what_was_imported_before_is_passed_over_and_what_is_new_comes_in(office: Office, tmp_path: Path) -> None:
    write_cvs(tmp_path / "cvs", 3)
    (tmp_path / "cvs" / "roster.xlsx").write_bytes(sheet(*ROWS))
    first = taken_in(office, tmp_path / "cvs")
    write_cvs(tmp_path / "cvs", 1, first=3)
    again = taken_in(office, tmp_path / "cvs")
    assert first.counts == {"new": 5}
    assert again.counts == {"same": 5, "new": 1}
    assert len(kept(office)) == 6
    before = {line.name: (line.dropped, line.entries, line.expert_id) for line in first.lines}
    assert {
        line.name: (line.dropped, line.entries, line.expert_id) for line in again.lines if line.outcome == "same"
    } == before


def test_the_same_document_twice_in_one_import_is_read_once(office: Office, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(cv_text(0), encoding="utf-8")
    report = taken_in(office, tmp_path / "a.txt", tmp_path / "b.txt")
    assert sorted(outcomes(report).values()) == ["new", "same"]
    assert len(kept(office)) == 1


def test_a_newer_cv_of_the_same_person_joins_the_older(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(cv_text(0), encoding="utf-8")
    (tmp_path / "b.txt").write_text(cv_text(0, employer="World Bank"), encoding="utf-8")
    report = taken_in(office, tmp_path / "a.txt", tmp_path / "b.txt")
    assert outcomes(report) == {"a.txt": "new", "b.txt": "newer"}
    assert len({row.expert_id for row in kept(office)}) == 1


def test_bad_files_stop_nothing_and_each_says_why(office: Office, tmp_path: Path) -> None:
    good = write_cvs(tmp_path / "cvs", 2)
    (tmp_path / "cvs" / "a-broken.docx").write_bytes(b"PK\x03\x04 not a document")
    (tmp_path / "cvs" / "b-empty.txt").write_bytes(b"")
    (tmp_path / "cvs" / "cv-000x.zip").write_bytes(
        archive(__dot__dot_out_dot_txt=b"out", ok_dot_txt=cv_text(5).encode())[:-9]
    )
    (tmp_path / "cvs" / "data.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    report = taken_in(office, tmp_path / "cvs")
    assert [outcomes(report)[f"cvs/{path.name}"] for path in good] == ["new", "new"]
    assert {line.name: bool(line.reason and line.next_step) for line in report.failed} == {
        "cvs/a-broken.docx": True, "cvs/b-empty.txt": True, "cvs/cv-000x.zip": True, "cvs/data.jsonl": True
    }  # fmt: skip


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_text_that_tells_of_nobody_is_no_person(office: Office, tmp_path: Path, dry_run: bool) -> None:
    path = tmp_path / "hello.txt"
    path.write_text("hello", encoding="utf-8")
    report = look_through([path]) if dry_run else taken_in(office, path)
    [line] = report.failed
    assert line.reason.startswith("The document 'hello.txt' holds nothing of a CV. Words: 1, and no name")
    assert line.next_step.startswith("Send a CV")
    assert kept(office) == []


def test_one_that_cannot_be_kept_is_undone_alone(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = cvs.keep

    def keep(unit: Any, read: Any, **options: Any) -> Any:
        done = real(unit, read, **options)
        if "person1@" in read.parts.text:
            raise RuntimeError("secret of person1@example.org")
        return done

    monkeypatch.setattr(cvs, "keep", keep)
    write_cvs(tmp_path / "cvs", 3)
    report = taken_in(office, tmp_path / "cvs")
    assert report.counts == {"new": 2, "failed": 1}
    assert "RuntimeError" in report.failed[0].reason and "secret" not in report.failed[0].reason
    with reading(office, COMMAND) as unit:
        assert unit.session.query(ExpertRow).count() == 2
        assert audit.verify(unit).holds
    monkeypatch.undo()
    assert taken_in(office, tmp_path / "cvs").counts == {"same": 2, "new": 1}


def test_a_database_that_does_not_answer_ends_the_import(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(*_: Any, **__: Any) -> Any:
        raise DatabaseUnavailable("The database did not answer.")

    monkeypatch.setattr(cvs, "keep", keep)
    with pytest.raises(DatabaseUnavailable):
        taken_in(office, *write_cvs(tmp_path, 1))
    assert kept(office) == []


def test_a_batch_is_kept_whole_or_not_at_all(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv_import, "BATCH", 2)
    paths = write_cvs(tmp_path / "cvs", 5)
    seen: list[tuple[int, int]] = []
    report = import_cvs(
        office, COMMAND, paths, progress=lambda report: seen.append((len(report.lines), len(kept(office))))
    )
    assert seen == [(2, 2), (4, 4), (5, 5)]
    assert [line.name for line in report.lines] == [path.name for path in paths]


class Watched(HashingEncoder):
    """An encoder that says how often it was asked, and may fail."""

    def __init__(self, fails_at: int = 0) -> None:
        super().__init__()
        self.asked, self.fails_at = 0, fails_at
        self.at_work = {turn: threading.Event() for turn in range(1, 9)}

    def encode(self, texts: Sequence[str], *, kind: Kind, progress: Progress | None = None) -> Vectors:
        self.asked += 1
        if self.asked == self.fails_at:
            raise StorageFull("The vectors cannot be stored.", "The disk is full.", "Free some space.")
        self.at_work[self.asked].set()
        return super().encode(texts, kind=kind, progress=progress)


def watched(office: Office, encoder: Watched, folder: Path) -> Office:
    store = VectorStore(folder / "vectors.sqlite")
    engine = build_engine(HashingEncoder(), load_vocabulary(), store)
    return replace(office, make_engine=lambda: replace(engine, encoder=encoder))


def test_a_batch_is_encoded_while_the_one_before_it_is_kept(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cv_import, "BATCH", 2)
    encoder, turns = Watched(), sys.getswitchinterval()
    met: list[bool] = []

    def progress(report: ImportReport) -> None:
        met.append(encoder.at_work[min(len(met) + 2, 3)].wait(60))

    report = import_cvs(watched(office, encoder, tmp_path), COMMAND, write_cvs(tmp_path / "cvs", 6), progress=progress)
    assert (met, report.counts, encoder.asked) == ([True, True, True], {"new": 6}, 3)
    assert sys.getswitchinterval() == turns


def test_what_was_kept_before_encoding_failed_stays(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cv_import, "BATCH", 2)
    report = ImportReport()
    with pytest.raises(StorageFull):
        import_cvs(
            watched(office, Watched(fails_at=3), tmp_path), COMMAND, write_cvs(tmp_path / "cvs", 8), report=report
        )
    assert len(report.lines) == len(kept(office)) == 4
    assert taken_in(office, tmp_path / "cvs").counts == {"same": 4, "new": 4}


def test_a_mapping_corrects_what_a_column_was_taken_for(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(sheet(("Ada Reed", "Inspector"), heads=("Name", "Kaleidoscope")))
    guessed = look_through([path])
    assert [column.field for column in guessed.sheets["roster.xlsx"]] == ["name", "skip"]
    report = taken_in(office, path, mapping=(("Kaleidoscope", "position"),))
    assert [column.by for column in report.sheets["roster.xlsx"]] == ["head", "given"]
    assert report.lines[0].entries == 1
    wrong = taken_in(office, path, mapping=(("Nothing", "position"),))
    assert "has no column 'Nothing'" in wrong.failed[0].reason


def test_looking_through_keeps_nothing(office: Office, tmp_path: Path) -> None:
    report = look_through(write_cvs(tmp_path, 2))
    assert (report.dry_run, report.counts) == (True, {"new": 2})
    assert kept(office) == []


def test_the_report_names_files_and_reasons_and_nothing_of_anybody(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "cvs"
    write_cvs(folder, 1)
    (folder / "roster.xlsx").write_bytes(sheet(*ROWS))
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    report = taken_in(office, folder)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report, NOW)))
    assert book.sheetnames == ["Summary", "Documents", "Doubtful", "Failed", "Columns"]
    told = "\n".join(
        str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell is not None
    )
    page = to_html(report, NOW)
    for text in (told, page):
        for said in (
            "cvs/cv-000.txt",
            "cvs/broken.docx",
            "is damaged",
            "religion",
            "what it says",
            "is no e-mail address",
        ):
            assert said in text, said
        for secret in (
            "Mira",
            "Oak",
            "person0",
            "Ada",
            "Lind",
            "bo.lind",
            "asthma",
            "Zoroastrian",
            "Inspector",
            "1970",
        ):
            assert secret not in text, secret


def test_the_report_speaks_the_language_that_is_asked_for(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "cvs"
    write_cvs(folder, 1)
    (folder / "roster.xlsx").write_bytes(sheet(*ROWS))
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    report = taken_in(office, folder)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report, NOW, "fr")))
    assert book.sheetnames == ["Résumé", "Documents", "À vérifier", "Échecs", "Colonnes"]
    cells = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell is not None]
    page = to_html(report, NOW, "fr")
    english = {words for words in read("import_report").values() if words not in read("import_report", "fr").values()}
    assert set(cells) & {*english, *OUTCOMES.values()} - set(HEADS) == set()  # heads of the sheet are its own
    assert '<html lang="fr">' in page and not re.search(r">(Summary|Failed|File|Left out|Known by)<", page)
    assert to_html(report, NOW, "ar") == to_html(report, NOW)  # files have the languages of the office


def test_the_report_is_two_files_named_by_the_moment(office: Office, tmp_path: Path) -> None:
    report = taken_in(office, *write_cvs(tmp_path / "cvs", 1))
    files = write_report(report, tmp_path / "reports", NOW)
    assert [path.name for path in files] == ["import-2026-11-16T090000Z.xlsx", "import-2026-11-16T090000Z.html"]
    assert all(path.stat().st_size > 1000 for path in files)


def test_protected_data_of_the_samples_reaches_neither_database_nor_report(office: Office) -> None:
    samples = [s for s in cv_samples("tuning") if not s.refused and s.truth.get("forbidden")][::6]
    report = taken_in(office, *(sample.path for sample in samples))
    rows = kept(office)
    assert len(rows) == len(samples) > 5, report.failed
    stored = {
        row.sha256: f"{row.read} {row.proposed}" for row in rows
    }  # apart: what one may not say is another's employer
    written = to_html(report, NOW)
    for sample in samples:
        of_it = stored[sha256(sample.path.read_bytes()).hexdigest()]
        for secret in sample.truth["forbidden"]:
            assert secret not in of_it and secret not in written, (sample.path.name, secret)
