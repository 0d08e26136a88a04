"""Documents of every kind, and ways to damage them: bytes, parts of archives, tags and numbers."""

from __future__ import annotations

import io
import random
import re
import zipfile
from contextlib import suppress
from pathlib import Path

from matching.cv.extract.packages import BROKEN_ZIP
from tests.matching.cv.extract.layouts import TYPST, with_typst
from tests.matching.cv.extract.made_cvs import Maker

ROOT = Path(__file__).parents[4]
_BAD_NUMBERS = (b"0", b"-1", b"99999999", b"2147483648", b"1e999", b"65536", b"")
_TOKENS = (
    b"<", b">", b"&x;", b"]]>", b"<!--", b"\x00", b"\xff\xfe", b"endobj", b"stream\n", b"<<", b">>", b"[", b"{", b"}",
    b"\\bin9 ", b"\\u-1?", b"\\cell\\row", b"<w:tbl><w:tr><w:tc>", b"<table><tr><td>", b"| a | b |\n|--|--|\n",
    b"\xd8\x00", b"%PDF-1.4", b"PK\x03\x04",
)  # fmt: skip
_FOLDERS = (ROOT / "fixtures" / "documents", ROOT / "fixtures" / "cvs" / "tuning", Path(__file__).parent / "samples")
_RTF = (
    rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 A;}}{\b Post}\par"
    rb"\trowd\intbl 2015\cell Adviser\cell\row\pard \u1605?\par}"
)
_HTML = b"<html><body><h1>Ama</h1><table><tr><td>2015<td>Adviser</table><ul><li>Task</ul><a href='tel:1'>x</a>"


def corpus() -> dict[str, bytes]:
    """Name -> document: the sample documents of the project, the printed samples, and some made here."""
    paths = [path for folder in _FOLDERS for path in sorted(folder.glob("*.*")) if _is_document(path)]
    found = {path.name: path.read_bytes() for path in paths}
    for layout in TYPST:
        found[f"{layout}.pdf"] = with_typst(layout, Maker(1).cv(3, 3))
    found["made.rtf"], found["made.html"] = _RTF, _HTML
    found["made.md"] = b"# Ama\n\n## Posts\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n  - y\n\n> **z**\n"
    found["made.txt"] = "Ama Mensah\n\n2015 – 2018   Adviser\n• Task\n".encode()
    return found


def _is_document(path: Path) -> bool:
    return path.suffix in (".pdf", ".docx", ".docm", ".odt", ".rtf", ".html", ".md", ".txt")


def mutated(data: bytes, pick: random.Random) -> bytes:
    """A damaged copy: of an archive mostly one of its parts, of everything else the bytes."""
    if zipfile.is_zipfile(io.BytesIO(data)) and pick.random() < 0.8:
        with suppress(*BROKEN_ZIP, IndexError):  # it was damaged before, or holds nothing
            return _repacked(data, pick)
    for _ in range(pick.choice((1, 1, 2, 5, 20))):
        data = _damaged(data, pick)
    return data


def _repacked(data: bytes, pick: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = [n for n in old.namelist() if n.endswith((".xml", ".rels"))] or old.namelist()
        chosen = pick.choice([n for n in names if "document" in n or "content" in n or "styles" in n] or names)
        for name in old.namelist():
            part = old.read(name)
            for _ in range(pick.choice((1, 2, 8)) if name == chosen else 0):
                part = _damaged(part, pick)
            new.writestr(name, part)
    return out.getvalue()


def _damaged(data: bytes, pick: random.Random) -> bytes:
    if not data:
        return pick.choice(_TOKENS)
    at = pick.randrange(len(data))
    to = min(len(data), at + pick.choice((1, 4, 30, 400)))
    match pick.randrange(7):
        case 0:
            return data[:at] + bytes([pick.randrange(256)]) + data[at + 1 :]
        case 1:
            return data[:at] + data[to:]
        case 2:
            return data[:to] + data[at:to] * pick.choice((1, 3, 200)) + data[to:]
        case 3:
            return data[:at] + pick.choice(_TOKENS) * pick.choice((1, 1, 50)) + data[at:]
        case 4:
            return data[: max(at, 1)]
        case 5:
            return _another_number(data, pick)
        case _:
            return _tags_swapped(data, pick)


def _another_number(data: bytes, pick: random.Random) -> bytes:
    places = list(re.finditer(rb"\d+", data[:200_000]))
    if not places:
        return data
    place = pick.choice(places)
    return data[: place.start()] + pick.choice(_BAD_NUMBERS) + data[place.end() :]


def _tags_swapped(data: bytes, pick: random.Random) -> bytes:
    places = list(re.finditer(rb"<[^<>]{1,200}>|\\[a-z]{1,20}|/[A-Z][A-Za-z]{1,20}", data[:200_000]))
    if len(places) < 2:
        return data
    one, two = pick.choice(places), pick.choice(places)
    return data[: one.start()] + two[0] + data[one.end() :]
