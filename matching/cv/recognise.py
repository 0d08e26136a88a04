"""What kind of document some bytes are, told by what they hold and not by what they are called."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Literal

from matching.cv.limits import SAVE_AS, label_of
from matching.cv.values import Format
from matching.errors import UnreadableDocument
from matching.reading.text import OTHER_KINDS

Kind = Format | Literal["archive", "sheet"]
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_HEAD = 64 * 1024


def recognise(data: bytes, name: str = "") -> Kind:
    """The kind of a document.

    The name counts only between kinds that are all plain text (.md, .csv).

    Raises:
        UnreadableDocument: of a kind that is not read here; which one is said.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):  # first: an archive may hold a PDF as it is
        return _inside_zip(data, name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_PICTURES):
        return "scan"
    if data.startswith(b"\x1f\x8b") or data[257:262] == b"ustar":
        return "archive"
    for mark, what in OTHER_KINDS:
        if data.startswith(mark):
            raise _not_read(name, what)
    return _kind_of_text(data, name)


def _inside_zip(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            typed = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableDocument(
            f"{label_of(name)} is damaged.", f"Its archive cannot be opened ({type(error).__name__}).", SAVE_AS
        ) from error
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "sheet"
    if any(n.startswith("ppt/") for n in names):
        raise _not_read(name, "a presentation (.pptx)")
    if "content.xml" in names and typed.startswith(b"application/vnd.oasis.opendocument"):
        if b".text" in typed:
            return "odt"
        raise _not_read(name, "an OpenDocument file that is not a text (.ods, .odp or similar)")
    return "archive"


def _kind_of_text(data: bytes, name: str) -> Kind:
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")) and (kind := _inside_json(data, name)):
        return kind
    if start.startswith(b"<"):
        return _inside_markup(start, name)
    ending = name.lower().rpartition(".")[2]
    if ending in ("csv", "tsv"):
        return "sheet"
    if ending in ("md", "markdown") or _looks_like_markdown(head):
        return "markdown"
    return "text"


def _inside_json(data: bytes, name: str) -> Kind | None:
    """The kind of CV that is data; None for what only begins as JSON does, such as a text in brackets."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    keys = found.keys() if isinstance(found, dict) else set()
    if "SkillsPassport" in keys or "LearnerInfo" in keys:
        return "skills_passport_json"
    if "basics" in keys or {"work", "education"} & keys:
        return "json_resume"
    raise _not_read(name, "a JSON file that is neither a SkillsPassport nor a JSON Resume")


def _inside_markup(start: bytes, name: str) -> Kind:
    low = start.lower()
    if re.search(rb"<(?:!doctype\s+)?html[\s>]|<body[\s>]|<head[\s>]", low):
        return "html"
    if re.search(rb"<(?:[\w.-]+:)?skillspassport[\s>]|<(?:[\w.-]+:)?learnerinfo[\s>]", low):
        return "skills_passport_xml"
    if re.search(rb"<(?:[\w.-]+:)?candidate[\s>]", low):
        return "europass_xml"
    if re.search(rb"<(?:div|p|h[1-6]|table|section|article|ul|span|main|header|meta|style|title)[\s>/]", low):
        return "html"
    if low.startswith(b"<?xml") or b"xmlns" in low:
        raise _not_read(name, "an XML file that is neither a Europass CV nor a SkillsPassport")
    return "text"


def _looks_like_markdown(head: bytes) -> bool:
    headings = len(re.findall(rb"(?m)^#{1,6} +\S", head))
    return headings >= 2 or (headings == 1 and bool(re.search(rb"\*\*\S|\]\(", head)))


def _not_read(name: str, what: str) -> UnreadableDocument:
    return UnreadableDocument(f"{label_of(name)} is not of a kind that is read here.", f"It is {what}.", SAVE_AS)
