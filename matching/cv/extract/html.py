"""HTML and Markdown as blocks. Scripts, styles and what is hidden are left out; nothing outside is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from markdown_it import MarkdownIt

from matching.cv.extract.lines import Line, finished, one_line, pictures_note, without_text
from matching.cv.extract.packages import damaged
from matching.cv.extract.rows import row_lines
from matching.cv.limits import SAVE_AS, Limits
from matching.cv.values import BlockKind, CvText, Format
from matching.errors import UnreadableDocument
from matching.reading.plain_files import decode

_LEFT_OUT = frozenset(
    ("script", "style", "template", "noscript", "head", "svg", "math", "object", "iframe", "select", "canvas")
)
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark",
     "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "acronym")
)  # fmt: skip
_BOLD = frozenset(("b", "strong", "th"))
_APART = frozenset(
    ["p", "ul", "ol", "dl", "section", "article", "header", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.I)
BARS = frozenset("●★■◆▮█○☆□◇▯")  # marks of a level
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)


def read_html(data: bytes, label: str, limits: Limits) -> CvText:
    """The blocks of an HTML page.

    Raises:
        UnreadableDocument: too large, not text in a known encoding, or without text.
    """
    text, warnings = _decoded(data, label)
    return _read(text, label, limits, "html", warnings)


def read_markdown(data: bytes, label: str, limits: Limits) -> CvText:
    """The blocks of a Markdown text; its line breaks stay line breaks.

    Raises:
        UnreadableDocument: too large, not text in a known encoding, or without text.
    """
    text, warnings = _decoded(data, label)
    if len(text) > limits.characters:
        raise UnreadableDocument(
            f"{label} is too long.", f"It holds {len(text):,} characters; the limit is {limits.characters:,}.",
            "Send the part that describes the person.",
        )  # fmt: skip
    marked = MarkdownIt("commonmark", {"breaks": True, "html": True, "maxNesting": 50}).enable(
        ["table", "strikethrough"]
    )
    return _read(marked.render(_without_front_matter(text)), label, limits, "markdown", warnings)


def _read(text: str, label: str, limits: Limits, format: Format, warnings: tuple[str, ...]) -> CvText:
    source = text.encode("utf-8", "replace")
    if len(source) > limits.markup_megabytes * 1_000_000:
        found = f"It has {len(source) / 1e6:,.1f} MB of markup; the limit is {limits.markup_megabytes:g} MB."
        raise UnreadableDocument(f"{label} is too large.", found, "Send the part that describes the person.")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(source, parser)
    except (etree.LxmlError, ValueError) as error:
        raise damaged(label, "Its HTML cannot be read") from error
    if any("depth" in str(problem.message).lower() for problem in parser.error_log):
        raise UnreadableDocument(
            f"{label} is nested too deep.", "Its elements lie inside one another without end.", SAVE_AS
        )
    if root is None:
        raise without_text(label, pictures=False)
    walk = _Walk()
    walk.element(root, False)
    walk.close()
    notes = (f"Hidden passages that were left out: {walk.hidden}.",) if walk.hidden else ()
    read = finished(walk.lines, format, label, limits, 1, (*warnings, *notes, *pictures_note(walk.pictures)))
    if not read.blocks:
        raise without_text(label, bool(walk.pictures))
    return read


def _decoded(data: bytes, label: str) -> tuple[str, tuple[str, ...]]:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii")), ()
        except (LookupError, ValueError):
            pass  # the page does not hold to what it declares
    text, encoding = decode(data, label)
    if encoding.startswith("utf"):
        return text, ()
    return text, (f"The text was read as {encoding}; check accents and special letters.",)


def _without_front_matter(text: str) -> str:
    """Markdown whose leading block of settings is set as plain lines, so that it is not taken for a heading."""
    match = re.match(r"\ufeff?---\s*\n(.{0,20000}?)\n---\s*\n", text, re.S)
    return match[1].replace("\n", "  \n") + "\n\n" + text[match.end() :] if match else text


class _Walk:
    """One walk through a page, which gathers inline text to lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.pictures = 0
        self.hidden = 0
        self._tables = 0
        self._text: list[tuple[str, bool]] = []
        self._level: int | None = None
        self._item = False
        self._depth = 0  # of lists
        self._closed = False  # an inline element has just ended

    def element(self, element: etree._Element, bold: bool) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT:
            return
        style = element.get("style", "")
        if element.get("hidden") is not None or _HIDDEN.search(style):
            self.hidden += bool("".join(element.itertext()).strip())
            return
        bold = bold or tag in _BOLD or bool(_BOLD_STYLE.search(style))
        if tag == "br":
            self.close()
        elif tag == "hr":
            self.blank()
        elif tag == "img":
            self.pictures += 1
        elif tag == "table":
            self._table(element, bold)
        elif tag in _INLINE:
            self._inside(element, bold)
            self._address(element, bold)
            self._closed = True
        else:
            self._block(element, tag, bold)

    def close(self) -> None:
        """End the line that is being gathered."""
        text = one_line("".join(part for part, _ in self._text))
        shown = [bold for part, bold in self._text if part.strip()]
        if text:
            kind: BlockKind = "heading" if self._level else "item" if self._item else "line"
            indent = 12.0 * self._depth
            self.lines.append(Line(text, kind, level=self._level, bold=all(shown), indent=indent))
            self._item = False
        self._text = []

    def blank(self) -> None:
        self.close()
        self.lines.append(Line(""))

    def _inside(self, element: etree._Element, bold: bool) -> None:
        self._add(element.text, bold)
        for child in element:
            self.element(child, bold)
            self._add(child.tail, bold)

    def _add(self, text: str | None, bold: bool) -> None:
        if text:
            if self._closed and self._text and _parted(self._text[-1][0], text):
                self._text.append((" ", bold))
            self._closed = False
            self._text.append((re.sub(r"\s+", " ", text), bold))

    def _address(self, element: etree._Element, bold: bool) -> None:
        """The address behind a link, where the text of the link does not show it."""
        target = element.get("href", "") if element.tag == "a" else ""
        address = re.sub(r"^(?:mailto|tel):|\?.*$", "", target)
        shown = "".join(element.itertext())
        if target.startswith(("mailto:", "tel:", "http")) and _bare(address) not in _bare(shown):
            self._add(f" ({address})", bold)

    def _block(self, element: etree._Element, tag: str, bold: bool) -> None:
        self.close()
        before = self._level, self._item, self._depth
        inside_item = (tag == "p" and self._item) or (tag in ("ul", "ol") and self._depth)
        if (tag in _APART and not inside_item) or (tag == "li" and _holds_blocks(element)):
            self.lines.append(Line(""))
        told = len(self.lines)
        if re.fullmatch(r"h[1-6]", tag):
            self._level = int(tag[1])
        if tag in ("ul", "ol"):
            self._depth += 1
        if tag == "li":
            self._item = not _holds_blocks(element)
        if tag == "pre":
            for text in "".join(element.itertext()).split("\n"):
                self._add(text, bold)
                self.close()
        else:
            self._inside(element, bold)
        self.close()
        self._level, self._item, self._depth = before
        self._item = self._item and len(self.lines) == told  # only the first line of an item is marked as one

    def _table(self, element: etree._Element, bold: bool) -> None:
        self.blank()
        self._tables += 1
        number = self._tables
        for row in _rows(element):
            cells = [self._cell(cell, bold) for cell in row if cell.tag in ("td", "th")]
            self.lines += row_lines(cells, number)
        self.lines.append(Line(""))

    def _cell(self, cell: etree._Element, bold: bool) -> list[Line]:
        outer, self.lines = self.lines, []
        before = self._level, self._item, self._depth
        self._level, self._item, self._depth = None, False, 0
        self._inside(cell, bold or cell.tag == "th")
        self.close()
        self._level, self._item, self._depth = before
        inner, self.lines = self.lines, outer
        return inner


def _holds_blocks(item: etree._Element) -> bool:
    """Whether an item of a list is several paragraphs, as entries are, and not one line."""
    blocks = [child for child in item if isinstance(child.tag, str) and child.tag not in _INLINE | {"br", "ul", "ol"}]
    return sum(bool("".join(block.itertext()).strip()) for block in blocks) > 1


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot", "caption"):
            yield from _rows(child)


def _parted(before: str, after: str) -> bool:
    """Whether two inline elements without a blank between are words of their own, set apart by the page's style.

    "French" and "Fluent" in one line are; the parts of one word, of which one is set in colour, are not.
    """
    last, first = before[-1:], after[:1]
    if not last.isalnum() or not first.isalnum():
        return last.isalnum() and first in BARS
    return (last.islower() and (first.isupper() or first.isdigit())) or (last.isdigit() and first.isupper())


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[\s/().-]", "", address.lower())
