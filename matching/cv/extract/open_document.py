"""An OpenDocument text (.odt) as blocks: paragraphs, headings, lists, tables, text boxes, notes, headers and footers."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from matching.cv.extract.lines import Line, finished, is_page_number, pictures_note, without_text
from matching.cv.extract.open_styles import OpenStyles, TextLook
from matching.cv.extract.open_xml import DRAW, OFFICE, SKIPPED, TABLE, TEXT, repeats
from matching.cv.extract.packages import Package, damaged
from matching.cv.extract.rows import row_lines
from matching.cv.limits import Limits
from matching.cv.values import BlockKind, CvText
from matching.errors import UnreadableDocument

_MOST_CELLS = 40  # of a row; a repeated empty cell may stand for thousands


def read_odt(data: bytes, label: str, limits: Limits) -> CvText:
    """The blocks of an .odt: headers first, then the body, then footers.

    Raises:
        UnreadableDocument: damaged, locked, too large, or without text.
    """
    package = Package(data, label, limits)
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.bytes_of("META-INF/manifest.xml"):
        raise UnreadableDocument(
            f"{label} is locked.", "It asks for a password.", "Remove the password and send it again."
        )
    content, styles = package.part("content.xml"), package.part("styles.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text") if content is not None else None
    if content is None or body is None:
        raise damaged(label, "It has no main part")
    walk = _Walk(OpenStyles(content, styles))
    lines = [*walk.story(styles, "header"), *walk.blocks(body), Line(""), *walk.story(styles, "footer")]
    pictures = package.pictures(("Pictures/", "media/"))
    read = finished(lines, "odt", label, limits, walk.page, pictures_note(pictures))
    if not read.blocks:
        raise without_text(label, bool(pictures))
    return read


class _Walk:
    """One walk through a document; it counts pages and tables."""

    def __init__(self, styles: OpenStyles) -> None:
        self.styles = styles
        self.page = 1
        self.tables = 0

    def story(self, styles: etree._Element | None, kind: str) -> list[Line]:
        """Headers or footers of all kinds of pages, each distinct line once, without page numbers."""
        seen: dict[str, Line] = {}
        for element in styles.iter() if styles is not None else ():
            if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in (
                kind,
                f"{kind}-first",
                f"{kind}-left",
            ):
                for line in self.blocks(element):
                    text = line.text or "\t".join(line.cells)
                    if text.strip() and not is_page_number(text):
                        seen.setdefault(text, line)
        return [*seen.values(), Line("")] if seen else []

    def blocks(self, parent: etree._Element, listed: int = 0) -> Iterator[Line]:
        """The lines inside an element; `listed` is the depth of lists around it."""
        for child in parent:
            tag = child.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(child, listed)
            elif tag == f"{TEXT}list":
                yield from self.blocks(child, listed + 1)
            elif tag == f"{TEXT}list-header":
                yield from self.blocks(child, 0)
            elif tag == f"{TABLE}table":
                yield from self._table(child)
            elif tag == f"{TEXT}soft-page-break":
                self.page += 1
            elif isinstance(tag, str) and tag not in SKIPPED:
                yield from self.blocks(child, listed)

    def _table(self, element: etree._Element) -> Iterator[Line]:
        self.tables += 1
        number = self.tables
        yield Line("")
        for row in element.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table"), None) is not element:
                continue  # of a table inside this one
            cells: list[list[Line]] = []
            for cell in row:
                if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                    times = 1 if cell.tag.endswith("}table-cell") else 0
                    cells += [list(self.blocks(cell)) for _ in range(min(times * repeats(cell), _MOST_CELLS))]
            yield from row_lines(cells[:_MOST_CELLS] if not any(cells[_MOST_CELLS:]) else cells, number)
        yield Line("")

    def _paragraph(self, element: etree._Element, listed: int) -> Iterator[Line]:
        style = self.styles.of_paragraph(element.get(f"{TEXT}style-name", ""))
        level = None
        if element.tag == f"{TEXT}h":
            level = min(repeats(element, "outline-level", TEXT), 9)
        aside: list[etree._Element] = []
        pieces: list[tuple[str, TextLook]] = []
        self._inline(element, style.look, pieces, aside)
        for part in _broken(pieces):
            text = "".join(piece for piece, _ in part)
            shown = [(len(piece), look) for piece, look in part if piece.strip()]
            bold, size = (
                bool(shown) and all(look.bold for _, look in shown),
                max(shown, default=(0, style.look), key=lambda s: s[0])[1].size,
            )
            kind: BlockKind = "heading" if level and text.strip() else "item" if listed and text.strip() else "line"
            yield Line(
                text,
                kind,
                self.page,
                level if kind == "heading" else None,
                bold,
                size,
                style.before,
                indent=style.indent + 18.0 * max(listed - 1, 0),
            )
        for box in aside:
            yield Line("")
            yield from self.blocks(box)
            yield Line("")

    def _inline(
        self, element: etree._Element, look: TextLook, pieces: list[tuple[str, TextLook]], aside: list[etree._Element]
    ) -> None:
        if element.text:
            pieces.append((_spaced(element.text), look))
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}s":
                pieces.append((" " * min(repeats(child, "c", TEXT), 8), look))
            elif tag == f"{TEXT}tab":
                pieces.append(("\t", look))
            elif tag == f"{TEXT}line-break":
                pieces.append(("\n", look))
            elif tag == f"{TEXT}soft-page-break":
                self.page += 1
            elif tag in (f"{DRAW}text-box", f"{TEXT}note-body") or (tag == f"{DRAW}custom-shape" and len(child)):
                aside.append(child)
            elif tag == f"{TEXT}note-citation":
                pass
            elif isinstance(tag, str) and tag not in SKIPPED:
                name = child.get(f"{TEXT}style-name", "")
                self._inline(child, self.styles.of_run(name, look) if tag == f"{TEXT}span" else look, pieces, aside)
            if child.tail:
                pieces.append((_spaced(child.tail), look))


def _spaced(text: str) -> str:
    return " ".join(text.replace("\n", " ").split(" ")) if text.strip() else " "


def _broken(pieces: list[tuple[str, TextLook]]) -> Iterator[list[tuple[str, TextLook]]]:
    """The lines of a paragraph with breaks in it."""
    line: list[tuple[str, TextLook]] = []
    for text, look in pieces:
        first, *others = text.split("\n")
        line.append((first, look))
        for other in others:
            yield line
            line = [(other, look)]
    yield line
