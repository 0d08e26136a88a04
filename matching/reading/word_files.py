"""Text of a Word document (.docx) in reading order, with tables, text boxes, content controls, headers and footers.

python-docx opens the package; its own `paragraphs` leave out text boxes, content controls and tracked insertions, so
the tree is walked here. Its parser resolves no entities and fetches nothing; a document type declaration, which no
Word file has, is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx

from matching.errors import UnreadableDocument
from matching.reading.folding import tidy
from matching.reading.text import SAVE_AS, Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}sectPr", f"{_W}instrText"}
_HEADING = re.compile(r"^heading (\d)$")


def read_docx(data: bytes, label: str = "The document") -> Document:
    """The text of a .docx given as bytes.

    Raises:
        UnreadableDocument: damaged, not a Word document inside, or without any text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_declarations(archive, label)
        opened = docx.Document(io.BytesIO(data))
        lines = list(_all_lines(opened))
    except UnreadableDocument:
        raise
    except Exception as error:  # the libraries raise a dozen unrelated types on damaged packages
        found = f"Its parts cannot be read ({type(error).__name__})."
        raise UnreadableDocument(f"{label} is damaged or not a Word document.", found, SAVE_AS) from error
    text = tidy(re.sub(r"\n{3,}", "\n\n", "\n".join(lines))).strip()
    if not text:
        pictures = any(part.partname.startswith("/word/media/") for part in opened.part.package.iter_parts())
        found = "It holds pictures without text, perhaps a scan." if pictures else "It holds no text at all."
        raise UnreadableDocument(
            f"{label} has no text.",
            found,
            "Send a version with text: run text recognition on the scan, or paste the text.",
        )
    return Document(text, 1, "docx")


def _refuse_declarations(archive: zipfile.ZipFile, label: str) -> None:
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            head = archive.open(name).read(4096).replace(b"\x00", b"")
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise UnreadableDocument(
                    f"{label} was not opened.",
                    f"Its part {name} declares entities, which no Word document needs.",
                    SAVE_AS,
                )


def _all_lines(opened: Any) -> Iterator[str]:
    styles = _styles(opened)
    numbered = {n for n, (level, listed) in styles.items() if listed and not level}
    yield from _story(opened, "header", styles, numbered)
    yield from _blocks(opened.element.body, styles, numbered)
    yield from _story(opened, "footer", styles, numbered)


def _story(opened: Any, kind: str, styles: dict[str, tuple[int, bool]], numbered: set[str]) -> Iterator[str]:
    """Headers or footers, each distinct text once, however many sections repeat it."""
    seen: set[str] = set()
    for part in opened.part.related_parts.values():
        if str(part.partname).startswith(f"/word/{kind}"):
            text = "\n".join(_blocks(part.element, styles, numbered)).strip()
            if text and text not in seen:
                seen.add(text)
                yield from ("", text, "")


def _styles(opened: Any) -> dict[str, tuple[int, bool]]:
    """Style id -> (level as a heading, 0 for none; whether it makes list items)."""
    known: dict[str, tuple[int, bool]] = {}
    for style in opened.styles:
        name = (style.name or "").lower()
        match = _HEADING.match(name)
        level = int(match[1]) + 1 if match else 1 if name == "title" else 0
        known[style.style_id] = (level, name.startswith("list"))
    return known


def _blocks(parent: Any, styles: dict[str, tuple[int, bool]], numbered: set[str]) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, styles, numbered)
        elif child.tag == f"{_W}tbl":
            yield ""
            for row in _children(child, "tr"):
                yield from _row(row, styles, numbered)
            yield ""
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child, styles, numbered)  # content controls, tracked insertions, alternate content


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Children of one kind, also where a content control stands between."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _children(child, name)


def _paragraph(element: Any, styles: dict[str, tuple[int, bool]], numbered: set[str]) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_runs(element, boxes)).strip()
    style = element.find(f"{_W}pPr/{_W}pStyle")
    name = style.get(f"{_W}val", "") if style is not None else ""
    level = styles.get(name, (0, False))[0]
    listed = name in numbered or element.find(f"{_W}pPr/{_W}numPr") is not None
    if level and text:
        yield from ("", "#" * level + " " + " ".join(text.split()))
    else:
        yield f"- {text}" if listed and text else text
    for box in boxes:
        yield from _blocks(box, styles, numbered)


def _runs(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _runs(child, boxes)


def _row(row: Any, styles: dict[str, tuple[int, bool]], numbered: set[str]) -> Iterator[str]:
    """One line per row, tabs between cells; a label beside several paragraphs becomes a heading over them."""
    cells = [[line for line in _blocks(cell, styles, numbered) if line.strip()] for cell in _children(row, "tc")]
    if len(cells) == 1:
        yield from cells[0]
    elif len(cells) == 2 and len(cells[0]) == 1 and len(cells[1]) > 1:
        yield from ("", f"{cells[0][0].rstrip(' :')}:", *cells[1], "")
    elif any(cells):
        yield "\t".join("; ".join(_flat(line) for line in cell) for cell in cells)


def _flat(line: str) -> str:
    return " ".join(line.removeprefix("- ").split())
