"""What the styles of an OpenDocument text make of a paragraph and a run: bold, size, room above, indent."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from matching.cv.extract.open_xml import FORMAT, STYLE, points

_LONGEST_CHAIN = 12  # styles based on one another


@dataclass(frozen=True)
class TextLook:
    """How a run looks."""

    bold: bool = False
    size: float = 12.0


@dataclass(frozen=True)
class OpenStyle:
    """How a paragraph looks."""

    look: TextLook = TextLook()
    before: float | None = None
    indent: float = 0.0


class OpenStyles:
    """The styles of a document, each with what it is based on."""

    def __init__(self, *parts: etree._Element | None) -> None:
        self._byname: dict[tuple[str, str], etree._Element] = {}
        self._base = OpenStyle()
        for part in parts:
            for style in part.iter(f"{STYLE}style") if part is not None else ():
                self._byname.setdefault((style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")), style)
            for default in part.iter(f"{STYLE}default-style") if part is not None else ():
                if default.get(f"{STYLE}family") == "paragraph":
                    self._base = _applied(self._base, default)
        self._made: dict[str, OpenStyle] = {}

    def of_paragraph(self, name: str) -> OpenStyle:
        """The style of a paragraph by its name."""
        if name not in self._made:
            style = self._base
            for element in self._chain("paragraph", name):
                style = _applied(style, element)
            self._made[name] = style
        return self._made[name]

    def of_run(self, name: str, look: TextLook) -> TextLook:
        """The look of a run inside text of a look."""
        style = OpenStyle(look)
        for element in self._chain("text", name):
            style = _applied(style, element)
        return style.look

    def _chain(self, family: str, name: str) -> list[etree._Element]:
        """A style and those it is based on, the most general first."""
        chain: list[etree._Element] = []
        while (element := self._byname.get((family, name))) is not None and len(chain) < _LONGEST_CHAIN:
            chain.insert(0, element)
            name = element.get(f"{STYLE}parent-style-name", "")
        return chain


def _applied(style: OpenStyle, element: etree._Element) -> OpenStyle:
    text, paragraph = element.find(f"{STYLE}text-properties"), element.find(f"{STYLE}paragraph-properties")
    bold, size, before, indent = style.look.bold, style.look.size, style.before, style.indent
    if text is not None:
        weight = text.get(f"{FORMAT}font-weight")
        bold = bold if weight is None else weight in ("bold", "600", "700", "800", "900")
        size = points(text.get(f"{FORMAT}font-size")) or size
    if paragraph is not None:
        room, left = points(paragraph.get(f"{FORMAT}margin-top")), points(paragraph.get(f"{FORMAT}margin-left"))
        before, indent = before if room is None else room, indent if left is None else left
    return OpenStyle(TextLook(bold, size), before, indent)
