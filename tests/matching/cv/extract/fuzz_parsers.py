"""Every parser of CVs that meets a stranger's bytes: how it is reached, and documents to begin with."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter

from matching.cv import taking
from matching.cv.archives import members
from matching.cv.extract import extract_unguarded
from matching.cv.forms import read_europeaid
from matching.cv.limits import Limits
from matching.cv.recognise import recognise
from matching.cv.taking_sheets import take_or_tell, take_rows
from matching.cv.values import CvText, Format
from matching.errors import UnreadableDocument
from tests.matching.cv.extract.mutations import ROOT, corpus

NO_SCANS = Limits(scan_pages=0)  # recognising pictures of text takes seconds a page, damaged or not
ONE_SCAN = Limits(scan_pages=1)
SMALL = Limits(archive_unpacked_megabytes=50, archive_members=200)
TUNING = ROOT / "fixtures" / "cvs" / "tuning"
_ROSTER = (
    "Nom;Prénom;Courriel;Naissance;Langues;Poste;Employeur;Début;Fin;Pays\n"
    "Mensah;Ama;ama@example.org;1970-05-01;français C1, anglais B2;Conseillère;Ministère du Travail;2015;2019;GH\n"
    "Lind;Ada;ada@example.org;;English (native);Adviser;Board of Labour;03/2020;to date;SE\n"
)


def unguarded(data: bytes, name: str = "", limits: Limits | None = None) -> CvText:
    """What `extract` does, but what no reader foresaw comes out as it is."""
    try:
        return extract_unguarded(data, name, limits)
    except RecursionError as error:
        raise UnreadableDocument("Nested too deep.", "", "") from error


@dataclass(frozen=True)
class Parser:
    """A parser: what is done with bytes, and the endings of the samples it begins with, or who makes them."""

    read: Callable[[bytes], object]
    begin: Callable[[], dict[str, bytes]]


def _samples(*endings: str) -> Callable[[], dict[str, bytes]]:
    return lambda: {name: data for name, data in corpus().items() if name.endswith(endings)}


def _files(*names: str) -> Callable[[], dict[str, bytes]]:
    return lambda: {path.name: path.read_bytes() for pattern in names for path in sorted(TUNING.glob(pattern))}


def _whole(name: str, limits: Limits = NO_SCANS) -> Callable[[bytes], object]:
    """The whole way of a document, named so."""
    return lambda data: take_or_tell(data, name, limits)


def _form(kind: Format) -> Callable[[bytes], object]:
    """A form that is data, whatever it is taken for by its look."""

    def read(data: bytes) -> object:
        with suppress(UnreadableDocument):
            recognise(data, "cv")
        return taking.STRUCTURED[kind](data)

    return read


def _of_kind(kind: str) -> Callable[[], dict[str, bytes]]:
    """The samples that are recognised as this kind."""

    def begin() -> dict[str, bytes]:
        found = {}
        for path in sorted([*TUNING.glob("*.xml"), *TUNING.glob("*.json")]):
            if path.name.endswith((".truth.json", ".rows.json")):
                continue
            try:
                if recognise(path.read_bytes(), path.name) == kind:
                    found[path.name] = path.read_bytes()
            except UnreadableDocument:
                continue
        return found

    return begin


def _attached(data: bytes) -> object:
    """The data as the attachment of a PDF."""
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    writer.add_attachment("attachment.xml", data)
    out = io.BytesIO()
    writer.write(out)
    return take_or_tell(out.getvalue(), "cv.pdf", NO_SCANS)


def _attachments() -> dict[str, bytes]:
    """What samples in PDF carry, and what is sent by itself otherwise."""
    found = _of_kind("europass_xml")() | _of_kind("skills_passport_xml")()
    for path in sorted(TUNING.glob("*.pdf")):
        try:
            for name, many in PdfReader(path).attachments.items():
                found |= {f"{path.stem}-{name}": many[0]}
        except Exception:  # a broken sample carries nothing
            continue
    return found


def _grid(data: bytes) -> object:
    """A word file read as the EuropeAid form, whether or not it still looks like one."""
    return read_europeaid(unguarded(data, "cv.docx", NO_SCANS)), take_or_tell(data, "cv.docx", NO_SCANS)


def _sheet(name: str) -> Callable[[bytes], object]:
    return lambda data: take_rows(data, name, (), NO_SCANS)


def _archive(data: bytes) -> object:
    return [(member.name, len(member.data)) for member in members(data, "cvs", SMALL)]


def _zipped() -> dict[str, bytes]:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/one.txt", "One")
        archive.writestr("two.html", "<html><p>Two")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("in.zip", inner.getvalue())
        archive.writestr("../three.txt", "Three")
    return {"one.zip": inner.getvalue(), "two.zip": outer.getvalue()} | _files("*.zip")()


def _tarred() -> dict[str, bytes]:
    found = {}
    for name, mode in (("one.tar", "w"), ("two.tar.gz", "w:gz")):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
            for member, data in (("a/one.txt", b"One"), ("two.zip", _zipped()["one.zip"]), ("x" * 120, b"Long")):
                info = tarfile.TarInfo(member)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        found[name] = out.getvalue()
    return found


def _pictures() -> dict[str, bytes]:
    """A small page of text as a picture, and a scan in a PDF."""
    import pypdfium2 as pdfium

    page = pdfium.PdfDocument((TUNING / "en-onepage.pdf").read_bytes())[0]
    found = {}
    for ending, options in (("png", {"dpi": (72, 72)}), ("jpeg", {"quality": 40})):
        out = io.BytesIO()
        page.render(scale=0.7, grayscale=True).to_pil().save(out, ending, **options)
        found[f"page.{ending}"] = out.getvalue()
    return found | _files("en-scan.pdf")()


PARSERS: dict[str, Parser] = {
    "pdf": Parser(_whole("cv.pdf"), _samples(".pdf")),
    "docx": Parser(_whole("cv.docx"), _samples(".docx", ".docm")),
    "odt": Parser(_whole("cv.odt"), _samples(".odt")),
    "rtf": Parser(_whole("cv.rtf"), _samples(".rtf")),
    "html": Parser(_whole("cv.html"), _samples(".html")),
    "markdown": Parser(_whole("cv.md"), _samples(".md")),
    "text": Parser(_whole("cv.txt"), _samples(".txt")),
    "scan": Parser(_whole("cv.png", ONE_SCAN), _pictures),
    "europass-xml": Parser(_form("europass_xml"), _of_kind("europass_xml")),
    "europass-pdf": Parser(_attached, _attachments),
    "passport-xml": Parser(_form("skills_passport_xml"), _of_kind("skills_passport_xml")),
    "passport-json": Parser(_form("skills_passport_json"), _of_kind("skills_passport_json")),
    "json-resume": Parser(_form("json_resume"), _of_kind("json_resume")),
    "europeaid": Parser(_grid, _files("*europeaid*.docx")),
    "xlsx": Parser(_sheet("roster.xlsx"), _files("*.xlsx")),
    "csv": Parser(_sheet("roster.csv"), lambda: {"a.csv": _ROSTER.encode(), "b.csv": _ROSTER.encode("utf-16")}),
    "zip": Parser(_archive, _zipped),
    "tar": Parser(_archive, _tarred),
}


def prepare(**_: Any) -> None:
    """Let what no reader foresaw come out as it is, instead of a refusal in words."""
    taking.extract = unguarded


def write_seeds(parser: str, folder: Path) -> int:
    """Write the documents that a search begins with; how many they are."""
    folder.mkdir(parents=True, exist_ok=True)
    found = PARSERS[parser].begin()
    for name, data in found.items():
        (folder / name.replace(" ", "-")).write_bytes(data)
    return len(found)
