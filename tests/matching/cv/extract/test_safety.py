"""Documents made to do harm are refused in words, and soon; none of them takes the service down."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from pathlib import Path

import pytest

from matching.cv.extract import extract
from matching.cv.limits import Limits, load
from matching.cv.worker import in_worker
from matching.errors import UnreadableDocument

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PARAGRAPH = f"<w:document {_W}><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
_LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {n} '{('&' + p + ';') * 10}'>" for p, n in zip("abcdefghi", "bcdefghij", strict=True)
)


def word(document: str, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, data in parts.items():
            archive.writestr(f"word/{name}", data)
    return out.getvalue()


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of some objects, its table of places left for the reader to rebuild."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, text) for number, text in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R /Size %d >>\n%%%%EOF" % (len(objects) + 1)


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (n + 3) for n in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    tree = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids)
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree, *[page] * count])


def dense_page(text: bytes) -> bytes:
    packed = zlib.compress(text, 9)
    content = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F "
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    )
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, content])


HOSTILE = {
    "a billion laughs in a Word file": (word(_LAUGHS + "]>" + _PARAGRAPH % "&j;"), "declares entities"),
    "a file of the server in a Word file": (
        word("<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + _PARAGRAPH % "&x;"), "declares entities",
    ),
    "a Word file that unpacks to a gigabyte": (word(_PARAGRAPH % ("x" * 60_000_000)), "would unpack to far more"),
    "a Word file of one huge part": (
        word(_PARAGRAPH % os.urandom(16_000_000).hex()), r"MB of markup|would unpack|too large",
    ),
    "elements nested without end": (word(_PARAGRAPH % ("<w:x>" * 5_000)), "damaged"),
    "ten thousand pages": (many_pages(10_000), r"has 10,000 pages; the limit is 100\."),
    "groups nested without end": (b"{\\rtf1" + b"{" * 100_000, "nested too deep"),
    "HTML nested without end": (b"<html>" + b"<div>" * 200_000 + b"x", "nested too deep"),
    "a page of millions of letters": (
        dense_page(b"BT /F 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj 0 1 Td " * 60_000 + b"ET"),
        r"holds more than 500,000 characters",
    ),
    "a text of nothing but the shortest lines": (b"ab\n" * 66_000, r"lines and cells or more; the limit is 20,000\."),
    "a text of twenty megabytes of lines": (b"a\n" * 9_900_000, r"lines and cells or more; the limit is 20,000\."),
    "a row of a hundred thousand cells": (b"a\tb\t" * 50_000, r"lines and cells or more; the limit is 20,000\."),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_in_words(name: str) -> None:
    data, words = HOSTILE[name]
    with pytest.raises(UnreadableDocument, match=words) as raised:
        in_worker(extract, data, "cv", seconds=60)  # they take less than two of a processor; machines may be busy
    assert raised.value.what and raised.value.next_step


def test_a_file_of_two_gibibytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "cv.pdf"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    with pytest.raises(UnreadableDocument, match=r"has 2,147\.5 MB; the limit is 20 MB"):
        load(path)


def test_an_entity_in_html_reads_no_file() -> None:
    page = b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><body>Ama &x;</body></html>"
    assert "root:" not in extract(page).text


def test_nothing_outside_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    page = b"<!DOCTYPE html SYSTEM 'http://127.0.0.1/x.dtd'><html><body><img src='http://127.0.0.1/x.png'>Ama</body></html>"
    assert extract(page).text == "Ama"


def test_a_word_file_with_a_lying_size_is_refused() -> None:
    data = bytearray(word(_PARAGRAPH % ("Ama " * 5_000)))
    for at in (data.find(b"PK\x03\x04") + 22, data.find(b"PK\x01\x02") + 24):
        data[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(UnreadableDocument):
        extract(bytes(data))


def test_too_many_parts_are_refused() -> None:
    data = word(_PARAGRAPH % "Ama", **{f"p{n}.xml": b"" for n in range(30)})
    with pytest.raises(UnreadableDocument, match="31 parts; the limit is 20"):
        extract(data, limits=Limits(parts=20))
