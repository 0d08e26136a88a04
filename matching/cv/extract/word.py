"""A Word document (.docx, .docm without its macros) as blocks: paragraphs, tables, text boxes, headers and footers.

The package's XML is walked here: text boxes, content controls and tracked insertions are text like any other, what was
struck out is not, and fields give what they show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from matching.cv.extract.lines import Line, finished, is_page_number, pictures_note, without_text
from matching.cv.extract.packages import Package, damaged
from matching.cv.extract.rows import row_lines
from matching.cv.extract.word_styles import Look, Styles
from matching.cv.extract.word_xml import FALLBACK, SKIPPED, W, children, value_of
from matching.cv.limits import Limits
from matching.cv.values import BlockKind, CvText

_MAIN, _MACROS = "word/document.xml", "word/vbaProject.bin"


def read_docx(data: bytes, label: str, limits: Limits) -> CvText:
    """The blocks of a .docx: headers first, then the body with notes, then footers.

    Raises:
        UnreadableDocument: damaged, locked, too large, or without text.
    """
    package = Package(data, label, limits)
    main = package.part(_MAIN)
    body = main.find(f"{W}body") if main is not None else None
    if body is None:
        raise damaged(label, "It has no main part")
    walk = _Walk(Styles(package.part("word/styles.xml"), package.part("word/numbering.xml")))
    lines = [*walk.story(package, "header"), *walk.blocks(body), Line("")]
    lines += [*walk.notes(package), *walk.story(package, "footer")]
    pictures = package.pictures(("word/media/",))
    macros = ("The document holds macros; they were not run and not read.",) if _MACROS in package.names else ()
    warnings = (*walk.warnings(), *macros, *pictures_note(pictures))
    read = finished(walk.levelled(lines), "docx", label, limits, walk.page, warnings)
    if not read.blocks:
        raise without_text(label, bool(pictures))
    return read


class _Walk:
    """One walk through a document; it counts pages, tables and what was passed over."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.page = 1
        self.tables = 0
        self.hidden = 0
        self.titled = False
        self._begun: int | None = None  # page on which the paragraph that is being read begins

    def warnings(self) -> tuple[str, ...]:
        return (f"Passages of hidden text that were left out: {self.hidden}.",) if self.hidden else ()

    def levelled(self, lines: list[Line]) -> list[Line]:
        """Levels of headings, one lower where the document has a title above them."""
        if not self.titled:
            return lines
        return [replace(line, level=line.level + 1) if line.level is not None else line for line in lines]

    def story(self, package: Package, kind: str) -> list[Line]:
        """Headers or footers, each distinct line once, without page numbers."""
        seen: dict[str, Line] = {}
        for name in sorted(n for n in package.names if n.startswith(f"word/{kind}") and n.endswith(".xml")):
            root = package.part(name)
            for line in self.blocks(root) if root is not None else ():
                text = line.text or "\t".join(line.cells)
                if text.strip() and not is_page_number(text):
                    seen.setdefault(text, replace(line, page=1))
        return [*seen.values(), Line("")] if seen else []

    def notes(self, package: Package) -> Iterator[Line]:
        for name in ("footnotes", "endnotes"):
            root = package.part(f"word/{name}.xml")
            for note in root if root is not None else ():
                if value_of(note, "type") is None:  # separators have a type
                    yield from self.blocks(note)

    def blocks(self, parent: etree._Element) -> Iterator[Line]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif isinstance(child.tag, str) and child.tag not in SKIPPED:
                yield from self.blocks(child)

    def _table(self, element: etree._Element) -> Iterator[Line]:
        self.tables += 1
        number = self.tables
        yield Line("")
        for row in children(element, "tr"):
            yield from row_lines([list(self.blocks(cell)) for cell in children(row, "tc")], number)
        yield Line("")

    def _paragraph(self, element: etree._Element) -> Iterator[Line]:
        style = self.styles.of_paragraph(element)
        boxes: list[etree._Element] = []
        pieces: list[tuple[str, Look]] = []
        self._begun = None
        self._runs(element, style.look, boxes, pieces)
        page = self._begun or self.page
        text = "".join(piece for piece, _ in pieces)
        for part, look in _broken(pieces):
            if style.level is not None and part.strip():
                self.titled |= style.level == 0
                yield Line(part, "heading", page, style.level, look.bold, look.size, style.before)
            else:
                kind: BlockKind = "item" if style.listed and part.strip() else "line"
                yield Line(
                    part, kind, page, bold=look.bold, size=look.size, room=style.before, indent=style.indent
                )  # fmt: skip
        if not text.strip() and not boxes:
            yield Line("")
        for box in boxes:
            yield Line("")
            yield from self.blocks(box)
            yield Line("")

    def _runs(
        self, element: etree._Element, look: Look, boxes: list[etree._Element], pieces: list[tuple[str, Look]]
    ) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                run = self.styles.of_run(child, look)
                if run.hidden:
                    self.hidden += any(t.text for t in child.iter(f"{W}t"))
                else:
                    self._runs(child, run, boxes, pieces)
            elif tag == f"{W}txbxContent":
                boxes.append(child)
            elif tag == f"{W}t":
                self._begun = self._begun or self.page
                pieces.append((child.text or "", look))
            elif tag in (f"{W}tab", f"{W}ptab"):
                pieces.append(("\t", look))
            elif tag in (f"{W}br", f"{W}cr"):
                self.page += value_of(child, "type") == "page"
                pieces.append(("\n", look))
            elif tag == f"{W}lastRenderedPageBreak":
                self.page += 1
            elif tag == f"{W}noBreakHyphen":
                pieces.append(("-", look))
            elif tag == f"{W}sym":
                pieces.append(("•" if not pieces else " ", look))
            elif isinstance(tag, str) and tag not in SKIPPED and tag != FALLBACK:
                self._runs(child, look, boxes, pieces)


def _broken(pieces: list[tuple[str, Look]]) -> Iterator[tuple[str, Look]]:
    """The lines of a paragraph with breaks in it, each with the look that all of it has."""
    line: list[tuple[str, Look]] = []
    for text, look in pieces:
        first, *others = text.split("\n")
        line.append((first, look))
        for other in others:
            yield _together(line)
            line = [(other, look)]
    yield _together(line)


def _together(line: list[tuple[str, Look]]) -> tuple[str, Look]:
    shown = [(text, look) for text, look in line if text.strip()]
    sizes: dict[float, int] = {}
    for text, look in shown:
        sizes[look.size] = sizes.get(look.size, 0) + len(text)
    size = max(sizes, key=lambda s: (sizes[s], s)) if sizes else 0.0
    look = Look(bool(shown) and all(look.bold for _, look in shown), size)
    return "".join(text for text, _ in line), look
