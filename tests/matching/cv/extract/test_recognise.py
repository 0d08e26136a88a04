"""The kind of a document is told by what it holds; its name settles only what all plain text leaves open."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

from matching.cv.recognise import recognise
from matching.errors import UnreadableDocument


def zipped(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def zipped_as_it_is(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("cvs/a.pdf", content)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n", "cv.docx", "pdf"),
        (zipped("word/document.xml"), "cv.pdf", "docx"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "", "odt"),
        (zipped("xl/workbook.xml"), "", "sheet"),
        (zipped("a.pdf", "b.docx"), "", "archive"),
        (zipped_as_it_is(b"%PDF-1.7\n"), "cvs.zip", "archive"),
        (tarred(), "", "archive"),
        (rb"{\rtf1 x}", "cv.doc", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "cv.pdf", "scan"),
        (b"<!DOCTYPE html><html><body>x", "cv.txt", "html"),
        (b"<div><p>Adviser</p></div>", "", "html"),
        (b'<?xml version="1.0"?><Candidate xmlns="http://www.europass.eu/1.0"/>', "", "europass_xml"),
        (
            b'<?xml version="1.0"?><SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"/>',
            "",
            "skills_passport_xml",
        ),
        (b'{"SkillsPassport": {}}', "", "skills_passport_json"),
        (b'{"basics": {"name": "Ama"}}', "", "json_resume"),
        (b"name,email\nAma,a@example.org\n", "people.csv", "sheet"),
        (b"# Ama\n\n## Experience\n", "cv.txt", "markdown"),
        (b"Ama Mensah\nAdviser", "cv.md", "markdown"),
        (b"Ama Mensah\nAdviser", "cv.docx", "text"),
        ("Ama Mensah".encode("utf-16"), "", "text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",  # an archive holds the time at which it was made
)
def test_the_kind_is_told_by_the_content(data: bytes, name: str, kind: str) -> None:
    assert recognise(data, name) == kind


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
        (b"GIF89a", "image"),
        (b"Rar!\x1a\x07", "archive"),
        (b'<?xml version="1.0"?><invoice xmlns="x"/>', "neither a Europass CV"),
        (zipped("ppt/presentation.xml"), "presentation"),
        (b"PK\x03\x04 and nothing more", "archive cannot be opened"),
    ],
)
def test_what_is_not_read_is_named(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableDocument, match=what):
        recognise(data)


def test_data_that_are_no_cv_are_refused_and_a_text_in_brackets_is_a_text() -> None:
    with pytest.raises(UnreadableDocument, match="neither a SkillsPassport nor a JSON Resume"):
        recognise(b'{"temperature": 21}', "weather.json")
    assert recognise(b"[Curriculum vitae] Anna Example, inspector", "cv.txt") == "text"
